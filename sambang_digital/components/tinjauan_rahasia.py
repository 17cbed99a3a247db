"""What belongs to a secret report at the desk: its marking, its number, who looked at it."""

import reflex as rx

from sambang_digital.components.administrasi import cancel, reason_field
from sambang_digital.components.parts import card, icon, note
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.services.nomor import REASON_MAX
from sambang_digital.state.nomor import NomorState as Number
from sambang_digital.state.tinjauan import TinjauanState as Desk
from sambang_digital.state.tinjauan_view import LookView


def marking() -> rx.Component:
    """Above and below all of it."""
    return rx.cond(
        Desk.detail.secret,
        rx.el.p(
            "RAHASIA",
            class_name="shrink-0 rounded-field border-2 border-error py-1 text-center font-bold tracking-[0.3em] text-error",
        ),
    )


def _look(look: LookView) -> rx.Component:
    return rx.el.li(
        rx.el.span(look.name, class_name="font-medium"),
        rx.el.span(RelativeTime.create(iso=look.at, full=True), class_name="text-sm text-muted"),
        rx.cond(look.device != "", rx.el.span(look.device, class_name="text-sm text-muted")),
        class_name="flex flex-wrap items-baseline gap-x-3 border-b border-base-300 py-2 last:border-0",
    )


def looks() -> rx.Component:
    """Who looked at it, the latest first."""
    detail = Desk.detail
    return rx.cond(
        detail.secret,
        card(
            rx.cond(
                detail.looks.length() > 0,
                rx.el.ul(rx.foreach(detail.looks, _look)),
                rx.el.p("Belum ada yang membukanya.", class_name="text-muted"),
            ),
            title="Dilihat oleh",
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="id", value=Desk.detail.id),
        reason_field(
            "Mengapa nomor ini dibatalkan?", Number.error, "galat-batal", max_length=REASON_MAX, name="reason"
        ),
        rx.el.p("Nomornya tetap tercatat dan tidak dipakai lagi.", class_name="mt-1 text-sm text-muted"),
        rx.el.div(
            rx.el.button("Batalkan nomor", type="submit", class_name="btn btn-primary"),
            cancel(Number.ask(""), "Tidak jadi"),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
        on_submit=Number.void,
        class_name="mt-4 border-t border-base-300 pt-4",
    )


def void() -> rx.Component:
    """That the number is void and why; or the way to make it so."""
    detail = Desk.detail
    return rx.fragment(
        rx.cond(detail.void != "", rx.el.div(note("Nomor dibatalkan", detail.void, tone="warning"), class_name="mt-4")),
        rx.cond(
            detail.may_void,
            rx.cond(
                Number.asking == detail.id,
                _form(),
                rx.el.button(
                    icon("ban", 18),
                    "Batalkan nomor",
                    type="button",
                    on_click=Number.ask(detail.id),
                    class_name="btn btn-ghost btn-sm mt-3 -ml-3",
                ),
            ),
        ),
    )
