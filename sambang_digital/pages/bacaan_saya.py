"""What citizens read, on an officer's phone."""

import reflex as rx

from sambang_digital.components.islands import MyLibrary, island
from sambang_digital.components.layout import officer_layout

TITLE = "Bacaan untuk warga · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/bacaan/``."""
    return officer_layout(island(MyLibrary.create()))
