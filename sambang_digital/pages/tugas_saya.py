"""``/petugas/tugas/``: an officer's own tasks, on the phone.

A file of its own, as each page of the phone has: whoever loads one page of a file loads what all of them are made of.
"""

import reflex as rx

from sambang_digital.components.islands import MyTasks, island
from sambang_digital.components.layout import officer_layout

TITLE = "Tugas saya · Sambang Digital"


def index() -> rx.Component:
    """``/petugas/tugas/``."""
    return officer_layout(island(MyTasks.create()))
