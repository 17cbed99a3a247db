"""Lists of the staff screens: a table on a wide screen whose rows are cards on a phone, its filters, its pages."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from sambang_digital.components.parts import empty_state, icon, link, skeleton_rows, status_badge
from sambang_digital.forms.base import Group
from sambang_digital.forms.registry import FORMS, kinds_of
from sambang_digital.state.daftar import Daftar


def cell(label: str, *children: Any, head: bool = False, class_name: str = "") -> rx.Component:
    """One cell; ``label`` is its column, said on a card. ``head``: it names the row, on a card over its whole width."""
    kind: Any = rx.el.th if head else rx.el.td
    place = "col-span-full text-left font-normal" if head else ""
    return kind(
        None if head else rx.el.span(label, class_name="block text-sm text-muted lg:hidden", aria_hidden="true"),
        *children,
        role="rowheader" if head else "cell",
        scope="row" if head else None,
        class_name=f"min-w-0 align-top lg:table-cell lg:px-3 lg:py-3 {place} {class_name}",
    )


def table(
    name: str, columns: Sequence[str], rows: rx.Var, row: Callable[[Any], Sequence[rx.Component]]
) -> rx.Component:
    """A table; ``row`` makes the cells of one of ``rows``. Roles are said, because a card is no table row to a browser."""
    return rx.el.table(
        rx.el.caption(name, class_name="sr-only"),
        rx.el.thead(
            rx.el.tr(
                *[
                    rx.el.th(column, role="columnheader", scope="col", class_name="px-3 py-2 text-left font-semibold")
                    for column in columns
                ],
                role="row",
            ),
            role="rowgroup",
            class_name="hidden border-b border-base-300 text-sm text-muted lg:table-header-group",
        ),
        rx.el.tbody(
            rx.foreach(
                rows,
                lambda one: rx.el.tr(
                    *row(one),
                    role="row",
                    class_name=(
                        # As many columns as the text's size leaves room for.
                        "grid grid-cols-[repeat(auto-fill,minmax(min(8.5rem,100%),1fr))] gap-x-4 gap-y-2 border-b border-base-300 p-4 "
                        "last:border-0 lg:table-row lg:hover:bg-base-200"
                    ),
                ),
            ),
            role="rowgroup",
            class_name="block lg:table-row-group",
        ),
        role="table",
        class_name="block w-full lg:table",
    )


def number_link(value: rx.Var | str, to: rx.Var | str, what: rx.Var | str) -> rx.Component:
    """A number that opens the rows it counts; ``what`` says of what, for those who hear the link alone."""
    return link(
        value,
        rx.el.span(" ", what, class_name="sr-only"),
        to=to,
        class_name="inline-flex min-h-8 items-center font-bold lg:min-h-0 text-primary underline underline-offset-4",
    )


def pager(shown: type[Daftar], name: str) -> rx.Component:
    """Steps through the pages of a list, where there are several."""

    def step(label: str, icon_name: str, to: rx.Var) -> rx.Component:
        # What holds the place of a step that is not there: the page number stays in the middle.
        return rx.cond(to != "", link(icon(icon_name), label, to=to, class_name="btn btn-ghost"), rx.el.span())

    return rx.cond(
        shown.pages > 1,
        rx.el.nav(
            step("Sebelumnya", "chevron-left", shown.newer_url),
            rx.el.span(
                *("Halaman ", shown.page, " dari ", shown.pages, shown.beyond),
                # On a narrow screen above the steps: beside each other they have no room.
                class_name="order-first w-full text-center text-sm text-muted sm:order-none sm:w-auto",
            ),
            step("Selanjutnya", "chevron-right", shown.older_url),
            aria_label=name,
            class_name="flex flex-wrap items-center justify-between gap-2 border-t border-base-300 p-2",
        ),
    )


def tab(label: str, to: rx.Var, here: rx.Var, count: rx.Var | None = None) -> rx.Component:
    """One of several views of a screen, with the ``count`` of what is there."""
    base = "flex min-h-12 items-center gap-2 border-b-3 px-3 whitespace-nowrap "
    return link(
        label,
        None
        if count is None
        else rx.el.span(count, class_name="rounded-full bg-base-200 px-2 text-sm text-base-content"),
        to=to,
        aria_current=rx.cond(here, "page", "false"),
        class_name=base
        + rx.cond(
            here,
            "border-primary font-bold text-primary",
            "border-transparent text-muted hover:text-base-content",
        ),
    )


def tabs(name: str, *entries: rx.Component) -> rx.Component:
    """The views of a screen, each a :func:`tab`; they scroll sideways on a phone."""
    return rx.el.nav(*entries, aria_label=name, class_name="flex overflow-x-auto border-b border-base-300 px-2")


def none_found(text: str, clear_url: rx.Var | str) -> rx.Component:
    """Instead of rows that filters left none of."""
    return empty_state("search-x", "Tidak ada yang cocok", text, link("Hapus saringan", to=clear_url, class_name="btn"))


def tabbed_table(
    shown: Any,
    name: str,
    views: rx.Component,
    filters: rx.Component,
    columns: Sequence[str],
    row: Callable[[Any], Sequence[rx.Component]],
    nothing: rx.Component,
) -> rx.Component:
    """A list in a box of its own: views, filters, how many, the table, its pages; ``nothing`` instead of no rows. ``shown`` is a state that is
    a :class:`Daftar` and has ``rows``."""
    many = rx.el.p(shown.total, f" {name.lower()}.", role="status", class_name="px-4 text-sm text-muted")
    return rx.el.section(
        views,
        rx.el.div(filters, class_name="px-4 pt-3"),
        rx.cond(
            shown.loaded,
            rx.cond(shown.rows.length() > 0, rx.fragment(many, table(name, columns, shown.rows, row)), nothing),
            skeleton_rows(6, f"Memuat {name.lower()}"),
        ),
        pager(shown, f"Halaman {name.lower()}"),
        class_name="rounded-box border border-base-300 bg-base-100",
    )


def choice(
    filters: rx.Var, name: str, label: str, *options: rx.Component, made_anew: rx.Var | str = ""
) -> rx.Component:
    """A choice among the filters. ``made_anew`` changes when its options arrive: an uncontrolled field keeps what it had."""
    return rx.el.label(
        rx.el.span(label, class_name="mb-1 block text-sm font-medium"),
        rx.el.select(
            *options,
            name=name,
            default_value=filters[name],
            key=name + filters[name] + made_anew,
            class_name="select w-full",
        ),
        class_name="block min-w-0",
    )


def typed(filters: rx.Var, name: str, label: str, **props: Any) -> rx.Component:
    """A field among the filters that is typed."""
    return rx.el.label(
        rx.el.span(label, class_name="mb-1 block text-sm font-medium"),
        rx.el.input(
            name=name,
            default_value=filters[name],
            # An address may change the value: an uncontrolled control then has to be made anew.
            key=name + filters[name],
            class_name="input w-full",
            **props,
        ),
        class_name="block min-w-0",
    )


def choices(rows: rx.Var, everything: str) -> tuple[rx.Component, rx.Component]:
    """Options of a choice among rows that the state holds as (value, word)."""
    return (
        rx.el.option(everything, value=""),
        rx.foreach(rows, lambda one: rx.el.option(one[1], value=one[0].to_string(use_json=False))),
    )


def filters_form(
    *fields: rx.Component,
    on_submit: Any,
    clear_url: rx.Var | str,
    active: rx.Var,
    always: rx.Component | None = None,
    below: rx.Component | None = None,
    columns: str = "sm:grid-cols-2 lg:grid-cols-4",
    class_name: str = "",
) -> rx.Component:
    """A form of filters, folded, with ``below`` under them; ``always`` stays in sight."""
    return rx.el.form(
        always,
        rx.el.details(
            rx.el.summary(
                icon("sliders-horizontal", 18),
                "Saringan",
                rx.cond(active, status_badge("Aktif", "info", "filter")),
                class_name="flex min-h-12 w-fit items-center gap-2 font-medium",
            ),
            rx.el.div(*fields, class_name=f"grid gap-3 {columns}"),
            rx.el.div(
                rx.el.button("Terapkan", type="submit", class_name="btn btn-primary"),
                link("Hapus saringan", to=clear_url, class_name="btn btn-ghost"),
                class_name="mt-3 mb-2 flex flex-wrap gap-2",
            ),
            below,
        ),
        on_submit=on_submit,
        role="search",
        class_name=class_name,
    )


def search_box(filters: rx.Var, label: str) -> rx.Component:
    """The words looked for, with the button that looks."""
    return rx.el.div(
        rx.el.label(
            rx.el.span(label, class_name="sr-only"),
            rx.el.input(
                type="search",
                name="cari",
                placeholder=label,
                max_length=100,
                default_value=filters["cari"],
                key="cari" + filters["cari"],
                class_name="input w-full",
            ),
            class_name="min-w-0 grow",
        ),
        rx.el.button(icon("search"), type="submit", aria_label="Cari", class_name="btn btn-square"),
        class_name="flex max-w-xl gap-2",
    )


def figure(label: str, value: rx.Var, to: rx.Var, *, of: str = "", whole: rx.Var | str = "") -> rx.Component:
    """A large number that opens its rows; ``of`` says beside which ``whole`` it stands."""
    return link(
        rx.el.span(label, class_name="block text-sm text-muted"),
        rx.el.span(
            value,
            rx.el.span(" ", of, " ", whole, class_name="text-base font-medium text-muted") if of else None,
            class_name="mt-1 block text-3xl font-extrabold",
        ),
        to=to,
        class_name="block rounded-box border border-base-300 bg-base-100 p-4 hover:border-primary",
    )


def kind_options() -> list[rx.Component]:
    """All kinds of report, group by group; a group can be chosen as a whole."""
    return [
        rx.el.option("Semua jenis", value=""),
        *[
            rx.el.optgroup(
                rx.el.option(f"Semua {group.label.lower()}", value=str(group)),
                *[rx.el.option(FORMS[kind].title, value=kind) for kind in kinds_of(group)],
                label=group.label,
            )
            for group in Group
        ],
    ]


def day_bars(days: rx.Var, label: str, what: str) -> rx.Component:
    """Days as bars, each with its number of ``what``; each opens its reports."""
    return rx.el.ul(
        rx.foreach(
            days,
            lambda bar: rx.el.li(
                link(
                    rx.el.span(bar.n, class_name="text-xs font-semibold", aria_hidden="true"),
                    rx.el.span(
                        rx.el.span(
                            class_name="mx-px w-full rounded-t bg-primary group-hover:bg-primary/80",
                            style={"height": bar.share.to_string() + "%", "minHeight": "2px"},
                        ),
                        class_name="flex h-24 w-full max-w-8 items-end",
                        aria_hidden="true",
                    ),
                    rx.el.span(bar.day, class_name="text-xs text-muted", aria_hidden="true"),
                    rx.el.span(bar.name, ": ", bar.n, f" {what}", class_name="sr-only"),
                    to=bar.url,
                    title=bar.name,
                    class_name="group flex w-full flex-col items-center gap-1 rounded-field",
                ),
                class_name="flex min-w-5 flex-1",
            ),
        ),
        aria_label=label,
        # Relative: what only screen readers see is positioned, and would stretch the page from in here.
        class_name="relative flex items-end overflow-x-auto p-1",
    )
