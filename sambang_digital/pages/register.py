"""``/register/``: houses, businesses, figures and places; ``/register/permintaan/``: what citizens ask of their data."""

import reflex as rx

from sambang_digital.components.administrasi import options_of
from sambang_digital.components.daftar import (
    cell,
    choice,
    filters_form,
    none_found,
    pager,
    search_box,
    tab,
    table,
    typed,
)
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import (
    empty_state,
    icon,
    link,
    match_badge,
    page_header,
    skeleton_rows,
    status_badge,
)
from sambang_digital.components.status import ENTRI, PERMINTAAN
from sambang_digital.state.register import PermintaanState as Requests
from sambang_digital.state.register import RegisterState as View
from sambang_digital.state.register_view import (
    KINDS,
    STATES,
    EntryRow,
    PairsAddress,
    RegisterAddress,
    RequestRow,
    RequestsAddress,
)

TITLE = "Register · Sambang Digital"
REQUESTS_TITLE = "Permintaan warga · Sambang Digital"
PATH = RegisterAddress.path


def _filters() -> rx.Component:
    return filters_form(
        choice(
            View.filters,
            "kelurahan",
            "Kelurahan/desa",
            rx.el.option("Semua", value=""),
            options_of(View.villages),
            made_anew=View.villages.length().to_string(),
        ),
        typed(View.filters, "rw", "RW", inputmode="numeric", max_length=3),
        typed(View.filters, "rt", "RT", inputmode="numeric", max_length=3),
        choice(
            View.filters,
            "jenis",
            "Jenis",
            rx.el.option("Semua", value=""),
            *[rx.el.option(word, value=kind) for kind, word in KINDS.items()],
        ),
        choice(
            View.filters, "keadaan", "Keadaan", *[rx.el.option(word, value=state) for state, word in STATES.items()]
        ),
        typed(View.filters, "hari", "Belum dikunjungi (hari)", inputmode="numeric", max_length=4),
        choice(
            View.filters,
            "urut",
            "Urutan",
            rx.el.option("Kunjungan terbaru dahulu", value="baru"),
            rx.el.option("Paling lama tidak dikunjungi", value="lama"),
        ),
        on_submit=View.filter,
        clear_url=PATH,
        active=View.filtered,
        always=search_box(View.filters, "Cari nama atau alamat"),
    )


def _entry(one: EntryRow) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Nama",
            link(one.name, to=one.url, class_name="link font-semibold"),
            rx.el.span(one.address, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell("Jenis", one.kind),
        cell("Kelurahan/desa", rx.el.span(one.area, rx.el.span(one.rukun, class_name="block text-sm text-muted"))),
        cell("Kunjungan terakhir", one.last),
        cell("Jumlah kunjungan", one.visits),
        cell(
            "Keadaan",
            rx.el.span(
                match_badge(one.state, ENTRI),
                rx.cond(one.vulnerable, status_badge("Titik rawan", "error", "triangle-alert")),
                class_name="flex flex-wrap gap-1",
            ),
        ),
    )


COLUMNS = ("Nama", "Jenis", "Kelurahan/desa", "Kunjungan terakhir", "Jumlah kunjungan", "Keadaan")


def _list() -> rx.Component:
    return rx.el.section(
        rx.el.p(View.total, " entri", role="status", class_name="px-4 pt-4 text-sm text-muted"),
        rx.cond(
            View.rows.length() > 0,
            table("Register", COLUMNS, View.rows, _entry),
            rx.cond(
                View.filtered,
                none_found("Tidak ada entri dengan kata dan saringan itu.", PATH),
                empty_state(
                    "house",
                    "Register masih kosong",
                    "Rumah dan tempat masuk ke sini setelah petugas mengunjunginya dan laporannya diterima server.",
                    link("Ke tinjauan", to="/tinjauan/", class_name="btn"),
                ),
            ),
        ),
        pager(View, "Halaman register"),
        class_name="mt-3 rounded-box border border-base-300 bg-base-100",
    )


def _work(count: rx.Var, label: str, icon_name: str, to: str) -> rx.Component:
    return rx.cond(
        View.loaded,
        link(
            icon(icon_name, 18),
            label,
            rx.cond(count > 0, rx.el.span(count, class_name="badge badge-primary badge-sm font-bold")),
            to=to,
            class_name="btn",
        ),
    )


def index() -> rx.Component:
    """The list."""
    return staff_layout(
        page_header(
            "Register",
            "Rumah, usaha, tokoh, dan tempat di wilayah satuan Anda, dari laporan kunjungan petugas.",
            _work(View.doubles, "Mungkin ganda", "copy", PairsAddress.path),
            _work(View.requests, "Permintaan warga", "file-user", RequestsAddress.path),
        ),
        _filters(),
        rx.cond(View.loaded, _list(), skeleton_rows(8, "Memuat register")),
        active="register",
    )


def _request(one: RequestRow) -> tuple[rx.Component, ...]:
    return (
        cell(
            "Permintaan",
            rx.el.span(one.word, class_name="font-semibold"),
            rx.el.span("oleh ", one.requester, class_name="block text-sm text-muted"),
            head=True,
        ),
        cell(
            "Entri", link(one.entry, to=one.url, class_name="link"), rx.el.span(one.village, class_name="block text-sm")
        ),
        cell("Diminta", one.asked),
        cell("Umur", one.age),
        cell(
            "Tenggat",
            one.due,
            rx.cond(one.late, rx.el.span(status_badge("Lewat tenggat", "error", "clock-alert"), class_name="block")),
        ),
        cell("Status", match_badge(one.state, PERMINTAAN)),
    )


def requests() -> rx.Component:
    """What citizens ask."""
    return staff_layout(
        link(icon("arrow-left", 18), "Register", to=PATH, class_name="btn btn-ghost"),
        page_header(
            "Permintaan warga",
            "Warga berhak melihat, memperbaiki, dan menghapus datanya (UU 27/2022). Dijawab paling lama 3×24 jam. "
            "Permintaan baru dicatat di halaman rumahnya.",
        ),
        rx.el.nav(
            tab("Menunggu jawaban", RequestsAddress.path, Requests.shown == "terbuka"),
            tab("Sudah dijawab", RequestsAddress(tampil="dijawab").url(), Requests.shown == "dijawab"),
            aria_label="Permintaan",
            class_name="mb-3 flex overflow-x-auto border-b border-base-300",
        ),
        rx.cond(
            Requests.loaded,
            rx.el.section(
                rx.el.p(Requests.total, " permintaan", role="status", class_name="px-4 pt-4 text-sm text-muted"),
                rx.cond(
                    Requests.rows.length() > 0,
                    table(
                        "Permintaan warga",
                        ("Permintaan", "Entri", "Diminta", "Umur", "Tenggat", "Status"),
                        Requests.rows,
                        _request,
                    ),
                    empty_state(
                        "circle-check",
                        "Tidak ada permintaan",
                        "Permintaan muncul di sini setelah dicatat di halaman rumahnya.",
                        link("Buka register", to=PATH, class_name="btn"),
                    ),
                ),
                pager(Requests, "Halaman permintaan"),
                class_name="rounded-box border border-base-300 bg-base-100",
            ),
            skeleton_rows(6, "Memuat permintaan"),
        ),
        active="register",
    )
