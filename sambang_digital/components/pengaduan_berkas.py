"""Photos and videos of the open report."""

from typing import Any

import reflex as rx

from sambang_digital.components.parts import card
from sambang_digital.state.pengaduan import PengaduanState as Desk


class Files(rx.NoSSRComponent):
    """Small pictures that open large in the page."""

    library = "$/public/islands/berkas_pengaduan"
    tag = "BerkasPengaduan"

    files: rx.Var[list[Any]]


def files() -> rx.Component:
    """They, or nothing where none was named."""
    shown = Files.create(files=Desk.detail.files)
    return rx.cond(Desk.detail.files.length() > 0, card(shown, title="Foto dan video"))
