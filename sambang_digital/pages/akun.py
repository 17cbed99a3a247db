"""Sign-in, and what somebody signed in can do about it."""

import reflex as rx

from sambang_digital.components.islands import MyAccount, OfficersAccount, SignIn, island, my_account
from sambang_digital.components.layout import OWNER, officer_layout, public_layout, staff_layout
from sambang_digital.components.parts import page_header

TITLE = "Masuk · Sambang Digital"
MINE = "Akun saya · Sambang Digital"
DESCRIPTION = f"Masuk ke Sambang Digital untuk Bhabinkamtibmas dan Satbinmas {OWNER}."


def masuk() -> rx.Component:
    """``/masuk/``."""
    return public_layout(
        page_header("Masuk", "Untuk petugas dan Satbinmas. Sekali masuk, HP ini tetap masuk sampai Anda keluar."),
        island(SignIn.create()),
        rx.el.p(
            "Bukan petugas? ",
            rx.el.a("Akun warga", href="/akun-warga/", class_name="link"),
            ". Melapor tidak memerlukan akun.",
            class_name="mt-4 text-sm text-muted",
        ),
        width="max-w-md",
    )


def desk() -> rx.Component:
    """``/akun/``."""
    return staff_layout(rx.el.div(island(my_account(MyAccount)), class_name="max-w-3xl"))


def phone() -> rx.Component:
    """``/petugas/akun/``."""
    return officer_layout(island(my_account(OfficersAccount)))
