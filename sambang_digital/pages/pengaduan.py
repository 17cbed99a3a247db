"""``/pengaduan/``: citizens' reports. On a wide screen the list beside the open one, on a phone one after the other."""

import reflex as rx

from sambang_digital.components.administrasi import notice
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import empty_state, icon, link, skeleton_rows
from sambang_digital.components.pengaduan_daftar import listing
from sambang_digital.components.pengaduan_rincian import report
from sambang_digital.components.tinjauan_islands import Shortcuts
from sambang_digital.state.pengaduan import PengaduanState as Desk

TITLE = "Pengaduan · Sambang Digital"
KEYS = [
    ("J", "Pengaduan berikutnya"),
    ("K", "Pengaduan sebelumnya"),
    ("A", "Langkah berikutnya"),
    ("Esc", "Batal"),
    ("?", "Tampilkan pintasan"),
]


def _stepper() -> rx.Component:
    def step(label: str, icon_name: str, key: str, url: rx.Var) -> rx.Component:
        return rx.cond(
            url != "",
            link(
                icon(icon_name),
                rx.el.span(label, class_name="sr-only sm:not-sr-only"),
                to=url,
                aria_keyshortcuts=key,
                class_name="btn btn-ghost px-3",
            ),
        )

    return rx.el.nav(
        link(icon("arrow-left"), "Daftar", to=Desk.list_url, class_name="btn btn-ghost px-3 lg:hidden"),
        rx.el.div(
            step("Sebelumnya", "chevron-up", "K", Desk.previous_url),
            step("Berikutnya", "chevron-down", "J", Desk.next_url),
            class_name="ml-auto flex gap-1",
        ),
        aria_label="Pengaduan sebelum dan sesudah",
        class_name="flex items-center gap-1",
    )


def _open() -> rx.Component:
    nothing = rx.el.div(
        empty_state(
            "mouse-pointer-click",
            "Pilih pengaduan",
            "Pilih dari daftar, atau tekan J untuk melihat yang pertama.",
            link("Lihat yang pertama", to=Desk.next_url, aria_keyshortcuts="J", class_name="btn btn-primary"),
        ),
        class_name=rx.cond(Desk.next_url != "", "", "hidden"),
    )
    missing = empty_state(
        "lock",
        "Pengaduan ini tidak dapat dibuka",
        "Pengaduannya tidak ada, atau bukan untuk Anda.",
        link("Kembali ke daftar", to=Desk.list_url, class_name="btn"),
    )
    return rx.el.section(
        rx.cond(Desk.open_id != "", _stepper()),
        rx.cond(
            Desk.open_id == "",
            nothing,
            rx.cond(
                Desk.detail.row.id != "",
                report(),
                rx.cond(Desk.missing, missing, skeleton_rows(5, "Memuat pengaduan")),
            ),
        ),
        aria_label="Pengaduan yang dibuka",
        class_name=rx.cond(Desk.open_id != "", "flex ", "hidden lg:flex ") + "min-w-0 grow flex-col lg:min-h-0",
    )


def index() -> rx.Component:
    """The desk."""
    return staff_layout(
        rx.el.div(
            rx.el.h1("Pengaduan", class_name="text-2xl"),
            notice(Desk.notice, Desk.dismiss),
            Shortcuts.create(keys=KEYS),
            class_name="mb-3 flex min-h-12 flex-wrap items-center justify-between gap-x-4",
        ),
        rx.el.div(listing(), _open(), class_name="flex flex-col gap-4 lg:min-h-0 lg:grow lg:flex-row"),
        active="pengaduan",
        panes=True,
    )
