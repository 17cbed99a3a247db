"""A filled form as a list of names and answers."""

import reflex as rx

from sambang_digital.components.parts import link
from sambang_digital.forms.reading import Line


def _line(line: Line) -> rx.Component:
    indent = rx.match(line.level, (0, ""), (1, "pl-4"), "pl-8")
    return rx.cond(
        line.value,
        rx.el.div(
            rx.el.dt(line.title, class_name="text-sm text-muted"),
            rx.el.dd(
                rx.cond(line.link, link(line.value, to=line.link, reload_document=True, class_name="link"), line.value),
                class_name="font-medium whitespace-pre-line wrap-anywhere",
            ),
            class_name=f"py-1.5 @xs:grid @xs:grid-cols-[9rem_minmax(0,1fr)] @xs:items-baseline @xs:gap-3 {indent}",
        ),
        rx.el.div(rx.el.dt(line.title, class_name="font-bold"), rx.el.dd(), class_name=f"pt-3 pb-0.5 {indent}"),
    )


def lines(found: rx.Var[list[Line]]) -> rx.Component:
    """All of them, under the headings of their sections; names stand beside answers where the column is wide enough."""
    return rx.el.div(rx.el.dl(rx.foreach(found, _line)), class_name="@container")
