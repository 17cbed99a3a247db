"""Files to be downloaded: a link for a document, the choice of a recap, the button that has a table made."""

from typing import Any

import reflex as rx

from sambang_digital.components.daftar import choices
from sambang_digital.components.parts import card, icon, link
from sambang_digital.state.rekap import RekapState as Rekap

BASE = "/api/v1/dokumen"


def download(
    icon_name: str, label: rx.Var | str, to: rx.Var | str, about: rx.Var | str = "", tone: str = ""
) -> rx.Component:
    """A link that saves a file and leaves page and live connection alone; ``about`` says of what, for those who hear it alone."""
    return link(
        icon(icon_name),
        label,
        rx.el.span(" ", about, class_name="sr-only"),
        to=to,
        download=True,
        # The browser's own navigation: the router would look for a page of that address.
        reload_document=True,
        class_name=f"btn {tone}",
    )


def pdf_link(label: rx.Var | str, to: rx.Var | str, about: rx.Var | str = "") -> rx.Component:
    """A link that saves a document."""
    return download("file-down", label, to, about)


def export_button(label: str, on_click: Any) -> rx.Component:
    """Has a table made of what a list shows."""
    return rx.el.button(icon("table-2"), label, type="button", on_click=on_click, class_name="btn")


def recaps(today: rx.Var, months: rx.Var, title: str, of: rx.Var | str, *choice: rx.Component) -> rx.Component:
    """A day and a month to choose, and the recap of each; ``of``: the parameter that says of whom, ``choice``: what chooses it.

    Links, not forms: a form would leave the page, and with it the live connection. ``months``: (2026-11, November 2026).
    """
    day = rx.el.input(
        type="date",
        default_value=rx.cond(Rekap.day != "", Rekap.day, today),
        max=today,
        key=today,
        on_change=Rekap.choose_day,
        class_name="input w-40 max-w-full",
    )
    month = rx.el.select(
        rx.foreach(months, lambda one: rx.el.option(one[1], value=one[0])),
        default_value=Rekap.month,
        key=months.length().to_string(),
        on_change=Rekap.choose_month,
        class_name="select w-44 max-w-full",
    )
    return card(
        rx.el.div(
            *choice,
            _chosen("Hari", day, pdf_link("Laporan harian", f"{BASE}/laphar.pdf?tanggal=" + Rekap.day + "&" + of)),
            _chosen("Bulan", month, pdf_link("Laporan bulanan", f"{BASE}/lapbul.pdf?bulan=" + Rekap.month + "&" + of)),
            class_name="flex flex-wrap gap-x-8 gap-y-4",
        ),
        title=title,
    )


def unit_choice(units: rx.Var) -> rx.Component:
    """Which satuan the recaps are of, where there are several."""
    return rx.cond(
        units.length() > 1,
        rx.el.label(
            rx.el.span("Satuan", class_name="mb-1 block text-sm font-medium"),
            rx.el.select(
                *choices(units, "Seluruh satuan saya"),
                default_value=Rekap.unit,
                key=units.length().to_string(),
                on_change=Rekap.choose_unit,
                class_name="select w-56 max-w-full",
            ),
            class_name="min-w-0 max-w-full",
        ),
    )


def _chosen(label: str, control: rx.Component, deed: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.span(label, class_name="mb-1 block text-sm font-medium"), control, class_name="min-w-0 max-w-full"
        ),
        deed,
        class_name="flex min-w-0 max-w-full flex-wrap items-end gap-2",
    )
