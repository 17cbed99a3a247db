"""``/tinjauan/``: the reviewer's desk. On a wide screen the queue beside the open report, on a phone one after the other."""

import reflex as rx

from sambang_digital.components.administrasi import notice
from sambang_digital.components.berdampingan import Words, side_by_side
from sambang_digital.components.parts import link
from sambang_digital.components.tinjauan_queue import queue
from sambang_digital.components.tinjauan_report import report
from sambang_digital.state.tinjauan import TinjauanState as Desk

TITLE = "Tinjauan · Sambang Digital"
KEYS = [
    ("J", "Laporan berikutnya"),
    ("K", "Laporan sebelumnya"),
    ("A", "Terima"),
    ("R", "Kembalikan dengan catatan"),
    ("Esc", "Batal mengembalikan"),
    ("?", "Tampilkan pintasan"),
]
WORDS = Words(
    title="Tinjauan",
    list_name="Antrean",
    one="Laporan",
    opened="Laporan",
    choose=("Pilih laporan", "Pilih dari antrean, atau tekan J untuk membuka yang pertama."),
    first="Buka yang pertama",
    closed=("Laporan ini tidak dapat dibuka", "Laporannya tidak ada, atau di luar wilayah kewenangan Anda."),
)


def index() -> rx.Component:
    """The desk."""
    spoken_of = Desk.notice.url
    return side_by_side(
        Desk,
        WORDS,
        active="tinjauan",
        keys=KEYS,
        notice=notice(
            Desk.notice,
            Desk.dismiss,
            rx.cond(spoken_of != "", link("Lihat", to=spoken_of, class_name="btn btn-ghost underline")),
        ),
        listing=queue(),
        found=Desk.detail.id != "",
        content=report(),
    )
