"""The parts of citizens' pages that run on the phone (``assets/islands/lapor*``, ``tiket*``, ``akun_warga*``)."""

from typing import Any

import reflex as rx

from sambang_digital.components.islands import Island
from sambang_digital.forms.fields import Choice
from sambang_digital.forms.pengaduan import GUARDED, MAX_TEXT, MIN_TEXT, WITH_KIND, Gangguan, Kategori


class Report(Island):
    """A report, from the first question to its ticket."""

    library = "$/public/islands/lapor"
    tag = "Lapor"

    rules: rx.Var[dict[str, Any]]


class Tickets(Island):
    """The tickets of this phone."""

    library = "$/public/islands/tiket"
    tag = "Tiket"

    rules: rx.Var[dict[str, Any]]


class Account(Island):
    """A citizen's account, which nobody needs."""

    library = "$/public/islands/akun_warga"
    tag = "AkunWarga"

    rules: rx.Var[dict[str, Any]]


def _options(choices: type[Choice]) -> list[dict[str, str]]:
    return [{"value": one.value, "label": one.label} for one in choices]


def _rules() -> dict[str, Any]:
    """What the form of the server says, for the phone."""
    return {
        "categories": _options(Kategori),
        "kinds": {one.value: _options(Gangguan) for one in Kategori if one in WITH_KIND},
        "guarded": sorted(one.value for one in GUARDED),
        "min_text": MIN_TEXT,
        "max_text": MAX_TEXT,
    }


def report() -> rx.Component:
    """The island of ``/lapor/``."""
    return Report.create(rules=_rules())


def account() -> rx.Component:
    """The island of ``/akun-warga/``, knowing the words for what was reported."""
    return Account.create(rules={name: word for name, word in _rules().items() if name in ("categories", "guarded")})


def tickets() -> rx.Component:
    """The island of ``/tiket/``."""
    return Tickets.create(rules=_rules())
