"""``/kinerja/``: officers with their last seven days, and villages with who answers for them."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.daftar import (
    cell,
    choice,
    choices,
    filters_form,
    number_link,
    pager,
    search_box,
    tab,
    table,
)
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import empty_state, link, match_badge, page_header, skeleton_rows, status_badge
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.state.kinerja import KinerjaState as List
from sambang_digital.state.kinerja_view import OfficerRow, VillageRow

TITLE = "Kinerja · Sambang Digital"


def _officer(one: OfficerRow) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Petugas",
            rx.el.span(one.name, class_name="block font-semibold"),
            rx.el.span(one.satuan, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell("Status 7 hari", match_badge(one.status, status.KINERJA)),
        cell("Laporan 7 hari", number_link(one.week, one.week_url, "laporan dalam 7 hari dari " + one.name)),
        cell("Hari ini", one.today, rx.el.span(" dari ", one.target, class_name="text-muted")),
        cell(
            "Terakhir melapor",
            rx.el.span(one.last, class_name="block"),
            rx.el.span(match_badge(one.attention, status.ATTENTION), class_name="mt-1 block empty:hidden"),
        ),
        cell(
            "Belum ditinjau",
            rx.cond(
                one.waiting > 0,
                rx.fragment(
                    number_link(one.waiting, one.waiting_url, "laporan belum ditinjau dari " + one.name),
                    rx.el.span("sejak ", RelativeTime.create(iso=one.oldest), class_name="block text-sm text-muted"),
                ),
                "0",
            ),
        ),
        cell("Kelurahan/desa", one.villages),
    )


def _village(one: VillageRow) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Kelurahan/desa",
            rx.el.span(one.name, class_name="block font-semibold"),
            rx.el.span("Kec. ", one.kecamatan, " · ", one.satuan, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell(
            "Petugas",
            rx.cond(one.gap, status_badge("Tanpa petugas", "error", "user-x"), one.officers),
            class_name="col-span-full lg:col-span-1",
        ),
        cell("Laporan 7 hari", number_link(one.week, one.url, "laporan dalam 7 hari di " + one.name)),
        cell(
            "Cakupan",
            rx.cond(
                one.share != "",
                rx.fragment(
                    number_link(one.share, one.coverage_url, "rumah dikunjungi di " + one.name),
                    rx.el.span(one.houses, " rumah", class_name="block text-sm text-muted"),
                ),
                "Belum ada rumah",
            ),
        ),
    )


def _filters() -> rx.Component:
    of_officers = (
        choice(
            List.filters,
            "status",
            "Status 7 hari",
            rx.el.option("Semua status", value=""),
            *[rx.el.option(word, value=key) for key, (word, _, _) in status.KINERJA.items()],
        ),
        choice(
            List.filters,
            "perhatian",
            "Perhatian",
            rx.el.option("Semua", value=""),
            rx.el.option("Perlu peringatan", value="peringatkan"),
            rx.el.option("Perlu diingatkan", value="ingatkan"),
        ),
    )
    of_villages = choice(
        List.filters,
        "keadaan",
        "Keadaan",
        rx.el.option("Semua", value=""),
        rx.el.option("Tanpa petugas", value="kosong"),
        rx.el.option("Belum dikunjungi 7 hari ini", value="belum"),
        rx.el.option("Sudah dikunjungi 7 hari ini", value="dikunjungi"),
    )
    order = (
        rx.el.option("Laporan tersedikit", value="sedikit"),
        rx.el.option("Laporan terbanyak", value="banyak"),
        rx.el.option("Nama", value="nama"),
    )
    more = (
        rx.el.option("Terlama tidak melapor", value="lama"),
        rx.el.option("Terbanyak belum ditinjau", value="menunggu"),
    )
    officers = List.shown == "petugas"
    return filters_form(
        rx.cond(officers, rx.fragment(*of_officers), of_villages),
        choice(
            List.filters,
            "satuan",
            "Satuan",
            *choices(List.units, "Semua satuan"),
            made_anew=List.units.length().to_string(),
        ),
        rx.cond(
            officers,
            choice(List.filters, "urut", "Urutan", *order, *more),
            choice(List.filters, "urut", "Urutan", *order, rx.el.option("Cakupan terendah", value="cakupan")),
        ),
        on_submit=List.filter,
        clear_url=rx.cond(officers, "/kinerja/", "/kinerja/?tampil=kelurahan"),
        active=List.filtered,
        always=search_box(List.filters, "Cari nama"),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        List.filtered,
        empty_state(
            "search-x",
            "Tidak ada yang cocok",
            "Tidak ada petugas atau kelurahan dengan saringan ini.",
            link(
                "Hapus saringan",
                to=rx.cond(List.shown == "petugas", "/kinerja/", "/kinerja/?tampil=kelurahan"),
                class_name="btn",
            ),
        ),
        empty_state(
            "users",
            "Belum ada petugas",
            "Petugas satuan Anda dan laporannya akan muncul di sini setelah akunnya dibuat dan diberi kelurahan.",
        ),
    )


def index() -> rx.Component:
    """Two lists under one address."""
    officers = List.shown == "petugas"
    return staff_layout(
        page_header(
            "Kinerja",
            "Laporan yang diterima atau belum ditinjau, 7 hari terakhir. Angka membuka laporannya.",
        ),
        rx.el.section(
            rx.el.nav(
                tab("Petugas", List.tabs["petugas"], officers),
                tab("Kelurahan/desa", List.tabs["kelurahan"], ~officers),
                aria_label="Daftar",
                class_name="flex overflow-x-auto border-b border-base-300 px-1",
            ),
            rx.el.div(_filters(), class_name="border-b border-base-300 px-3 pt-3"),
            rx.cond(
                List.loaded,
                rx.cond(
                    List.total == "0",
                    _nothing(),
                    rx.fragment(
                        rx.el.p(
                            List.total,
                            rx.cond(officers, " petugas", " kelurahan/desa"),
                            role="status",
                            class_name="px-4 pt-3 text-sm text-muted",
                        ),
                        rx.cond(
                            officers,
                            table(
                                "Petugas",
                                (
                                    "Petugas",
                                    "Status 7 hari",
                                    "Laporan 7 hari",
                                    "Hari ini",
                                    "Terakhir melapor",
                                    "Belum ditinjau",
                                    "Kelurahan/desa",
                                ),
                                List.officers,
                                _officer,
                            ),
                            table(
                                "Kelurahan dan desa",
                                ("Kelurahan/desa", "Petugas", "Laporan 7 hari", "Cakupan"),
                                List.villages,
                                _village,
                            ),
                        ),
                    ),
                ),
                skeleton_rows(8, "Memuat daftar"),
            ),
            pager(List.page, List.pages, List.newer_url, List.older_url, "Halaman daftar"),
            aria_label="Daftar kinerja",
            class_name="rounded-box border border-base-300 bg-base-100",
        ),
        active="kinerja",
    )
