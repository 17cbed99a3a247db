"""A citizen's report, the tickets of their phone, and an account for whoever wants one: whole in their prerendered files."""

import reflex as rx

from sambang_digital.components.islands import island
from sambang_digital.components.lapor import account, report, tickets
from sambang_digital.components.layout import public_layout

TITLE = "Lapor · Sambang Digital"
DESCRIPTION = "Laporkan kejadian kepada polisi dari HP: tanpa akun, boleh tanpa nama, juga tanpa sinyal. Dalam bahaya, telepon 110."
MINE = "Laporan saya · Sambang Digital"
ACCOUNT = "Akun warga · Sambang Digital"
WIDTH = "max-w-2xl"


def _without_script() -> rx.Component:
    return rx.el.noscript(
        rx.el.p(
            "Peramban ini tidak menjalankan JavaScript, yang diperlukan halaman ini. Untuk melapor, telepon 110 atau datang ke kantor polisi.",
            class_name="mb-4 text-lg",
        )
    )


def index() -> rx.Component:
    """``/lapor/``."""
    return public_layout(_without_script(), island(report()), active="lapor", width=WIDTH)


def mine() -> rx.Component:
    """``/tiket/``. Its script takes a private link's secret out of the address before anything else looks there."""
    return public_layout(
        rx.el.script(src="/publik/tiket.js"), _without_script(), island(tickets()), active="tiket", width=WIDTH
    )


def own() -> rx.Component:
    """``/akun-warga/``."""
    return public_layout(_without_script(), island(account()), active="akun-warga", width=WIDTH)
