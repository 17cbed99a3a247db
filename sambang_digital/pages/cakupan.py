"""``/kinerja/cakupan/``: houses of one village by RW and RT, and the houses behind each of its numbers."""

import reflex as rx

from sambang_digital.components.daftar import cell, figure, number_link, pager, table
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import empty_state, icon, link, skeleton_rows
from sambang_digital.components.tinjauan_tugas import give_link
from sambang_digital.state.cakupan import CakupanState as View
from sambang_digital.state.cakupan_view import CoverageRow, HouseRow

TITLE = "Cakupan · Sambang Digital"
VILLAGES = "/kinerja/?tampil=kelurahan"


def _back(label: str, to: rx.Var | str) -> rx.Component:
    return link(icon("arrow-left", 18), label, to=to, class_name="btn btn-ghost")


def _share(one: CoverageRow) -> rx.Component:
    return rx.cond(
        one.share != "",
        rx.el.span(
            rx.el.span(
                rx.el.span(
                    class_name="block h-full rounded-full bg-primary", style={"width": one.part.to_string() + "%"}
                ),
                aria_hidden="true",
                class_name="block h-2.5 w-20 overflow-hidden rounded-full bg-base-300",
            ),
            one.share,
            class_name="flex items-center gap-2 whitespace-nowrap",
        ),
        "–",
    )


def _neighbourhood(one: CoverageRow) -> tuple[rx.Component, ...]:
    return (
        cell("RT dan RW", rx.el.span(one.name, class_name="font-semibold"), head=True),
        cell("Cakupan", _share(one)),
        cell("Dikunjungi", number_link(one.visited, one.visited_url, "rumah dikunjungi di " + one.name)),
        cell("Belum", number_link(one.due, one.due_url, "rumah belum dikunjungi di " + one.name)),
        cell("Rumah", number_link(one.houses, one.houses_url, "rumah tercatat di " + one.name)),
        cell("Kunjungan terakhir", one.last),
    )


def _house(one: HouseRow) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Rumah",
            rx.el.span(one.name, class_name="block font-semibold"),
            rx.el.span(one.address, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell("RT dan RW", rx.cond(one.rukun != "", one.rukun, "–")),
        cell("Kunjungan terakhir", one.last),
        cell("Jumlah kunjungan", one.visits),
        cell("Tugas", give_link(one.give_url, "Minta dikunjungi")),
    )


def _whole() -> rx.Component:
    one = View.whole
    return rx.el.div(
        rx.el.div(
            figure("Dikunjungi", one.visited, one.visited_url),
            figure("Belum dikunjungi", one.due, one.due_url),
            figure("Rumah tercatat", one.houses, one.houses_url),
            class_name="mb-4 grid gap-4 sm:grid-cols-3",
        ),
        rx.el.section(
            rx.el.h2("Per RT dan RW", class_name="px-4 pt-4 text-lg"),
            rx.cond(
                View.neighbourhoods.length() > 0,
                table(
                    "Cakupan per RT dan RW",
                    ("RT dan RW", "Cakupan", "Dikunjungi", "Belum", "Rumah", "Kunjungan terakhir"),
                    View.neighbourhoods,
                    _neighbourhood,
                ),
                empty_state(
                    "house",
                    "Belum ada rumah tercatat",
                    "Rumah masuk daftar ini setelah petugas mengunjunginya dan laporannya diterima server.",
                ),
            ),
            class_name="rounded-box border border-base-300 bg-base-100",
        ),
    )


def _houses() -> rx.Component:
    said = rx.match(
        View.listing,
        ("dikunjungi", " rumah dikunjungi dalam " + View.patience.to_string() + " hari terakhir"),
        ("belum", " rumah belum dikunjungi dalam " + View.patience.to_string() + " hari terakhir"),
        " rumah tercatat",
    )
    return rx.el.section(
        rx.el.h2("Rumah", class_name="px-4 pt-4 text-lg"),
        rx.el.p(
            View.total,
            said,
            rx.cond(View.where != "", " di " + View.where, ""),
            ".",
            role="status",
            class_name="px-4 text-sm text-muted",
        ),
        rx.cond(
            View.houses.length() > 0,
            table(
                "Rumah", ("Rumah", "RT dan RW", "Kunjungan terakhir", "Jumlah kunjungan", "Tugas"), View.houses, _house
            ),
            empty_state("house", "Tidak ada rumah", "Tidak ada rumah yang dihitung angka ini."),
        ),
        pager(View, "Halaman rumah"),
        class_name="rounded-box border border-base-300 bg-base-100",
    )


def _shown() -> rx.Component:
    return rx.fragment(
        rx.cond(
            View.listing != "",
            _back("Semua RT dan RW", View.village_url),
            _back("Semua kelurahan/desa", VILLAGES),
        ),
        rx.el.h1("Cakupan ", View.village, class_name="text-2xl sm:text-3xl"),
        rx.el.p(
            "Kec. ",
            View.kecamatan,
            ". ",
            rx.cond(
                View.whole.share != "", rx.fragment(rx.el.strong(View.whole.share), " rumah dalam daftar"), "Rumah"
            ),
            " dikunjungi dalam ",
            View.patience,
            " hari terakhir; kunjungan terakhir: ",
            View.whole.last.lower(),
            ". Angka membuka rumahnya.",
            class_name="mt-1 mb-6 max-w-prose text-muted",
        ),
        rx.el.p(give_link(View.give_url), class_name="mb-4"),
        rx.cond(View.listing != "", _houses(), _whole()),
    )


def index() -> rx.Component:
    """One village."""
    return staff_layout(
        rx.cond(
            View.loaded,
            rx.cond(
                View.missing,
                rx.fragment(
                    rx.el.h1("Cakupan", class_name="text-2xl sm:text-3xl"),
                    empty_state(
                        "map-pin-off",
                        "Kelurahan ini tidak ditemukan",
                        "Kelurahan atau desa ini tidak ada, atau di luar satuan Anda. Pilih satu dari daftarnya.",
                        link("Semua kelurahan/desa", to=VILLAGES, class_name="btn"),
                    ),
                ),
                _shown(),
            ),
            rx.fragment(
                rx.el.h1("Cakupan", class_name="mb-6 text-2xl sm:text-3xl"), skeleton_rows(8, "Memuat cakupan")
            ),
        ),
        active="kinerja",
    )
