"""Calm pages for what can go wrong on the way: no such page, nothing to do here for this person."""

import reflex as rx

from sambang_digital.components.islands import AccountMenu
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


def nothing_here() -> rx.Component:
    """``/tanpa-akses/``: the person is signed in, but their roles have no screen yet."""
    return public_layout(
        rx.el.h1("Belum ada layar untuk Anda", class_name="sr-only"),
        empty_state(
            "lock",
            "Belum ada layar untuk peran Anda",
            "Anda berhasil masuk, tetapi peran akun ini belum mempunyai tugas di Sambang Digital. "
            "Bila seharusnya ada, hubungi admin satuan Anda.",
            AccountMenu.create(),
        ),
    )
