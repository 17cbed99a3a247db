"""What words find of all that the officer may read."""

import reflex as rx

from sambang_digital.components.islands import island, my_search
from sambang_digital.components.layout import officer_layout

TITLE = "Cari · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/cari/``."""
    return officer_layout(island(my_search()))
