"""``/bacaan/``: texts for citizens, as those see them who write and publish them."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import options_of
from sambang_digital.components.daftar import (
    cell,
    choice,
    filters_form,
    none_found,
    search_box,
    tab,
    tabbed_table,
    tabs,
)
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import (
    button_link,
    empty_state,
    icon,
    link,
    match_badge,
    page_header,
)
from sambang_digital.forms.bacaan import Jenis
from sambang_digital.state.bacaan import BacaanState as Desk
from sambang_digital.state.bacaan_view import NOT_READ, NaskahAddress, Row

TITLE = "Bacaan · Sambang Digital"
TABS = (
    ("semua", "Semua"),
    ("draf", "Draf"),
    ("ditinjau", "Ditinjau"),
    ("dijadwalkan", "Dijadwalkan"),
    ("terbit", "Terbit"),
    ("diarsipkan", "Diarsipkan"),
)


def _write() -> rx.Component:
    return link(icon("plus"), "Tulis bacaan", to=NaskahAddress.path, class_name="btn btn-primary")


def _filters() -> rx.Component:
    return filters_form(
        choice(
            Desk.filters,
            "jenis",
            "Jenis",
            rx.el.option("Semua jenis", value=""),
            *[rx.el.option(kind.label, value=kind.value) for kind in Jenis],
        ),
        choice(
            Desk.filters,
            "wilayah",
            "Wilayah",
            rx.el.option("Semua wilayah", value=""),
            options_of(Desk.areas),
            made_anew=Desk.areas.length().to_string(),
        ),
        on_submit=Desk.filter,
        clear_url=Desk.clear_url,
        active=Desk.filtered,
        always=search_box(Desk.filters, "Cari judul atau ringkasan"),
        columns="sm:grid-cols-2",
    )


def _counted(one: Row) -> rx.Component:
    brought = rx.el.span(one.brought, class_name="block text-sm text-muted")
    return rx.fragment(_sums(one), rx.cond(one.brought, brought))


def _sums(one: Row) -> rx.Component:
    return rx.cond(
        one.sums.none,
        rx.el.span(NOT_READ, class_name="text-muted"),
        rx.el.span(
            rx.el.span(one.sums.read, " dibaca", class_name="block whitespace-nowrap"),
            rx.el.span(one.sums.finished, " sampai selesai", class_name="block text-sm text-muted"),
            rx.cond(
                one.sums.quizzes != "0",
                rx.el.span(
                    one.sums.quizzes, " kuis, ", one.sums.right, " benar", class_name="block text-sm text-muted"
                ),
            ),
        ),
    )


def _row(one: Row) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Bacaan",
            link(
                one.title,
                to=one.url,
                class_name="block min-h-6 max-w-prose font-semibold text-primary underline underline-offset-4 wrap-anywhere",
            ),
            rx.el.span(one.changed, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell("Jenis", one.kind),
        cell("Wilayah", one.area),
        cell(
            "Status",
            match_badge(one.state, status.BACAAN),
            rx.cond(one.since != "", rx.el.span(one.since, class_name="mt-1 block text-sm text-muted")),
        ),
        cell("Dibaca", _counted(one)),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        Desk.filtered,
        none_found("Tidak ada bacaan dengan kata dan saringan itu.", Desk.clear_url),
        empty_state(
            "newspaper",
            "Belum ada bacaan di sini",
            "Bacaan yang ditulis satuan Anda muncul di sini, dari draf sampai terbit.",
            _write(),
        ),
    )


def index() -> rx.Component:
    """The list."""
    return staff_layout(
        page_header(
            "Bacaan",
            "Penyuluhan, layanan, himbauan, dan berita untuk warga: ditulis, ditinjau, lalu diterbitkan.",
            button_link("Lihat pustaka warga", "/baca/", icon_name="book-open", class_name="btn"),
            _write(),
        ),
        tabbed_table(
            Desk,
            "Bacaan",
            tabs(
                "Daftar bacaan",
                *[
                    tab(label, Desk.tabs[name], Desk.filters["tampil"] == name, Desk.counts[name])
                    for name, label in TABS
                ],
            ),
            _filters(),
            ("Bacaan", "Jenis", "Wilayah", "Status", "Dibaca"),
            _row,
            _nothing(),
        ),
        active="bacaan",
    )
