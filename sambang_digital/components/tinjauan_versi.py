"""Versions of the open report: what a correction changed, field by field, and every earlier or competing content whole."""

import reflex as rx

from sambang_digital.components.beda import difference
from sambang_digital.components.parts import card
from sambang_digital.components.tinjauan_islands import Photos, RelativeTime
from sambang_digital.components.tinjauan_lines import lines
from sambang_digital.state.tinjauan import TinjauanState as Desk
from sambang_digital.state.tinjauan_versi import Changes, Version


def _photos(label: str, photos: rx.Var) -> rx.Component:
    return rx.cond(
        photos.length() > 0,
        rx.el.div(rx.el.p(label, class_name="mb-1 font-semibold"), Photos.create(photos=photos), class_name="mt-3"),
    )


def _changes(changes: Changes | rx.Var[Changes]) -> rx.Component:
    return rx.fragment(
        rx.cond(
            changes.nothing,
            rx.el.p("Tidak ada isian atau foto yang berubah.", class_name="text-muted"),
            rx.el.ul(rx.foreach(changes.fields, difference)),
        ),
        _photos("Foto yang ditambahkan", changes.added),
        _photos("Foto yang dihapus", changes.removed),
    )


def changes() -> rx.Component:
    """What the author changed in the version that is being reviewed."""
    return rx.cond(
        Desk.detail.changes.since != "",
        card(_changes(Desk.detail.changes), title=rx.fragment("Perubahan dari ", Desk.detail.changes.since)),
    )


def _version(version: Version) -> rx.Component:
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                rx.el.span(version.name, class_name="font-semibold"),
                rx.el.span(
                    " · resi ",
                    version.receipt,
                    " · ",
                    RelativeTime.create(iso=version.at, full=True),
                    class_name="text-sm text-muted",
                ),
                class_name="min-h-12 py-3",
            ),
            rx.cond(
                version.changes.since != "",
                rx.el.div(
                    rx.el.p("Berbeda dari ", version.changes.since, class_name="mb-2 text-sm text-muted"),
                    _changes(version.changes),
                    class_name="mb-4 rounded-field border border-base-300 bg-base-200/50 p-3",
                ),
            ),
            lines(version.lines),
            rx.cond(version.photos.length() > 0, rx.el.div(Photos.create(photos=version.photos), class_name="pb-4")),
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _versions(title: str, explanation: str, versions: rx.Var[list[Version]]) -> rx.Component:
    return rx.cond(
        versions.length() > 0,
        card(
            rx.el.p(explanation, class_name="mb-2 text-muted"),
            rx.el.ul(rx.foreach(versions, _version)),
            title=title,
        ),
    )


def others() -> rx.Component:
    """Every other content of the report."""
    detail = Desk.detail
    return rx.fragment(
        _versions("Versi sebelumnya", "Setiap perbaikan disimpan sebagai versi baru.", detail.older),
        _versions(
            "Isi yang bersaing",
            "Nomor dan versi yang sama datang dua kali dengan isi berbeda, misalnya dari dua HP. Tidak ada yang dibuang.",
            detail.competing,
        ),
    )
