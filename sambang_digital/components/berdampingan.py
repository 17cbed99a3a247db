"""A list beside what is open of it on a wide screen, one after the other on a phone."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import empty_state, icon, link, skeleton_rows
from sambang_digital.components.tinjauan_islands import Shortcuts


@dataclass(frozen=True, slots=True)
class Words:
    """What such a screen says: its ``title``, the ``list_name`` that leads back, ``opened`` as the name of the right side, and of each of
    ``choose`` (nothing is open yet) and ``closed`` (it may not be read) title and text."""

    title: str
    list_name: str
    one: str
    opened: str
    choose: tuple[str, str]
    first: str
    closed: tuple[str, str]


def _stepper(desk: Any, words: Words) -> rx.Component:
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
        link(icon("arrow-left"), words.list_name, to=desk.list_url, class_name="btn btn-ghost px-3 lg:hidden"),
        rx.el.div(
            step("Sebelumnya", "chevron-up", "K", desk.previous_url),
            step("Berikutnya", "chevron-down", "J", desk.next_url),
            class_name="ml-auto flex gap-1",
        ),
        aria_label=f"{words.one} sebelum dan sesudah",
        class_name="flex items-center gap-1",
    )


def _open(desk: Any, words: Words, found: rx.Var, content: rx.Component) -> rx.Component:
    nothing = rx.el.div(
        empty_state(
            "mouse-pointer-click",
            *words.choose,
            link(words.first, to=desk.next_url, aria_keyshortcuts="J", class_name="btn btn-primary"),
        ),
        class_name=rx.cond(desk.next_url != "", "", "hidden"),
    )
    back = link(f"Kembali ke {words.list_name.lower()}", to=desk.list_url, class_name="btn")
    waiting = skeleton_rows(5, f"Memuat {words.one.lower()}")
    shown = rx.cond(found, content, rx.cond(desk.missing, empty_state("lock", *words.closed, back), waiting))
    return rx.el.section(
        rx.cond(desk.open_id != "", _stepper(desk, words)),
        rx.cond(desk.open_id == "", nothing, shown),
        aria_label=words.opened,
        class_name=rx.cond(desk.open_id != "", "flex ", "hidden lg:flex ") + "min-w-0 grow flex-col lg:min-h-0",
    )


def side_by_side(
    desk: Any,
    words: Words,
    *,
    active: str,
    keys: list[tuple[str, str]],
    notice: rx.Component,
    listing: rx.Component,
    found: rx.Var,
    content: rx.Component,
) -> rx.Component:
    """The screen of the state ``desk``: what was just done above, ``listing`` at the left, and where ``found``, ``content`` at the right.

    ``desk`` has ``open_id``, ``missing`` and the addresses ``list_url``, ``next_url`` and ``previous_url``.
    """
    return staff_layout(
        rx.el.div(
            rx.el.h1(words.title, class_name="text-2xl"),
            notice,
            Shortcuts.create(keys=keys),
            class_name="mb-3 flex min-h-12 flex-wrap items-center justify-between gap-x-4",
        ),
        rx.el.div(
            listing, _open(desk, words, found, content), class_name="flex flex-col gap-4 lg:min-h-0 lg:grow lg:flex-row"
        ),
        active=active,
        panes=True,
    )
