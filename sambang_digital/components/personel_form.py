"""The fields of a person, for adding one and for changing one."""

from typing import Any

import reflex as rx

from sambang_digital.components.administrasi import input_of, labelled, options_of, select_of
from sambang_digital.forms.personel import ROLE_WORDS, Kolom, Unit
from sambang_digital.state.personel import ROLE_FIELD

RANKS = (
    "Bripda", "Briptu", "Brigadir", "Bripka", "Aipda", "Aiptu", "Ipda", "Iptu", "AKP", "Kompol", "AKBP", "Kombes Pol",
)  # fmt: skip


def person_fields(state: Any, person: Any = None) -> rx.Component:
    """All fields; ``person``: the var they show (None: empty). ``state`` has ``faults`` and ``units``."""

    def shown(name: str) -> Any:
        return getattr(person, name) if person is not None else ""

    def text(name: str, help: str = "", **props: Any) -> rx.Component:
        return labelled(Kolom[name], input_of(name, shown(name), **props), fault=state.faults[name], help=help)

    def role(value: str, word: str) -> rx.Component:
        held = state.held.contains(value) if person is not None else False
        return rx.el.label(
            rx.el.input(
                type="checkbox",
                name=ROLE_FIELD + value,
                default_checked=held,
                key=ROLE_FIELD + value + rx.cond(held, "1", "0"),
                class_name="checkbox",
            ),
            rx.el.span(word, class_name="min-w-0 wrap-anywhere"),
            class_name="flex min-h-12 min-w-0 items-center gap-3",
        )

    return rx.el.div(
        text("nrp", custom_attrs={"inputMode": "numeric"}, auto_complete="off", max_length=20),
        text("name", auto_complete="off", max_length=120),
        labelled(
            Kolom.rank,
            rx.fragment(
                input_of("rank", shown("rank"), list="pangkat", max_length=40),
                rx.el.datalist(*[rx.el.option(value=rank) for rank in RANKS], id="pangkat"),
            ),
            fault=state.faults["rank"],
        ),
        text("phone", custom_attrs={"inputMode": "tel"}, auto_complete="off", max_length=20),
        text(
            "public_phone",
            help="Tampil di internet untuk semua orang. Isi hanya bila petugasnya setuju; kosong: tidak ditampilkan.",
            custom_attrs={"inputMode": "tel"},
            auto_complete="off",
            max_length=20,
        ),
        labelled(
            Kolom.satuan_id,
            select_of("satuan_id", shown("satuan_id"), rx.el.option("Pilih satuan", value=""), options_of(state.units)),
            fault=state.faults["satuan_id"],
        ),
        labelled(
            Kolom.unit,
            select_of(
                "unit",
                shown("unit"),
                rx.el.option("Bukan dari enam unit", value=""),
                *[rx.el.option(unit.label, value=unit.value) for unit in Unit],
            ),
            fault=state.faults["unit"],
        ),
        rx.el.fieldset(
            rx.el.legend(Kolom.roles, class_name="text-sm font-medium"),
            rx.el.div(
                *[role(value.value, word) for value, word in ROLE_WORDS.items()],
                class_name="grid gap-x-4 sm:grid-cols-2 lg:grid-cols-3",
            ),
            rx.cond(
                state.faults["roles"],
                rx.el.p(state.faults["roles"], role="alert", class_name="text-sm font-semibold text-error"),
            ),
            class_name="sm:col-span-2",
        ),
        class_name="grid gap-4 sm:grid-cols-2",
    )
