"""Marks that are filed beside the words of a thing: who may find it, and what of it is filtered by.

They only make a search quick, and are as old as the index: whatever is found is read again with the reader's own rights.
A mark holds small letters, digits and ``_`` alone.
"""

from collections.abc import Iterator
from typing import Any

from sambang_digital.forms.registry import SECRET
from sambang_digital.models.cari import MARK
from sambang_digital.models.laporan import RETURNED, WAITING
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services.cari_antrean import PRIBADI, Jenis
from sambang_digital.services.kata import Group, Term

OPEN, HIDDEN, PRACTICE = "l", "x", "p"
"""What a report is to those who read it: open, secret, or practice."""
_SORT: dict[str, str] = {
    Jenis.LAPORAN: "", Jenis.PERCAKAPAN: "c", Jenis.REGISTER: "r", Jenis.PETUGAS: "o", Jenis.TUGAS: "t", PRIBADI: "d",
}  # fmt: skip
NO_POSITION = "none"


def _mark(*parts: object) -> str:
    return MARK + "".join(str(part) for part in parts).lower().replace(".", "")


def within(jenis: str, path: str | None, secrecy: str = OPEN) -> Iterator[str]:
    """For those who read what a satuan or one below it has: one for each unit of ``path``."""
    for step in (path or "").strip("/").split("/"):
        if step:
            yield _mark(_SORT[jenis], secrecy, step)


def of_person(jenis: Jenis, akun_id: int, secrecy: str = OPEN) -> str:
    """For whoever wrote it."""
    return _mark(_SORT[jenis], secrecy, "a", akun_id)


def of_village(area_code: str) -> str:
    """For the officers of a village."""
    return _mark("w", area_code)


def secrecy(kind: str | None, *, practice: bool = False) -> str:
    """Of a report of this kind; of a task None."""
    if practice:
        return PRACTICE
    return HIDDEN if kind in SECRET else OPEN


def status(state: str) -> str:
    """A report's state as the queue is filtered by it."""
    return _mark("s", {RETURNED: RETURNED, **dict.fromkeys(WAITING, "menunggu")}.get(state, state))


def kind(name: str) -> str:
    """Kind of report."""
    return _mark("k_", name)


def author(akun_id: int) -> str:
    """Who wrote it, whatever it is to its readers."""
    return _mark("by", akun_id)


def verdict(value: str | None) -> str:
    """Where it was."""
    return _mark("v_", value or NO_POSITION)


def flag(code: str) -> str:
    """A flag that it carries."""
    return _mark("f_", code)


def severity(level: int) -> str:
    """Its worst flag is at least so bad (1 to 4)."""
    return _mark("g", level)


UPHELD = _mark("upheld")


def of_report(report: Any) -> Iterator[str]:
    """All that a report (row of ``Laporan``) is filtered by."""
    yield from (status(report.state), kind(report.kind), author(report.author_id), verdict(report.verdict))
    yield from (flag(one["code"]) for one in report.flags)
    yield from (severity(level) for level in range(1, report.severity + 1))
    if report.upheld:
        yield UPHELD


def any_of(*marks: str) -> Group:
    """A part of a question: one of these."""
    return tuple((Term(mark),) for mark in marks)


def reach(jenis: Jenis, actor: Actor, *, practice: bool = False) -> Group:
    """What of reports, tasks, or the threads of both the actor may find; nothing where that is nothing.

    Without ``li:read`` nobody finds a secret report here, nor does who wrote it: their phone keeps its number, and finds that.
    """
    marks: list[str] = []
    shown = (PRACTICE,) if practice else (OPEN, HIDDEN) if actor.may(Permission.LI_READ) else (OPEN,)
    if actor.may(Permission.SAMBANG_WRITE) or actor.may(Permission.TUGAS_DO):
        marks += [of_person(jenis, actor.id, each) for each in shown]
    if actor.may(Permission.LAPORAN_READ):
        marks += [_mark(_SORT[jenis], each, actor.satuan_id) for each in shown]
    return any_of(*marks)


def unit(jenis: str, actor: Actor) -> Group:
    """What the actor's satuan and those below it have."""
    return any_of(_mark(_SORT[jenis], OPEN, actor.satuan_id))
