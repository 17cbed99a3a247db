"""The open report: what it says, what speaks for and against it, and the decision."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components import tinjauan_sengketa as sengketa
from sambang_digital.components.administrasi import cancel, reason_field
from sambang_digital.components.dokumen import pdf_link
from sambang_digital.components.parts import card, icon, link, match_badge, status_badge
from sambang_digital.components.tinjauan_flags import flags
from sambang_digital.components.tinjauan_islands import Map, Photos, RelativeTime, Thread
from sambang_digital.components.tinjauan_lines import lines
from sambang_digital.components.tinjauan_rahasia import looks, marking, void
from sambang_digital.components.tinjauan_tugas import tasks
from sambang_digital.components.tinjauan_versi import changes, others
from sambang_digital.state.tinjauan import TinjauanState as Desk
from sambang_digital.state.tinjauan_view import Past, Related


def _past(past: Past) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            match_badge(past.state, status.LAPORAN),
            rx.el.span("versi ", past.revision, " · ", past.reviewer, " · "),
            RelativeTime.create(iso=past.at, full=True),
            class_name="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted",
        ),
        rx.cond(past.note != "", rx.el.p(past.note, class_name="mt-1 whitespace-pre-line")),
        class_name="border-b border-base-300 py-3 last:border-0 last:pb-0 first:pt-0",
    )


def _fact(name: str, value: rx.Component | rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="text-sm text-muted"), rx.el.dd(value, class_name="font-medium"), class_name="min-w-0"
    )


def _heading() -> rx.Component:
    detail = Desk.detail
    return card(
        rx.el.div(
            match_badge(detail.state, status.LAPORAN),
            rx.cond(detail.practice, status_badge("Latihan, tidak dihitung", "warning", "graduation-cap")),
            rx.el.span(detail.kind, class_name="text-sm text-muted"),
            rx.cond(detail.revision > 1, rx.el.span("versi ", detail.revision, class_name="text-sm text-muted")),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.h2(detail.title, class_name="mt-2 text-2xl"),
        rx.el.dl(
            _fact("Petugas", rx.fragment(detail.author, " · ", detail.satuan)),
            _fact("Waktu dicatat", RelativeTime.create(iso=detail.captured_at, full=True)),
            _fact("Diterima server", RelativeTime.create(iso=detail.received_at, full=True)),
            rx.cond(detail.number != "", _fact("Nomor", detail.number)),
            _fact("Nomor resi", detail.receipt),
            rx.cond(detail.duration != "", _fact("Lama mengisi", detail.duration)),
            class_name="mt-4 grid gap-3 sm:grid-cols-2 xl:grid-cols-3",
        ),
        rx.el.div(
            rx.foreach(detail.documents, lambda one: pdf_link("Unduh PDF: " + one.title, one.url)),
            class_name="mt-4 flex flex-wrap gap-2 empty:hidden",
        ),
        void(),
    )


def _related(one: Related) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(
                rx.el.span(
                    one.word,
                    " ",
                    one.kind,
                    rx.cond(one.part != "", " · " + one.part, ""),
                    class_name="block text-sm text-muted",
                ),
                rx.el.span(one.title, class_name="block font-semibold"),
                class_name="min-w-0 grow basis-48",
            ),
            match_badge(one.state, status.LAPORAN),
            to=one.url,
            class_name="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-field py-2 hover:bg-base-200",
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _position() -> rx.Component:
    detail = Desk.detail
    words = rx.match(
        detail.verdict,
        ("inside", "Seluruh lingkaran akurasi berada di wilayah tugas petugas."),
        ("uncertain", "Lingkaran akurasi menyentuh batas wilayah tugas, jadi tidak dapat dipastikan."),
        ("outside", "Titik dan lingkaran akurasinya berada di luar wilayah tugas petugas."),
        "Laporan ini dikirim tanpa koordinat.",
    )
    return card(
        rx.el.div(
            match_badge(detail.verdict, status.VERDICT),
            rx.el.span(rx.match(detail.mode, *status.MODE.items(), ""), class_name="text-muted"),
            class_name="mb-2 flex flex-wrap items-center gap-3",
        ),
        rx.el.p(words),
        rx.cond(detail.area != "", rx.el.p("Titiknya ada di ", rx.el.strong(detail.area), ".")),
        rx.cond(detail.address != "", rx.el.p("Alamat terdekat di peta: ", detail.address, ".")),
        rx.cond(
            detail.approximate,
            rx.el.p("Batas wilayah di peta ini masih perkiraan.", class_name="text-muted"),
        ),
        rx.cond(detail.reason != "", rx.el.p("Alasan petugas: ", detail.reason, class_name="mt-2")),
        rx.cond(
            detail.points.length() > 0,
            rx.el.div(
                Map.create(
                    areas=detail.areas,
                    points=detail.points,
                    focus=detail.area_code,
                    label="Peta: titik laporan terhadap wilayah tugas petugas",
                    tiles=Desk.tiles,
                ),
                class_name="mt-3",
            ),
        ),
        title="Posisi",
    )


def _decision() -> rx.Component:
    detail = Desk.detail
    buttons = rx.el.div(
        rx.el.button(
            icon("check"),
            "Terima",
            rx.el.kbd("A", class_name="kbd kbd-sm hidden text-base-content lg:inline-flex", aria_hidden="true"),
            type="button",
            on_click=Desk.accept(detail.id, detail.revision),
            aria_keyshortcuts="A",
            class_name="btn btn-primary grow",
        ),
        rx.el.button(
            icon("undo-2"),
            "Kembalikan",
            rx.el.kbd("R", class_name="kbd kbd-sm hidden lg:inline-flex", aria_hidden="true"),
            type="button",
            on_click=Desk.ask_return,
            aria_keyshortcuts="R",
            aria_expanded=Desk.returning,
            class_name="btn grow",
        ),
        class_name="flex gap-2",
    )
    form = rx.el.form(
        rx.el.input(type="hidden", name="id", value=detail.id),
        rx.el.input(type="hidden", name="revision", value=detail.revision.to_string()),
        reason_field("Apa yang harus diperbaiki petugas?", Desk.note_error, "galat-catatan", max_length=2000, rows=3),
        rx.el.div(
            rx.el.button("Kembalikan ke petugas", type="submit", class_name="btn btn-primary grow"),
            cancel(Desk.ask_return),
            class_name="mt-2 flex gap-2",
        ),
        on_submit=Desk.send_back,
        key=detail.id,
    )
    return rx.cond(
        detail.waiting,
        rx.el.section(
            rx.el.h3("Keputusan", class_name="sr-only"),
            rx.cond(Desk.returning, form, buttons),
            class_name=(
                "fixed inset-x-0 bottom-0 z-20 border-t border-base-300 bg-base-100 p-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))] "
                "lg:static lg:rounded-box lg:border lg:pb-3"
            ),
        ),
    )


def report() -> rx.Component:
    """Words on the left, evidence on the right, the decision always in reach."""
    detail = Desk.detail
    evidence = (
        card(
            rx.cond(
                detail.photos.length() > 0,
                Photos.create(photos=detail.photos),
                rx.el.p("Laporan ini tidak berisi foto.", class_name="text-muted"),
            ),
            title="Foto",
        ),
        _position(),
    )
    words = (
        changes(),
        sengketa.people(),
        card(lines(detail.lines), sengketa.handed_on(), title="Isi laporan"),
        sengketa.agreement(),
        rx.cond(
            detail.related.length() > 0,
            card(rx.el.ul(rx.foreach(detail.related, _related)), title="Laporan terkait"),
        ),
        card(
            # Made anew for each report: what was being written belongs to the one before.
            rx.el.div(Thread.create(laporan=detail.id, changed=Desk.thread), key=detail.id),
            title="Percakapan",
        ),
        tasks(),
        rx.cond(
            detail.decisions.length() > 0,
            card(rx.el.ul(rx.foreach(detail.decisions, _past)), title="Riwayat tinjauan"),
        ),
        looks(),
        others(),
    )
    shown = rx.el.div(
        marking(),
        _heading(),
        flags(),
        rx.el.div(
            # On a phone what can be seen comes before what is to be read.
            rx.el.div(*words, class_name="order-last flex min-w-0 flex-col gap-4 xl:order-none"),
            rx.el.div(*evidence, class_name="flex min-w-0 flex-col gap-4"),
            class_name="grid items-start gap-4 xl:grid-cols-2",
        ),
        marking(),
        # Made anew for each report, so that each begins at its top.
        key=detail.id,
        class_name="relative flex flex-col gap-4 lg:min-h-0 lg:grow lg:overflow-y-auto",
    )
    return rx.el.article(shown, _decision(), class_name="flex flex-col gap-3 lg:min-h-0 lg:grow")
