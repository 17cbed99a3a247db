"""The officer's first screen."""

import reflex as rx

from sambang_digital.components.islands import home, island
from sambang_digital.components.layout import officer_layout

TITLE = "Beranda petugas · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/``."""
    return officer_layout(island(home()), active="beranda")
