"""``/peta/``: counted reports of a span of days: on the map, by day, and as rows."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.daftar import (
    cell,
    choice,
    choices,
    day_bars,
    filters_form,
    kind_options,
    pager,
    table,
    typed,
)
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, empty_state, link, match_badge, page_header, skeleton_rows
from sambang_digital.components.tinjauan_islands import RelativeTime, Spread
from sambang_digital.state.peta import PetaState as View
from sambang_digital.state.peta_view import VisitRow

TITLE = "Peta · Sambang Digital"


def _filters() -> rx.Component:
    made = View.officers.length().to_string() + View.areas.length().to_string()
    return filters_form(
        typed(View.filters, "dari", "Dari tanggal", type="date"),
        typed(View.filters, "sampai", "Sampai tanggal (paling lama 92 hari)", type="date"),
        choice(View.filters, "satuan", "Satuan", *choices(View.units, "Semua satuan"), made_anew=made),
        choice(View.filters, "petugas", "Petugas", *choices(View.officers, "Semua petugas"), made_anew=made),
        choice(
            View.filters,
            "kelurahan",
            "Kelurahan/desa",
            *choices(View.areas, "Semua kelurahan/desa"),
            rx.el.option("Di luar wilayah atau tanpa posisi", value="-"),
            made_anew=made,
        ),
        choice(
            View.filters,
            "jenis",
            "Jenis",
            *kind_options(),
        ),
        choice(
            View.filters,
            "posisi",
            "Posisi",
            rx.el.option("Semua posisi", value=""),
            *[rx.el.option(word, value=verdict) for verdict, (word, _, _) in status.VERDICT.items()],
        ),
        choice(
            View.filters,
            "tingkat",
            "Tanda, paling ringan",
            rx.el.option("Dengan atau tanpa tanda", value=""),
            *[rx.el.option(word, value=key) for key, (word, _, _) in status.SEVERITY.items()],
        ),
        on_submit=View.filter,
        clear_url="/peta/",
        active=View.filtered,
    )


def _visit(one: VisitRow) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Laporan",
            link(
                one.title,
                to=one.url,
                class_name="block min-h-6 font-semibold text-primary underline underline-offset-4",
            ),
            rx.el.span(one.kind, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell("Waktu", RelativeTime.create(iso=one.captured_at, full=True), class_name="col-span-full lg:col-span-1"),
        cell("Petugas", one.author),
        cell("Kelurahan/desa", rx.cond(one.area != "", one.area, "–")),
        cell("Posisi", match_badge(one.verdict, status.VERDICT)),
        cell("Tanda", rx.cond(one.worry != "", match_badge(one.worry, status.SEVERITY), "–")),
        cell("Status", match_badge(one.state, status.LAPORAN)),
    )


def _rows() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Laporan", class_name="px-4 pt-4 text-lg"),
        rx.cond(
            View.loaded,
            rx.cond(
                View.rows.length() > 0,
                table(
                    "Laporan",
                    ("Laporan", "Waktu", "Petugas", "Kelurahan/desa", "Posisi", "Tanda", "Status"),
                    View.rows,
                    _visit,
                ),
                empty_state(
                    "map-pin-off",
                    "Tidak ada laporan",
                    "Tidak ada laporan yang dihitung pada hari dan saringan ini.",
                    link("Tampilkan 7 hari terakhir", to="/peta/", class_name="btn"),
                ),
            ),
            skeleton_rows(6, "Memuat laporan"),
        ),
        pager(View, "Halaman laporan"),
        class_name="rounded-box border border-base-300 bg-base-100",
    )


def index() -> rx.Component:
    """The map beside the days, the rows below."""
    return staff_layout(
        page_header(
            "Peta",
            rx.cond(View.loaded, rx.fragment(rx.el.strong(View.total), " laporan, ", View.span, "."), "Memuat …"),
        ),
        card(_filters(), class_name="mb-4 !py-1"),
        rx.el.div(
            Spread.create(query=View.query, seen=View.seen, tiles=View.tiles),
            card(
                rx.cond(
                    View.loaded,
                    day_bars(View.days, "Laporan setiap hari", "laporan"),
                    rx.el.div(class_name="skeleton h-32 w-full"),
                ),
                title="Per hari",
            ),
            class_name="mb-4 grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]",
        ),
        _rows(),
        active="peta",
    )
