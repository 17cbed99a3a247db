"""Parts of the administration's screens: fields with their faults, notices, the password that is shown once."""

from typing import Any

import reflex as rx

from sambang_digital.components.parts import icon, status_badge


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


def reason_field(
    question: rx.Var | str, fault: rx.Var, fault_id: str, *, max_length: int, name: str = "note", rows: int = 2
) -> rx.Component:
    """What has to be said about a deed, with what is wrong with it below; ``fault_id`` is the page's own for that."""
    return rx.fragment(
        # No id on the field: Reflex would send its value once more under that name.
        rx.el.label(
            rx.el.span(question, class_name="mb-1 block font-medium"),
            rx.el.textarea(
                name=name,
                rows=str(rows),
                max_length=max_length,
                auto_focus=True,
                aria_invalid=fault != "",
                aria_describedby=fault_id,
                class_name="textarea w-full",
            ),
            class_name="block",
        ),
        rx.el.p(fault, id=fault_id, role="alert", class_name="text-sm font-medium text-error"),
    )


def cancel(on_click: Any, label: str = "Batal") -> rx.Component:
    """The way out of a form that was opened, also by Escape (``assets/islands/papan_ketik.jsx``)."""
    return rx.el.button(label, type="button", on_click=on_click, aria_keyshortcuts="Escape", class_name="btn btn-ghost")


def options_of(choices: rx.Var) -> rx.Component:
    """The options of a list of ``Pilihan``."""
    return rx.foreach(choices, lambda one: rx.el.option(one.label, value=one.value))


def notice(shown: rx.Var, dismiss: Any, beside: rx.Component | None = None) -> rx.Component:
    """What was just done, or why not, with what stands ``beside`` the words."""

    def said(tone: str) -> rx.Component:
        return rx.el.div(
            status_badge(shown.text, tone),
            beside,
            rx.el.button(
                icon("x"),
                type="button",
                on_click=dismiss,
                aria_label="Tutup pesan",
                class_name="btn btn-ghost btn-square",
            ),
            class_name="flex items-center gap-2 wrap-anywhere",
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
