"""The entry: puts pages, API, gate and lifespan together, nothing else."""

import reflex as rx

from sambang_digital.api.app import make_api


class Coba(rx.State):
    n: int = 0

    @rx.event
    async def tambah(self):
        self.n += 1


def index() -> rx.Component:
    return rx.el.main(
        rx.el.h1("Sambang Digital", class_name="text-2xl"),
        rx.el.button("x", on_click=Coba.tambah, class_name="btn btn-primary"),
        rx.el.p(Coba.n, id="n"),
    )


app = rx.App(html_lang="id", api_transformer=make_api(), toaster=None)
app.add_page(index, route="/", title="Sambang Digital")
