"""What a citizen asks of the data of an entry: written down, listed, answered; and the buttons of such forms."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import cancel, input_of, labelled, select_of
from sambang_digital.components.parts import card, match_badge, status_badge
from sambang_digital.state.register_view import IDENTITIES, REQUESTS, RequestRow
from sambang_digital.state.rumah import RumahState as View


def buttons(label: str, what: str) -> rx.Component:
    """Save, or fold the form again."""
    return rx.el.div(
        rx.el.button(label, type="submit", class_name="btn btn-primary"),
        cancel(View.ask(what)),
        class_name="mt-3 flex flex-wrap gap-2",
    )


def requesting() -> rx.Component:
    """The form that writes a request down."""
    form = rx.el.form(
        rx.el.div(
            labelled(
                "Yang diminta",
                select_of("kind", "perbaikan", *[rx.el.option(word, value=kind) for kind, word in REQUESTS.items()]),
            ),
            labelled("Nama peminta", input_of("requester", "", max_length=120), fault=View.faults["requester"]),
            labelled(
                "Bukti diri",
                select_of("identity", "ktp", *[rx.el.option(word, value=key) for key, word in IDENTITIES.items()]),
            ),
            labelled("Keterangan", input_of("note", "", max_length=400), fault=View.faults["note"]),
            class_name="grid gap-3 sm:grid-cols-2",
        ),
        buttons("Catat permintaan", "permintaan"),
        on_submit=View.note_request,
        no_validate=True,
    )
    return rx.cond(View.asking == "permintaan", card(form, title="Permintaan warga", class_name="mb-4"))


def _answer(one: RequestRow) -> rx.Component:
    right = rx.cond(
        one.kind == "perbaikan",
        rx.fragment(
            labelled("Nama yang benar", input_of("name", "", max_length=120), fault=View.faults["name"]),
            labelled("Alamat yang benar", input_of("address", "", max_length=300)),
            labelled("RT", input_of("rt", "", inputmode="numeric", max_length=3), fault=View.faults["rt"]),
            labelled("RW", input_of("rw", "", inputmode="numeric", max_length=3), fault=View.faults["rw"]),
        ),
    )
    consequence = rx.match(
        one.kind,
        (
            "penghapusan",
            "Isi semua laporan kunjungan entri ini dihapus dan entri keluar dari register. Tidak dapat dibatalkan.",
        ),
        (
            "tarik_persetujuan",
            "Nama, penghuni, dan foto dihapus dari register dan laporan; kunjungan tetap tercatat sebagai menolak didata. "
            "Tidak dapat dibatalkan.",
        ),
        ("salinan", "Serahkan cetakan Salinan data kepada peminta, lalu tandai selesai."),
        "Isi hanya yang perlu diperbaiki.",
    )
    return rx.el.form(
        rx.el.input(type="hidden", name="request", value=one.id.to_string()),
        rx.el.p(consequence, class_name="mb-2 text-sm"),
        rx.el.div(
            labelled(
                "Jawaban",
                select_of(
                    "state",
                    "selesai",
                    rx.el.option("Selesai, laksanakan", value="selesai"),
                    rx.el.option("Sedang dikerjakan", value="dikerjakan"),
                    rx.el.option("Ditolak", value="ditolak"),
                ),
                fault=View.faults["state"],
            ),
            labelled("Penjelasan", input_of("answer", "", max_length=400), fault=View.faults["answer"]),
            right,
            class_name="grid gap-3 sm:grid-cols-2",
        ),
        rx.el.button("Simpan jawaban", type="submit", class_name="btn btn-primary mt-3"),
        on_submit=View.answer,
        no_validate=True,
        class_name="mt-3 rounded-field bg-base-200 p-3",
    )


def request(one: RequestRow) -> rx.Component:
    """A request with its answer, or the form that answers it."""
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.word),
            match_badge(one.state, status.PERMINTAAN),
            rx.cond(one.late, status_badge("Lewat tenggat", "error", "clock-alert")),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.p(
            "Diminta ",
            one.requester,
            " (",
            one.identity,
            ") pada ",
            one.asked,
            ", dicatat ",
            one.written_by,
            ". Tenggat ",
            one.due,
            ".",
            class_name="text-sm text-muted",
        ),
        rx.cond(one.note != "", rx.el.p(one.note, class_name="mt-1")),
        rx.cond(one.answer != "", rx.el.p("Jawaban: ", one.answer, class_name="mt-1")),
        rx.cond(
            one.open & View.may_write,
            rx.fragment(
                rx.el.button(
                    "Jawab",
                    type="button",
                    on_click=View.answer_to(one.id),
                    aria_expanded=View.answering == one.id,
                    class_name="btn btn-sm mt-2",
                ),
                rx.cond(View.answering == one.id, _answer(one)),
            ),
        ),
        class_name="border-b border-base-300 py-3 last:border-0",
    )
