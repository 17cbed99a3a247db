"""Tasks beside the open report: the one that it answers, those that follow it up, and giving another."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.navigasi import Allowed
from sambang_digital.components.parts import card, icon, link, match_badge, status_badge
from sambang_digital.security.permissions import Permission
from sambang_digital.state.tinjauan import TinjauanState as Desk
from sambang_digital.state.tugas_view import TaskLink


def give_link(to: rx.Var | str, label: str = "Beri tugas") -> rx.Component:
    """The way to a new task, for those who may give one."""
    return Allowed.create(
        link(icon("clipboard-plus"), label, to=to, class_name="btn"), permission=Permission.TUGAS_GIVE.value
    )


def _task(one: TaskLink) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(
                rx.el.span(one.word, " · ", one.officer, class_name="block text-sm text-muted"),
                rx.el.span(one.kind, class_name="block font-semibold"),
                class_name="min-w-0 grow basis-48",
            ),
            match_badge(one.state, status.TUGAS),
            rx.cond(one.late, status_badge(*status.LATE)),
            to=one.url,
            class_name="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-field py-2 hover:bg-base-200",
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def tasks() -> rx.Component:
    """Beside the open report; nothing in Mode latihan."""
    return rx.cond(
        Desk.detail.practice,
        rx.fragment(),
        card(
            rx.el.ul(rx.foreach(Desk.tasks, _task), class_name="mb-2 empty:hidden"),
            give_link(Desk.give_url),
            title="Tugas",
        ),
    )
