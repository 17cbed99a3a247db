"""``/register/rumah/``: one entry of the register, its history, its people, and what they ask of their data."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import input_of, labelled, notice
from sambang_digital.components.daftar import cell, table
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import (
    card,
    empty_state,
    icon,
    link,
    match_badge,
    skeleton_rows,
    status_badge,
)
from sambang_digital.components.parts import note as message
from sambang_digital.components.rumah_permintaan import buttons, request, requesting
from sambang_digital.components.tinjauan_islands import Map
from sambang_digital.components.tinjauan_lines import lines
from sambang_digital.components.tinjauan_tugas import give_link
from sambang_digital.state.register_view import (
    RegisterAddress,
    ResidentRow,
    VisitRow,
)
from sambang_digital.state.rumah import MergerRow
from sambang_digital.state.rumah import RumahState as View

TITLE = "Register · Sambang Digital"


def _heading() -> rx.Component:
    one = View.house.entry
    return rx.el.div(
        link(icon("arrow-left", 18), "Register", to=RegisterAddress.path, class_name="btn btn-ghost"),
        rx.el.h1(one.name, class_name="text-2xl sm:text-3xl"),
        rx.el.p(
            one.kind,
            rx.cond(one.address != "", " · " + one.address, ""),
            rx.cond(one.rukun != "", " · " + one.rukun, ""),
            rx.cond(one.area != "", " · " + one.area, ""),
            class_name="mt-1 text-muted",
        ),
        rx.el.p(
            match_badge(one.state, status.ENTRI),
            rx.cond(one.vulnerable, status_badge("Titik rawan", "error", "triangle-alert")),
            rx.el.span(one.visits, " kunjungan, terakhir ", one.last.lower(), class_name="text-sm text-muted"),
            class_name="mt-2 flex flex-wrap items-center gap-2",
        ),
        rx.el.div(notice(View.notice, View.dismiss), class_name="my-3"),
    )


def _moving() -> rx.Component:
    form = rx.el.form(
        rx.el.div(
            labelled(
                "Tanggal pindah", input_of("on", View.today, type="date", max=View.today), fault=View.faults["on"]
            ),
            labelled(
                "Alasan",
                input_of("reason", "", placeholder="Misalnya pindah ke Bekasi, kontrak habis", max_length=200),
                fault=View.faults["reason"],
            ),
            class_name="grid gap-3 sm:grid-cols-2",
        ),
        buttons("Simpan", "pindah"),
        on_submit=View.move_away,
        no_validate=True,
    )
    return rx.cond(View.asking == "pindah", card(form, title="Pindah dari sini", class_name="mb-4"))


def _actions() -> rx.Component:
    change = rx.cond(
        View.may_write,
        rx.fragment(
            rx.cond(
                View.house.moved != "",
                rx.el.button(
                    icon("undo-2", 18), "Batalkan pindah", type="button", on_click=View.come_back, class_name="btn"
                ),
                rx.el.button(
                    icon("truck", 18),
                    "Pindah",
                    type="button",
                    on_click=View.ask("pindah"),
                    aria_expanded=View.asking == "pindah",
                    class_name="btn",
                ),
            ),
            rx.el.button(
                icon("file-user", 18),
                "Permintaan warga",
                type="button",
                on_click=View.ask("permintaan"),
                aria_expanded=View.asking == "permintaan",
                class_name="btn",
            ),
            link(icon("printer", 18), "Salinan data", to=View.house.copy_url, class_name="btn"),
        ),
    )
    return rx.el.div(give_link(View.house.give_url), change, class_name="mb-4 flex flex-wrap gap-2 empty:hidden")


def _warnings() -> rx.Component:
    return rx.fragment(
        rx.cond(
            View.house.moved != "",
            rx.el.div(
                message(
                    "Pindah sejak " + View.house.moved,
                    rx.cond(View.house.moved_reason != "", View.house.moved_reason, "Tanpa alasan tercatat."),
                ),
                class_name="mb-4",
            ),
        ),
        rx.cond(
            View.house.doubles > 0,
            rx.el.div(
                message(
                    "Mungkin ganda",
                    "Ada entri lain dengan nama mirip di tempat yang sama.",
                    link("Bandingkan", to=View.doubles_url, class_name="btn"),
                    tone="warning",
                ),
                class_name="mb-4",
            ),
        ),
    )


def _resident(one: ResidentRow) -> tuple[rx.Component, ...]:
    return (
        cell("Nama", rx.el.span(one.name, class_name="font-semibold"), head=True),
        cell("Hubungan", one.relation),
        cell("Jenis kelamin", rx.cond(one.gender != "", one.gender, "–")),
        cell("Tanggal lahir", rx.cond(one.born != "", one.born, "–")),
        cell("Tercatat sejak", one.since),
        cell("Keadaan", rx.cond(one.gone != "", "Tidak lagi ada sejak " + one.gone, "Tinggal di sini")),
    )


def _people() -> rx.Component:
    hidden = rx.el.div(
        rx.el.p(
            View.house.members,
            " penghuni tercatat. Nama penghuni, tanggal lahir, dan nomor telepon disembunyikan.",
            class_name="text-muted",
        ),
        rx.cond(
            View.may_reveal,
            rx.el.button(
                icon("eye", 18), "Tampilkan data pribadi", type="button", on_click=View.reveal, class_name="btn mt-3"
            ),
        ),
        rx.cond(
            View.may_reveal,
            rx.el.p("Setiap kali ditampilkan dicatat dalam jejak audit.", class_name="mt-1 text-sm text-muted"),
        ),
    )
    shown = rx.fragment(
        rx.cond(
            View.residents.length() > 0,
            table(
                "Penghuni",
                ("Nama", "Hubungan", "Jenis kelamin", "Tanggal lahir", "Tercatat sejak", "Keadaan"),
                View.residents,
                _resident,
            ),
        ),
        rx.cond(View.private.length() > 0, rx.el.div(lines(View.private), class_name="mt-3")),
    )
    return rx.cond(
        View.house.withheld | (View.residents.length() > 0) | (View.private.length() > 0),
        card(rx.cond(View.house.withheld, hidden, shown), title="Penghuni dan data pribadi", class_name="mb-4"),
    )


def _visit(one: VisitRow) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Kunjungan",
            link(one.day, to=one.url, class_name="link font-semibold"),
            rx.el.span(one.kind, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell("Nomor", one.number),
        cell("Petugas", one.author),
        cell("Keadaan", rx.cond(one.situation != "", one.situation, "–")),
        cell(
            "Status",
            rx.el.span(
                match_badge(one.state, status.LAPORAN),
                rx.cond(one.consent != "", status_badge(one.consent, "neutral", "user-x")),
                rx.cond(one.revision > 1, rx.el.span("versi ", one.revision, class_name="text-sm text-muted")),
                rx.cond(
                    one.posts > 0,
                    link(
                        icon("message-circle", 16),
                        one.posts,
                        " komentar",
                        rx.el.span(" pada kunjungan ", one.day, class_name="sr-only"),
                        to=one.url,
                        class_name="link inline-flex min-h-8 items-center gap-1 text-sm whitespace-nowrap",
                    ),
                ),
                class_name="flex flex-wrap items-center gap-x-2 gap-y-1",
            ),
        ),
    )


def _history() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Riwayat kunjungan", class_name="px-4 pt-4 text-lg"),
        rx.cond(
            View.visits.length() > 0,
            table("Riwayat kunjungan", ("Kunjungan", "Nomor", "Petugas", "Keadaan", "Status"), View.visits, _visit),
            empty_state("clipboard-list", "Belum ada kunjungan", "Laporan yang dapat Anda baca muncul di sini."),
        ),
        class_name="mb-4 rounded-box border border-base-300 bg-base-100",
    )


def _merger(one: MergerRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.cond(one.gone != "", one.gone, "Entri lain"),
            rx.el.span("dapat dibatalkan sampai ", one.until, class_name="block text-sm text-muted"),
        ),
        rx.cond(
            View.may_write,
            rx.el.button(
                icon("undo-2", 18), "Batalkan", type="button", on_click=View.undo(one.id), class_name="btn btn-sm"
            ),
        ),
        class_name="flex flex-wrap items-center justify-between gap-2 py-2",
    )


def _shown() -> rx.Component:
    place = rx.cond(
        View.house.point,
        card(
            Map.create(
                areas=View.house.areas,
                point=View.house.point,
                focus="",
                label="Peta: titik entri ini di kelurahannya",
                tiles=View.tiles,
            ),
            title="Tempat",
            class_name="mb-4",
        ),
    )
    mergers = rx.cond(
        View.mergers.length() > 0,
        card(rx.el.ul(rx.foreach(View.mergers, _merger)), title="Digabung ke sini", class_name="mb-4"),
    )
    return rx.fragment(
        _heading(),
        _warnings(),
        _actions(),
        _moving(),
        requesting(),
        rx.cond(
            View.requests.length() > 0,
            card(rx.el.ul(rx.foreach(View.requests, request)), title="Permintaan warga", class_name="mb-4"),
        ),
        _people(),
        rx.el.div(
            rx.el.div(_history(), mergers, class_name="min-w-0"),
            place,
            class_name=rx.cond(View.house.point, "grid items-start gap-x-4 xl:grid-cols-[minmax(0,1fr)_24rem]", ""),
        ),
    )


def _copy() -> rx.Component:
    """All that is kept, on paper."""
    one = View.house.entry
    return rx.el.main(
        rx.el.p(
            link(icon("arrow-left", 18), "Kembali", to=one.url, class_name="btn btn-ghost"),
            rx.el.span("Cetak dengan Ctrl+P, serahkan kepada peminta, lalu tandai permintaannya selesai."),
            class_name="mb-4 flex flex-wrap items-center gap-3 print:hidden",
        ),
        rx.el.h1("Salinan data pribadi", class_name="text-2xl"),
        rx.el.p("Dibuat ", View.now, " dari Sambang Digital.", class_name="text-sm text-muted"),
        rx.el.h2("Dalam register", class_name="mt-4 text-lg"),
        rx.el.p(one.kind, ": ", rx.el.strong(one.name)),
        rx.el.p(one.address, " ", one.rukun, " ", one.area),
        rx.el.p("Kunjungan: ", one.visits, ", terakhir ", one.last.lower(), "."),
        rx.foreach(
            View.copies,
            lambda row: rx.el.section(
                rx.el.h2(row.title, class_name="mt-4 text-lg"), lines(row.lines), class_name="break-inside-avoid"
            ),
        ),
        class_name="mx-auto max-w-3xl bg-base-100 p-6 text-base-content",
    )


def index() -> rx.Component:
    """The entry."""
    return rx.cond(
        View.loaded & View.copying & ~View.missing,
        _copy(),
        staff_layout(
            rx.cond(
                View.loaded,
                rx.cond(
                    View.missing,
                    rx.fragment(
                        rx.el.h1("Register", class_name="text-2xl sm:text-3xl"),
                        empty_state(
                            "search-x",
                            "Entri ini tidak ditemukan",
                            "Entri sudah dihapus, atau di luar satuan Anda.",
                            link("Buka register", to=RegisterAddress.path, class_name="btn"),
                        ),
                    ),
                    _shown(),
                ),
                rx.fragment(rx.el.h1("Register", class_name="mb-6 text-2xl sm:text-3xl"), skeleton_rows(8, "Memuat")),
            ),
            active="register",
        ),
    )
