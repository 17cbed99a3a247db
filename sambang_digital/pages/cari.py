"""``/cari/``: what words find of all that the person may read, the newest first."""

import reflex as rx

from sambang_digital.components.daftar import tab
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.navigasi import SearchBox
from sambang_digital.components.parts import card, empty_state, icon, link, page_header, skeleton_rows
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.services.cari import Jenis
from sambang_digital.state.beda import Part
from sambang_digital.state.cari import CariState as Search
from sambang_digital.state.cari import Group, Result

TITLE = "Cari · Sambang Digital"
SORTS: dict[str, tuple[str, str]] = {
    Jenis.LAPORAN: ("Laporan", "file-text"),
    Jenis.REGISTER: ("Rumah dan tempat", "house"),
    Jenis.TUGAS: ("Tugas", "list-todo"),
    Jenis.PETUGAS: ("Petugas", "user"),
    Jenis.PERCAKAPAN: ("Percakapan", "message-circle"),
}
"""What each sort is called, and its icon."""


def _part(part: Part) -> rx.Component:
    return rx.cond(
        part.marked, rx.el.mark(part.text, class_name="rounded-sm bg-warning/40 text-inherit"), rx.el.span(part.text)
    )


def _content(result: Result) -> rx.Component:
    return rx.el.span(
        rx.el.span(rx.foreach(result.title, _part), class_name="block font-semibold"),
        rx.cond(
            result.pieces.length() > 0,
            rx.el.span(rx.foreach(result.pieces, _part), class_name="block text-sm break-words"),
        ),
        rx.el.span(
            result.about,
            rx.cond(result.iso != "", rx.fragment(" · ", RelativeTime.create(iso=result.iso))),
            class_name="block text-sm text-muted",
        ),
        class_name="min-w-0 grow",
    )


def _result(result: Result) -> rx.Component:
    return rx.el.li(
        link(
            _content(result),
            icon("chevron-right", 20, "text-muted"),
            to=result.url,
            custom_attrs={"data-hasil": ""},
            class_name="flex min-h-14 items-center gap-3 px-4 py-3 hover:bg-base-200",
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _group(group: Group) -> rx.Component:
    heading = rx.match(
        group.jenis,
        *((sort, rx.fragment(icon(name, 20, "text-muted"), word)) for sort, (word, name) in SORTS.items()),
        rx.fragment(),
    )
    return rx.el.section(
        rx.el.h2(heading, class_name="flex items-center gap-2 px-4 pt-4 pb-1 text-lg"),
        rx.el.ul(rx.foreach(group.results, _result)),
        rx.cond(
            group.more_url != "",
            link("Lihat semua", icon("chevron-right", 18), to=group.more_url, class_name="btn btn-ghost m-2"),
        ),
        class_name="mb-4 rounded-box border border-base-300 bg-base-100",
    )


def _tabs() -> rx.Component:
    shown = {"": "Semua"} | {str(sort): word for sort, (word, _) in SORTS.items()}
    return rx.el.nav(
        *[
            rx.cond(Search.tabs.contains(sort), tab(word, Search.tabs[sort], Search.jenis == sort))
            for sort, word in shown.items()
        ],
        aria_label="Jenis hasil",
        class_name="mb-4 flex overflow-x-auto border-b border-base-300",
    )


def _pages() -> rx.Component:
    return rx.el.nav(
        rx.cond(
            Search.newer_url != "",
            link(icon("chevron-left"), "Sebelumnya", to=Search.newer_url, class_name="btn btn-ghost"),
        ),
        rx.cond(
            Search.older_url != "",
            link("Selanjutnya", icon("chevron-right"), to=Search.older_url, class_name="btn btn-ghost ml-auto"),
        ),
        aria_label="Halaman hasil",
        class_name="flex justify-between gap-2",
    )


def _advice() -> rx.Component:
    return rx.el.ul(
        rx.el.li("Nama orang, rumah, atau petugas; NRP."),
        rx.el.li("Kata apa pun dari isi laporan atau percakapan: pencurian juga menemukan mencuri dan dicuri."),
        rx.el.li("Nomor resi atau nomor Laporan Informasi, dengan atau tanpa tanda hubung."),
        rx.el.li("Kelurahan, kecamatan, atau RT dan RW: RT 3 RW 5 Karawaci."),
        rx.el.li("Isi tugas dan langkahnya, atau petugas yang mengerjakannya."),
        class_name="list-disc space-y-1 pl-5 text-muted",
    )


def _results() -> rx.Component:
    return rx.cond(
        Search.q == "",
        card(_advice(), title="Yang dapat dicari"),
        rx.cond(
            Search.too_short,
            empty_state("search", "Tulis lebih banyak", "Paling sedikit 2 huruf atau angka."),
            rx.fragment(
                _tabs(),
                rx.cond(
                    Search.groups.length() > 0,
                    rx.fragment(rx.foreach(Search.groups, _group), _pages()),
                    empty_state(
                        "search-x",
                        "Tidak ada yang cocok",
                        "Kurangi kata atau periksa ejaannya. Semua kata harus ada; kata terakhir boleh awalnya saja. "
                        "Yang dicari hanya yang boleh Anda baca.",
                        rx.cond(
                            Search.jenis != "",
                            link("Cari di semua jenis", to=Search.tabs[""], class_name="btn"),
                        ),
                    ),
                ),
            ),
        ),
    )


def index() -> rx.Component:
    """Words above, what they find below."""
    return staff_layout(
        page_header(
            "Cari", "Laporan, rumah, tugas, petugas, dan percakapan yang boleh Anda baca; yang terbaru di atas."
        ),
        rx.el.div(SearchBox.create(large=True), class_name="mb-4 max-w-2xl"),
        rx.cond(Search.loaded, _results(), skeleton_rows(6, "Memuat hasil")),
        active="cari",
    )
