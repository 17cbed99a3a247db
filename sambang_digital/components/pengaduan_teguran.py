"""The strike for the open report: where it stands, and what this reader decides about it."""

import reflex as rx

from sambang_digital.components.parts import card, icon
from sambang_digital.state.pengaduan import PengaduanState as Desk

STANDS: dict[str, str] = {
    "diusulkan": "Diusulkan karena laporan ini ditolak sebagai laporan palsu. Menunggu pengesahan orang lain.",
    "berlaku": "Berlaku bagi pengirimnya.",
    "tidak_terbukti": "Usulannya tidak disahkan.",
    "dicabut": "Dicabut setelah keberatan pelapor dikabulkan.",
}
ASKED: dict[str, tuple[str, str, str]] = {
    "usulan": ("Sahkan teguran", "Tidak terbukti", "Pelapor melihat teguran ini dan dapat mengajukan keberatan."),
    "banding": ("Teguran tetap", "Kabulkan keberatan", "Pelapor membaca putusan ini. Keberatan hanya diajukan sekali."),
}
"""What is decided: the button with which it stands, the other one, and what comes of it."""


def _button(label: str, about: str, stands: bool, look: str) -> rx.Component:
    form = {"id": Desk.detail.strike.id, "about": about, "stands": stands}
    return rx.el.button(label, type="button", on_click=Desk.judge(form), class_name=f"btn {look}")


def _asked(about: str) -> rx.Component:
    stands, falls, told = ASKED[about]
    return rx.el.div(
        rx.el.div(
            _button(stands, about, True, "btn-primary"),
            _button(falls, about, False, ""),
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.p(told, class_name="mt-2 text-sm text-muted"),
        class_name="mt-3",
    )


def strike() -> rx.Component:
    """It, or nothing where there is none."""
    one = Desk.detail.strike
    shown = rx.fragment(
        rx.el.p(icon("gavel", 18, "mt-0.5"), rx.match(one.state, *STANDS.items(), ""), class_name="flex gap-2"),
        rx.cond((one.state == "berlaku") & (one.until != ""), rx.el.p("Sampai ", one.until, ".", class_name="mt-1")),
        rx.cond(
            one.appeal != "",
            rx.el.blockquote(
                rx.el.p("Keberatan pelapor", class_name="text-sm text-muted"),
                rx.el.p(one.appeal, class_name="whitespace-pre-line wrap-anywhere"),
                class_name="mt-3 border-l-4 border-base-300 pl-3",
            ),
        ),
        rx.match(one.asks, *((about, _asked(about)) for about in ASKED), rx.fragment()),
    )
    return rx.cond(one.id != "", card(shown, title="Teguran"))
