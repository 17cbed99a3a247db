"""The public home page: whom to call, what a visit is, and the officers' door. Static: whole without JavaScript."""

import reflex as rx

from sambang_digital.components.layout import OWNER, public_layout
from sambang_digital.components.parts import button_link, card, icon
from sambang_digital.forms.penting import NATIONAL, Nomor

TITLE = f"Sambang Digital · {OWNER}"
DESCRIPTION = (
    "Nomor darurat, dan penjelasan kunjungan (sambang) Bhabinkamtibmas ke rumah, usaha, dan tempat umum "
    f"di wilayah hukum {OWNER}."
)
META = [
    {"property": "og:title", "content": TITLE},
    {"property": "og:description", "content": DESCRIPTION},
    {"property": "og:type", "content": "website"},
    {"property": "og:locale", "content": "id_ID"},
    {"property": "og:site_name", "content": "Sambang Digital"},
]

HOTLINE_ICONS = {"112": "phone-call", "113": "flame", "115": "life-buoy", "119": "ambulance"}
"""Numbers beside 110 that are the same in the whole country: this page is made at build. Those of the Polres are behind its link."""

VISIT = (
    (
        "user-check",
        "Petugas memperkenalkan diri",
        "Nama dan satuannya disebut lebih dulu. Anda boleh meminta kartu anggotanya.",
    ),
    (
        "message-circle",
        "Mendengar, bukan memeriksa",
        "Petugas menanyakan keadaan, mendengar keluhan, dan memberi penyuluhan.",
    ),
    (
        "shield-check",
        "Data secukupnya",
        "NIK tidak ditanyakan. Tujuan pendataan dijelaskan, dan Anda boleh menolak didata.",
    ),
)

READING = (
    ("smartphone", "Penipuan online", "/baca/?topik=penipuan_online"),
    ("house", "Rumah dan motor aman", "/baca/?cari=pencurian"),
    ("heart-handshake", "KDRT dan anak", "/baca/?topik=kdrt_anak"),
    ("clipboard-list", "SKCK dan layanan polisi", "/baca/?jenis=layanan"),
)
"""What most people come to read, and where it is."""


def _emergency() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Dalam bahaya sekarang?", class_name="text-xl"),
        rx.el.p("Menjauhlah ke tempat aman, lalu telepon polisi.", class_name="mt-1"),
        rx.el.a(
            icon("phone", 32),
            rx.el.span(
                rx.el.span("Telepon 110", class_name="block text-3xl font-extrabold leading-tight normal-nums"),
                rx.el.span("Polisi", class_name="block font-semibold"),
            ),
            href="tel:110",
            class_name=(
                "mt-4 flex min-h-24 w-full items-center justify-center gap-4 rounded-box bg-white px-4 text-left text-darurat"
            ),
        ),
        rx.el.p("Sebut tempat Anda, apa yang terjadi, dan apakah ada yang terluka.", class_name="mt-3 text-sm"),
        rx.el.a(
            "Respon Cepat: tidak bisa menelepon?",
            href="/lapor/#darurat",
            class_name="mt-2 flex min-h-12 items-center font-semibold underline underline-offset-4",
        ),
        class_name="rounded-box bg-darurat p-5 text-darurat-content",
    )


def _hotline(one: Nomor) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            icon(HOTLINE_ICONS[one.number], 24, "text-primary"),
            rx.el.span(
                rx.el.span(one.name, class_name="block font-semibold"),
                rx.el.span(one.remark, class_name="block text-sm text-muted") if one.remark else None,
                class_name="min-w-0 grow",
            ),
            rx.el.span(one.number, class_name="shrink-0 text-2xl font-extrabold text-primary normal-nums"),
            href=f"tel:{one.number}",
            class_name="flex min-h-16 items-center gap-4 rounded-field px-3 py-2 hover:bg-base-200",
        )
    )


def _visit_step(icon_name: str, title: str, text: str) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            icon(icon_name, 24),
            class_name="grid size-12 shrink-0 place-items-center rounded-full bg-primary/10 text-primary",
        ),
        rx.el.div(
            rx.el.h3(title, class_name="text-base"),
            rx.el.p(text, class_name="text-muted"),
            class_name="min-w-0",
        ),
        class_name="flex gap-4",
    )


def _reading(icon_name: str, title: str, address: str) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            icon(icon_name, 24, "text-primary"),
            rx.el.span(title, class_name="min-w-0 grow font-semibold"),
            icon("chevron-right", 20, "text-muted"),
            href=address,
            class_name="flex min-h-12 items-center gap-4 rounded-field px-3 py-2 hover:bg-base-200",
        )
    )


def _report() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Ada yang ingin dilaporkan?", class_name="text-xl"),
        rx.el.p("Tanpa akun, boleh tanpa nama, dan bisa ditulis tanpa sinyal.", class_name="mt-1 text-muted"),
        rx.el.div(
            button_link("Lapor", "/lapor/", icon_name="pen-line", class_name="btn btn-primary min-h-14 text-lg"),
            button_link("Laporan saya", "/tiket/", icon_name="list-checks"),
            class_name="mt-4 grid gap-2",
        ),
        class_name="mt-4 rounded-box border border-base-300 bg-base-100 p-5",
    )


def _own_officer() -> rx.Component:
    return card(
        rx.el.p(
            "Siapa polisi pembina di kelurahan atau desa Anda, dan cara menghubunginya.",
            class_name="text-muted",
        ),
        rx.el.div(
            button_link("Cari Bhabinkamtibmas saya", "/bhabin/", icon_name="user-check", class_name="btn btn-primary"),
            button_link("Angka untuk publik", "/angka/", icon_name="chart-column"),
            class_name="mt-4 flex flex-wrap gap-2",
        ),
        title="Bhabinkamtibmas saya",
    )


def _numbers() -> rx.Component:
    return card(
        rx.el.ul(
            *[_hotline(one) for one in NATIONAL if one.number in HOTLINE_ICONS],
            class_name="-mx-3 flex flex-col gap-1",
        ),
        button_link("Semua nomor penting", "/nomor-penting/", icon_name="phone", class_name="btn mt-2"),
        title="Nomor penting lain",
    )


def _library() -> rx.Component:
    return card(
        rx.el.p(
            "Singkat, dengan apa yang dilakukan, apa yang jangan, dan siapa yang dihubungi. Bisa dibaca lagi tanpa sinyal.",
            class_name="text-muted",
        ),
        rx.el.ul(*[_reading(*line) for line in READING], class_name="-mx-3 my-2 flex flex-col"),
        rx.el.div(
            button_link("Lihat semua bacaan", "/baca/", icon_name="book-open", class_name="btn btn-primary"),
            button_link("Himbauan", "/himbauan/", icon_name="megaphone"),
            class_name="flex flex-wrap gap-2",
        ),
        title="Bacaan untuk warga",
    )


def index() -> rx.Component:
    """``/``."""
    return public_layout(
        rx.el.div(
            rx.el.div(
                rx.el.h1(
                    "Polisi yang datang menyapa, warga yang didengar", class_name="text-3xl sm:text-4xl font-extrabold"
                ),
                rx.el.p(
                    "Sambang adalah kunjungan Bhabinkamtibmas, polisi pembina di kelurahan dan desa Anda: ke rumah, tempat "
                    "usaha, sekolah, dan rumah ibadah. Lewat kunjungan itu keluhan warga dicatat dan ditindaklanjuti.",
                    class_name="mt-4 max-w-prose text-lg text-muted",
                ),
                rx.el.p(
                    f"Sambang Digital dipakai petugas {OWNER} untuk mencatat setiap kunjungan.",
                    class_name="mt-3 mb-6 max-w-prose text-muted",
                ),
                _own_officer(),
                class_name="order-2 lg:order-1 lg:pt-4",
            ),
            rx.el.div(_emergency(), _report(), class_name="order-1 lg:order-2"),
            class_name="grid gap-8 lg:grid-cols-[1fr_24rem] lg:gap-12",
        ),
        rx.el.div(
            _numbers(),
            _library(),
            card(
                rx.el.ul(*[_visit_step(*step) for step in VISIT], class_name="grid gap-5 lg:grid-cols-3"),
                title="Saat petugas datang",
                class_name="lg:col-span-2",
            ),
            class_name="mt-4 grid gap-4 lg:mt-8 lg:grid-cols-2",
        ),
        rx.el.section(
            rx.el.div(
                rx.el.h2("Anda petugas?", class_name="text-lg"),
                rx.el.p("Masuk dengan NRP untuk mencatat kunjungan atau meninjau laporan.", class_name="text-muted"),
                class_name="min-w-0",
            ),
            button_link("Masuk petugas", "/masuk/", icon_name="log-in", class_name="btn btn-primary"),
            class_name=(
                "mt-8 flex flex-wrap items-center justify-between gap-4 rounded-box border border-base-300 bg-base-100 p-5"
            ),
        ),
        active="beranda",
    )
