"""The open report: what was reported, by whom as far as the reader may know, where, what became of it, and what may be done now."""

from typing import Any

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.parts import card, icon, link, match_badge, note, status_badge
from sambang_digital.components.pengaduan_berkas import files
from sambang_digital.components.pengaduan_daftar import danger
from sambang_digital.components.pengaduan_teguran import strike
from sambang_digital.components.pengaduan_tindakan import actions
from sambang_digital.components.tinjauan_islands import Map, RelativeTime
from sambang_digital.state.pengaduan import PengaduanState as Desk
from sambang_digital.state.pengaduan_view import StepView, TaskView, VisitView


def _fact(name: str, *value: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="text-sm text-muted"),
        rx.el.dd(*value, class_name="font-medium wrap-anywhere"),
        class_name="min-w-0",
    )


def _moment(name: str, iso: rx.Var) -> rx.Component:
    return rx.cond(iso != "", _fact(name, RelativeTime.create(iso=iso, full=True)))


def _heading() -> rx.Component:
    one, row = Desk.detail, Desk.detail.row
    return card(
        rx.el.div(
            danger(row),
            match_badge(row.state, status.PENGADUAN),
            rx.cond(row.about, status_badge("Tentang anggota", "warning", "shield-alert")),
            rx.el.span(row.code, class_name="text-sm text-muted tabular-nums"),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.cond(
            row.danger == "late",
            rx.el.div(
                note(
                    "Bahayanya mungkin sudah lewat",
                    "Laporan ini tertahan di HP pelapor tanpa sinyal. Hubungi pelapor sebelum mengirim petugas.",
                ),
                class_name="mt-3",
            ),
        ),
        rx.el.h2(row.title, class_name="mt-2 text-2xl"),
        rx.cond(row.title != one.category, rx.el.p(one.category, class_name="text-muted")),
        rx.el.p(one.text, class_name="mt-3 max-w-prose whitespace-pre-line wrap-anywhere"),
        rx.el.dl(
            _moment("Diterima", row.received_at),
            rx.cond(row.late != "", _moment("Ditulis di HP pelapor", one.made_at)),
            rx.cond(
                one.happened_at != "",
                _moment("Waktu kejadian", one.happened_at),
                _fact("Waktu kejadian", "Tidak disebut pelapor"),
            ),
            rx.cond(row.office != "", _fact("Ditangani oleh", row.office)),
            _moment("Jawaban pertama", one.first_answer_at),
            _moment("Pertama ditugaskan", one.dispatched_at),
            _moment("Menunggu pelapor sejak", one.waiting_since),
            rx.cond(one.reason != "", _fact("Alasan ditolak", one.reason)),
            rx.cond(one.merged != "", _fact("Digabung ke", one.merged)),
            rx.cond(one.stars != "", _fact("Penilaian pelapor", one.stars)),
            _fact("Masuk lewat", one.channel),
            rx.cond(one.followers > 0, _fact("Warga lain yang mengikuti", one.followers)),
            rx.cond(one.strikes > 0, _fact("Teguran yang berlaku bagi pengirimnya", one.strikes)),
            class_name="mt-4 grid gap-3 sm:grid-cols-2 xl:grid-cols-3",
        ),
    )


def _reporter() -> rx.Component:
    one = Desk.detail
    known = rx.fragment(
        rx.cond(
            one.name + one.phone + one.address == "",
            rx.el.p("Pelapor tidak menyebut nama atau nomor telepon. Jawab lewat tiketnya.", class_name="text-muted"),
            rx.el.dl(
                rx.cond(one.name != "", _fact("Nama", one.name)),
                rx.cond(one.address != "", _fact("Alamat", one.address)),
                class_name="grid gap-3 sm:grid-cols-2",
            ),
        ),
        rx.cond(
            one.phone != "",
            rx.el.a(icon("phone"), "Telepon ", one.phone, href="tel:" + one.phone, class_name="btn mt-3"),
        ),
        rx.cond(
            one.hidden,
            rx.el.p(
                icon("eye-off", 18, "mt-0.5"),
                "Pelapor minta identitasnya disembunyikan. Hanya yang membagi tugas melihatnya; jangan disebarkan.",
                class_name="mt-3 flex items-start gap-2 text-sm text-muted",
            ),
        ),
    )
    hidden = rx.el.p(
        icon("eye-off", 18, "mt-0.5"),
        "Identitas disembunyikan atas permintaan pelapor. Jawab lewat tiketnya: jawaban tetap sampai.",
        class_name="flex items-start gap-2",
    )
    return card(rx.cond(one.withheld, hidden, known), title="Pelapor")


def _place() -> rx.Component:
    one = Desk.detail
    return card(
        rx.cond(
            one.place + one.area == "",
            rx.cond(one.point_words == "", rx.el.p("Tempatnya tidak disebut.", class_name="text-muted")),
            rx.el.p(
                one.place,
                rx.cond((one.place != "") & (one.area != ""), ", ", ""),
                rx.el.strong(one.area),
                class_name="wrap-anywhere",
            ),
        ),
        rx.cond(one.point_words != "", rx.el.p(one.point_words, class_name="mt-1 text-muted")),
        rx.cond(
            one.point.contains("lat"),
            rx.el.div(
                Map.create(
                    point=one.point, areas=Desk.areas, focus="", label="Peta: tempat kejadian", tiles=Desk.tiles
                ),
                rx.el.a(icon("map-pin"), "Tunjukkan di aplikasi peta", href=one.map_url, class_name="btn mt-3"),
                class_name="mt-3",
            ),
        ),
        title="Tempat",
    )


def _task(one: TaskView) -> rx.Component:
    about = rx.fragment(rx.el.span(one.officer, class_name="min-w-0 grow"), match_badge(one.state, status.TUGAS))
    look = "flex min-h-12 flex-wrap items-center gap-3"
    return rx.el.li(
        rx.cond(
            one.url != "",
            link(about, to=one.url, class_name=look + " rounded-field hover:bg-base-200"),
            rx.el.span(about, class_name=look),
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _visit(one: VisitView | rx.Var) -> rx.Component:
    """The visit in short, for who may not open the officer's report, and for who does not want to."""
    return rx.el.section(
        rx.el.div(
            rx.el.span(one.title, class_name="font-semibold"),
            rx.el.span("Tinjauan:", class_name="ml-auto text-sm text-muted"),
            match_badge(one.state, status.LAPORAN),
            class_name="flex flex-wrap items-center gap-x-2 gap-y-1",
        ),
        rx.el.p(one.by, " · ", RelativeTime.create(iso=one.at, full=True), class_name="text-sm text-muted"),
        rx.cond(
            one.secret,
            rx.el.p("Isinya rahasia dan tidak ditampilkan di sini.", class_name="mt-1"),
            rx.el.dl(
                rx.foreach(one.lines, lambda line: _fact(line[0], line[1])),
                class_name="mt-2 grid gap-2 whitespace-pre-line empty:hidden",
            ),
        ),
        aria_label="Ringkasan kunjungan",
        class_name="mt-2 rounded-field border border-base-300 bg-base-200/50 p-3",
    )


def _step(one: StepView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            match_badge(one.step, status.PENGADUAN_STEPS),
            rx.cond(one.by != "", rx.el.span(one.by)),
            RelativeTime.create(iso=one.at, full=True),
            class_name="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted",
        ),
        rx.cond(one.more != "", rx.el.p(one.more, class_name="mt-1 font-medium")),
        rx.cond(one.note != "", rx.el.p(one.note, class_name="mt-1 whitespace-pre-line wrap-anywhere")),
        rx.cond(one.visit.title != "", _visit(one.visit)),
        rx.cond(
            one.url != "",
            link("Lihat laporan kunjungan", to=one.url, class_name="btn btn-ghost mt-1 px-2 text-primary underline"),
        ),
        class_name="border-b border-base-300 py-3 last:border-0 last:pb-0 first:pt-0",
    )


def report() -> rx.Component:
    """What was said and what can be done first; evidence and history beside it on a wide screen."""
    one = Desk.detail
    return rx.el.article(
        rx.el.div(
            _heading(),
            actions(),
            rx.el.div(
                rx.el.div(_reporter(), files(), _place(), class_name="flex min-w-0 flex-col gap-4"),
                rx.el.div(
                    rx.cond(
                        one.tasks.length() > 0,
                        card(rx.el.ul(rx.foreach(one.tasks, _task)), title="Tugas petugas"),
                    ),
                    strike(),
                    card(rx.el.ol(rx.foreach(one.steps, _step)), title="Riwayat"),
                    class_name="flex min-w-0 flex-col gap-4",
                ),
                class_name="grid items-start gap-4 xl:grid-cols-2",
            ),
            # Made anew for each report, so that each begins at its top.
            key=one.row.id,
            class_name="relative flex flex-col gap-4 lg:min-h-0 lg:grow lg:overflow-y-auto",
        ),
        class_name="flex flex-col gap-3 lg:min-h-0 lg:grow",
    )
