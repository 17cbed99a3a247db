"""What a field said before and after, side by side."""

from typing import Any

import reflex as rx

from sambang_digital.state.beda import Part


def _said(label: str, parts: rx.Var[list[Part]], element: Any, tone: str) -> rx.Component:
    """What went or came is an element of its own, so that it is not told by colour alone."""
    return rx.el.div(
        rx.el.span(label, class_name="text-sm text-muted"),
        rx.cond(
            parts.length() > 0,
            rx.el.p(
                rx.foreach(
                    parts,
                    lambda part: rx.cond(
                        part.marked, element(part.text, class_name=f"rounded-sm px-0.5 {tone}"), part.text
                    ),
                ),
                class_name="max-h-96 overflow-y-auto whitespace-pre-line wrap-anywhere",
                # What scrolls must be reached by the keyboard too.
                tab_index=0,
            ),
            rx.el.p("kosong", class_name="text-muted italic"),
        ),
        class_name="min-w-0",
    )


def difference(change: Any) -> rx.Component:
    """One item of a list of fields that say something else: its ``title``, its parts ``before`` and ``after``."""
    return rx.el.li(
        rx.el.p(change.title, class_name="font-semibold"),
        rx.el.div(
            _said("Sebelum", change.before, rx.el.del_, "bg-error/10"),
            _said("Sesudah", change.after, rx.el.ins, "bg-success/15 no-underline font-semibold"),
            class_name="mt-1 grid gap-2 @md:grid-cols-2",
        ),
        class_name="@container border-b border-base-300 py-3 first:pt-0 last:border-0 last:pb-0",
    )
