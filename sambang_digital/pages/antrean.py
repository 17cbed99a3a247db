"""What was sent and what waits."""

import reflex as rx

from sambang_digital.components.islands import island, queue
from sambang_digital.components.layout import officer_layout

TITLE = "Terkirim & Antrean · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/antrean/``."""
    return officer_layout(island(queue()), active="antrean")
