"""``/bacaan/naskah/``: one text for citizens, from its first line to its readers."""

import reflex as rx

from sambang_digital.components import bacaan_naskah as parts
from sambang_digital.components import status
from sambang_digital.components.administrasi import notice
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import (
    button_link,
    card,
    empty_state,
    icon,
    link,
    match_badge,
    note,
    skeleton_rows,
)
from sambang_digital.forms.bacaan import Jenis
from sambang_digital.state.bacaan_naskah import NaskahState as Text
from sambang_digital.state.bacaan_view import BacaanAddress, LineView, NaskahAddress

TITLE = "Naskah · Sambang Digital"
ABOUT = {
    Jenis.ARTIKEL: ("book-open", "Cara mencegah dan menghadapi bahaya, dengan kuis."),
    Jenis.LAYANAN: ("clipboard-list", "Layanan polisi: apa yang dibawa, di mana, kapan, dan biayanya."),
    Jenis.HIMBAUAN: ("megaphone", "Pengumuman atau ajakan kepada warga."),
    Jenis.BERITA: ("newspaper", "Kegiatan polisi yang sudah berlangsung."),
}


def _choose() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Tulis bacaan", class_name="text-2xl sm:text-3xl"),
        rx.el.p("Pilih jenisnya.", class_name="mt-1 mb-4 text-muted"),
        rx.el.ul(
            *[
                rx.el.li(
                    link(
                        rx.el.span(
                            icon(name, 24),
                            class_name="grid size-12 shrink-0 place-items-center rounded-full bg-primary/10 text-primary",
                        ),
                        rx.el.span(
                            rx.el.span(kind.label, class_name="block font-bold"),
                            rx.el.span(about, class_name="block text-muted"),
                            class_name="min-w-0",
                        ),
                        to=NaskahAddress(jenis=kind.value).url(),
                        class_name="flex h-full items-center gap-4 rounded-box border border-base-300 bg-base-100 p-4 hover:border-primary",
                    )
                )
                for kind, (name, about) in ABOUT.items()
            ],
            class_name="grid gap-3 sm:grid-cols-2",
        ),
    )


def _line(one: LineView) -> rx.Component:
    return rx.el.div(
        rx.el.dt(one.title, class_name="text-sm text-muted"),
        rx.el.dd(one.text, class_name="whitespace-pre-line wrap-anywhere"),
        class_name="border-b border-base-300 py-2 last:border-0",
    )


def _read() -> rx.Component:
    """The text as it stands, where nobody writes now."""
    return rx.fragment(
        card(rx.el.dl(rx.foreach(Text.text.lines, _line)), title="Isian"),
        card(rx.html(Text.preview, class_name="isi wrap-anywhere"), title="Isi"),
        rx.cond(
            Text.text.film != "",
            card(
                rx.el.video(
                    controls=True,
                    preload="none",
                    plays_inline=True,
                    poster=Text.text.film + "/besar",
                    src=Text.text.film + "/video",
                    aria_label="Video naskah ini",
                    class_name="max-h-96 w-full rounded-box bg-black",
                ),
                title="Video",
            ),
        ),
    )


def _head() -> rx.Component:
    new = Text.text.id == ""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(
                rx.cond(new, rx.fragment(Text.text.kind_label, " baru"), Text.text.title),
                class_name="text-2xl wrap-anywhere sm:text-3xl",
            ),
            rx.el.p(
                match_badge(Text.text.state, status.BACAAN),
                rx.cond(new, "", rx.el.span(Text.text.kind_label)),
                rx.cond(Text.text.since != "", rx.el.span(Text.text.since)),
                class_name="mt-2 flex flex-wrap items-center gap-2 text-muted",
            ),
            class_name="min-w-0",
        ),
        rx.cond(
            Text.text.public_url != "",
            button_link("Lihat yang dibaca warga", Text.text.public_url, icon_name="external-link"),
        ),
        class_name="mb-4 flex flex-wrap items-end justify-between gap-4",
    )


def _one() -> rx.Component:
    return rx.fragment(
        _head(),
        rx.el.div(
            # Who decides sees first what may be decided; who writes has written before going on.
            rx.cond(
                Text.text.editable,
                rx.fragment(
                    rx.cond(
                        Text.text.returned != "",
                        note("Dikembalikan untuk diperbaiki", Text.text.returned, tone="warning"),
                    ),
                    parts.form(),
                    parts.steps(),
                ),
                rx.fragment(parts.steps(), _read()),
            ),
            rx.cond(
                Text.text.id != "",
                rx.el.div(
                    rx.el.div(parts.versions(), parts.history(), class_name="flex min-w-0 flex-col gap-4"),
                    parts.statistics(),
                    class_name="grid items-start gap-4 xl:grid-cols-2",
                ),
            ),
            class_name="flex flex-col gap-4",
        ),
    )


def index() -> rx.Component:
    """The kinds to choose from, or the text."""
    return staff_layout(
        link(icon("arrow-left", 18), "Semua bacaan", to=BacaanAddress.path, class_name="btn btn-ghost mb-2"),
        # In sight wherever on the long page somebody pressed a button.
        rx.el.div(
            rx.el.div(
                notice(Text.notice, Text.dismiss),
                class_name="w-fit rounded-box bg-base-100 has-[button]:shadow-lg",
            ),
            class_name="sticky top-20 z-10 mb-3",
        ),
        rx.cond(
            Text.loaded,
            rx.cond(
                Text.missing,
                rx.fragment(
                    rx.el.h1("Naskah", class_name="mb-3 text-2xl sm:text-3xl"),
                    card(
                        empty_state(
                            "lock",
                            "Naskah ini tidak dapat dibuka",
                            "Naskahnya tidak ada, atau milik satuan lain.",
                            link("Semua bacaan", to=BacaanAddress.path, class_name="btn"),
                        )
                    ),
                ),
                rx.cond(Text.text.kind != "", _one(), _choose()),
            ),
            rx.fragment(
                rx.el.h1("Naskah", class_name="mb-3 text-2xl sm:text-3xl"),
                skeleton_rows(6, "Memuat naskah"),
            ),
        ),
        active="bacaan",
    )
