"""Small parts that every screen is made of. All take plain text or a state var."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

Tone = Literal["neutral", "info", "success", "warning", "error"]
Text = str | rx.Var

_SOFT: dict[str, str] = {
    "neutral": "bg-base-200 text-base-content border-base-300",
    "info": "bg-info/10 text-info border-info/40",
    "success": "bg-success/10 text-success border-success/40",
    "warning": "bg-warning/10 text-warning border-warning/40",
    "error": "bg-error/10 text-error border-error/40",
}
_TONE_ICON = {
    "neutral": "info",
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "error": "octagon-alert",
}


def icon(name: str, size: int = 20, class_name: str = "") -> rx.Component:
    """A lucide icon that only decorates: the word stands beside it."""
    return rx.icon(name, size=size, class_name=f"shrink-0 {class_name}", custom_attrs={"aria-hidden": "true"})


def link(*children: Any, to: str, **props: Any) -> rx.Component:
    """A link inside the app that loads no new document."""
    return ReactRouterLink.create(*children, to=to, **props)


def button_link(label: Text, to: str, *, icon_name: str | None = None, class_name: str = "btn") -> rx.Component:
    """A link that looks like a button. Another area of the product (``/masuk``, ``/``) is loaded anew, with its own
    manifest and connection."""
    return rx.el.a(icon(icon_name) if icon_name else None, rx.el.span(label), href=to, class_name=class_name)


def page_header(title: Text, description: Text | None = None, *actions: rx.Component) -> rx.Component:
    """The screen's one ``h1``, a sentence under it, and at most one primary action."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(title, class_name="text-2xl sm:text-3xl"),
            rx.el.p(description, class_name="text-muted mt-1 max-w-prose") if description is not None else None,
            class_name="min-w-0",
        ),
        rx.el.div(*actions, class_name="flex flex-wrap gap-2") if actions else None,
        class_name="flex flex-wrap items-end justify-between gap-4 mb-6",
    )


def card(*children: Any, title: Text | None = None, class_name: str = "", **props: Any) -> rx.Component:
    """A white sheet; with ``title`` it is a section under an ``h2``."""
    heading = rx.el.h2(title, class_name="text-lg mb-3") if title is not None else None
    return rx.el.section(
        heading,
        *children,
        class_name=f"bg-base-100 border border-base-300 rounded-box p-4 sm:p-5 {class_name}",
        **props,
    )


def status_badge(label: Text, tone: Tone = "neutral", icon_name: str | None = None) -> rx.Component:
    """A state in a word, an icon and a colour, never colour alone."""
    return rx.el.span(
        icon(icon_name or _TONE_ICON[tone], 16),
        rx.el.span(label),
        class_name=f"inline-flex items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-sm font-semibold {_SOFT[tone]}",
    )


def match_badge(value: rx.Var, table: dict[str, tuple[str, Tone, str]]) -> rx.Component:
    """The badge of a state var; ``table`` maps each of its values to (word, tone, icon)."""
    return rx.match(
        value,
        *((key, status_badge(word, tone, icon_name)) for key, (word, tone, icon_name) in table.items()),
        rx.fragment(),
    )


def note(title: Text, text: Text | None = None, *actions: rx.Component, tone: Tone = "info") -> rx.Component:
    """A message within the page: what happened, what is safe, what to do. Errors and warnings are announced."""
    return rx.el.div(
        icon(_TONE_ICON[tone], 24, "mt-0.5"),
        rx.el.div(
            rx.el.p(title, class_name="font-semibold"),
            rx.el.p(text, class_name="text-base-content mt-0.5") if text is not None else None,
            rx.el.div(*actions, class_name="mt-3 flex flex-wrap gap-2") if actions else None,
            class_name="min-w-0",
        ),
        role="alert" if tone in {"error", "warning"} else "status",
        class_name=f"flex gap-3 rounded-box border p-4 {_SOFT[tone]}",
    )


def empty_state(icon_name: str, title: Text, text: Text, *actions: rx.Component) -> rx.Component:
    """Says what will appear here and offers the next step."""
    return rx.el.div(
        rx.el.div(
            icon(icon_name, 32), class_name="grid size-16 place-items-center rounded-full bg-primary/10 text-primary"
        ),
        rx.el.p(title, class_name="text-lg font-bold text-balance"),
        rx.el.p(text, class_name="text-muted max-w-prose text-balance"),
        rx.el.div(*actions, class_name="mt-2 flex flex-wrap justify-center gap-2") if actions else None,
        class_name="flex flex-col items-center gap-3 px-4 py-12 text-center",
    )


def skeleton_rows(rows: int = 6, label: str = "Memuat") -> rx.Component:
    """Grey stand-ins with the height of list rows while data is on its way."""
    row = rx.el.div(
        rx.el.div(class_name="skeleton h-4 w-2/3"),
        rx.el.div(class_name="skeleton h-3 w-1/3"),
        class_name="flex flex-col gap-2 border-b border-base-300 p-4",
    )
    return rx.el.div(
        rx.el.span(label, class_name="sr-only"), *[row for _ in range(rows)], role="status", aria_busy="true"
    )
