"""``/administrasi/impor/``: people from a spreadsheet."""

import reflex as rx

from sambang_digital.components.islands import island
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import icon, link, page_header

TITLE = "Impor orang · Sambang Digital"


class Import(rx.NoSSRComponent):
    """Choosing the file, its faults, and adding everybody."""

    library = "$/public/islands/impor"
    tag = "Impor"


def index() -> rx.Component:
    """The page; who may not import is told by the server."""
    return staff_layout(
        page_header("Impor orang", "Seluruh daftar sekaligus: semua masuk, atau tidak satu pun."),
        link(icon("arrow-left"), "Semua orang", to="/administrasi/", class_name="btn btn-ghost mb-3"),
        island(Import.create()),
        active="administrasi",
    )
