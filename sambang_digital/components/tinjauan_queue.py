"""The reviewer's queue: tabs, filters, rows that come by themselves, pages."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.daftar import choice, filters_form, kind_options, none_found, pager, search_box
from sambang_digital.components.dokumen import export_button
from sambang_digital.components.navigasi import Allowed
from sambang_digital.components.parts import empty_state, icon, link, match_badge, skeleton_rows, status_badge
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.forms.fields import Choice
from sambang_digital.forms.laporan_informasi import Bidang, Credibility, LaporanInformasi, Reliability
from sambang_digital.security.permissions import Permission
from sambang_digital.state.tinjauan import TinjauanState as Desk
from sambang_digital.state.tinjauan_view import Row, TinjauanAddress
from sambang_digital.state.utas import UtasState

TABS = (
    ("menunggu", "Menunggu"),
    ("diterima", "Diterima"),
    ("dikembalikan", "Dikembalikan"),
    ("semua", "Semua"),
    ("latihan", "Latihan"),
)

NOTHING = {
    "menunggu": (
        "clipboard-check",
        "Tidak ada yang menunggu",
        "Laporan petugas muncul di sini dengan sendirinya, begitu sampai di server.",
    ),
    "diterima": ("inbox", "Belum ada yang diterima", "Laporan yang sudah diterima terkumpul di sini."),
    "dikembalikan": ("inbox", "Tidak ada yang dikembalikan", "Laporan tinggal di sini sampai petugas memperbaikinya."),
    "semua": ("inbox", "Belum ada laporan", "Semua laporan petugas satuan Anda terkumpul di sini."),
    "latihan": (
        "graduation-cap",
        "Belum ada latihan",
        "Laporan dari mode latihan di HP petugas muncul di sini. Tidak ada yang dihitung.",
    ),
}
"""What an empty list says, by its tab."""

LEVELS = {
    "high": "Penting",
    "medium": "Perhatikan atau lebih",
    "low": "Ringan atau lebih",
    "info": "Ada tanda",
    "upheld": "Terbukti",
}
"""Filters by the worst flag that nobody dismissed."""


def _tab(name: str, label: str) -> rx.Component:
    here = Desk.filters["status"] == name
    return link(
        label,
        rx.cond(Desk.waiting > 0, rx.el.span(Desk.waiting, class_name="badge badge-primary badge-sm font-bold"))
        if name == "menunggu"
        else None,
        to=Desk.tabs[name],
        aria_current=rx.cond(here, "page", "false"),
        class_name=rx.cond(
            here,
            "flex min-h-12 items-center gap-2 border-b-3 border-primary lg:min-h-10 px-2 text-sm font-bold whitespace-nowrap text-primary",
            "flex min-h-12 items-center gap-2 border-b-3 border-transparent px-2 text-sm whitespace-nowrap text-muted hover:text-base-content lg:min-h-10",
        ),
    )


def _choice(name: str, label: str, *options: rx.Component) -> rx.Component:
    return choice(Desk.filters, name, label, *options, made_anew=Desk.officers.length().to_string())


def _li_filters() -> list[rx.Component]:
    """What only a Laporan Informasi has, once that kind is chosen."""

    def one(name: str, label: str, choices: type[Choice], *, coded: bool) -> rx.Component:
        words = [(f"{code} · {code.label}" if coded else code.label, str(code)) for code in choices]
        shown = _choice(
            name, label, rx.el.option("Semua", value=""), *[rx.el.option(word, value=code) for word, code in words]
        )
        return rx.cond(
            Desk.filters["jenis"] == LaporanInformasi.kind, Allowed.create(shown, permission=Permission.LI_READ.value)
        )

    return [
        one("bidang", "Bidang", Bidang, coded=False),
        one("sumber", "Nilai sumber", Reliability, coded=True),
        one("isi", "Nilai isi", Credibility, coded=True),
    ]


def _filters() -> rx.Component:
    return filters_form(
        _choice(
            "jenis",
            "Jenis",
            *kind_options(),
        ),
        _choice(
            "petugas",
            "Petugas",
            rx.el.option("Semua petugas", value=""),
            rx.foreach(Desk.officers, lambda one: rx.el.option(one[1], value=one[0].to_string())),
        ),
        _choice(
            "posisi",
            "Posisi",
            rx.el.option("Semua posisi", value=""),
            *[rx.el.option(word, value=verdict) for verdict, (word, _, _) in status.VERDICT.items()],
        ),
        _choice(
            "tingkat",
            "Tingkat tanda",
            rx.el.option("Semua laporan", value=""),
            *[rx.el.option(word, value=value) for value, word in LEVELS.items()],
        ),
        _choice(
            "tanda",
            "Tanda",
            rx.el.option("Semua tanda", value=""),
            *[rx.el.option(word, value=code) for code, word in status.FLAGS.items()],
        ),
        _choice(
            "percakapan",
            "Percakapan",
            rx.el.option("Semua laporan", value=""),
            rx.el.option("Ada komentar baru", value="baru"),
        ),
        *_li_filters(),
        _choice(
            "urut",
            "Urutan",
            rx.el.option("Terbaru dulu", value="baru"),
            rx.el.option("Terlama dulu", value="lama"),
        ),
        below=Allowed.create(
            rx.el.div(
                export_button("Ekspor XLSX", Desk.export("xlsx")),
                export_button("Ekspor GeoJSON", Desk.export("geojson")),
                class_name="mt-3 flex flex-wrap gap-2 border-t border-base-300 pt-3",
            ),
            permission=Permission.EKSPOR_WRITE.value,
        ),
        on_submit=Desk.filter,
        clear_url=TinjauanAddress.path,
        active=Desk.filtered,
        always=search_box(Desk.filters, "Cari di laporan"),
        columns="grid-cols-2",
        class_name="shrink-0 border-b border-base-300 px-3 pt-3 pb-1",
    )


def _row(row: Row) -> rx.Component:
    here = row.id == Desk.open_id
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.span(row.title, class_name="min-w-0 grow truncate font-semibold"),
                rx.cond(row.fresh, rx.el.span("Baru", class_name="badge badge-sm badge-accent font-bold")),
                class_name="flex items-center gap-2",
            ),
            rx.el.div(
                rx.cond(row.number != "", row.number, row.kind),
                " · ",
                row.author,
                rx.cond(row.area != "", " · " + row.area, ""),
                class_name="truncate text-sm text-muted",
            ),
            rx.el.div(
                rx.cond(
                    (Desk.filters["status"] == "semua") | (Desk.filters["status"] == "latihan"),
                    match_badge(row.state, status.LAPORAN),
                    match_badge(row.verdict, status.VERDICT),
                ),
                rx.cond(
                    row.flags > 0,
                    rx.el.span(
                        rx.match(
                            row.worry,
                            ("high", icon("octagon-alert", 16, "text-error")),
                            ("medium", icon("triangle-alert", 16, "text-warning")),
                            icon("flag", 16),
                        ),
                        row.flags,
                        rx.el.span(" tanda", class_name="sr-only"),
                        class_name="flex items-center gap-1",
                    ),
                ),
                rx.cond(
                    row.unread > 0,
                    rx.el.span(
                        icon("message-circle", 16),
                        row.unread,
                        rx.el.span(" komentar baru", class_name="sr-only"),
                        class_name="flex items-center gap-1 font-bold text-primary",
                    ),
                ),
                rx.cond(row.upheld, status_badge(*status.RULING["upheld"])),
                rx.cond(row.void, status_badge("Batal", "neutral", "ban")),
                rx.cond(
                    row.photos > 0,
                    rx.el.span(
                        icon("image", 16),
                        row.photos,
                        rx.el.span(" foto", class_name="sr-only"),
                        class_name="flex items-center gap-1",
                    ),
                ),
                rx.el.span(RelativeTime.create(iso=row.received_at), class_name="ml-auto whitespace-nowrap"),
                class_name="mt-1 flex flex-wrap items-center gap-x-3 text-sm text-muted",
            ),
            to=row.url,
            aria_current=rx.cond(here, "true", "false"),
            class_name=rx.cond(
                here,
                "block border-l-4 border-primary bg-primary/10 px-3 py-2.5",
                "block border-l-4 border-transparent px-3 py-2.5 hover:bg-base-200",
            ),
        ),
        class_name="border-b border-base-300",
    )


def _elsewhere(status: str) -> rx.Component:
    """Where to look when a tab is empty: what waits first."""
    name, label = ("semua", "Lihat semua laporan") if status == "menunggu" else ("menunggu", "Lihat yang menunggu")
    return link(label, to=Desk.tabs[name], class_name="btn")


def _nothing() -> rx.Component:
    return rx.cond(
        Desk.filtered,
        none_found("Tidak ada laporan dengan saringan ini.", TinjauanAddress.path),
        rx.match(
            Desk.filters["status"],
            *[(status, empty_state(*words, _elsewhere(status))) for status, words in NOTHING.items()],
            rx.fragment(),
        ),
    )


def queue() -> rx.Component:
    """The whole list; on a phone only while no report is open."""
    return rx.el.section(
        rx.el.nav(
            *[_tab(*tab) for tab in TABS],
            aria_label="Status laporan",
            # All in sight: what is scrolled away is not looked for.
            class_name="flex shrink-0 flex-wrap border-b border-base-300 px-1",
        ),
        rx.cond(
            (UtasState.unread > 0) & (Desk.filters["percakapan"] != "baru"),
            link(
                icon("message-circle"),
                rx.el.span(UtasState.unread, " laporan dengan komentar baru"),
                to=Desk.talk_url,
                class_name="flex min-h-12 shrink-0 items-center gap-2 border-b border-base-300 bg-primary/10 px-3 font-medium",
            ),
        ),
        _filters(),
        rx.el.div(
            rx.cond(
                Desk.loaded,
                rx.cond(Desk.rows.length() > 0, rx.el.ul(rx.foreach(Desk.rows, _row), id="antrean"), _nothing()),
                skeleton_rows(8, "Memuat antrean"),
            ),
            pager(Desk, "Halaman antrean"),
            # Relative: what only screen readers see is positioned, and would stretch the page from in here.
            class_name="relative lg:min-h-0 lg:grow lg:overflow-y-auto",
        ),
        rx.el.p(Desk.news, role="status", class_name="sr-only"),
        aria_label="Antrean laporan",
        class_name=rx.cond(Desk.open_id != "", "hidden lg:flex ", "flex ")
        + ("min-w-0 flex-col rounded-box border border-base-300 bg-base-100 lg:min-h-0 lg:w-96 lg:shrink-0"),
    )
