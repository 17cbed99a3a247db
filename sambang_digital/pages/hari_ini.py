"""``/hari-ini/``: what needs a decision now, in order, and where the day stands. Every number opens its rows."""

import reflex as rx

from sambang_digital.components.daftar import day_bars, figure
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import Tone, card, empty_state, icon, link, skeleton_rows
from sambang_digital.components.tinjauan_islands import RelativeTime
from sambang_digital.state.hari_ini import HariIniState as Day
from sambang_digital.state.hari_ini import Shown

TITLE = "Hari ini · Sambang Digital"

DECISIONS: dict[str, tuple[str, str, Tone, str]] = {
    "tanda": ("Laporan bertanda penting", "Periksa buktinya, lalu terima atau kembalikan.", "error", "flag"),
    "eskalasi": ("Eskalasi belum dijawab", "Terima, atau tolak dengan alasannya.", "error", "forward"),
    "lama": ("Laporan lewat batas waktu tinjau", "Petugas menunggu keputusan.", "warning", "hourglass"),
    "peringatkan": ("Petugas perlu peringatan", "Terlalu lama tanpa laporan.", "error", "bell-ring"),
    "kosong": ("Kelurahan/desa tanpa petugas", "Tetapkan siapa yang bertugas di sana.", "error", "user-x"),
    "tugas_terlambat": (
        "Tugas lewat tenggat",
        "Tanyakan kepada petugas, ubah tenggat, atau batalkan.",
        "error",
        "alarm-clock",
    ),
    "tugas_tidak_dapat": (
        "Tugas tidak dapat dilaksanakan",
        "Minta lagi dengan arahan, atau batalkan.",
        "warning",
        "ban",
    ),
    "tugas_jawaban": (
        "Tugas belum dikerjakan",
        "Lebih dari sehari tanpa jawaban petugas.",
        "warning",
        "clipboard-list",
    ),
    "ingatkan": ("Petugas perlu diingatkan", "Sehari atau lebih tanpa laporan.", "warning", "bell"),
    "dikembalikan": (
        "Laporan dikembalikan, belum diperbaiki",
        "Tanyakan kendalanya kepada petugas.",
        "warning",
        "undo-2",
    ),
}
"""What each decision is called, what to do about it, how pressing it is, its icon; keys as in ``services/hari_ini.py``."""
GROUND: dict[str, str] = {"error": "bg-error/10 text-error", "warning": "bg-warning/10 text-warning"}


def _decision(one: Shown) -> rx.Component:
    def words(place: int) -> rx.Var:
        return rx.match(one.key, *((key, words[place]) for key, words in DECISIONS.items()), "")

    sign = rx.match(
        one.key,
        *(
            (
                key,
                rx.el.span(
                    icon(name, 24), class_name=f"grid size-12 shrink-0 place-items-center rounded-full {GROUND[tone]}"
                ),
            )
            for key, (_, _, tone, name) in DECISIONS.items()
        ),
        rx.fragment(),
    )
    return rx.el.li(
        link(
            sign,
            rx.el.span(
                rx.el.span(words(0), class_name="block font-semibold"),
                rx.el.span(
                    words(1),
                    rx.cond(one.since != "", rx.fragment(" Tertua ", RelativeTime.create(iso=one.since), ".")),
                    class_name="block text-sm text-muted",
                ),
                class_name="min-w-0 grow",
            ),
            rx.el.span(one.value, class_name="text-3xl font-extrabold"),
            icon("chevron-right", 20, "text-muted"),
            to=one.url,
            class_name="flex min-h-20 items-center gap-4 px-4 py-3 hover:bg-base-200 sm:px-5",
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _decisions() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Perlu keputusan sekarang", class_name="px-4 pt-4 text-lg sm:px-5"),
        rx.cond(
            Day.loaded,
            rx.cond(
                Day.decisions.length() > 0,
                rx.el.ol(rx.foreach(Day.decisions, _decision), class_name="mt-2"),
                empty_state(
                    "circle-check",
                    "Tidak ada yang menunggu keputusan",
                    "Laporan bertanda, petugas tanpa laporan, dan kelurahan kosong akan muncul di sini dengan sendirinya.",
                ),
            ),
            skeleton_rows(5, "Memuat hari ini"),
        ),
        class_name="rounded-box border border-base-300 bg-base-100",
    )


def _figure(key: str, label: str, *, of: str = "") -> rx.Component:
    one = Day.standing[key]
    return figure(label, one.value, one.url, of=of, whole=one.of)


def _officers() -> rx.Component:
    tones = (("aktif", "Aktif", "bg-success"), ("cukup", "Cukup", "bg-warning"), ("kurang", "Kurang", "bg-error"))
    return card(
        rx.el.div(
            *[
                rx.el.span(class_name=tone, style={"width": Day.standing[key].part.to_string() + "%"})
                for key, _, tone in tones
            ],
            aria_hidden="true",
            class_name="flex h-4 gap-0.5 overflow-hidden rounded-full bg-base-300",
        ),
        rx.el.ul(
            *[
                rx.el.li(
                    link(
                        rx.el.span(class_name=f"size-3 rounded-full {tone}", aria_hidden="true"),
                        rx.el.span(word, class_name="grow"),
                        rx.el.span(Day.standing[key].value, class_name="text-xl font-bold"),
                        to=Day.standing[key].url,
                        class_name="flex min-h-12 items-center gap-3 rounded-field px-1 hover:bg-base-200",
                    )
                )
                for key, word, tone in tones
            ],
            class_name="mt-3",
        ),
        title="Petugas, 7 hari terakhir",
    )


def _standing() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _figure("hari_ini", "Kunjungan hari ini", of="dari target"),
            _figure("pekan", "Laporan 7 hari"),
            _figure("dikunjungi", "Kelurahan/desa dengan laporan 7 hari", of="dari"),
            class_name="grid gap-4 sm:grid-cols-3 xl:grid-cols-1",
        ),
        _officers(),
        class_name="flex min-w-0 flex-col gap-4",
    )


def index() -> rx.Component:
    """Decisions first, the state of the day beside them."""
    return staff_layout(
        rx.el.div(
            rx.el.h1("Hari ini", class_name="text-2xl sm:text-3xl"),
            rx.el.p(Day.date, rx.cond(Day.satuan != "", " · " + Day.satuan, ""), class_name="min-h-6 text-muted"),
            class_name="mb-6",
        ),
        rx.el.div(
            rx.el.div(
                _decisions(),
                rx.cond(
                    Day.loaded,
                    card(
                        day_bars(Day.trend, "Laporan setiap hari", "laporan"),
                        link("Lihat di peta", to=Day.trend_url, class_name="btn mt-3"),
                        title="Laporan 14 hari terakhir",
                    ),
                ),
                class_name="flex min-w-0 flex-col gap-4",
            ),
            rx.cond(Day.loaded, _standing()),
            class_name="grid items-start gap-4 xl:grid-cols-[1fr_20rem]",
        ),
        active="hari-ini",
    )
