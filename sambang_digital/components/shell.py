"""What surrounds every page: head, brand, switch of light and dark, connection banner, and the calm page for a crash."""

import reflex as rx
from reflex.style import color_mode, set_color_mode
from reflex_components_core.base.error_boundary import error_boundary

from sambang_digital.components.parts import icon

FONT = "/fonts/plus-jakarta-sans-5.3.0-id.woff2"


def head_components() -> list[rx.Component]:
    """In the head of every page: the font at once, and the colours of the browser's own bars."""
    return [
        rx.el.link(rel="preload", href=FONT, type="font/woff2", cross_origin="anonymous", custom_attrs={"as": "font"}),
        rx.el.meta(name="theme-color", content="#173f7a", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#11151c", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
    ]


class ConnectionOfficer(rx.Component):
    """Banner for those whose work goes on without a network."""

    library = "$/public/islands/koneksi"
    tag = "KoneksiPetugas"


class ConnectionStaff(rx.Component):
    """Banner for those who look at live data."""

    library = "$/public/islands/koneksi"
    tag = "KoneksiStaf"


def brand_mark(size: int = 32) -> rx.Component:
    """The mark: a house under a shield, its door lit."""
    return rx.el.svg(
        rx.el.path(
            d="M20 2 35 7v12c0 9.4-6.2 15.9-15 19C11.2 34.9 5 28.4 5 19V7z", class_name="fill-primary", stroke="none"
        ),
        rx.el.path(d="M20 9.5 30 18v1.5h-2.2V28H12.2v-8.5H10V18z", class_name="fill-primary-content", stroke="none"),
        rx.el.path(d="M17.4 28v-5.6a2.6 2.6 0 0 1 5.2 0V28z", class_name="fill-accent", stroke="none"),
        view_box="0 0 40 40",
        width=str(size),
        height=str(size),
        custom_attrs={"aria-hidden": "true"},
        class_name="shrink-0",
    )


def brand(href: str) -> rx.Component:
    """Mark and name, leading home."""
    return rx.el.a(
        brand_mark(),
        rx.el.span("Sambang Digital", class_name="text-lg font-extrabold tracking-tight"),
        href=href,
        class_name="flex min-h-12 items-center gap-2 rounded-field",
    )


def theme_switch() -> rx.Component:
    """One button through three choices: as the device, light, dark. Kept on the device, applied before the first paint."""

    def choice(icon_name: str, now: str, following: str, mode: str) -> rx.Component:
        label = f"Tampilan: {now}. Ganti ke {following}"
        return rx.el.button(
            icon(icon_name),
            type="button",
            on_click=set_color_mode(mode),
            aria_label=label,
            title=label,
            class_name="btn btn-ghost btn-square",
        )

    return rx.match(
        color_mode,
        ("light", choice("sun", "terang", "gelap", "dark")),
        ("dark", choice("moon", "gelap", "ikut perangkat", "system")),
        choice("sun-moon", "ikut perangkat", "terang", "light"),
    )


def skip_link() -> rx.Component:
    """First stop of the keyboard."""
    return rx.el.a("Langsung ke isi", href="#isi", class_name="lewati btn btn-primary fixed left-2 top-2 z-50")


def crash_page() -> rx.Component:
    """Shown when a page breaks in the browser: nothing stored on the device is touched by that."""
    return rx.el.main(
        brand_mark(48),
        rx.el.h1("Layar ini terganggu", class_name="text-2xl"),
        rx.el.p(
            "Yang sudah tersimpan di HP tetap aman. Muat ulang halaman ini; bila terulang, sampaikan ke admin satuan Anda.",
            class_name="text-muted max-w-prose",
        ),
        rx.el.a("Muat ulang", href="", class_name="btn btn-primary"),
        class_name="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-4 p-6 text-center",
    )


def app_wraps() -> dict:
    """Reflex's wrappers around every page, without its English connection toast (:func:`staff_layout` has a banner)."""
    fallback = rx.Var.create(crash_page())
    return {
        (55, "ErrorBoundary"): lambda stateful: error_boundary(
            fallback_render=fallback, **({} if stateful else {"on_error": rx.noop()})
        )
    }
