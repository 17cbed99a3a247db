"""Where staff can go: one table, shown at the side of a wide screen and in a drawer on a phone.

A new screen is a new line here. Who sees it is decided by the permission that its state asks for; the entry is only
hidden, the server refuses by itself.
"""

from dataclasses import dataclass

import reflex as rx

from sambang_digital.components.parts import icon, link
from sambang_digital.security.permissions import Permission
from sambang_digital.state.utas import UtasState


@dataclass(frozen=True, slots=True)
class Destination:
    """One screen: its name in the code, the word people read, its lucide icon, its address, and what it takes to use it."""

    name: str
    label: str
    icon: str
    href: str
    permission: Permission


STAFF = (
    Destination("hari-ini", "Hari ini", "sun", "/hari-ini/", Permission.KINERJA_READ),
    Destination("tinjauan", "Tinjauan", "clipboard-check", "/tinjauan/", Permission.LAPORAN_READ),
    Destination("pengaduan", "Pengaduan", "megaphone", "/pengaduan/", Permission.PENGADUAN_DESK),
    Destination("cari", "Cari", "search", "/cari/", Permission.CARI_READ),
    Destination("eskalasi", "Eskalasi", "forward", "/eskalasi/", Permission.LAPORAN_READ),
    Destination("tugas", "Tugas", "clipboard-list", "/tugas/", Permission.LAPORAN_READ),
    Destination("peta", "Peta", "map", "/peta/", Permission.LAPORAN_READ),
    Destination("register", "Register", "house", "/register/", Permission.REGISTER_READ),
    Destination("kinerja", "Kinerja", "users", "/kinerja/", Permission.KINERJA_READ),
    Destination("bacaan", "Bacaan", "newspaper", "/bacaan/", Permission.BACAAN_WRITE),
    Destination("ekspor", "Ekspor", "download", "/ekspor/", Permission.EKSPOR_WRITE),
    Destination("administrasi", "Administrasi", "user-cog", "/administrasi/", Permission.AKUN_ADMIN),
    Destination("wilayah", "Wilayah", "map-pinned", "/administrasi/wilayah/", Permission.WILAYAH_READ),
    Destination("pengaturan", "Pengaturan", "settings", "/administrasi/pengaturan/", Permission.PENGATURAN_WRITE),
    Destination("audit", "Jejak audit", "shield-check", "/audit/", Permission.AUDIT_READ),
)
"""In the order of a working day: what to decide first, what to look up, what to administer last."""


class Allowed(rx.Component):
    """Its children, for a person with the permission."""

    library = "$/public/islands/izin"
    tag = "Izin"

    permission: rx.Var[str]


class SearchBox(rx.Component):
    """Words to look for; ``large`` on the page of search itself."""

    library = "$/public/islands/pencarian"
    tag = "Pencarian"

    large: rx.Var[bool]


class Keyboard(rx.Component):
    """Escape, and a focus that is never lost."""

    library = "$/public/islands/papan_ketik"
    tag = "PapanKetik"


class Drawer(rx.Component):
    """The menu of a narrow screen: a button, and its children in a drawer."""

    library = "$/public/islands/laci"
    tag = "Laci"

    unread: rx.Var[int]
    waiting: rx.Var[int]
    danger: rx.Var[int]


def _waiting() -> rx.Component:
    """How many citizens' reports wait; another colour and a sign where danger of now is among them."""
    waiting, danger = UtasState.waiting, UtasState.danger
    return rx.cond(
        waiting > 0,
        rx.el.span(
            rx.cond(danger > 0, "! ", ""),
            rx.cond(waiting > 99, "99+", waiting.to_string()),
            rx.el.span(
                " menunggu",
                rx.cond(danger > 0, rx.fragment(", ", danger, " Respon Cepat"), ""),
                class_name="sr-only",
            ),
            class_name="badge badge-sm ml-auto shrink-0 gap-0.5 px-1.5 font-bold tabular-nums "
            + rx.cond(danger > 0, "badge-error", "badge-primary"),
        ),
    )


def _badge(unread: rx.Var, mentioned: rx.Var) -> rx.Component:
    """How much there is to read; another sign where somebody mentions the person."""
    spoken_to = mentioned > 0
    return rx.cond(
        unread > 0,
        rx.el.span(
            rx.cond(spoken_to, icon("at-sign", 14), icon("message-circle", 14)),
            unread,
            rx.el.span(
                " percakapan belum dibaca",
                rx.cond(spoken_to, rx.fragment(", ", mentioned, " menyebut Anda"), ""),
                class_name="sr-only",
            ),
            class_name="badge badge-primary badge-sm ml-auto gap-1 font-bold",
        ),
    )


BADGES = {
    "tinjauan": lambda: _badge(UtasState.unread, UtasState.mentioned),
    "pengaduan": _waiting,
    "tugas": lambda: _badge(UtasState.tasks, UtasState.tasks_mentioned),
}
"""What stands beside an entry, by its name."""


def _entry(entry: Destination, active: str) -> rx.Component:
    here = entry.name == active
    tone = "bg-primary/10 text-primary font-bold" if here else "text-muted font-medium hover:bg-base-200"
    shown = link(
        icon(entry.icon, 22),
        rx.el.span(entry.label, class_name="min-w-0 truncate"),
        BADGES[entry.name]() if entry.name in BADGES else None,
        to=entry.href,
        aria_current="page" if here else None,
        class_name=f"flex min-h-12 items-center gap-2 rounded-field px-2.5 {tone}",
    )
    return Allowed.create(shown, permission=entry.permission.value)


def staff_menu(active: str, class_name: str) -> rx.Component:
    """The destinations this person may use, one under the other; ``active`` is the name of the one on the screen."""
    if active and active not in {entry.name for entry in STAFF}:
        raise ValueError(f"no staff screen is called {active}: add it to STAFF")
    return rx.el.nav(
        *[_entry(entry, active) for entry in STAFF],
        aria_label="Menu utama",
        class_name=f"flex-col gap-1 {class_name}",
    )
