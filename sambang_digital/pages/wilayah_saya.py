"""The officer's villages, with everybody in them."""

import reflex as rx

from sambang_digital.components.islands import MyArea, island
from sambang_digital.components.layout import officer_layout

TITLE = "Wilayah saya · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/wilayah/``."""
    return officer_layout(island(MyArea.create()), active="wilayah")
