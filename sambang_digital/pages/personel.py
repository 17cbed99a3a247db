"""``/administrasi/``: the people whom an admin reaches, and adding one."""

import reflex as rx

from sambang_digital.components.administrasi import (
    cancel,
    one_time_password,
    options_of,
)
from sambang_digital.components.daftar import choice, filters_form, none_found, pager, search_box
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, empty_state, icon, link, page_header, skeleton_rows, status_badge
from sambang_digital.components.personel_form import person_fields
from sambang_digital.forms.personel import ROLE_WORDS
from sambang_digital.state.personel import PersonelAddress, Row
from sambang_digital.state.personel import PersonelState as People

TITLE = "Administrasi · Sambang Digital"


def _filters() -> rx.Component:
    return filters_form(
        choice(People.filters, "satuan", "Satuan", rx.el.option("Semua satuan", value=""), options_of(People.units)),
        choice(
            People.filters,
            "peran",
            "Peran",
            rx.el.option("Semua peran", value=""),
            *[rx.el.option(word, value=role.value) for role, word in ROLE_WORDS.items()],
        ),
        choice(
            People.filters,
            "status",
            "Status",
            rx.el.option("Aktif", value="aktif"),
            rx.el.option("Nonaktif", value="nonaktif"),
            rx.el.option("Semua", value="semua"),
        ),
        on_submit=People.filter,
        clear_url=PersonelAddress.path,
        active=People.filtered,
        always=rx.el.div(
            rx.el.div(search_box(People.filters, "Cari nama atau NRP"), class_name="min-w-0 grow"),
            rx.el.a(icon("download", 18), "Unduh CSV", href=People.export_url, download="", class_name="btn btn-ghost"),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="mb-3",
    )


def _row(row: Row) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.div(
                rx.el.span(row.name, class_name="font-semibold"),
                rx.el.span(row.nrp, class_name="text-sm tabular-nums text-muted"),
                rx.cond(row.active, rx.fragment(), status_badge("Nonaktif", "neutral", "user-x")),
                rx.cond(row.active & row.waiting, status_badge("Belum pernah masuk", "warning", "key-round")),
                class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
            ),
            rx.el.div(row.roles, " · ", row.satuan, class_name="text-sm text-muted"),
            rx.cond(row.villages != "", rx.el.div(row.villages, class_name="text-sm")),
            to=row.url,
            class_name="block px-4 py-3 hover:bg-base-200",
        ),
        class_name="border-b border-base-300 last:border-b-0",
    )


def _new() -> rx.Component:
    return rx.cond(
        People.adding,
        card(
            rx.el.form(
                person_fields(People),
                rx.el.div(
                    rx.el.button(icon("user-plus", 18), "Tambahkan", type="submit", class_name="btn btn-primary"),
                    cancel(People.open_form),
                    class_name="mt-4 flex flex-wrap gap-2",
                ),
                on_submit=People.add,
                no_validate=True,
            ),
            title="Orang baru",
            class_name="mb-5",
        ),
    )


def _list() -> rx.Component:
    return rx.cond(
        People.rows.length() > 0,
        rx.el.div(
            rx.el.p(People.total, " orang", role="status", class_name="mb-2 text-sm text-muted"),
            rx.el.ul(
                rx.foreach(People.rows, _row),
                id="personel",
                class_name="overflow-hidden rounded-box border border-base-300 bg-base-100",
            ),
            pager(People, "Halaman orang"),
        ),
        rx.cond(
            People.filtered,
            none_found("Tidak ada orang dengan saringan ini.", PersonelAddress.path),
            empty_state(
                "users",
                "Belum ada orang di satuan Anda",
                "Tambahkan satu per satu, atau impor seluruh daftar dari CSV atau Excel.",
                link("Impor daftar", to="/administrasi/impor/", class_name="btn"),
            ),
        ),
    )


def index() -> rx.Component:
    """The list."""
    return staff_layout(
        page_header(
            "Administrasi",
            "Orang di satuan Anda: peran, wilayah, perangkat. Setiap perubahan tercatat.",
            link(icon("file-up", 18), "Impor", to="/administrasi/impor/", class_name="btn"),
            rx.el.button(
                icon("user-plus", 18), "Tambah orang", on_click=People.open_form, class_name="btn btn-primary"
            ),
        ),
        one_time_password(People.made_name, People.made_nrp, People.password, People.close_password),
        _new(),
        _filters(),
        rx.cond(People.loaded, _list(), skeleton_rows(8, "Memuat daftar orang")),
        active="administrasi",
    )
