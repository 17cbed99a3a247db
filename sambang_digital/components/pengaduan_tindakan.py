"""What may be done about the open report now: one button for what comes next, the others beside it, each with its small form that says
what the citizen will read."""

from dataclasses import dataclass

import reflex as rx

from sambang_digital.components.administrasi import cancel, input_of, labelled, reason_field
from sambang_digital.components.parts import icon, note
from sambang_digital.forms.pengaduan import MAX_NOTE, REASONS
from sambang_digital.state.pengaduan import PengaduanState as Desk


@dataclass(frozen=True, slots=True)
class Words:
    """A deed: its button, its icon, what is asked about it, and what comes of it for the citizen."""

    label: str
    icon: str
    question: str
    told: str


DEEDS: dict[str, Words] = {
    "verifikasi": Words(
        "Verifikasi",
        "badge-check",
        "Pesan untuk pelapor (boleh kosong)",
        "Pelapor membaca: laporannya sudah diperiksa, beserta pesan ini.",
    ),
    "tugaskan": Words(
        "Tugaskan",
        "user-check",
        "Arahan untuk penerima (boleh kosong)",
        "Pelapor melihat satuan yang menangani, tanpa nama petugas. Arahan tidak dibacanya.",
    ),
    "tangani": Words(
        "Mulai tangani",
        "footprints",
        "Pesan untuk pelapor (boleh kosong)",
        "Pelapor melihat bahwa laporannya sedang ditangani, beserta pesan ini.",
    ),
    "jawab": Words("Jawab pelapor", "message-circle", "Jawaban untuk pelapor", "Pelapor membaca kata-kata ini."),
    "selesaikan": Words(
        "Selesaikan",
        "circle-check",
        "Apa hasilnya? Tulis untuk pelapor",
        "Pelapor membaca hasil ini, dapat menilainya, dan dapat membuka lagi dalam 7 hari.",
    ),
    "tanya": Words(
        "Tanya pelapor",
        "message-circle-question",
        "Apa yang perlu dijelaskan pelapor?",
        "Pelapor membaca pertanyaan ini. Batas waktu berhenti sampai ia menjawab.",
    ),
    "catat": Words(
        "Catat",
        "pencil",
        "Catatan untuk petugas",
        "Pelapor tidak membaca catatan ini.",
    ),
    "teruskan": Words(
        "Teruskan ke mitra",
        "forward",
        "Mengapa diteruskan? Tulis untuk pelapor",
        "Pelapor membaca kepada siapa laporannya diteruskan, dan alasannya.",
    ),
    "gabung": Words(
        "Gabungkan",
        "merge",
        "Pesan untuk pelapor (boleh kosong)",
        "Pelapor membaca bahwa laporannya digabung dengan laporan lain yang sama. Kodenya tidak disebut.",
    ),
    "tolak": Words(
        "Tolak",
        "circle-x",
        "Penjelasan untuk pelapor",
        "Pelapor membaca alasan dan penjelasan ini, dan dapat membuka lagi dalam 7 hari.",
    ),
    "tutup": Words(
        "Tutup",
        "archive",
        "Pesan untuk pelapor (boleh kosong)",
        "Pelapor melihat bahwa laporannya ditutup. Tanpa tindakan ini, tertutup sendiri setelah 7 hari.",
    ),
}
"""In the order in which they are shown."""


def _more(deed: str) -> tuple[rx.Component, ...]:
    """What a deed asks besides words."""
    if deed == "tolak":
        options = [rx.el.option(word, value=code) for code, word in REASONS.items()]
        control = rx.el.select(
            rx.el.option("Pilih alasan", value=""), *options, name="reason", class_name="select w-full"
        )
        return (labelled("Alasan", control, fault=Desk.faults["reason"]),)
    if deed == "teruskan":
        control = input_of("to_name", max_length=160, placeholder="Misalnya Dinas Sosial Kota Tangerang")
        return (labelled("Lembaga atau tokoh yang menerima", control, fault=Desk.faults["to_name"]),)
    if deed == "gabung":
        control = input_of("code", max_length=12, placeholder="K7M3-9QXT", auto_capitalize="characters")
        return (labelled("Kode pengaduan induk", control, fault=Desk.faults["code"]),)
    if deed == "tugaskan":
        control = rx.el.select(
            rx.el.option("Pilih penerima", value=""),
            rx.foreach(
                Desk.targets,
                lambda group: rx.el.optgroup(
                    rx.foreach(group.options, lambda one: rx.el.option(one.label, value=one.value)),
                    label=group.label,
                ),
            ),
            name="target",
            class_name="select w-full",
        )
        due = input_of("due_day", type="date", min=Desk.min_day)
        return (
            labelled("Diberikan kepada", control, fault=Desk.faults["target"]),
            rx.cond(
                Desk.targets.length() == 0,
                note(
                    "Belum ada petugas di satuan atau unit Anda",
                    "Jawab pelapor sendiri, atau minta meja pengaduan menugaskan petugas lain.",
                ),
            ),
            labelled(
                "Tenggat untuk petugas (kosong: besok)",
                due,
                fault=Desk.faults["due_day"],
                help="Petugas menerimanya sebagai tugas di HP, juga tanpa sinyal.",
            ),
        )
    return ()


def _form(deed: str) -> rx.Component:
    words = DEEDS[deed]
    return rx.el.form(
        rx.el.input(type="hidden", name="id", value=Desk.detail.row.id),
        rx.el.input(type="hidden", name="step", value=deed),
        *_more(deed),
        reason_field(words.question, Desk.faults["note"], "galat-tindakan", max_length=MAX_NOTE, rows=3),
        rx.el.p(
            icon("eye" if deed != "catat" else "eye-off", 18, "mt-0.5"),
            words.told,
            class_name="flex items-start gap-2 text-sm text-muted",
        ),
        rx.el.div(
            rx.el.button(words.label, type="submit", class_name="btn btn-primary grow"),
            cancel(Desk.ask("")),
            class_name="flex gap-2",
        ),
        on_submit=Desk.act,
        no_validate=True,
        key=deed + Desk.detail.row.id,
        aria_label=words.label,
        class_name="flex max-h-[70dvh] flex-col gap-3 overflow-y-auto",
    )


def _button(deed: str) -> rx.Component:
    words = DEEDS[deed]
    first = Desk.detail.first == deed
    return rx.cond(
        first | Desk.detail.deeds.contains(deed),
        rx.cond(
            first,
            rx.el.button(
                icon(words.icon),
                words.label,
                rx.el.kbd("A", class_name="kbd kbd-sm hidden text-base-content lg:inline-flex", aria_hidden="true"),
                type="button",
                on_click=Desk.ask(deed),
                aria_keyshortcuts="A",
                class_name="btn btn-primary order-first",
            ),
            rx.el.button(icon(words.icon), words.label, type="button", on_click=Desk.ask(deed), class_name="btn"),
        ),
    )


def actions() -> rx.Component:
    """Nothing for somebody who only reads."""
    return rx.cond(
        (Desk.detail.first != "") | (Desk.detail.deeds.length() > 0),
        rx.el.section(
            rx.el.h3("Tindakan", class_name="sr-only"),
            rx.cond(
                Desk.asked == "",
                rx.el.div(*[_button(deed) for deed in DEEDS], class_name="flex flex-wrap gap-2"),
                rx.match(Desk.asked, *[(deed, _form(deed)) for deed in DEEDS], rx.fragment()),
            ),
            class_name="rounded-box border border-base-300 bg-base-100 p-3 sm:p-4",
        ),
    )
