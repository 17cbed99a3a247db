"""``/kinerja/petugas/``: one officer: where they stand, their last days, their villages, what is asked of them."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import input_of, labelled, notice
from sambang_digital.components.daftar import day_bars, figure
from sambang_digital.components.dokumen import recaps
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, empty_state, icon, link, match_badge, skeleton_rows
from sambang_digital.components.tinjauan_islands import Calendar
from sambang_digital.components.tinjauan_tugas import give_link
from sambang_digital.state.petugas import PetugasState as One

TITLE = "Petugas · Sambang Digital"
OFFICERS = "/kinerja/"
SOURCES = (("petugas", "target sendiri"), ("satuan", "target Polsek"), ("polres", "target Polres"))


def _source(which: rx.Var) -> rx.Var:
    return rx.match(which, *SOURCES, "")


def _target() -> rx.Component:
    above = rx.fragment(One.target.above, " (", _source(One.target.above_source), ")")
    return card(
        rx.el.p(
            rx.el.strong(One.target.value, class_name="text-3xl"),
            " kunjungan sehari, ",
            _source(One.target.source),
            ".",
            class_name="mb-3",
        ),
        rx.cond(
            One.may_set_target,
            rx.el.form(
                rx.el.div(
                    labelled(
                        "Target sendiri",
                        input_of(
                            "target",
                            One.target.own,
                            type="number",
                            min=1,
                            max=50,
                            custom_attrs={"inputMode": "numeric"},
                            placeholder=One.target.above,
                        ),
                        class_name="w-40",
                    ),
                    rx.el.button("Simpan target", type="submit", class_name="btn btn-primary"),
                    class_name="flex flex-wrap items-end gap-2",
                ),
                rx.el.p("Kosongkan untuk memakai ", above, ".", class_name="mt-2 text-sm text-muted"),
                on_submit=One.set_target,
                no_validate=True,
            ),
        ),
        rx.el.div(notice(One.notice, One.dismiss), class_name="mt-2"),
        title="Target",
    )


def _villages() -> rx.Component:
    return card(
        rx.cond(
            One.villages.length() > 0,
            rx.el.ul(rx.foreach(One.villages, lambda name: rx.el.li(name, class_name="py-1"))),
            rx.el.p("Belum ada kelurahan atau desa yang ditugaskan hari ini.", class_name="text-muted"),
        ),
        title="Kelurahan/desa",
    )


def _numbers() -> rx.Component:
    one = One.officer
    waiting = one.waiting.to_string()
    return rx.el.div(
        figure("Kunjungan hari ini", one.today, one.today_url, of="dari target", whole=one.target),
        figure("Laporan 7 hari terakhir", one.week, one.week_url),
        figure("Laporan belum ditinjau", waiting, one.waiting_url),
        figure("Tugas terbuka", One.tasks, One.tasks_url),
        figure("Tugas terlambat", One.late_tasks, One.late_tasks_url),
        class_name="mb-4 grid gap-4 sm:grid-cols-3 xl:grid-cols-5",
    )


def _shown() -> rx.Component:
    one = One.officer
    return rx.fragment(
        rx.el.h1(one.name, class_name="text-2xl sm:text-3xl"),
        rx.el.p(one.satuan, class_name="text-muted"),
        rx.el.p(
            match_badge(one.status, status.KINERJA),
            match_badge(one.attention, status.ATTENTION),
            rx.el.span("Terakhir melapor: ", one.last, class_name="text-sm text-muted"),
            give_link(One.give_url),
            class_name="mt-2 mb-6 flex flex-wrap items-center gap-2",
        ),
        _numbers(),
        rx.el.div(
            rx.el.div(
                card(day_bars(One.days, "Kunjungan setiap hari", "kunjungan"), title="Kunjungan 7 hari terakhir"),
                card(
                    Calendar.create(days=One.calendar, today=One.today, target=One.target.value),
                    title="Kunjungan 12 pekan terakhir",
                ),
                recaps(One.today, One.months, "Laporan petugas ini", "petugas=" + one.id.to_string()),
                class_name="flex min-w-0 flex-col gap-4",
            ),
            rx.el.div(_target(), _villages(), class_name="flex min-w-0 flex-col gap-4"),
            class_name="grid items-start gap-4 xl:grid-cols-[1fr_20rem]",
        ),
    )


def index() -> rx.Component:
    """One officer."""
    return staff_layout(
        link(icon("arrow-left", 18), "Semua petugas", to=OFFICERS, class_name="btn btn-ghost"),
        rx.cond(
            One.loaded,
            rx.cond(
                One.missing,
                rx.fragment(
                    rx.el.h1("Petugas", class_name="text-2xl sm:text-3xl"),
                    empty_state(
                        "user-x",
                        "Petugas ini tidak ditemukan",
                        "Petugas ini tidak ada, sudah tidak aktif, atau di luar satuan Anda. Pilih satu dari daftarnya.",
                        link("Semua petugas", to=OFFICERS, class_name="btn"),
                    ),
                ),
                _shown(),
            ),
            rx.fragment(
                rx.el.h1("Petugas", class_name="mb-6 text-2xl sm:text-3xl"), skeleton_rows(8, "Memuat petugas")
            ),
        ),
        active="kinerja",
    )
