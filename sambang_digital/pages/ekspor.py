"""``/ekspor/``: tables that the person asked for, with their progress; and the form for one of the register."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import labelled, notice, select_of
from sambang_digital.components.dokumen import download
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, empty_state, icon, link, match_badge, page_header, skeleton_rows
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.state.ekspor import EksporState as View
from sambang_digital.state.ekspor import Row

TITLE = "Ekspor · Sambang Digital"
KINDS = (("", "Semua jenis"), ("rumah", "Rumah"), ("usaha", "Usaha"), ("tokoh", "Tokoh"), ("tempat", "Tempat"))
FORMATS = (("xlsx", "XLSX (Excel)"), ("geojson", "GeoJSON (peta)"))


def _progress(one: Row) -> rx.Component:
    return rx.el.progress(
        value=one.percent.to_string(), max="100", aria_label="Kemajuan " + one.title, class_name="progress mt-2 w-full"
    )


def _deeds(one: Row) -> rx.Component:
    finished = (one.state == "selesai") | (one.state == "gagal")
    return rx.el.div(
        rx.cond(
            one.url != "",
            download("download", "Unduh", one.url, one.title, "btn-primary"),
        ),
        rx.el.button(
            rx.cond(finished, icon("trash-2"), icon("x")),
            rx.cond(finished, "Hapus", "Batalkan"),
            rx.el.span(" ", one.title, class_name="sr-only"),
            type="button",
            on_click=View.remove(one.id),
            class_name="btn",
        ),
        class_name="flex flex-wrap gap-2",
    )


def _row(one: Row) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                match_badge(one.state, status.EKSPOR),
                rx.el.span(one.format, class_name="text-sm font-semibold text-muted"),
                class_name="flex flex-wrap items-center gap-2",
            ),
            rx.el.p(one.title, class_name="mt-1 font-semibold break-words"),
            rx.el.p(
                rx.cond(one.rows != "", rx.fragment(one.rows, " · "), ""),
                rx.cond(one.size != "", rx.fragment(one.size, " · "), ""),
                "diminta ",
                RelativeTime.create(iso=one.created_at),
                rx.cond(
                    one.expires_at != "",
                    rx.fragment(" · dihapus ", RelativeTime.create(iso=one.expires_at, full=True)),
                ),
                class_name="text-sm text-muted",
            ),
            rx.cond(one.note != "", rx.el.p(one.note, class_name="mt-1")),
            rx.cond(one.state == "berjalan", _progress(one)),
            class_name="min-w-0 grow",
        ),
        _deeds(one),
        class_name="flex flex-col gap-3 border-b border-base-300 p-4 last:border-0 sm:flex-row sm:items-center",
    )


def _options(pairs: tuple[tuple[str, str], ...]) -> list[rx.Component]:
    return [rx.el.option(word, value=value) for value, word in pairs]


def _register() -> rx.Component:
    return card(
        rx.el.form(
            labelled("Jenis", select_of("jenis", "", *_options(KINDS)), class_name="w-44"),
            labelled("Format", select_of("format", "xlsx", *_options(FORMATS)), class_name="w-44"),
            rx.el.button("Ekspor register", type="submit", class_name="btn"),
            on_submit=View.ask_register,
            class_name="flex flex-wrap items-end gap-3",
        ),
        rx.el.p("Tanpa nomor telepon, tanggal lahir, dan anggota keluarga.", class_name="mt-2 text-sm text-muted"),
        title="Register",
        class_name="mt-4",
    )


def index() -> rx.Component:
    """The list, the latest first."""
    return staff_layout(
        page_header(
            "Ekspor",
            "Tabel yang Anda minta, hanya untuk Anda, disimpan 7 hari. Laporan Informasi tidak pernah ikut diekspor.",
        ),
        rx.el.div(notice(View.notice, View.dismiss), class_name="mb-3"),
        rx.el.section(
            rx.cond(
                View.loaded,
                rx.cond(
                    View.rows.length() > 0,
                    rx.el.ul(rx.foreach(View.rows, _row), aria_label="Ekspor saya"),
                    empty_state(
                        "download",
                        "Belum ada ekspor",
                        "Saring laporan di Tinjauan atau daftar di Kinerja, lalu tekan Ekspor di sana. Hasilnya muncul di sini.",
                        link("Ke Tinjauan", to="/tinjauan/", class_name="btn btn-primary"),
                        link("Ke Kinerja", to="/kinerja/", class_name="btn"),
                    ),
                ),
                skeleton_rows(3, "Memuat ekspor"),
            ),
            aria_label="Daftar ekspor",
            class_name="rounded-box border border-base-300 bg-base-100",
        ),
        _register(),
        active="ekspor",
    )
