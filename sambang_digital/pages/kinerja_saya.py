"""What the officer's own reports count for."""

import reflex as rx

from sambang_digital.components.islands import island, my_kinerja
from sambang_digital.components.layout import officer_layout

TITLE = "Kinerja saya · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/kinerja/``."""
    return officer_layout(island(my_kinerja()), active="kinerja")
