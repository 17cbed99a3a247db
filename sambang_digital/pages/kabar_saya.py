"""News of an officer, on the phone. A file of its own, as :mod:`pages.tugas_saya` says."""

import reflex as rx

from sambang_digital.components.islands import MyNews, island
from sambang_digital.components.layout import officer_layout

TITLE = "Kabar · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/kabar/``."""
    return officer_layout(island(MyNews.create()))
