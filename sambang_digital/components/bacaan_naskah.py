"""Parts of the page of one text: the form that runs in the browser, its steps, versions, history and sums."""

from typing import Any

import reflex as rx

from sambang_digital.components.administrasi import cancel, input_of, labelled, reason_field
from sambang_digital.components.beda import difference
from sambang_digital.components.parts import card, icon, status_badge
from sambang_digital.forms.bacaan import Khalayak, Topik
from sambang_digital.forms.bacaan_naskah import LABELS
from sambang_digital.services.bacaan_sunting import MAX_NOTE
from sambang_digital.state.bacaan_naskah import Draft
from sambang_digital.state.bacaan_naskah import NaskahState as Text
from sambang_digital.state.bacaan_view import NOT_READ, HistoryView, StepView, SumsView, VersionView


class NaskahForm(rx.NoSSRComponent):
    """The form of a text. ``doc`` is what it begins with; ``answer`` says what became of the draft with its token; ``html`` is the
    preview of the body that was shown last."""

    library = "$/public/islands/naskah"
    tag = "Naskah"
    lib_dependencies: list[str] = ["tus-js-client@4.3.1"]

    doc: rx.Var[dict[str, Any]]
    labels: rx.Var[dict[str, str]]
    topics: rx.Var[list[tuple[str, str]]]
    audiences: rx.Var[list[tuple[str, str]]]
    areas: rx.Var[list[Any]]
    faults: rx.Var[dict[str, str]]
    html: rx.Var[str]
    answer: rx.Var[dict[str, Any]]

    on_keep: rx.EventHandler[rx.event.passthrough_event_spec(Draft)]
    on_show: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def form() -> rx.Component:
    """The form, knowing all lists."""
    return NaskahForm.create(
        doc=Text.text.doc,
        labels=LABELS,
        topics=[(one.value, one.label) for one in Topik],
        audiences=[(one.value, one.label) for one in Khalayak],
        areas=Text.areas,
        faults=Text.faults,
        html=Text.preview,
        answer=Text.answer,
        on_keep=Text.save,
        on_show=Text.show,
    )


def _step(one: StepView) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.match(
                one.icon,
                *[(name, icon(name)) for name in ("globe", "calendar-clock", "undo-2", "pencil", "archive")],
                rx.fragment(),
            ),
            one.word,
            type="button",
            on_click=rx.cond(one.asks != "", Text.ask(one.step), Text.take(one.step)),
            aria_expanded=rx.cond(one.asks != "", (Text.asking == one.step).to_string(), "false"),
            class_name=rx.cond(
                (one.step == "terbitkan") | (one.step == "ubah"), "btn btn-primary w-full", "btn w-full"
            ),
        ),
        rx.el.p(one.meaning, class_name="mt-1 text-sm text-muted"),
        class_name="min-w-0",
    )


def _asking() -> rx.Component:
    return rx.match(
        Text.asking,
        (
            "kembalikan",
            rx.el.form(
                reason_field(
                    "Apa yang perlu diperbaiki?", Text.faults["note"], "salah-alasan", max_length=MAX_NOTE, rows=3
                ),
                _answer("Kembalikan"),
                on_submit=Text.send_back,
                no_validate=True,
                class_name="mt-4 flex flex-col gap-2 border-t border-base-300 pt-4",
            ),
        ),
        (
            "jadwalkan",
            rx.el.form(
                rx.el.div(
                    labelled("Tanggal terbit", input_of("day", "", type="date", min=Text.min_day)),
                    labelled("Jam terbit", input_of("hour", "", type="time")),
                    class_name="grid gap-3 sm:grid-cols-2",
                ),
                rx.el.p(Text.faults["publish_at"], role="alert", class_name="text-sm font-semibold text-error"),
                _answer("Jadwalkan terbit"),
                on_submit=Text.schedule,
                no_validate=True,
                class_name="mt-4 flex flex-col gap-2 border-t border-base-300 pt-4",
            ),
        ),
        (
            "arsipkan",
            rx.el.div(
                rx.el.p(
                    "Arsipkan bacaan ini? Warga yang membuka alamatnya akan diberi tahu bahwa bacaan ini tidak ada.",
                    class_name="font-medium",
                ),
                rx.el.div(
                    rx.el.button(
                        "Ya, arsipkan", type="button", on_click=Text.take("arsipkan"), class_name="btn btn-primary"
                    ),
                    cancel(Text.ask("")),
                    class_name="mt-2 flex flex-wrap gap-2",
                ),
                class_name="mt-4 border-t border-base-300 pt-4",
            ),
        ),
        rx.fragment(),
    )


def _answer(word: str) -> rx.Component:
    return rx.el.div(
        rx.el.button(word, type="submit", class_name="btn btn-primary"),
        cancel(Text.ask("")),
        class_name="flex flex-wrap gap-2",
    )


def steps() -> rx.Component:
    """What can be done with the text now, each with what it means."""
    return rx.cond(
        Text.text.steps.length() > 0,
        card(
            rx.el.ul(rx.foreach(Text.text.steps, _step), class_name="grid gap-4 sm:grid-cols-2"),
            _asking(),
            title="Langkah berikutnya",
        ),
    )


def _version(one: VersionView) -> rx.Component:
    here = Text.compared == one.n
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.p(
                    rx.el.span(one.name, class_name="font-semibold"),
                    rx.cond(one.shown, status_badge("Dibaca warga", "success", "globe")),
                    class_name="flex flex-wrap items-center gap-2",
                ),
                rx.el.p(one.by, " · ", one.at, class_name="text-sm text-muted"),
                class_name="min-w-0 grow",
            ),
            rx.cond(
                one.since != "",
                rx.el.button(
                    icon("git-compare"),
                    rx.cond(here, "Tutup perbandingan", rx.fragment("Bandingkan dengan ", one.since)),
                    type="button",
                    on_click=Text.compare(rx.cond(here, 0, one.n)),
                    aria_expanded=here.to_string(),
                    class_name="btn btn-ghost",
                ),
            ),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.cond(
            here,
            rx.cond(
                Text.diffs.length() > 0,
                rx.el.ul(rx.foreach(Text.diffs, difference), aria_label="Perbedaan"),
                rx.el.p("Tidak ada yang berbeda.", role="status", class_name="mt-2 text-muted"),
            ),
        ),
        class_name="border-b border-base-300 py-3 last:border-0",
    )


def versions() -> rx.Component:
    """Every version, and what it changed."""
    return card(
        rx.el.ul(rx.foreach(Text.text.versions, _version)),
        title="Versi",
    )


def _happened(one: HistoryView) -> rx.Component:
    return rx.el.li(
        rx.el.p(one.word, class_name="font-semibold"),
        rx.el.p(one.by, " · ", one.at, class_name="text-sm text-muted"),
        rx.cond(one.note != "", rx.el.p("“", one.note, "”", class_name="mt-1 whitespace-pre-line wrap-anywhere")),
        class_name="border-b border-base-300 py-3 last:border-0",
    )


def history() -> rx.Component:
    """Who led the text where."""
    return rx.cond(
        Text.text.history.length() > 0,
        card(rx.el.ol(rx.foreach(Text.text.history, _happened)), title="Riwayat"),
    )


def _sums(one: SumsView) -> rx.Component:
    return rx.el.tr(
        rx.el.th(one.name, scope="row", class_name="py-2 pr-3 text-left font-medium"),
        *[
            rx.el.td(value, class_name="py-2 pl-3 text-right tabular-nums")
            for value in (one.read, one.finished, one.quizzes, one.right)
        ],
        class_name="border-b border-base-300 last:border-0",
    )


def _table(name: str, first: str, rows: rx.Var[list[SumsView]]) -> rx.Component:
    columns = (first, "Dibaca", "Selesai", "Kuis", "Benar")
    return rx.el.div(
        rx.el.table(
            rx.el.caption(name, class_name="pb-1 text-left font-semibold"),
            rx.el.thead(
                rx.el.tr(
                    *[
                        rx.el.th(
                            column,
                            scope="col",
                            class_name=f"py-2 text-sm text-muted {'pl-3 text-right' if n else 'pr-3 text-left'}",
                        )
                        for n, column in enumerate(columns)
                    ],
                    class_name="border-b border-base-300",
                )
            ),
            rx.el.tbody(rx.foreach(rows, _sums)),
            class_name="w-full",
        ),
        role="region",
        aria_label=name,
        tab_index=0,
        class_name="overflow-x-auto",
    )


def statistics() -> rx.Component:
    """How often it was read: sums alone."""
    return rx.cond(
        Text.text.versions.length() > 0,
        card(
            rx.cond(
                Text.by_month.length() > 0,
                rx.el.div(
                    _table("Per bulan", "Bulan", Text.by_month),
                    _table("Per kecamatan", "Kecamatan", Text.by_area),
                    class_name="flex flex-col gap-6",
                ),
                rx.el.p(NOT_READ, ".", class_name="text-muted"),
            ),
            rx.el.p(
                "Dua belas bulan terakhir. Hanya jumlah: pembacanya tidak dicatat.",
                class_name="mt-3 text-sm text-muted",
            ),
            title="Statistik",
        ),
    )
