"""The card that says how the WhatsApp channel fares."""

import reflex as rx

from sambang_digital.components.parts import Tone, card, match_badge
from sambang_digital.state.wa import Baris, WaState

BADGES: dict[str, tuple[str, Tone, str]] = {
    "belum diatur": ("Belum diatur", "neutral", "power-off"),
    "sehat": ("Sehat", "success", "circle-check"),
    "terganggu": ("Terganggu", "warning", "triangle-alert"),
    "mati": ("Mati", "error", "unplug"),
}


def _row(one: Baris) -> rx.Component:
    return rx.el.div(rx.el.dt(one.name, class_name="text-sm text-muted"), rx.el.dd(one.value, class_name="font-medium"))


def channel_card(*, alarm: bool) -> rx.Component:
    """State, reason and figures; nothing until they were read. Drawn twice: as an ``alarm`` above all else while something is wrong,
    else where it disturbs nobody."""
    wrong = (WaState.keadaan == "mati") | (WaState.keadaan == "terganggu")
    return rx.cond(
        wrong if alarm else ~wrong & (WaState.keadaan != ""),
        card(
            rx.el.div(
                rx.el.h2("Saluran WhatsApp", class_name="text-lg"),
                match_badge(WaState.keadaan, BADGES),
                class_name="flex flex-wrap items-center gap-3",
            ),
            rx.cond(WaState.why != "", rx.el.p(WaState.why, class_name="mt-2 max-w-prose break-words")),
            rx.cond(
                WaState.rows.length() > 0,
                rx.el.dl(
                    rx.foreach(WaState.rows, _row), class_name="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3"
                ),
            ),
            class_name="mb-4",
        ),
    )
