"""``/tugas/``: tasks of officers as a list, and one task whole."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import notice
from sambang_digital.components.daftar import (
    cell,
    choice,
    choices,
    filters_form,
    none_found,
    search_box,
    tab,
    tabbed_table,
    tabs,
)
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import (
    card,
    empty_state,
    icon,
    link,
    match_badge,
    page_header,
    skeleton_rows,
    status_badge,
)
from sambang_digital.components.tugas_rincian import task
from sambang_digital.forms.tugas import Jenis
from sambang_digital.state.tugas import TugasState as Desk
from sambang_digital.state.tugas_view import Row

TITLE = "Tugas · Sambang Digital"
NEW = "/tugas/baru/"
TABS = (
    ("terbuka", "Terbuka"),
    ("terlambat", "Terlambat"),
    ("jawaban", "Menunggu jawaban"),
    ("selesai", "Selesai"),
    ("tidak_dapat", "Tidak dapat"),
    ("semua", "Semua"),
)


def _give() -> rx.Component:
    return rx.cond(Desk.may_give, link(icon("plus"), "Beri tugas", to=NEW, class_name="btn btn-primary"))


def _filters() -> rx.Component:
    return filters_form(
        choice(
            Desk.filters,
            "petugas",
            "Petugas",
            *choices(Desk.officers, "Semua petugas"),
            made_anew=Desk.officers.length().to_string(),
        ),
        choice(
            Desk.filters,
            "jenis",
            "Jenis",
            rx.el.option("Semua jenis", value=""),
            *[rx.el.option(kind.label, value=kind.value) for kind in Jenis],
        ),
        choice(
            Desk.filters,
            "tenggat",
            "Tenggat",
            rx.el.option("Kapan saja", value=""),
            rx.el.option("Dalam sehari", value="hari"),
            rx.el.option("Dalam sepekan", value="pekan"),
        ),
        on_submit=Desk.filter,
        clear_url=Desk.clear_url,
        active=Desk.filtered,
        always=search_box(Desk.filters, "Cari isi tugas atau nama rumah"),
    )


def _row(one: Row) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Tugas",
            link(
                one.kind,
                to=one.url,
                class_name="block min-h-6 font-semibold text-primary underline underline-offset-4",
            ),
            rx.el.span(one.text, class_name="line-clamp-2 max-w-prose text-sm text-muted wrap-anywhere"),
            head=True,
        ),
        cell("Petugas", one.officer),
        cell("Tempat", rx.cond(one.place != "", one.place, "–")),
        cell(
            "Tenggat",
            rx.el.span(one.due, class_name="whitespace-nowrap"),
            rx.cond(one.left != "", rx.el.span(one.left, class_name="block text-sm text-muted")),
        ),
        cell(
            "Status",
            rx.el.span(
                match_badge(one.state, status.TUGAS),
                rx.cond(one.late, status_badge(*status.LATE)),
                rx.cond(one.review != "", match_badge(one.review, status.LAPORAN)),
                rx.cond(one.unread > 0, status_badge(one.unread.to_string() + " komentar", "info", "message-circle")),
                class_name="flex flex-wrap gap-1",
            ),
        ),
    )


def _list() -> rx.Component:
    return rx.fragment(
        page_header("Tugas", "Apa yang diminta dari petugas, tenggatnya, dan jawabannya.", _give()),
        tabbed_table(
            Desk,
            "Tugas",
            tabs(
                "Daftar tugas", *[tab(label, Desk.tabs[name], Desk.filters["tampil"] == name) for name, label in TABS]
            ),
            _filters(),
            ("Tugas", "Petugas", "Tempat", "Tenggat", "Status"),
            _row,
            rx.cond(
                Desk.filtered,
                none_found("Tidak ada tugas dengan kata dan saringan itu.", Desk.clear_url),
                empty_state(
                    "clipboard-list",
                    "Tidak ada tugas di sini",
                    "Tugas untuk petugas satuan Anda muncul di sini, dan di HP petugas saat tersambung.",
                    _give(),
                ),
            ),
        ),
    )


def _one() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            link(icon("arrow-left", 18), "Semua tugas", to=Desk.list_url, class_name="btn btn-ghost"),
            notice(Desk.notice, Desk.dismiss),
            class_name="mb-3 flex flex-wrap items-center justify-between gap-2",
        ),
        rx.cond(
            Desk.detail.id != "",
            task(),
            rx.fragment(
                rx.el.h1("Tugas", class_name="text-2xl sm:text-3xl"),
                rx.cond(
                    Desk.missing,
                    card(
                        empty_state(
                            "lock",
                            "Tugas ini tidak dapat dibuka",
                            "Tugasnya tidak ada, atau di luar wilayah kewenangan Anda.",
                            link("Semua tugas", to=Desk.list_url, class_name="btn"),
                        )
                    ),
                    skeleton_rows(6, "Memuat tugas"),
                ),
            ),
        ),
    )


def index() -> rx.Component:
    """The list, or the open task."""
    return staff_layout(rx.cond(Desk.open_id != "", _one(), _list()), active="tugas")
