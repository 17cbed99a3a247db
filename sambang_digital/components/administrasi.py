"""Parts of the administration's screens: fields with their faults, notices, the password that is shown once."""

from typing import Any

import reflex as rx

from sambang_digital.components.parts import icon, link, status_badge


def labelled(
    label: str, control: rx.Component, *, fault: rx.Var | None = None, help: str = "", class_name: str = ""
) -> rx.Component:
    """A control under its label, with what is wrong with it below."""
    return rx.el.div(
        # What is wrong stands outside of the label: it is no part of the field's name.
        rx.el.label(rx.el.span(label, class_name="mb-1 block text-sm font-medium"), control, class_name="block"),
        rx.el.p(help, class_name="mt-1 text-sm text-muted") if help else None,
        _fault(fault) if fault is not None else None,
        class_name=f"min-w-0 {class_name}",
    )


def _fault(text: rx.Var) -> rx.Component:
    return rx.cond(
        text,
        rx.el.p(
            icon("octagon-alert", 16, "mt-0.5"),
            rx.el.span(text),
            role="alert",
            class_name="mt-1 flex items-start gap-1.5 text-sm font-semibold text-error",
        ),
    )


def input_of(name: str, value: rx.Var | str = "", **props: Any) -> rx.Component:
    """A text field that a form sends as ``name``; an uncontrolled one is made anew when its value changes."""
    return rx.el.input(
        name=name, default_value=value, key=name + rx.Var.create(value), class_name="input w-full", **props
    )


def select_of(name: str, value: rx.Var | str, *options: Any, **props: Any) -> rx.Component:
    """A choice that a form sends as ``name``."""
    return rx.el.select(
        *options, name=name, default_value=value, key=name + rx.Var.create(value), class_name="select w-full", **props
    )


def options_of(choices: rx.Var) -> rx.Component:
    """The options of a list of ``Pilihan``."""
    return rx.foreach(choices, lambda one: rx.el.option(one.label, value=one.value))


def filters(
    state: Any, placeholder: str, *selects: rx.Component, clear: str, more: rx.Component | None = None
) -> rx.Component:
    """The search of a list, its other filters folded; ``clear`` is the address without any."""
    return rx.el.form(
        rx.el.div(
            rx.el.label(
                rx.el.span("Cari", class_name="sr-only"),
                input_of("cari", state.filters["cari"], type="search", placeholder=placeholder, max_length=100),
                class_name="min-w-0 grow",
            ),
            rx.el.button(icon("search"), type="submit", aria_label="Cari", class_name="btn btn-square"),
            more,
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.details(
            rx.el.summary(
                icon("sliders-horizontal", 18),
                "Saringan",
                rx.cond(state.filtered, status_badge("Aktif", "info", "filter")),
                class_name="flex min-h-12 items-center gap-2 font-medium",
            ),
            rx.el.div(*selects, class_name="grid gap-3 sm:grid-cols-2 lg:grid-cols-3"),
            rx.el.div(
                rx.el.button("Terapkan", type="submit", class_name="btn btn-primary"),
                link("Hapus saringan", to=clear, class_name="btn btn-ghost"),
                class_name="mt-3 flex flex-wrap gap-2",
            ),
        ),
        on_submit=state.filter,
        role="search",
        class_name="mb-3",
    )


def notice(shown: rx.Var, dismiss: Any) -> rx.Component:
    """What was just done, or why not."""

    def said(tone: str) -> rx.Component:
        return rx.el.div(
            status_badge(shown.text, tone),
            rx.el.button(
                icon("x"),
                type="button",
                on_click=dismiss,
                aria_label="Tutup pesan",
                class_name="btn btn-ghost btn-square",
            ),
            class_name="flex items-center gap-2",
        )

    return rx.el.div(
        rx.match(shown.tone, ("success", said("success")), ("warning", said("warning")), rx.fragment()),
        role="status",
        class_name="min-w-0",
    )


def one_time_password(name: rx.Var, nrp: rx.Var, password: rx.Var, done: Any) -> rx.Component:
    """A password to hand over: shown until it is closed, and never again."""
    return rx.cond(
        password != "",
        rx.el.section(
            rx.el.h2("Kata sandi sementara", class_name="text-lg"),
            rx.el.p(
                "Sampaikan langsung kepada ",
                rx.el.strong(name),
                " (NRP ",
                nrp,
                "). Hanya ditampilkan sekali dan diganti saat pertama masuk.",
                class_name="mt-1",
            ),
            rx.el.p(
                password,
                aria_label="Kata sandi sementara",
                class_name="my-3 rounded-field bg-base-200 px-4 py-3 text-xl font-bold tracking-wider select-all",
            ),
            rx.el.button("Sudah disampaikan", type="button", on_click=done, class_name="btn btn-primary"),
            role="status",
            class_name="mb-5 rounded-box border-2 border-success bg-base-100 p-4 sm:p-5",
        ),
    )
