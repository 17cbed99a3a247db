"""``/eskalasi/``: cases that this desk receives, or that its officers handed on; each with its steps."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import cancel, notice, reason_field
from sambang_digital.components.daftar import choice, pager, tab
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, empty_state, icon, link, match_badge, page_header, skeleton_rows
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.state.eskalasi import EskalasiState as Cases
from sambang_digital.state.eskalasi_view import Row, StepRow

TITLE = "Eskalasi · Sambang Digital"

SIDES = (("masuk", "Untuk saya"), ("keluar", "Dari wilayah saya"))
DEEDS = {
    "terima": ("Terima", "check", "Catatan, misalnya siapa yang menangani (boleh kosong)"),
    "catat": ("Tambah catatan", "pencil", "Apa yang sudah dilakukan?"),
    "selesai": ("Selesaikan", "circle-check", "Apa hasilnya?"),
    "tolak": ("Tolak", "circle-x", "Mengapa ditolak? Petugas membacanya."),
}
"""Each deed: its word, its icon, what is asked about it."""


def _row(row: Row) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(
                rx.el.span(row.title, class_name="block font-semibold wrap-anywhere"),
                rx.el.span(
                    row.author, ", ", row.satuan, " → ", row.target, class_name="block text-sm text-muted wrap-anywhere"
                ),
                class_name="min-w-0 grow",
            ),
            rx.el.span(
                match_badge(row.state, status.ESKALASI),
                rx.el.span(RelativeTime.create(iso=row.sent_at), class_name="text-sm text-muted"),
                class_name="flex shrink-0 flex-col items-end gap-1",
            ),
            to=row.url,
            aria_current=rx.cond(row.id == Cases.open, "true", "false"),
            class_name=rx.cond(
                row.id == Cases.open,
                "flex min-h-16 items-center gap-3 bg-primary/10 px-4 py-3",
                "flex min-h-16 items-center gap-3 px-4 py-3 hover:bg-base-200",
            ),
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _filters() -> rx.Component:
    return rx.el.form(
        rx.el.label(
            rx.el.span("Cari", class_name="mb-1 block text-sm font-medium"),
            rx.el.input(
                type="search",
                name="cari",
                default_value=Cases.filters["cari"],
                key="cari" + Cases.filters["cari"],
                placeholder="Pokok masalah atau satuan",
                max_length=100,
                class_name="input w-full",
            ),
            class_name="min-w-0 grow",
        ),
        rx.el.div(
            choice(
                Cases.filters,
                "status",
                "Keadaan",
                rx.el.option("Semua", value=""),
                *[rx.el.option(word, value=key) for key, (word, _, _) in status.ESKALASI.items()],
            ),
            class_name="w-44",
        ),
        rx.el.button(icon("search"), type="submit", aria_label="Cari", class_name="btn btn-square"),
        rx.cond(Cases.filtered, link("Hapus saringan", to=Cases.side_urls[Cases.side], class_name="btn btn-ghost")),
        on_submit=Cases.filter,
        role="search",
        class_name="flex flex-wrap items-end gap-2 border-b border-base-300 p-4",
    )


def _list() -> rx.Component:
    nothing = rx.cond(
        Cases.filtered,
        empty_state("search-x", "Tidak ada yang cocok", "Ubah kata atau keadaan yang dicari."),
        empty_state(
            "forward",
            "Belum ada eskalasi",
            "Masalah yang diteruskan petugas kepada satuan lain muncul di sini.",
            link("Ke tinjauan", to="/tinjauan/", class_name="btn"),
        ),
    )
    return rx.el.section(
        rx.el.nav(
            *[tab(label, Cases.side_urls[side], Cases.side == side) for side, label in SIDES],
            aria_label="Arah",
            class_name="flex gap-1 overflow-x-auto border-b border-base-300 px-2",
        ),
        _filters(),
        rx.cond(
            Cases.loaded,
            rx.cond(
                Cases.rows.length() > 0,
                rx.fragment(
                    rx.el.p(Cases.total, " eskalasi", role="status", class_name="px-4 pt-3 text-sm text-muted"),
                    rx.el.ul(rx.foreach(Cases.rows, _row)),
                    pager(Cases, "Halaman eskalasi"),
                ),
                nothing,
            ),
            skeleton_rows(5, "Memuat eskalasi"),
        ),
        aria_label="Daftar eskalasi",
        class_name="min-w-0 overflow-hidden rounded-box border border-base-300 bg-base-100",
    )


def _step(step: StepRow) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            match_badge(step.state, status.ESKALASI),
            rx.el.span(step.by, " · "),
            RelativeTime.create(iso=step.at, full=True),
            class_name="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted",
        ),
        rx.cond(step.note != "", rx.el.p(step.note, class_name="mt-1 whitespace-pre-line")),
        class_name="border-b border-base-300 py-3 first:pt-0 last:border-0 last:pb-0",
    )


def _text(title: str, value: rx.Var) -> rx.Component:
    return rx.cond(
        value != "",
        rx.el.div(
            rx.el.dt(title, class_name="text-sm text-muted"),
            rx.el.dd(value, class_name="whitespace-pre-line wrap-anywhere"),
        ),
    )


def _deed(deed: str) -> rx.Component:
    word, name, question = DEEDS[deed]
    look = "btn btn-primary" if deed in ("terima", "selesai") else "btn"
    opened = Cases.asked == deed
    form = rx.el.form(
        rx.el.input(type="hidden", name="id", value=Cases.case.row.id),
        rx.el.input(type="hidden", name="deed", value=deed),
        reason_field(question, Cases.note_error, "galat-eskalasi", max_length=2000, rows=3),
        rx.el.div(
            rx.el.button("Simpan", type="submit", class_name="btn btn-primary"),
            cancel(Cases.ask(deed)),
            class_name="mt-2 flex gap-2",
        ),
        on_submit=Cases.act,
        class_name="basis-full",
    )
    button = rx.el.button(icon(name), word, type="button", on_click=Cases.ask(deed), class_name=look)
    return rx.cond(
        Cases.case.deeds.contains(deed),
        rx.cond(opened, form, rx.cond(Cases.asked == "", button)),
    )


def _case() -> rx.Component:
    case = Cases.case
    row = case.row
    return rx.el.article(
        card(
            match_badge(row.state, status.ESKALASI),
            rx.el.h2(row.title, class_name="mt-2 text-2xl wrap-anywhere"),
            rx.el.p(
                row.author, ", ", row.satuan, " → ", rx.el.strong(row.target), " · ",
                RelativeTime.create(iso=row.sent_at, full=True),
                class_name="mt-1 text-muted",
            ),
            rx.el.dl(
                _text("Tempat kejadian", case.place),
                _text("Alasan diteruskan", case.reason),
                _text("Uraian", case.description),
                class_name="mt-4 flex flex-col gap-3",
            ),
            rx.cond(
                case.deeds.length() > 0,
                rx.el.div(*[_deed(deed) for deed in DEEDS], class_name="mt-5 flex flex-wrap gap-2"),
            ),
            rx.el.div(notice(Cases.notice, Cases.dismiss), class_name="mt-2"),
        ),
        card(
            rx.cond(
                case.steps.length() > 0,
                rx.el.ol(rx.foreach(case.steps, _step)),
                rx.el.p("Belum dijawab satuan tujuan.", class_name="text-muted"),
            ),
            title="Riwayat",
        ),
        key=row.id,
        aria_label="Eskalasi yang dibuka",
        class_name="flex min-w-0 flex-col gap-4",
    )  # fmt: skip


def _side() -> rx.Component:
    return rx.cond(
        Cases.open == "",
        rx.cond(
            Cases.rows.length() > 0,
            rx.el.div(
                card(
                    empty_state(
                        "mouse-pointer-click", "Pilih satu eskalasi", "Isi, jawaban, dan riwayatnya tampil di sini."
                    )
                ),
                class_name="hidden xl:block",
            ),
        ),
        rx.el.div(
            link(icon("arrow-left"), "Kembali ke daftar", to=Cases.list_url, class_name="btn btn-ghost mb-2 xl:hidden"),
            rx.cond(
                Cases.missing,
                card(
                    empty_state("file-x", "Eskalasi tidak ditemukan", "Sudah ditarik petugas, atau bukan untuk Anda.")
                ),
                rx.cond(Cases.case.row.id != "", _case(), skeleton_rows(4, "Memuat eskalasi")),
            ),
            class_name="min-w-0",
        ),
    )


def index() -> rx.Component:
    """The list, and the open case beside it; on a narrow screen one or the other."""
    return staff_layout(
        page_header("Eskalasi", "Masalah yang diteruskan petugas kepada satuan lain."),
        rx.el.div(
            rx.el.div(_list(), class_name=rx.cond(Cases.open == "", "min-w-0", "hidden min-w-0 xl:block")),
            _side(),
            class_name="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]",
        ),
        active="eskalasi",
    )
