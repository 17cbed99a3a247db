"""Calm pages for what can go wrong on the way: no such page, no permission, signed out."""

import reflex as rx

from sambang_digital.components.layout import public_layout
from sambang_digital.components.parts import button_link, empty_state


def not_found() -> rx.Component:
    """404."""
    return public_layout(
        rx.el.h1("Halaman tidak ditemukan", class_name="sr-only"),
        empty_state(
            "map-pin-off",
            "Halaman ini tidak ada",
            "Alamatnya mungkin salah ketik atau sudah dipindah.",
            button_link("Ke beranda", "/", icon_name="house", class_name="btn btn-primary"),
        ),
    )
