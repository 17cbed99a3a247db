"""The public home page: what this is, whom to call, and the officers' door. Static: no state, no database."""

import reflex as rx

from sambang_digital.components.layout import public_layout
from sambang_digital.components.parts import page_header

TITLE = "Sambang Digital · Polres Metro Tangerang Kota"
DESCRIPTION = (
    "Nomor darurat, dan kunjungan Bhabinkamtibmas ke rumah, usaha, dan tempat ibadah di wilayah hukum "
    "Polres Metro Tangerang Kota."
)


def index() -> rx.Component:
    """``/``."""
    return public_layout(page_header("Sambang Digital", DESCRIPTION))
