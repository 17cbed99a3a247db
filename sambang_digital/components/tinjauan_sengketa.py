"""The parts of an open report that only problem solving has: who stood against whom, and the letter of agreement."""

import reflex as rx

from sambang_digital.components.parts import card, icon, link
from sambang_digital.components.tinjauan_lines import lines
from sambang_digital.state.sengketa_view import SHEET, PersonView, SignatureView
from sambang_digital.state.tinjauan import TinjauanState as Desk


def _person(person: PersonView) -> rx.Component:
    return rx.el.li(
        rx.el.p(person.name, class_name="font-semibold wrap-anywhere"),
        lines(person.lines),
        class_name="border-b border-base-300 py-2 first:pt-0 last:border-0 last:pb-0",
    )


def _side(title: str, people: rx.Var[list[PersonView]]) -> rx.Component:
    return rx.cond(
        people.length() > 0,
        rx.el.div(
            rx.el.h3(title, class_name="mb-1 text-sm font-bold text-muted"),
            rx.el.ul(rx.foreach(people, _person)),
            class_name="min-w-0 rounded-field border border-base-300 p-3",
        ),
    )


def people() -> rx.Component:
    """The sides beside each other, the witnesses below."""
    letter = Desk.detail.letter
    return rx.cond(
        letter.first.length() > 0,
        card(
            rx.el.div(
                _side("Pihak pertama", letter.first),
                _side("Pihak kedua", letter.second),
                class_name="grid gap-3 @lg:grid-cols-2",
            ),
            rx.el.div(_side("Saksi", letter.witnesses), class_name="mt-3"),
            title="Para pihak",
            class_name="@container",
        ),
    )


def _signature(one: SignatureView) -> rx.Component:
    drawn = rx.el.svg(
        rx.el.svg.path(
            d=one.ink,
            fill="none",
            stroke="currentColor",
            stroke_width="2",
            stroke_linecap="round",
            stroke_linejoin="round",
            # As thick on any screen, however small the sheet is drawn.
            style={"vectorEffect": "non-scaling-stroke"},
        ),
        view_box=SHEET,
        role="img",
        aria_label="Tanda tangan " + one.name,
        class_name="h-24 w-full",
    )
    typed = rx.el.p(
        icon("check", 18),
        "Menyetujui tanpa menggambar",
        class_name="flex h-24 items-center justify-center gap-2 text-muted",
    )
    return rx.el.li(
        rx.cond(one.ink != "", drawn, typed),
        rx.el.p(one.name, class_name="border-t border-base-300 pt-1 text-center font-semibold wrap-anywhere"),
        rx.el.p(one.role, class_name="text-center text-sm text-muted"),
        class_name="min-w-0",
    )


def agreement() -> rx.Component:
    """The letter: its points, and who signed. Signed on paper, its photo stands among the photos."""
    letter = Desk.detail.letter
    return rx.cond(
        letter.points.length() > 0,
        card(
            rx.el.ol(
                rx.foreach(letter.points, lambda text: rx.el.li(text, class_name="wrap-anywhere")),
                class_name="flex list-decimal flex-col gap-2 pl-6",
            ),
            rx.el.p("Ditandatangani: ", letter.signing, ".", class_name="mt-4 text-sm text-muted"),
            rx.cond(
                letter.signatures.length() > 0,
                rx.el.ul(
                    rx.foreach(letter.signatures, _signature),
                    aria_label="Tanda tangan",
                    class_name="mt-2 grid grid-cols-2 gap-4",
                ),
            ),
            title="Surat kesepakatan bersama",
        ),
    )


def handed_on() -> rx.Component:
    """The way to a case that was handed on."""
    url = Desk.detail.letter.case_url
    return rx.cond(
        url != "",
        link(icon("forward"), "Lihat jawaban satuan tujuan", to=url, class_name="btn mt-3"),
    )
