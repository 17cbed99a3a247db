"""The islands of the reviewer's desk (sources in ``assets/islands``)."""

from typing import Any

import reflex as rx


class RelativeTime(rx.Component):
    """A moment as *3 jam lalu*; ``full`` says the exact time too."""

    library = "$/public/islands/waktu"
    tag = "Waktu"

    iso: rx.Var[str]
    full: rx.Var[bool]


class Map(rx.NoSSRComponent):
    """Villages, one point with its circle of accuracy, or several ``points`` with what each is called; ``focus`` is the code of
    the village to fill the frame."""

    library = "$/public/islands/peta"
    tag = "Peta"

    areas: rx.Var[list[dict[str, Any]]]
    point: rx.Var[dict[str, float] | None]
    points: rx.Var[list[dict[str, Any]]]
    focus: rx.Var[str]
    label: rx.Var[str]
    tiles: rx.Var[dict[str, str]]


class PickPoint(rx.NoSSRComponent):
    """A point chosen on a map of ``areas``: the fields ``lat`` and ``lon`` of the form around it."""

    library = "$/public/islands/titik"
    tag = "TitikPeta"

    areas: rx.Var[list[dict[str, Any]]]
    tiles: rx.Var[dict[str, str]]


class Spread(rx.NoSSRComponent):
    """Counted reports by village and place; ``seen`` changes when there may be something new to ask for."""

    library = "$/public/islands/sebaran"
    tag = "Sebaran"

    query: rx.Var[str]
    seen: rx.Var[int]
    tiles: rx.Var[dict[str, str]]


class Calendar(rx.NoSSRComponent):
    """An officer's last twelve weeks: ``days`` (ISO) with how many visits and the address of their rows; ``today`` is the last."""

    library = "$/public/islands/kalender"
    tag = "KalenderPetugas"

    days: rx.Var[dict[str, Any]]
    today: rx.Var[str]
    target: rx.Var[int]


class Photos(rx.NoSSRComponent):
    """Small photos that open large; with ``compare`` side by side, small and large."""

    library = "$/public/islands/foto"
    tag = "Foto"

    photos: rx.Var[list[Any]]
    compare: rx.Var[bool]


class Thread(rx.NoSSRComponent):
    """The thread of a report, or with ``about="tugas"`` of a task, whose id is ``laporan``; ``changed`` says something else
    whenever it has to be read again."""

    library = "$/public/islands/utas"
    tag = "Utas"
    lib_dependencies: list[str] = ["idb@8.0.4", "tus-js-client@4.3.1"]

    laporan: rx.Var[str]
    changed: rx.Var[str]
    about: rx.Var[str]


class Shortcuts(rx.Component):
    """Keys that press the control which names them (``aria-keyshortcuts``), their help and their switch."""

    library = "$/public/islands/pintasan"
    tag = "Pintasan"

    keys: rx.Var[list[tuple[str, str]]]
