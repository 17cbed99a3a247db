"""Photos and videos of the open report."""

import reflex as rx

from sambang_digital.components.parts import card, icon
from sambang_digital.state.pengaduan import PengaduanState as Desk
from sambang_digital.state.pengaduan_view import FileView

FRAME = "aspect-video w-full rounded-field bg-base-200 object-contain"


def _picture(one: FileView) -> rx.Component:
    return rx.el.a(
        rx.el.img(src=one.small, alt=one.alt, loading="lazy", class_name=FRAME),
        rx.el.span(icon("maximize-2", 18), "Lihat besar", class_name="mt-1 flex min-h-12 items-center gap-2"),
        href=one.url,
        target="_blank",
        rel="noreferrer",
        class_name="block rounded-field",
    )


def _video(one: FileView) -> rx.Component:
    return rx.el.video(
        src=one.url, poster=one.small, controls=True, preload="none", aria_label=one.alt, class_name=FRAME
    )


def _file(one: FileView) -> rx.Component:
    return rx.el.li(
        rx.cond(
            one.url != "",
            rx.cond(one.kind == "video", _video(one), _picture(one)),
            rx.el.p(icon("image-off", 18), one.state, class_name="flex min-h-12 items-center gap-2 text-muted"),
        ),
        rx.cond(one.trace != "", rx.el.p(one.trace, class_name="mt-1 text-sm text-muted wrap-anywhere")),
        rx.cond(
            one.original != "",
            rx.el.a(
                icon("download", 18),
                "Unduh aslinya (tercatat)",
                href=one.original,
                download=True,
                class_name="mt-1 flex min-h-12 items-center gap-2 text-sm underline",
            ),
        ),
        class_name="min-w-0",
    )


def files() -> rx.Component:
    """They, or nothing where none was named."""
    shown = rx.el.ul(rx.foreach(Desk.detail.files, _file), class_name="grid gap-3 sm:grid-cols-2")
    return rx.cond(Desk.detail.files.length() > 0, card(shown, title="Foto dan video"))
