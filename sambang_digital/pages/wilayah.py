"""``/administrasi/wilayah/``: which unit answers for which village, and the villages without an officer."""

import reflex as rx

from sambang_digital.components.administrasi import labelled, notice, options_of, select_of
from sambang_digital.components.daftar import choice, filters_form, none_found, pager, search_box
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import empty_state, link, note, page_header, skeleton_rows, status_badge
from sambang_digital.state.wilayah import VILLAGE_FIELD, Petugas, Row, WilayahAddress
from sambang_digital.state.wilayah import WilayahState as Table

TITLE = "Wilayah · Sambang Digital"


def _filters() -> rx.Component:
    return filters_form(
        choice(Table.filters, "satuan", "Satuan", rx.el.option("Semua satuan", value=""), options_of(Table.units)),
        choice(
            Table.filters,
            "petugas",
            "Petugas",
            rx.el.option("Semua wilayah", value="semua"),
            rx.el.option("Hanya tanpa petugas", value="kosong"),
        ),
        on_submit=Table.filter,
        clear_url=WilayahAddress.path,
        active=Table.filtered,
        always=search_box(Table.filters, "Cari kelurahan, desa atau kecamatan"),
        class_name="mb-3",
    )


def _officer(one: Petugas) -> rx.Component:
    return rx.cond(
        Table.sees_people, link(one.name, to=one.url, class_name="link mr-3"), rx.el.span(one.name, class_name="mr-3")
    )


def _row(row: Row) -> rx.Component:
    words = rx.el.div(
        rx.el.div(
            rx.el.span(row.name, class_name="min-w-0 font-semibold"),
            rx.el.span(row.kecamatan, class_name="text-sm text-muted"),
            rx.cond(row.officers.length() == 0, status_badge("Tanpa petugas", "warning", "user-x")),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.div(
            rx.el.span(row.satuan, class_name="mr-3 text-muted"),
            rx.foreach(row.officers, _officer),
            class_name="text-sm",
        ),
        class_name="min-w-0 grow",
    )
    return rx.el.li(
        rx.cond(
            Table.may_move,
            rx.el.input(
                type="checkbox",
                name=VILLAGE_FIELD + row.code,
                # Made anew after a move, so that what was moved is not moved again.
                key=row.code + row.satuan,
                aria_label="Pilih " + row.name,
                class_name="checkbox mt-1",
            ),
        ),
        words,
        class_name="flex items-start gap-3 border-b border-base-300 px-4 py-3 last:border-b-0",
    )


def _move() -> rx.Component:
    return rx.el.div(
        labelled(
            "Pindahkan yang dicentang ke", select_of("satuan_id", "", options_of(Table.holders)), class_name="grow"
        ),
        rx.el.button("Pindahkan", type="submit", class_name="btn btn-primary self-end"),
        class_name="bottom-0 flex flex-wrap gap-3 lg:sticky rounded-b-box border-t border-base-300 bg-base-100 p-4",
    )


def _table() -> rx.Component:
    return rx.cond(
        Table.rows.length() > 0,
        rx.el.div(
            rx.el.p(Table.total, " kelurahan/desa", role="status", class_name="mb-2 text-sm text-muted"),
            rx.el.form(
                rx.el.ul(rx.foreach(Table.rows, _row), id="wilayah"),
                rx.cond(Table.may_move, _move()),
                on_submit=Table.move,
                class_name="rounded-box border border-base-300 bg-base-100",
            ),
            pager(Table, "Halaman wilayah"),
        ),
        rx.cond(
            Table.filtered,
            none_found("Tidak ada kelurahan atau desa dengan saringan ini.", WilayahAddress.path),
            empty_state(
                "map", "Belum ada wilayah", "Wilayah muncul di sini setelah satuan ini mempunyai kelurahan atau desa."
            ),
        ),
    )


def index() -> rx.Component:
    """The table."""
    return staff_layout(
        page_header(
            "Wilayah", "Satuan mana yang menjawab untuk kelurahan atau desa mana, dan siapa petugasnya hari ini."
        ),
        rx.el.div(notice(Table.notice, Table.dismiss), class_name="mb-3"),
        rx.cond(
            (Table.gaps > 0) & (Table.filters["petugas"] != "kosong"),
            rx.el.div(
                note(
                    Table.gaps.to_string() + " kelurahan/desa belum mempunyai petugas",
                    "Kunjungan di sana tidak dinilai terhadap wilayah siapa pun.",
                    link("Lihat yang kosong", to=Table.gaps_url, class_name="btn"),
                    tone="warning",
                ),
                class_name="mb-4",
            ),
        ),
        _filters(),
        rx.cond(Table.loaded, _table(), skeleton_rows(8, "Memuat wilayah")),
        active="wilayah",
    )
