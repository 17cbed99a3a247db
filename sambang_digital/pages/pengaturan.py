"""``/administrasi/pengaturan/``: what a Polres changes without code."""

import reflex as rx

from sambang_digital.components.administrasi import labelled, notice, options_of, select_of
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, page_header, skeleton_rows, status_badge
from sambang_digital.components.wa import channel_card
from sambang_digital.state.pengaturan import GROUP, MOST_LETTERS, Isi, Kelompok
from sambang_digital.state.pengaturan import PengaturanState as Settings

TITLE = "Pengaturan · Sambang Digital"


def _control(one: Isi) -> rx.Component:
    made = one.key + one.value + Settings.place
    return rx.match(
        one.kind,
        (
            "choice",
            rx.el.select(
                rx.el.option("Bawaan: " + one.usual, value=""),
                options_of(one.choices),
                name=one.name,
                default_value=one.value,
                key=made,
                class_name="select w-full",
            ),
        ),
        (
            "lines",
            rx.el.textarea(
                name=one.name,
                default_value=rx.cond(one.value != "", one.value, one.usual),
                key=made,
                # As tall as the list, within bounds; a browser that cannot tell shows a few rows.
                rows="8",
                max_length=MOST_LETTERS,
                spell_check=False,
                class_name="textarea field-sizing-content max-h-96 min-h-24 w-full",
            ),
        ),
        (
            "number",
            rx.el.input(
                type="number",
                name=one.name,
                default_value=one.value,
                key=made,
                min=one.low,
                max=one.high,
                step=one.step,
                placeholder="Bawaan: " + one.usual,
                custom_attrs={"inputMode": "decimal"},
                class_name="input w-full",
            ),
        ),
        rx.el.input(
            name=one.name,
            default_value=one.value,
            key=made,
            placeholder="Bawaan: " + one.usual,
            max_length=200,
            class_name="input w-full",
        ),
    )


def _field(one: Isi) -> rx.Component:
    return rx.el.div(
        labelled(one.title, _control(one), fault=Settings.faults[one.key]),
        rx.cond(one.help != "", rx.el.p(one.help, class_name="mt-1 text-sm text-muted")),
        rx.cond(
            one.value != "",
            rx.el.p(
                status_badge("Diubah", "info", "pencil"),
                rx.cond(
                    one.kind == "lines",
                    " Kosongkan untuk kembali ke daftar bawaan.",
                    rx.fragment(" Bawaan: ", one.usual),
                ),
                class_name="mt-1 text-sm text-muted",
            ),
        ),
        class_name=rx.cond(one.kind == "lines", "min-w-0 sm:col-span-2", "min-w-0"),
    )


def _group(group: Kelompok) -> rx.Component:
    return card(
        rx.el.h2(group.title, class_name="text-lg"),
        rx.cond(group.about != "", rx.el.p(group.about, class_name="text-muted")),
        rx.el.form(
            rx.el.input(type="hidden", name=GROUP, value=group.name),
            rx.el.div(rx.foreach(group.fields, _field), class_name="mt-3 grid gap-x-6 gap-y-5 sm:grid-cols-2"),
            rx.el.button(
                "Simpan", type="submit", aria_label="Simpan " + group.title, class_name="btn btn-primary mt-5"
            ),
            on_submit=Settings.save,
            no_validate=True,
        ),
        class_name="mb-4",
    )


def index() -> rx.Component:
    """All groups."""
    return staff_layout(
        page_header(
            "Pengaturan",
            rx.cond(
                Settings.few,
                "Yang berlaku untuk satuan ini saja. Selebihnya diatur di Polresnya.",
                "Berlaku untuk seluruh Polres. Yang kosong memakai nilai bawaan.",
            ),
        ),
        channel_card(alarm=True),
        rx.cond(
            Settings.places.length() > 1,
            rx.el.div(
                labelled(
                    "Satuan",
                    select_of("tempat", Settings.place, options_of(Settings.places), on_change=Settings.choose),
                ),
                class_name="mb-4 max-w-md",
            ),
        ),
        # In sight wherever on the long page somebody saved.
        rx.el.div(
            rx.el.div(
                notice(Settings.notice, Settings.dismiss),
                class_name="w-fit rounded-box bg-base-100 has-[button]:shadow-lg",
            ),
            class_name="sticky top-20 z-10 mb-3",
        ),
        rx.cond(
            Settings.loaded,
            rx.el.div(rx.foreach(Settings.groups, _group)),
            skeleton_rows(6, "Memuat pengaturan"),
        ),
        channel_card(alarm=False),
        active="pengaturan",
    )
