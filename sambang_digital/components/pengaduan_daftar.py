"""The list of citizens' reports: tabs, filters, rows that come by themselves, pages."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.daftar import choice, filters_form, pager, search_box
from sambang_digital.components.parts import empty_state, icon, link, match_badge, skeleton_rows, status_badge
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.forms.pengaduan import CATEGORIES, DISTURBANCES
from sambang_digital.state.pengaduan import PengaduanState as Desk
from sambang_digital.state.pengaduan_view import Row

TABS = (
    ("perlu", "Perlu"),
    ("baru", "Baru"),
    ("berjalan", "Berjalan"),
    ("menunggu", "Menunggu"),
    ("selesai", "Selesai"),
    ("semua", "Semua"),
)
NOTHING = {
    "perlu": ("inbox", "Tidak ada yang perlu dikerjakan", "Laporan warga muncul di sini dengan sendirinya."),
    "baru": ("inbox", "Tidak ada yang baru", "Laporan yang baru masuk tinggal di sini sampai diverifikasi."),
    "berjalan": ("footprints", "Tidak ada yang berjalan", "Laporan yang sedang ditindaklanjuti terkumpul di sini."),
    "menunggu": ("hourglass", "Tidak ada yang menunggu", "Laporan tinggal di sini selama pelapor belum menjawab."),
    "selesai": ("circle-check", "Belum ada yang selesai", "Laporan yang selesai, ditutup, atau ditolak ada di sini."),
    "semua": ("inbox", "Belum ada pengaduan", "Semua laporan warga yang boleh Anda baca terkumpul di sini."),
}
"""What an empty list says, by its tab."""


def _tab(name: str, label: str) -> rx.Component:
    here = Desk.filters["tampil"] == name
    look = "flex min-h-12 items-center justify-center gap-1.5 border-b-3 px-1.5 text-sm whitespace-nowrap lg:min-h-10 "
    return link(
        label,
        rx.cond(
            Desk.counts[name] > 0,
            rx.el.span(Desk.counts[name], class_name="rounded-full bg-base-200 px-1.5 text-xs font-bold tabular-nums"),
        )
        if name in ("baru", "menunggu")
        else None,
        to=Desk.tabs[name],
        aria_current=rx.cond(here, "page", "false"),
        class_name=look
        + rx.cond(
            here,
            "border-primary font-bold text-primary",
            "border-transparent text-muted hover:text-base-content",
        ),
    )


def _filters() -> rx.Component:
    return filters_form(
        choice(
            Desk.filters,
            "kategori",
            "Kategori",
            rx.el.option("Semua kategori", value=""),
            *[rx.el.option(word, value=code) for code, word in CATEGORIES.items()],
        ),
        choice(
            Desk.filters,
            "jenis",
            "Jenis",
            rx.el.option("Semua jenis", value=""),
            *[rx.el.option(word, value=code) for code, word in DISTURBANCES.items()],
        ),
        choice(
            Desk.filters,
            "kelurahan",
            "Kelurahan/desa",
            rx.el.option("Semua", value=""),
            rx.foreach(Desk.villages, lambda one: rx.el.option(one.label, value=one.value)),
            made_anew=Desk.villages.length().to_string(),
        ),
        choice(
            Desk.filters,
            "milik",
            "Diberikan kepada",
            rx.el.option("Siapa saja", value=""),
            rx.el.option("Saya", value="saya"),
        ),
        on_submit=Desk.filter,
        clear_url=Desk.clear_url,
        active=Desk.filtered,
        always=search_box(Desk.filters, "Cari isi, tempat, atau kode"),
        columns="grid-cols-2",
        class_name="shrink-0 border-b border-base-300 px-3 pt-3 pb-1",
    )


def danger(row: Row | rx.Var) -> rx.Component:
    """That it is danger now; or that it was when it was written, and how long it took."""
    return rx.fragment(
        match_badge(row.danger, status.DANGER),
        rx.cond(
            row.late != "",
            rx.el.span(
                icon("clock-alert", 16),
                "Ditulis ",
                row.late,
                " sebelum sampai",
                class_name="inline-flex items-center gap-1.5 text-sm font-medium",
            ),
        ),
    )


def _row(row: Row) -> rx.Component:
    here = row.id == Desk.open_id
    return rx.el.li(
        link(
            rx.el.div(danger(row), class_name="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1 empty:hidden"),
            rx.el.div(
                rx.el.span(row.title, class_name="min-w-0 grow truncate font-semibold"),
                rx.cond(row.fresh, rx.el.span("Baru", class_name="badge badge-sm badge-accent font-bold")),
                rx.el.span(row.code, class_name="shrink-0 text-sm text-muted tabular-nums"),
                class_name="flex items-center gap-2",
            ),
            rx.el.p(row.words, class_name="line-clamp-2 text-sm wrap-anywhere"),
            rx.cond(row.where != "", rx.el.p(row.where, class_name="truncate text-sm text-muted")),
            rx.el.div(
                match_badge(row.state, status.PENGADUAN),
                rx.cond(row.about, status_badge("Tentang anggota", "warning", "shield-alert")),
                rx.el.span(RelativeTime.create(iso=row.received_at), class_name="ml-auto whitespace-nowrap"),
                class_name="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted",
            ),
            to=row.url,
            aria_current=rx.cond(here, "true", "false"),
            class_name=rx.cond(
                here,
                "block border-l-4 border-primary bg-primary/10 px-3 py-2.5",
                rx.cond(
                    row.danger == "now",
                    "block border-l-4 border-error px-3 py-2.5 hover:bg-base-200",
                    "block border-l-4 border-transparent px-3 py-2.5 hover:bg-base-200",
                ),
            ),
        ),
        class_name="border-b border-base-300",
    )


def _nothing() -> rx.Component:
    def elsewhere(tab: str) -> rx.Component:
        name, label = ("semua", "Lihat semua pengaduan") if tab == "perlu" else ("perlu", "Lihat yang perlu")
        return link(label, to=Desk.tabs[name], class_name="btn")

    return rx.cond(
        Desk.filtered,
        empty_state(
            "search-x",
            "Tidak ada yang cocok",
            "Tidak ada pengaduan dengan saringan ini.",
            link("Hapus saringan", to=Desk.clear_url, class_name="btn"),
        ),
        rx.match(
            Desk.filters["tampil"],
            *[(name, empty_state(*words, elsewhere(name))) for name, words in NOTHING.items()],
            rx.fragment(),
        ),
    )


def listing() -> rx.Component:
    """The whole list; on a phone only while no report is open."""
    return rx.el.section(
        rx.el.nav(
            *[_tab(*tab) for tab in TABS],
            aria_label="Keadaan pengaduan",
            # All in sight: what is scrolled away is not looked for.
            class_name="grid shrink-0 grid-cols-[repeat(auto-fit,minmax(min(6.5rem,100%),1fr))] border-b border-base-300 px-1 sm:flex sm:flex-wrap",
        ),
        _filters(),
        rx.el.div(
            rx.cond(
                Desk.loaded,
                rx.cond(Desk.rows.length() > 0, rx.el.ul(rx.foreach(Desk.rows, _row), id="antrean"), _nothing()),
                skeleton_rows(8, "Memuat pengaduan"),
            ),
            pager(Desk, "Halaman pengaduan"),
            # Relative: what only screen readers see is positioned, and would stretch the page from in here.
            class_name="relative lg:min-h-0 lg:grow lg:overflow-y-auto",
        ),
        rx.el.p(Desk.news, role="status", class_name="sr-only"),
        aria_label="Daftar pengaduan",
        class_name=rx.cond(Desk.open_id != "", "hidden lg:flex ", "flex ")
        + ("min-w-0 flex-col rounded-box border border-base-300 bg-base-100 lg:min-h-0 lg:w-112 lg:shrink-0"),
    )
