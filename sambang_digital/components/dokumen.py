"""Documents to be downloaded: a link for one, and the form that asks for the recap of a day or a month."""

from typing import Any

import reflex as rx

from sambang_digital.components.parts import card, icon

BASE = "/api/v1/dokumen"


def pdf_link(label: rx.Var | str, to: rx.Var | str, about: rx.Var | str = "") -> rx.Component:
    """A link that saves a PDF; ``about`` says of what, for those who hear the link alone."""
    return rx.el.a(
        icon("file-down"),
        label,
        rx.el.span(" ", about, class_name="sr-only"),
        href=to,
        download=True,
        class_name="btn",
    )


def export_button(label: str, on_click: Any) -> rx.Component:
    """Has a table made of what a list shows."""
    return rx.el.button(icon("table-2"), label, type="button", on_click=on_click, class_name="btn")


def recap_forms(today: rx.Var, months: rx.Var, *choice: rx.Component, title: str = "Unduh PDF") -> rx.Component:
    """A day and a month to choose; ``choice``: fields that say of whom. ``months``: (2026-11, November 2026), the latest first."""

    def form(name: str, field: rx.Component, label: str) -> rx.Component:
        # The browser asks by itself: a file needs no live connection.
        return rx.el.form(
            *choice,
            field,
            rx.el.button(icon("file-down"), label, type="submit", class_name="btn"),
            action=f"{BASE}/{name}.pdf",
            method="get",
            class_name="flex flex-wrap items-end gap-2",
        )

    def labelled(label: str, control: rx.Component) -> rx.Component:
        return rx.el.label(rx.el.span(label, class_name="mb-1 block text-sm font-medium"), control)

    day = rx.el.input(
        type="date", name="tanggal", default_value=today, max=today, key=today, required=True, class_name="input w-40"
    )
    month = rx.el.select(
        rx.foreach(months, lambda one: rx.el.option(one[1], value=one[0])), name="bulan", class_name="select w-44"
    )
    return card(
        rx.el.div(
            form("laphar", labelled("Hari", day), "Laporan harian"),
            form("lapbul", labelled("Bulan", month), "Laporan bulanan"),
            class_name="flex flex-wrap gap-x-8 gap-y-4",
        ),
        title=title,
    )
