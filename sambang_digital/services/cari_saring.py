"""The queue of reviewers filtered by words and flags: the index finds them, with all else that the queue is filtered by."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import kinds_named
from sambang_digital.repositories import cari as index
from sambang_digital.repositories.tinjauan import COUNTED, PAGE, QueueFilter
from sambang_digital.security.actor import Actor
from sambang_digital.services import cari_tanda as marks
from sambang_digital.services import kata
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.kata import Group, Question, TooShort


def most(wanted: QueueFilter) -> int:
    """Up to how many reports of this view are counted: those of all pages. Of what the index alone finds, up to the first one of the next
    page: it gives its finds in no order, so that many must be sorted to find the first few."""
    by_index = wanted.text or wanted.flag
    besides = wanted.unread or wanted.waiting_hours or wanted.field or wanted.source or wanted.content
    return COUNTED if besides or not by_index else min(COUNTED, wanted.page * PAGE + 1)


async def reports(session: AsyncSession, actor: Actor, wanted: QueueFilter) -> list[UUID] | None:
    """Reports of the queue that fit its text or flag, up to :func:`most`; None if neither is asked for."""
    if not wanted.text and not wanted.flag:
        return None
    question = _question(actor, wanted)
    if not question:
        return []
    return await index.refs(session, question, Jenis.LAPORAN, most(wanted), oldest_first=wanted.oldest_first)


def all_reports(
    session: AsyncSession, actor: Actor, wanted: QueueFilter
) -> Select[tuple[UUID]] | Sequence[UUID] | None:
    """The same without an end, to be read from within another statement."""
    if not wanted.text and not wanted.flag:
        return None
    question = _question(actor, wanted)
    return index.all_refs(session, question) if question else ()


def _question(actor: Actor, wanted: QueueFilter) -> Question:
    """What the index is asked; nothing if that can find nothing."""
    groups: list[Group] = [marks.reach(Jenis.LAPORAN, actor, practice=wanted.status == "latihan")]
    if wanted.status not in ("semua", "latihan"):
        groups.append(marks.any_of(marks.status(wanted.status)))
    if wanted.kind:
        groups.append(marks.any_of(*(marks.kind(kind) for kind in kinds_named(wanted.kind))))
    if wanted.author_id:
        groups.append(marks.any_of(marks.author(wanted.author_id)))
    if wanted.verdict:
        groups.append(marks.any_of(marks.verdict(wanted.verdict)))
    if wanted.severity or wanted.flag:
        groups.append(marks.any_of(marks.severity(max(1, wanted.severity))))
    if wanted.flag:
        groups.append(marks.any_of(marks.flag(wanted.flag)))
    if wanted.upheld:
        groups.append(marks.any_of(marks.UPHELD))
    if not groups[0]:
        return ()
    try:
        words = kata.ask(wanted.text) if wanted.text else ()
    except TooShort:
        return ()
    return (*groups, *words)
