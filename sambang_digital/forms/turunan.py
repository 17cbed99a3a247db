"""Write a fact once: which part of a report can become a report of another kind, and what it takes along.

The one table of it. It goes to the phone with the definitions of the forms (``assets/islands/lib/turunan.js`` applies it there).
A source is a dotted path below one of three roots: ``part`` (what the new report is made of), ``body`` (of the whole report), and
``report``, of which ``place`` (in words), ``day`` and ``time`` are known.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sambang_digital.forms.base import Group
from sambang_digital.forms.laporan_informasi import Bidang
from sambang_digital.forms.parts import Topic
from sambang_digital.forms.registry import kinds_of


@dataclass(frozen=True, slots=True)
class Take:
    """What fills a field: the first of ``sources`` that says anything, or with ``glue`` all of them joined; ``codes`` turns an
    option into one of the new form; ``text`` stands there without any source."""

    sources: tuple[str, ...] = ()
    glue: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Turunan:
    """A report of one of ``kinds`` can become one of kind ``target``: each item of the list at ``part``, or the text there, or
    (None) the whole report. ``words``: the source that says what it is about; ``fields``: by dotted path in the new form."""

    kinds: tuple[str, ...]
    part: str | None
    target: str
    words: str
    fields: Mapping[str, Take]


def _of(*sources: str, glue: str | None = None) -> Take:
    return Take(sources, glue)


_TOPIC_TO_FIELD = {
    Topic.SECURITY.value: Bidang.SECURITY.value,
    Topic.DRUGS.value: Bidang.SECURITY.value,
    Topic.TRAFFIC.value: Bidang.SECURITY.value,
    Topic.SOCIAL.value: Bidang.SOCIAL.value,
    Topic.ENVIRONMENT.value: Bidang.SOCIAL.value,
    Topic.ECONOMY.value: Bidang.ECONOMY.value,
}


def _informs(words: str, **more: Take) -> dict[str, Take]:
    """Fields of a Laporan Informasi about what ``words`` says."""
    return {
        "matter": _of(words),
        "source.day": _of("report.day"),
        "source.time": _of("report.time"),
        "facts.what": _of(words),
        "facts.where": _of("report.place"),
    } | {name.replace("__", "."): take for name, take in more.items()}


def _solves(words: str, **more: Take) -> dict[str, Take]:
    """Fields of a problem solving about what ``words`` says; its form shows those that belong to the kind of problem."""
    return {
        "name": _of(words),
        "place": _of("report.place"),
        **dict.fromkeys(("chronology", "problem", "description"), _of(words)),
    } | {name.replace("__", "."): take for name, take in more.items()}


_VISITED = {
    "source__name": _of("body.recipient.name", "body.name"),
    "source__relation": _of("body.recipient.status"),
    "source__method": Take(text="Wawancara saat sambang"),
}
_COMPLAINANT = {
    "first_party__0__name": _of("body.recipient.name", "body.name"),
    "first_party__0__address": _of("body.address"),
    "first_party__0__phone": _of("body.recipient.phone", "body.head.phone", "body.phone"),
}
_TOPIC = {"field": Take(("part.topic",), codes=_TOPIC_TO_FIELD)}
_HEARD = {"source__method": Take(text="Keluhan warga dalam Jumat Curhat")}

_VISITS = tuple(kinds_of(Group.SAMBANG))
_LI, _PM = "laporan_informasi", "pemecahan_masalah"
_CONCERN = "part.description"
TURUNAN = (
    Turunan(_VISITS, "result.concerns", _LI, _CONCERN, _informs(_CONCERN, **_TOPIC, **_VISITED)),
    Turunan(_VISITS, "result.concerns", _PM, _CONCERN, _solves(_CONCERN, **_COMPLAINANT)),
    Turunan(_VISITS, "result.situation_note", _LI, "part", _informs("part", **_VISITED)),
    Turunan(_VISITS, "result.situation_note", _PM, "part", _solves("part")),
    Turunan(("jumat_curhat",), "concerns", _LI, _CONCERN, _informs(_CONCERN, **_TOPIC, **_HEARD)),
    Turunan(("jumat_curhat",), "concerns", _PM, _CONCERN, _solves(_CONCERN)),
    Turunan(
        ("deteksi_dini",),
        None,
        _LI,
        "body.description",
        _informs(
            "body.description",
            field=Take(text=Bidang.SECURITY.value),
            matter=_of("body.threat_other", "body.threat"),
            source__name=_of("body.informant.name"),
            source__relation=_of("body.informant.status"),
            facts__when=_of("body.date", "body.time", glue=", "),
            opinion__advice=_of("body.advice"),
        ),
    ),
    Turunan(("deteksi_dini",), None, _PM, "body.description", _solves("body.description")),
)


def table() -> list[dict[str, Any]]:
    """The table for the phone, as JSON."""
    return [asdict(rule) for rule in TURUNAN]
