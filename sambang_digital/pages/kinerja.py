"""``/kinerja/``: officers with their last seven days, villages with who answers for them, and satuan with their target."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import notice
from sambang_digital.components.daftar import (
    cell,
    choice,
    choices,
    filters_form,
    none_found,
    number_link,
    pager,
    search_box,
    tab,
    table,
)
from sambang_digital.components.dokumen import BASE, export_button, pdf_link, recaps, unit_choice
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.navigasi import Allowed
from sambang_digital.components.parts import empty_state, link, match_badge, page_header, skeleton_rows, status_badge
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.security.permissions import Permission
from sambang_digital.state.kinerja import KinerjaState as List
from sambang_digital.state.kinerja_view import OfficerRow, UnitRow, VillageRow
from sambang_digital.state.rekap import RekapState as Rekap

TITLE = "Kinerja · Sambang Digital"


def _officer(one: OfficerRow) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Petugas",
            link(
                one.name,
                to=one.url,
                class_name="block min-h-6 font-semibold text-primary underline underline-offset-4",
            ),
            rx.el.span(one.satuan, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell("Status 7 hari", match_badge(one.status, status.KINERJA)),
        cell("Laporan 7 hari", number_link(one.week, one.week_url, "laporan dalam 7 hari dari " + one.name)),
        cell(
            "Kunjungan hari ini",
            number_link(one.today, one.today_url, "kunjungan hari ini dari " + one.name),
            rx.el.span(" dari ", one.target, class_name="text-muted"),
        ),
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


def _count(label: str, one: rx.Var, what: rx.Var) -> rx.Component:
    return cell(label, number_link(one.n, one.url, what))


def _target(one: UnitRow) -> rx.Component:
    return rx.cond(
        List.may_set_target & one.may_have_target,
        rx.el.form(
            rx.el.input(type="hidden", name="satuan_id", value=one.id.to_string()),
            rx.el.input(
                type="number",
                name="target",
                min=1,
                max=50,
                custom_attrs={"inputMode": "numeric"},
                default_value=one.own,
                key="target" + one.id.to_string() + one.own,
                placeholder=one.polres,
                aria_label="Target sehari untuk " + one.name,
                class_name="input w-20",
            ),
            rx.el.button(
                "Simpan",
                rx.el.span(" target ", one.name, class_name="sr-only"),
                type="submit",
                class_name="btn",
            ),
            on_submit=List.set_target,
            no_validate=True,
            class_name="flex flex-wrap gap-2",
        ),
        rx.fragment(one.target, rx.cond(one.own == "", rx.el.span(" (Polres)", class_name="text-muted"))),
    )


def _recaps(one: UnitRow) -> rx.Component:
    """Of today, and of this month so far."""
    of = "?satuan=" + one.id.to_string()
    return rx.el.div(
        pdf_link("Hari ini", f"{BASE}/laphar.pdf" + of, "laporan harian " + one.name),
        pdf_link("Bulan ini", f"{BASE}/lapbul.pdf" + of, "laporan bulanan " + one.name),
        class_name="flex flex-wrap gap-2 lg:flex-nowrap",
    )


def _unit(one: UnitRow) -> tuple[rx.Component, ...]:
    return (
        cell("Satuan", rx.el.span(one.name, class_name="font-semibold"), head=True),
        _count("Petugas", one.officers, "petugas di " + one.name),
        *[
            _count(word, one.statuses[key], f"petugas {word.lower()} di " + one.name)
            for key, (word, _, _) in status.KINERJA.items()
        ],
        _count("Laporan 7 hari", one.week, "laporan dalam 7 hari dari " + one.name),
        _count("Kelurahan/desa tanpa petugas", one.gaps, "kelurahan tanpa petugas di " + one.name),
        cell("Target sehari", _target(one), class_name="col-span-full lg:col-span-1"),
        cell("Laporan PDF", _recaps(one), class_name="col-span-full lg:col-span-1"),
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
        rx.el.option("Belum ada laporan 7 hari ini", value="belum"),
        rx.el.option("Ada laporan 7 hari ini", value="dikunjungi"),
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
    listed = filters_form(
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
    return rx.cond(
        List.shown == "satuan",
        rx.el.form(search_box(List.filters, "Cari satuan"), on_submit=List.filter, role="search", class_name="pb-4"),
        listed,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        List.filtered,
        none_found(
            "Tidak ada petugas atau kelurahan dengan saringan ini.",
            rx.cond(List.shown == "petugas", "/kinerja/", "/kinerja/?tampil=kelurahan"),
        ),
        empty_state(
            "users",
            "Belum ada petugas",
            "Petugas satuan Anda dan laporannya akan muncul di sini setelah akunnya dibuat dan diberi kelurahan.",
        ),
    )


TABS = {
    "petugas": (
        "Petugas",
        "petugas",
        (
            "Petugas",
            "Status 7 hari",
            "Laporan 7 hari",
            "Kunjungan hari ini",
            "Terakhir melapor",
            "Belum ditinjau",
            "Kelurahan/desa",
        ),
        List.officers,
        _officer,
    ),
    "kelurahan": (
        "Kelurahan/desa",
        "kelurahan/desa",
        ("Kelurahan/desa", "Petugas", "Laporan 7 hari", "Cakupan"),
        List.villages,
        _village,
    ),
    "satuan": (
        "Satuan",
        "satuan",
        (
            "Satuan",
            "Petugas",
            *[word for word, _, _ in status.KINERJA.values()],
            "Laporan 7 hari",
            "Kelurahan/desa tanpa petugas",
            "Target sehari",
            "Laporan PDF",
        ),
        List.satuan,
        _unit,
    ),
}
"""Each list by its word in the address: its name, what is counted, its columns, rows, and how one is drawn."""


def index() -> rx.Component:
    """Three lists under one address."""
    return staff_layout(
        page_header(
            "Kinerja",
            "Laporan yang diterima atau belum ditinjau, 7 hari terakhir. Angka membuka laporannya.",
            Allowed.create(export_button("Ekspor XLSX", List.export), permission=Permission.EKSPOR_WRITE.value),
        ),
        rx.el.section(
            rx.el.nav(
                *[tab(label, List.tabs[word], List.shown == word) for word, (label, _, _, _, _) in TABS.items()],
                aria_label="Daftar",
                class_name="flex overflow-x-auto border-b border-base-300 px-1",
            ),
            rx.el.div(_filters(), class_name="border-b border-base-300 px-3 pt-3"),
            rx.el.div(notice(List.notice, List.dismiss), class_name="px-4"),
            rx.cond(
                List.loaded,
                rx.cond(
                    List.total == "0",
                    _nothing(),
                    rx.fragment(
                        rx.el.p(
                            List.total,
                            rx.match(List.shown, *[(word, " " + one[1]) for word, one in TABS.items()], ""),
                            role="status",
                            class_name="px-4 pt-3 text-sm text-muted",
                        ),
                        rx.cond(
                            (List.shown == "satuan") & List.may_set_target,
                            rx.el.p(
                                "Target yang kosong mengikuti target Polres, yang tampak pudar di kolomnya. Target seorang "
                                "petugas diatur di halamannya.",
                                class_name="px-4 pb-2 text-sm text-muted",
                            ),
                        ),
                        rx.match(
                            List.shown,
                            *[(word, table(label, *listed)) for word, (label, _, *listed) in TABS.items()],
                            rx.fragment(),
                        ),
                    ),
                ),
                skeleton_rows(8, "Memuat daftar"),
            ),
            pager(List, "Halaman daftar"),
            aria_label="Daftar kinerja",
            class_name="rounded-box border border-base-300 bg-base-100",
        ),
        rx.el.div(
            recaps(
                List.today,
                List.months,
                "Laporan harian dan bulanan",
                "satuan=" + Rekap.unit,
                unit_choice(List.units),
            ),
            class_name="mt-4",
        ),
        active="kinerja",
    )
