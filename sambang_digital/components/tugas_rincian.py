"""One task whole: what was asked, where, what became of it, its thread, and what a superior may do about it now."""

from typing import Any

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import cancel, input_of, labelled
from sambang_digital.components.parts import card, icon, link, match_badge, note, status_badge
from sambang_digital.components.tinjauan_islands import Map, RelativeTime, Thread
from sambang_digital.state.tugas import TugasState as Desk
from sambang_digital.state.tugas_view import AnswerView, StepView


def _fact(name: str, *value: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="text-sm text-muted"),
        rx.el.dd(*value, class_name="font-medium wrap-anywhere"),
        class_name="min-w-0",
    )


def _leads(to: rx.Var, word: rx.Var) -> rx.Component:
    """A word that leads somewhere, where the reader may go."""
    return rx.cond(to != "", link(word, to=to, class_name="text-primary underline underline-offset-4"), word)


def _heading() -> rx.Component:
    one = Desk.detail
    return card(
        rx.el.div(
            match_badge(one.state, status.TUGAS),
            rx.cond(one.late, status_badge(*status.LATE)),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.h1(one.kind, class_name="mt-2 text-2xl"),
        rx.el.p(one.text, class_name="mt-2 max-w-prose whitespace-pre-line wrap-anywhere"),
        rx.el.dl(
            _fact("Petugas", _leads(one.officer_url, one.officer)),
            _fact(
                "Tenggat", one.due, rx.cond(one.left != "", rx.el.span(" · ", one.left, class_name="text-muted"), "")
            ),
            _fact("Diberikan oleh", one.giver),
            _fact("Diberikan", RelativeTime.create(iso=one.given_at, full=True)),
            rx.cond(one.subject != "", _fact("Rumah atau tempat", one.subject)),
            rx.cond(one.address != "", _fact("Alamat", one.address)),
            rx.cond(one.area != "", _fact("Kelurahan/desa", one.area)),
            rx.cond(one.source != "", _fact("Tindak lanjut dari", _leads(one.source_url, one.source))),
            class_name="mt-4 grid gap-3 sm:grid-cols-2 xl:grid-cols-3",
        ),
        rx.cond(
            one.reason != "",
            rx.el.div(
                note(rx.cond(one.state == "tidak_dapat", "Tidak dapat dilaksanakan", "Alasan"), one.reason),
                class_name="mt-4",
            ),
        ),
    )


def _field(name: str, label: str, control: rx.Component) -> rx.Component:
    return labelled(label, control, fault=Desk.faults[name])


def _due() -> tuple[rx.Component, ...]:
    return (
        _field("due_day", "Tenggat baru", input_of("due_day", Desk.detail.due_day, type="date")),
        _field("due_hour", "Jam (boleh kosong)", input_of("due_hour", "", type="time")),
    )


def _note(label: str) -> rx.Component:
    return rx.el.div(
        _field(
            "note",
            label,
            rx.el.textarea(name="note", rows="2", max_length=2000, class_name="textarea w-full"),
        ),
        class_name="sm:col-span-2",
    )


def _form(label: str, *fields: rx.Component) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="id", value=Desk.detail.id),
        *fields,
        rx.el.div(
            rx.el.button(label, type="submit", class_name="btn btn-primary"),
            cancel(Desk.ask(""), "Tutup"),
            class_name="flex gap-2 sm:col-span-2",
        ),
        on_submit=Desk.order,
        no_validate=True,
        class_name="mt-3 grid gap-3 sm:grid-cols-2",
    )


def _open_form(label: str, icon_name: str, what: str) -> rx.Component:
    return rx.el.button(
        icon(icon_name),
        label,
        type="button",
        on_click=Desk.ask(what),
        aria_expanded=Desk.asking == what,
        class_name="btn",
    )


def _orders() -> rx.Component:
    """What may still be ordered; nothing for those who only read."""
    one = Desk.detail
    given_up = one.state == "tidak_dapat"
    return rx.cond(
        Desk.may_give & (one.open | given_up),
        card(
            rx.el.div(
                rx.cond(given_up, _open_form("Minta lagi", "repeat", "lagi")),
                rx.cond(one.open, _open_form("Ubah tenggat", "calendar-clock", "tenggat")),
                _open_form("Batalkan tugas", "x", "batal"),
                class_name="flex flex-wrap gap-2",
            ),
            rx.match(
                Desk.asking,
                ("lagi", _form("Minta lagi", *_due(), _note("Bagaimana tugas ini dapat dilaksanakan?"))),
                ("tenggat", _form("Simpan tenggat", *_due(), _note("Keterangan untuk petugas (boleh kosong)"))),
                ("batal", _form("Batalkan tugas ini", _note("Mengapa dibatalkan?"))),
                rx.fragment(),
            ),
            title="Arahan",
        ),
    )


def _answer(one: AnswerView) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(
                rx.el.span(one.title, class_name="block font-semibold"),
                rx.el.span(one.kind, class_name="block text-sm text-muted"),
                class_name="min-w-0 grow",
            ),
            match_badge(one.state, status.LAPORAN),
            icon("chevron-right", 20, "text-muted"),
            to=one.url,
            class_name="flex min-h-14 flex-wrap items-center gap-3 rounded-field py-1 hover:bg-base-200",
        ),
        class_name="border-b border-base-300 last:border-0",
    )


def _step(one: StepView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            match_badge(one.step, status.STEPS),
            rx.cond(one.used, rx.fragment(), status_badge("Terlambat sampai, tidak dipakai", "neutral", "info")),
            rx.el.span(one.by, " · "),
            RelativeTime.create(iso=one.at, full=True),
            class_name="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted",
        ),
        rx.cond(one.due != "", rx.el.p("Tenggat baru: ", one.due, class_name="mt-1")),
        rx.cond(one.note != "", rx.el.p(one.note, class_name="mt-1 whitespace-pre-line wrap-anywhere")),
        class_name="border-b border-base-300 py-3 last:border-0 last:pb-0 first:pt-0",
    )


def task() -> rx.Component:
    """The open task."""
    one = Desk.detail
    return rx.el.article(
        _heading(),
        rx.el.div(
            rx.el.div(
                _orders(),
                rx.cond(
                    one.answers.length() > 0,
                    card(rx.el.ul(rx.foreach(one.answers, _answer)), title="Laporan yang menjawab"),
                ),
                card(
                    rx.el.div(Thread.create(laporan=one.id, changed=Desk.thread, about="tugas"), key=one.id),
                    title="Percakapan",
                ),
                class_name="flex min-w-0 flex-col gap-4",
            ),
            rx.el.div(
                rx.cond(
                    one.point.contains("lat"),
                    card(
                        Map.create(
                            point=one.point, areas=Desk.areas, focus="", label="Peta: tempat tugas", tiles=Desk.tiles
                        ),
                        title="Tempat",
                    ),
                ),
                card(rx.el.ol(rx.foreach(one.steps, _step)), title="Riwayat"),
                class_name="flex min-w-0 flex-col gap-4",
            ),
            class_name="grid items-start gap-4 xl:grid-cols-2",
        ),
        class_name="flex flex-col gap-4",
    )
