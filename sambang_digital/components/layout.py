"""The three frames of the product: for everyone, for officers on the phone, for staff at a desk."""

from typing import Any, Literal

import reflex as rx

from sambang_digital.components.islands import AccountMenu, Guard, NewComments, Updates
from sambang_digital.components.navigasi import Allowed, Drawer, Keyboard, SearchBox, staff_menu
from sambang_digital.components.parts import icon, link
from sambang_digital.components.shell import (
    ConnectionOfficer,
    ConnectionStaff,
    brand,
    skip_link,
    theme_switch,
)
from sambang_digital.publik.tujuan import DESTINATIONS
from sambang_digital.security.csp import RENDERED
from sambang_digital.security.permissions import Permission
from sambang_digital.services.satuan import shipped_owner
from sambang_digital.state.kabar import KabarState
from sambang_digital.state.utas import UtasState

OWNER = shipped_owner() or "Polri"
"""Whose platform it is, as pages say that are made at build."""
OfficerScreen = Literal["beranda", "wilayah", "sambang", "antrean", "kinerja", ""]

CitizenScreen = Literal["beranda", "lapor", "tiket", "akun-warga", ""]

OFFICER_NAVIGATION = (
    ("beranda", "Beranda", "house", "/petugas/"),
    ("wilayah", "Wilayah", "map", "/petugas/wilayah/"),
    ("sambang", "Sambang", "map-pin-plus", "/petugas/sambang/"),
    ("antrean", "Antrean", "send", "/petugas/antrean/"),
    ("kinerja", "Kinerja", "chart-column", "/petugas/kinerja/"),
)
OFFICER_BADGES = {"antrean": NewComments}
"""What stands at a destination's icon, by its name."""


def _main(*children: Any, class_name: str) -> rx.Component:
    return rx.el.main(*children, id="isi", tab_index=-1, class_name=f"mx-auto w-full outline-none {class_name}")


def _icon(name: str) -> rx.Component:
    """The page's icon (React puts it into the head)."""
    return rx.el.link(rel="icon", type="image/svg+xml", href=f"/icons/{name}.svg")


def _app(manifest: str, name: str) -> rx.Component:
    """What makes the page an app: its manifest and icons, and the offer of a new version."""
    return rx.fragment(
        rx.el.link(rel="manifest", href=manifest),
        _icon(name),
        rx.el.link(rel="apple-touch-icon", href=f"/icons/{name}-180.png"),
        Updates.create(),
    )


def public_layout(*children: Any, width: str = "max-w-5xl", active: CitizenScreen = "") -> rx.Component:
    """A page for everyone: brand above, the children as content, who we are below; on a phone four destinations at its edge."""
    return rx.el.div(
        skip_link(),
        _app("/manifest.webmanifest", "sambang"),
        rx.el.header(
            rx.el.div(
                brand("/"),
                rx.el.div(
                    *[
                        rx.el.a(label, href=href, class_name="btn btn-ghost hidden lg:inline-flex")
                        for _, label, _, href in DESTINATIONS[1:]
                        if active
                    ],
                    theme_switch(),
                    rx.el.a(
                        icon("log-in"),
                        rx.el.span("Masuk", rx.el.span(" petugas", class_name="hidden sm:inline")),
                        href="/masuk/",
                        class_name="btn btn-ghost",
                    )
                    # There a citizen looks for a door of their own.
                    if active != "akun-warga"
                    else None,
                    class_name="flex items-center gap-1",
                ),
                class_name="mx-auto flex w-full max-w-5xl flex-wrap items-center justify-between gap-2 px-4 py-2",
            ),
            class_name="border-b border-base-300 bg-base-100",
        ),
        _main(*children, class_name=f"grow px-4 py-6 sm:py-10 {width}"),
        rx.el.footer(
            rx.el.a(
                "Akun warga (tidak wajib)",
                href="/akun-warga/",
                class_name=f"link mx-auto flex min-h-12 w-full items-end px-4 text-sm text-muted {width}",
            )
            if active not in ("", "akun-warga")
            else None,
            rx.el.p(
                f"{OWNER}. Dalam keadaan bahaya, telepon ",
                rx.el.a("110", href="tel:110", class_name="link font-bold"),
                ".",
                class_name=f"mx-auto w-full px-4 py-6 text-sm text-muted {width}",
            ),
            class_name=f"border-t border-base-300 {'pb-20 lg:pb-0' if active else ''}",
        ),
        _bottom_bar(DESTINATIONS, active, "lg:hidden") if active else None,
        class_name="flex min-h-dvh flex-col",
    )


def _bottom_bar(items: tuple[tuple[str, str, str, str], ...], active: str, shown: str = "") -> rx.Component:
    """Destinations ``(name, label, icon, address)`` for one thumb, at the edge of the screen."""

    def destination(name: str, label: str, icon_name: str, href: str) -> rx.Component:
        here = name == active
        tone = "text-primary font-bold" if here else "text-muted font-medium"
        return link(
            rx.el.span(
                icon(icon_name, 24),
                OFFICER_BADGES[name].create() if name in OFFICER_BADGES else None,
                class_name=f"relative rounded-full px-[16px] py-1 {'bg-primary/15' if here else ''}",
            ),
            # Five words stay beside each other also where text is twice its size.
            rx.el.span(label, class_name="text-[min(0.75rem,3.75vw)]"),
            to=href,
            # What the server writes itself is no screen of the app: there its router would find nothing.
            reload_document=href.startswith(RENDERED),
            aria_current="page" if here else None,
            class_name=f"flex min-h-16 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 {tone}",
        )

    return rx.el.nav(
        rx.el.div(*[destination(*item) for item in items], class_name="mx-auto flex w-full max-w-2xl px-1"),
        aria_label="Menu utama",
        class_name=f"fixed inset-x-0 bottom-0 z-30 border-t border-base-300 bg-base-100 pb-[env(safe-area-inset-bottom)] {shown}",
    )


def officer_layout(*children: Any, active: OfficerScreen = "") -> rx.Component:
    """A screen for one thumb: slim bar above, with the lock and the number of unsent items; five destinations below.

    Holds no state: the page is whole in its prerendered file and works without a connection.
    """

    return rx.el.div(
        skip_link(),
        _app("/petugas/manifest.webmanifest", "petugas"),
        rx.el.header(
            rx.el.div(
                brand("/petugas/"),
                rx.el.div(Guard.create(), theme_switch(), class_name="flex items-center gap-1"),
                class_name="mx-auto flex w-full max-w-2xl flex-wrap items-center justify-between gap-2 px-4 py-1",
            ),
            ConnectionOfficer.create(),
            class_name="sticky top-0 z-30 border-b border-base-300 bg-base-100",
        ),
        _main(*children, class_name="max-w-2xl grow px-4 pt-5 pb-28"),
        _bottom_bar(OFFICER_NAVIGATION, active),
        class_name="flex min-h-dvh flex-col",
    )


def _bell() -> rx.Component:
    """How much news the person has not read; leads to it."""
    unread = KabarState.unread
    return link(
        icon("bell"),
        rx.el.span("Kabar", rx.cond(unread > 0, rx.fragment(", ", unread, " belum dibaca"), ""), class_name="sr-only"),
        rx.cond(
            unread > 0,
            rx.el.span(
                rx.cond(unread > 99, "99+", unread.to_string()),
                aria_hidden="true",
                class_name="absolute right-0 top-0 min-w-5 rounded-full border-2 border-base-100 bg-primary px-1 text-center text-xs "
                "font-bold text-primary-content tabular-nums",
            ),
        ),
        to="/kabar/",
        title="Kabar",
        class_name="btn btn-ghost btn-square relative",
    )


def staff_layout(*children: Any, active: str = "", panes: bool = False) -> rx.Component:
    """A screen for a desk: destinations at the side, on a narrow screen in a drawer; the person above.

    ``active`` is the screen's name in ``navigasi.STAFF``. With ``panes`` a wide screen is filled once, and its parts
    scroll by themselves.
    """
    return rx.el.div(
        skip_link(),
        _icon("sambang"),
        Keyboard.create(),
        rx.el.header(
            rx.el.div(
                rx.el.div(
                    Drawer.create(
                        staff_menu(active, "flex"),
                        rx.el.div(
                            "Tampilan", theme_switch(), class_name="flex items-center justify-between gap-2 px-3"
                        ),
                        unread=UtasState.unread + UtasState.tasks,
                        waiting=UtasState.waiting,
                        danger=UtasState.danger,
                    ),
                    brand("/hari-ini/"),
                    class_name="flex items-center gap-1",
                ),
                rx.el.div(
                    Allowed.create(SearchBox.create(), permission=Permission.CARI_READ.value),
                    _bell(),
                    AccountMenu.create(),
                    rx.el.div(theme_switch(), class_name="hidden lg:block"),
                    class_name="flex min-w-0 items-center gap-1",
                ),
                class_name="flex w-full flex-wrap items-center justify-between gap-2 px-2 py-1 sm:px-4 lg:px-6",
            ),
            ConnectionStaff.create(),
            class_name="sticky top-0 z-30 border-b border-base-300 bg-base-100",
        ),
        rx.el.div(
            staff_menu(
                active,
                "sticky top-[57px] hidden h-[calc(100dvh-57px)] w-56 shrink-0 overflow-y-auto "
                "border-r border-base-300 bg-base-100 p-3 lg:flex",
            ),
            _main(
                *children,
                class_name="min-w-0 grow px-4 pt-3 pb-28 lg:px-6 "
                + ("lg:flex lg:h-[calc(100dvh-57px)] lg:flex-col lg:pb-4" if panes else "max-w-7xl lg:pb-10"),
            ),
            class_name="flex grow",
        ),
        class_name="flex min-h-dvh flex-col",
    )
