"""``/tinjauan/``: the reviewer's desk. On a wide screen the queue beside the open report, on a phone one after the other."""

import reflex as rx

from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import empty_state, icon, link, skeleton_rows, status_badge
from sambang_digital.components.tinjauan_islands import Shortcuts
from sambang_digital.components.tinjauan_queue import queue
from sambang_digital.components.tinjauan_report import report
from sambang_digital.state.tinjauan import TinjauanState as Desk

TITLE = "Tinjauan · Sambang Digital"
KEYS = [
    ("J", "Laporan berikutnya"),
    ("K", "Laporan sebelumnya"),
    ("A", "Terima"),
    ("R", "Kembalikan dengan catatan"),
    ("Esc", "Batal mengembalikan"),
    ("?", "Tampilkan pintasan"),
]


def _stepper() -> rx.Component:
    def step(label: str, icon_name: str, key: str, to: rx.Var) -> rx.Component:
        return rx.cond(
            to != "",
            link(
                icon(icon_name),
                rx.el.span(label, class_name="sr-only sm:not-sr-only"),
                to=to,
                aria_keyshortcuts=key,
                class_name="btn btn-ghost px-3",
            ),
        )

    return rx.el.nav(
        link(icon("arrow-left"), "Antrean", to=Desk.list_url, class_name="btn btn-ghost px-3 lg:hidden"),
        rx.el.div(
            step("Sebelumnya", "chevron-up", "K", Desk.previous_url),
            step("Berikutnya", "chevron-down", "J", Desk.next_url),
            class_name="ml-auto flex gap-1",
        ),
        aria_label="Laporan sebelum dan sesudah",
        class_name="flex items-center gap-1",
    )


def _desk() -> rx.Component:
    return rx.el.section(
        rx.cond(Desk.open_id != "", _stepper()),
        rx.cond(
            Desk.open_id == "",
            rx.el.div(
                empty_state(
                    "mouse-pointer-click",
                    "Pilih laporan",
                    "Pilih dari antrean, atau tekan J untuk membuka yang pertama.",
                    link("Buka yang pertama", to=Desk.next_url, aria_keyshortcuts="J", class_name="btn btn-primary"),
                ),
                class_name=rx.cond(Desk.next_url != "", "", "hidden"),
            ),
            rx.cond(
                Desk.detail.id != "",
                report(),
                rx.cond(
                    Desk.missing,
                    empty_state(
                        "lock",
                        "Laporan ini tidak dapat dibuka",
                        "Laporannya tidak ada, atau di luar wilayah kewenangan Anda.",
                        link("Kembali ke antrean", to=Desk.list_url, class_name="btn"),
                    ),
                    skeleton_rows(5, "Memuat laporan"),
                ),
            ),
        ),
        aria_label="Laporan",
        class_name=rx.cond(Desk.open_id != "", "flex ", "hidden lg:flex ") + "min-w-0 grow flex-col lg:min-h-0",
    )


def _notice() -> rx.Component:
    """What was just done; stays until the next decision or until it is closed."""
    notice = Desk.notice

    def said(tone: str) -> rx.Component:
        return rx.el.div(
            status_badge(notice.text, tone),
            rx.cond(notice.url != "", link("Lihat", to=notice.url, class_name="btn btn-ghost underline")),
            rx.el.button(
                icon("x"),
                type="button",
                on_click=Desk.dismiss,
                aria_label="Tutup pesan",
                class_name="btn btn-ghost btn-square",
            ),
            class_name="flex items-center gap-2",
        )

    return rx.el.div(
        rx.match(notice.tone, ("success", said("success")), ("warning", said("warning")), rx.fragment()),
        role="status",
        class_name="min-w-0",
    )


def index() -> rx.Component:
    """The desk."""
    return staff_layout(
        rx.el.div(
            rx.el.h1("Tinjauan", class_name="text-2xl"),
            _notice(),
            Shortcuts.create(keys=KEYS),
            class_name="mb-3 flex min-h-12 flex-wrap items-center justify-between gap-x-4",
        ),
        rx.el.div(queue(), _desk(), class_name="flex flex-col gap-4 lg:min-h-0 lg:grow lg:flex-row"),
        active="tinjauan",
        panes=True,
    )
