"""``/register/ganda/``: pairs of entries that may be one, side by side, to be merged or kept apart."""

import reflex as rx

from sambang_digital.components.administrasi import notice
from sambang_digital.components.daftar import pager
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, empty_state, icon, link, page_header, skeleton_rows, status_badge
from sambang_digital.state.register import GandaState as View
from sambang_digital.state.register import PairRow
from sambang_digital.state.register_view import EntryRow, RegisterAddress

TITLE = "Mungkin ganda · Sambang Digital"
TAKEN = {"nama": "nama", "alamat": "alamat", "rt_rw": "RT dan RW", "lokasi": "titik di peta"}


def _side(one: EntryRow, label: str) -> rx.Component:
    def fact(name: str, value: rx.Var | str) -> rx.Component:
        return rx.el.div(
            rx.el.dt(name, class_name="text-sm text-muted"),
            rx.el.dd(rx.cond(value != "", value, "–"), class_name="font-medium"),
        )

    return rx.el.div(
        rx.el.p(label, class_name="text-sm text-muted"),
        rx.el.h3(link(one.name, to=one.url, class_name="link"), class_name="text-lg"),
        rx.el.dl(
            fact("Alamat", one.address),
            fact("RT dan RW", one.rukun),
            fact("Kunjungan terakhir", one.last),
            fact("Jumlah kunjungan", one.visits),
            class_name="mt-2 grid grid-cols-2 gap-2",
        ),
        class_name="min-w-0 rounded-field bg-base-200 p-3",
    )


def _tick(name: str, label: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, class_name="checkbox"),
        label,
        class_name="flex min-h-10 items-center gap-2",
    )


def _pair(pair: PairRow) -> rx.Component:
    form = rx.el.form(
        rx.el.input(type="hidden", name="kept", value=pair.one.id),
        rx.el.input(type="hidden", name="gone", value=pair.other.id),
        rx.el.fieldset(
            rx.el.legend("Yang tetap memakai dari yang satunya:", class_name="text-sm font-medium"),
            rx.el.div(*[_tick(name, label) for name, label in TAKEN.items()], class_name="flex flex-wrap gap-x-5"),
        ),
        _tick("swap", "Pertahankan yang kanan (bukan yang kiri)"),
        rx.el.div(
            rx.el.button(icon("merge", 18), "Gabungkan", type="submit", class_name="btn btn-primary"),
            rx.el.button(
                "Bukan ganda",
                type="button",
                on_click=View.keep_apart(pair.one.id, pair.other.id),
                class_name="btn",
            ),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
        on_submit=View.merge,
        class_name="mt-3",
    )
    return rx.el.li(
        card(
            rx.el.div(
                rx.el.h2(pair.one.kind, " di ", pair.one.area, class_name="text-base"),
                status_badge(pair.said, "info", "copy"),
                class_name="mb-3 flex flex-wrap items-center justify-between gap-2",
            ),
            rx.el.div(
                _side(pair.one, "Kiri, lebih dulu tercatat"),
                _side(pair.other, "Kanan"),
                class_name="grid gap-3 md:grid-cols-2",
            ),
            rx.cond(View.may_write, form),
        ),
        key=pair.one.id + pair.other.id,
    )


def index() -> rx.Component:
    """The pairs."""
    return staff_layout(
        link(icon("arrow-left", 18), "Register", to=RegisterAddress.path, class_name="btn btn-ghost"),
        page_header(
            "Mungkin ganda",
            "Nama yang mirip di tempat yang sama. Setelah digabung, kunjungan keduanya dihitung untuk satu entri; dapat dibatalkan "
            "selama 30 hari.",
        ),
        rx.el.div(
            notice(View.notice, View.dismiss),
            rx.cond(
                View.merger > 0,
                rx.el.button(icon("undo-2", 18), "Batalkan", type="button", on_click=View.undo, class_name="btn"),
            ),
            class_name="mb-3 flex flex-wrap items-center gap-2",
        ),
        rx.cond(
            View.loaded,
            rx.fragment(
                rx.el.p(View.total, " pasang", role="status", class_name="mb-2 text-sm text-muted"),
                rx.cond(
                    View.rows.length() > 0,
                    rx.el.ul(rx.foreach(View.rows, _pair), class_name="flex flex-col gap-4"),
                    card(
                        empty_state(
                            "circle-check",
                            "Tidak ada yang tampak ganda",
                            "Entri yang mirip nama dan tempatnya muncul di sini tak lama setelah laporannya diterima.",
                            link("Buka register", to=RegisterAddress.path, class_name="btn"),
                        )
                    ),
                ),
                pager(View, "Halaman pasangan"),
            ),
            skeleton_rows(6, "Memuat pasangan"),
        ),
        active="register",
    )
