"""Capture of a report."""

import reflex as rx

from sambang_digital.components.islands import capture, island
from sambang_digital.components.layout import officer_layout

TITLE = "Sambang · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/sambang/``."""
    return officer_layout(island(capture()), active="sambang")
