"""``/pengaduan/``: citizens' reports. On a wide screen the list beside the open one, on a phone one after the other."""

import reflex as rx

from sambang_digital.components.administrasi import notice
from sambang_digital.components.berdampingan import Words, side_by_side
from sambang_digital.components.pengaduan_daftar import listing
from sambang_digital.components.pengaduan_rincian import report
from sambang_digital.state.pengaduan import PengaduanState as Desk

TITLE = "Pengaduan · Sambang Digital"
KEYS = [
    ("J", "Pengaduan berikutnya"),
    ("K", "Pengaduan sebelumnya"),
    ("A", "Langkah berikutnya"),
    ("Esc", "Batal"),
    ("?", "Tampilkan pintasan"),
]
WORDS = Words(
    title="Pengaduan",
    list_name="Daftar",
    one="Pengaduan",
    opened="Pengaduan yang dibuka",
    choose=("Pilih pengaduan", "Pilih dari daftar, atau tekan J untuk melihat yang pertama."),
    first="Lihat yang pertama",
    closed=("Pengaduan ini tidak dapat dibuka", "Pengaduannya tidak ada, atau bukan untuk Anda."),
)


def index() -> rx.Component:
    """The desk."""
    return side_by_side(
        Desk,
        WORDS,
        active="pengaduan",
        keys=KEYS,
        notice=notice(Desk.notice, Desk.dismiss),
        listing=listing(),
        found=Desk.detail.row.id != "",
        content=report(),
    )
