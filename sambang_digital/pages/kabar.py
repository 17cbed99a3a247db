"""News: what came back, who spoke to a person, what is to be done."""

import reflex as rx

from sambang_digital.components.daftar import pager
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import (
    button_link,
    card,
    empty_state,
    icon,
    link,
    page_header,
    skeleton_rows,
    status_badge,
)
from sambang_digital.state.kabar import Baris, KabarState

TITLE = "Kabar · Sambang Digital"
ICONS = {
    "dikembalikan": "undo-2",
    "tugas": "list-todo",
    "sebutan": "at-sign",
    "sebutan_tugas": "at-sign",
    "anggota": "users",
    "eskalasi": "arrow-up-from-line",
    "pengaduan": "megaphone",
    "respon_cepat": "siren",
    "bacaan_diajukan": "newspaper",
    "bacaan_dikembalikan": "file-pen",
    "bacaan_terbit": "globe",
    "saluran": "unplug",
}


def _row(one: Baris) -> rx.Component:
    sign = rx.match(one.jenis, *((jenis, icon(name)) for jenis, name in ICONS.items()), icon("bell"))
    return rx.el.li(
        link(
            rx.el.span(
                sign,
                class_name="mt-0.5 rounded-full p-2 "
                + rx.cond(one.unread, "bg-primary/15 text-primary", "bg-base-200 text-muted"),
            ),
            rx.el.span(
                rx.el.span(
                    rx.el.span(one.title, class_name=rx.cond(one.unread, "font-bold", "font-medium")),
                    rx.cond(one.unread, status_badge("Baru", "info", "bell")),
                    rx.cond(one.count > 1, rx.el.span(one.count, " kali", class_name="text-sm text-muted")),
                    class_name="flex flex-wrap items-center gap-x-2 gap-y-1",
                ),
                rx.el.span(one.about, class_name="block wrap-anywhere"),
                rx.el.time(one.at, date_time=one.iso, class_name="block text-sm text-muted"),
                class_name="min-w-0 grow",
            ),
            icon("chevron-right", 20, "mt-2 text-muted"),
            to=one.url,
            class_name="flex min-h-14 items-start gap-3 p-4 hover:bg-base-200",
        ),
        class_name="border-t border-base-300 first:border-t-0",
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.ul(rx.foreach(KabarState.rows, _row), aria_label="Kabar"),
        pager(KabarState, "Halaman kabar"),
        class_name="overflow-hidden rounded-box border border-base-300 bg-base-100",
    )


def desk() -> rx.Component:
    """``/kabar/``."""
    return staff_layout(
        rx.el.div(
            page_header(
                "Kabar",
                "Yang perlu Anda ketahui, terbaru di atas.",
                rx.cond(
                    KabarState.unread > 0,
                    rx.el.button(
                        icon("check-check"),
                        "Tandai semua dibaca",
                        type="button",
                        on_click=KabarState.mark_all,
                        class_name="btn",
                    ),
                ),
                button_link("Atur", "/akun/#pemberitahuan", icon_name="settings-2", class_name="btn btn-ghost"),
            ),
            rx.cond(
                KabarState.loaded,
                rx.cond(
                    KabarState.rows.length() > 0,
                    _list(),
                    card(
                        empty_state(
                            "bell-off",
                            "Belum ada kabar",
                            "Komentar yang menyebut Anda, tugas, dan yang dieskalasi kepada Anda muncul di sini.",
                            button_link("Ke tinjauan", "/tinjauan/"),
                        )
                    ),
                ),
                skeleton_rows(),
            ),
            class_name="max-w-3xl",
        ),
    )
