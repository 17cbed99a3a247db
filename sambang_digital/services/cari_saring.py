"""The queue of reviewers filtered by words and flags: the index finds them, with all else that the queue is filtered by."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import kinds_named
from sambang_digital.repositories import cari as index
from sambang_digital.repositories.tinjauan import COUNTED, QueueFilter
from sambang_digital.security.actor import Actor
from sambang_digital.services import cari_tanda as marks
from sambang_digital.services import kata
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.kata import Group, Question, TooShort


async def reports(session: AsyncSession, actor: Actor, wanted: QueueFilter) -> list[UUID] | None:
    """Reports of the queue that fit its text or flag, as many as its pages hold; None if neither is asked for."""
    if not wanted.text and not wanted.flag:
        return None
    question = _question(actor, wanted)
    return await index.refs(session, question, COUNTED, oldest_first=wanted.oldest_first) if question else []


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
