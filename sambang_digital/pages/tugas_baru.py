"""``/tugas/baru/``: a task for one officer or several: what, where, for whom, by when."""

import reflex as rx

from sambang_digital.components.administrasi import input_of, labelled, options_of, select_of
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, icon, link, note, page_header, skeleton_rows, status_badge
from sambang_digital.components.tinjauan_islands import PickPoint
from sambang_digital.forms.tugas import GIVEN, MAX_TEXT, Jenis
from sambang_digital.pages.tugas import TITLE as TITLE
from sambang_digital.state.tugas_baru import DoerRow, PlaceRow
from sambang_digital.state.tugas_baru import TugasBaruState as New

NO_FORM = "tanpa"
"""No form has this id: Enter in a field that only looks something up does not give the task."""


def _fault(name: str) -> rx.Component:
    return rx.cond(
        New.faults[name],
        rx.el.p(
            icon("octagon-alert", 16, "mt-0.5"),
            rx.el.span(New.faults[name]),
            role="alert",
            class_name="mt-1 flex items-start gap-1.5 text-sm font-semibold text-error",
        ),
    )


def _what() -> rx.Component:
    return card(
        rx.el.div(
            labelled(
                "Jenis tugas",
                rx.el.select(
                    *[rx.el.option(kind.label, value=kind.value) for kind in GIVEN],
                    name="kind",
                    value=New.kind,
                    on_change=New.set_kind,
                    class_name="select w-full",
                ),
            ),
            rx.cond(
                New.source != "",
                rx.el.div(
                    rx.el.span("Tindak lanjut dari", class_name="block text-sm font-medium"),
                    rx.el.p(New.source, class_name="min-h-12 py-3 font-semibold wrap-anywhere"),
                ),
            ),
            class_name="grid gap-3 sm:grid-cols-2",
        ),
        _fault("source_id"),
        labelled(
            "Apa yang harus dikerjakan?",
            rx.el.textarea(
                name="text",
                rows="4",
                max_length=MAX_TEXT,
                default_value=New.text,
                key="text" + New.text,
                class_name="textarea w-full",
            ),
            fault=New.faults["text"],
            class_name="mt-3",
        ),
        title="Tugas",
    )


def _officer(one: DoerRow) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=one.chosen,
                on_change=New.choose(one.id),
                class_name="checkbox checkbox-primary",
            ),
            rx.el.span(
                rx.el.span(
                    rx.el.span(one.name, class_name="block font-semibold"),
                    rx.el.span(one.about, class_name="block text-sm text-muted"),
                    class_name="min-w-0 grow basis-48",
                ),
                rx.cond(one.covers, status_badge("Bertugas di sini", "success", "map-pin-check")),
                class_name="flex min-w-0 grow flex-wrap items-center gap-x-3 gap-y-1",
            ),
            class_name="flex min-h-14 cursor-pointer items-center gap-3 rounded-field px-1 py-1 hover:bg-base-200",
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _whom() -> rx.Component:
    return card(
        rx.cond(
            New.chosen.length() > 0,
            rx.el.ul(
                rx.foreach(
                    New.chosen,
                    lambda one: rx.el.li(
                        rx.el.button(
                            one.name,
                            icon("x", 18),
                            rx.el.span("Lepas", class_name="sr-only"),
                            type="button",
                            on_click=New.choose(one.id),
                            class_name="btn border-base-300",
                        )
                    ),
                ),
                aria_label="Petugas yang dipilih",
                class_name="mb-3 flex flex-wrap gap-2",
            ),
        ),
        _fault("officer_ids"),
        rx.el.div(
            labelled(
                "Kelurahan/desa",
                select_of(
                    "village",
                    New.village,
                    rx.el.option("Semua kelurahan/desa", value=""),
                    options_of(New.villages),
                    on_change=New.set_village,
                ),
                fault=New.faults["area_code"],
            ),
            labelled(
                "Cari petugas",
                rx.el.input(
                    type="search",
                    name="petugas",
                    form=NO_FORM,
                    placeholder="Nama, polsek, atau kelurahan",
                    max_length=100,
                    on_change=New.find_officer.debounce(300),
                    class_name="input w-full",
                ),
            ),
            class_name="grid gap-3 sm:grid-cols-2",
        ),
        rx.el.ul(
            rx.foreach(New.doers, _officer),
            aria_label="Petugas",
            class_name="mt-3 max-h-96 overflow-y-auto",
            tab_index=0,
        ),
        rx.cond(New.doers.length() == 0, rx.el.p("Tidak ada petugas yang cocok.", class_name="mt-3 text-muted")),
        rx.cond(
            New.more > 0,
            rx.el.p(New.more, " petugas lain. Cari namanya atau kelurahannya.", class_name="mt-2 text-sm text-muted"),
        ),
        title="Untuk siapa?",
    )


def _house(one: PlaceRow) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(one.name, class_name="block font-semibold"),
            rx.el.span(one.about, class_name="block text-sm text-muted"),
            type="button",
            on_click=New.choose_house(one.id),
            class_name="block min-h-14 w-full rounded-field px-1 py-2 text-left hover:bg-base-200",
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _chosen_house() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.span(New.house.name, class_name="block font-semibold"),
            rx.el.span(New.house.about, class_name="block text-sm text-muted"),
            class_name="min-w-0",
        ),
        rx.el.button(icon("x"), "Ganti", type="button", on_click=New.choose_house(""), class_name="btn btn-ghost"),
        class_name="flex items-center justify-between gap-3",
    )


def _where() -> rx.Component:
    visit, check = Jenis.VISIT.value, Jenis.CHECK.value
    return rx.cond(
        (New.kind == visit) | (New.kind == check),
        card(
            rx.cond(
                New.house.id != "",
                _chosen_house(),
                rx.fragment(
                    labelled(
                        "Cari rumah atau tempat dalam daftar",
                        rx.el.input(
                            type="search",
                            name="rumah",
                            form=NO_FORM,
                            placeholder="Nama atau alamat",
                            max_length=100,
                            on_change=New.find_house.debounce(300),
                            class_name="input w-full",
                        ),
                        help="Di kelurahan petugas yang dipilih; sebelum ada yang dipilih, di seluruh satuan Anda.",
                    ),
                    rx.el.ul(rx.foreach(New.houses, _house), aria_label="Rumah dan tempat", class_name="mt-2"),
                    rx.el.p(
                        rx.cond(New.searched & (New.houses.length() == 0), "Tidak ada yang cocok.", ""),
                        role="status",
                        class_name="text-muted",
                    ),
                ),
            ),
            _fault("subject_id"),
            rx.cond(
                (New.kind == check) & (New.house.id == ""),
                rx.el.div(
                    rx.el.p("Atau tentukan titiknya:", class_name="mb-2 font-medium"),
                    PickPoint.create(areas=New.areas, tiles=New.tiles),
                    class_name="mt-4",
                ),
            ),
            _fault("lat"),
            title="Di mana?",
        ),
    )


def _when() -> rx.Component:
    return card(
        rx.el.div(
            labelled("Tanggal", input_of("due_day", "", type="date", min=New.min_day), fault=New.faults["due_day"]),
            labelled("Jam (boleh kosong)", input_of("due_hour", "", type="time"), fault=New.faults["due_hour"]),
            class_name="grid gap-3 sm:grid-cols-2",
        ),
        rx.el.p("Tanpa jam, tugas terlambat setelah hari itu berakhir.", class_name="mt-2 text-sm text-muted"),
        title="Tenggat",
    )


def _send() -> rx.Component:
    count = New.chosen.length()
    return rx.el.div(
        rx.cond(New.faults.length() > 0, note("Belum diberikan", "Periksa isian yang ditandai.", tone="warning")),
        rx.el.div(
            rx.el.button(
                icon("send"),
                rx.cond(count > 1, rx.fragment("Beri tugas kepada ", count, " petugas"), "Beri tugas"),
                type="submit",
                class_name="btn btn-primary",
            ),
            link("Batal", to="/tugas/", class_name="btn btn-ghost"),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
    )


def index() -> rx.Component:
    """The form."""
    return staff_layout(
        page_header("Beri tugas", "Turun ke HP petugas saat tersambung; satu tugas untuk setiap petugas."),
        rx.cond(
            New.loaded,
            rx.el.form(
                rx.el.div(
                    rx.el.div(_what(), _where(), _when(), class_name="flex min-w-0 flex-col gap-4"),
                    rx.el.div(_whom(), class_name="flex min-w-0 flex-col gap-4"),
                    class_name="grid items-start gap-4 xl:grid-cols-2",
                ),
                rx.el.div(_send(), class_name="mt-4"),
                on_submit=New.give,
                no_validate=True,
            ),
            skeleton_rows(6, "Memuat formulir"),
        ),
        active="tugas",
    )
