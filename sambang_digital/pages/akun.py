"""Sign-in."""

import reflex as rx

from sambang_digital.components.islands import SignIn, island
from sambang_digital.components.layout import public_layout
from sambang_digital.components.parts import page_header

TITLE = "Masuk · Sambang Digital"
DESCRIPTION = "Masuk ke Sambang Digital untuk Bhabinkamtibmas dan Satbinmas Polres Metro Tangerang Kota."


def masuk() -> rx.Component:
    """``/masuk/``."""
    return public_layout(
        page_header("Masuk", "Untuk petugas dan Satbinmas. Sekali masuk, HP ini tetap masuk sampai Anda keluar."),
        island(SignIn.create()),
        width="max-w-md",
    )
