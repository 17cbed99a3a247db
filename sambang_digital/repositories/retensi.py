"""What has been kept long enough, in batches; each read is bounded by an index."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, String, cast, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import (
    Akun,
    EskalasiLangkah,
    Karantina,
    Laporan,
    LaporanSaingan,
    PutusanBendera,
    Subjek,
    Tinjauan,
    Utas,
    UtasFoto,
    UtasPesan,
    UtasPeserta,
)
from sambang_digital.repositories.laporan import LAPORAN, detach
from sambang_digital.repositories.subjek import forget

ERASED = "{}"
"""The body of a report whose contents are gone; no form is ever empty."""


async def authors(session: AsyncSession, satuan_ids: Collection[int]) -> list[int]:
    """Everybody who serves there now."""
    return list(await session.scalars(select(Akun.id).where(Akun.satuan_id.in_(satuan_ids)).order_by(Akun.id)))


async def drop_quarantine(session: AsyncSession, sender_id: int, before: datetime) -> int:
    """Delete rejected items of this sender from before ``before``; gives their number."""
    gone = await session.scalars(
        delete(Karantina)
        .where(Karantina.sender_id == sender_id, Karantina.received_at < before)
        .returning(Karantina.id)
    )
    return len(gone.all())


async def old_practice(session: AsyncSession, author_id: int, before: date, limit: int) -> Sequence[UUID]:
    """Practice reports of this author from before ``before``."""
    rows = select(Laporan.id).where(Laporan.author_id == author_id, Laporan.day < before, Laporan.practice)
    return (await session.scalars(rows.distinct().limit(limit))).all()


async def old_reports(session: AsyncSession, author_id: int, before: date, limit: int) -> Sequence[Row[Any]]:
    """Revisions of this author from before ``before`` that still have their contents, locked."""
    kept = cast(LAPORAN.c.body, String) != ERASED
    rows = select(LAPORAN).where(LAPORAN.c.author_id == author_id, LAPORAN.c.day < before, ~LAPORAN.c.practice, kept)
    return (await session.execute(rows.order_by(LAPORAN.c.day).limit(limit).with_for_update())).all()


async def blank(session: AsyncSession, laporan_id: UUID, revision: int, values: dict[str, Any]) -> None:
    """Overwrite a revision's contents, and forget what competed with it."""
    same = (LAPORAN.c.id == laporan_id) & (LAPORAN.c.revision == revision)
    await session.execute(update(LAPORAN).where(same).values(**values))
    await session.execute(
        delete(LaporanSaingan).where(LaporanSaingan.id == laporan_id, LaporanSaingan.revision == revision)
    )


async def empty_threads(
    session: AsyncSession, author_id: int, before: datetime, at: datetime, limit: int
) -> Sequence[UUID]:
    """Take everything out of threads of this author's reports that rest since before ``before``; gives their ids.

    The row stays, changed at ``at``: so the empty thread goes down to the author's phone, in place of the one it has.
    """
    resting = select(Utas.id).where(
        Utas.author_id == author_id,
        Utas.changed_at < before,
        select(UtasPesan.id).where(UtasPesan.utas_id == Utas.id).exists(),
    )
    # Whoever writes a post locks the thread, too.
    ids = (await session.scalars(resting.order_by(Utas.changed_at).limit(limit).with_for_update())).all()
    await detach(session, select(UtasFoto.sender_id, UtasFoto.sha256).where(UtasFoto.utas_id.in_(ids)))
    for model in (UtasFoto, UtasPesan, UtasPeserta):
        await session.execute(delete(model).where(model.utas_id.in_(ids)))
    await session.execute(update(Utas).where(Utas.id.in_(ids)).values(changed_at=at))
    return ids


async def blank_notes(session: AsyncSession, reviewer_id: int, before: datetime, limit: int) -> int:
    """Blank the words of this reviewer's decisions, rulings and steps with cases from before ``before``; gives how many of them."""
    count = 0
    for model, person, at, words, blank_words in (
        (Tinjauan, Tinjauan.reviewer_id, Tinjauan.created_at, Tinjauan.note.is_not(None), {"note": None}),
        (
            PutusanBendera,
            PutusanBendera.reviewer_id,
            PutusanBendera.created_at,
            PutusanBendera.note != "",
            {"note": "", "evidence": ""},
        ),
        (
            EskalasiLangkah,
            EskalasiLangkah.akun_id,
            EskalasiLangkah.at,
            EskalasiLangkah.note.is_not(None),
            {"note": None},
        ),
    ):
        old = select(model.id).where(person == reviewer_id, at < before, words)
        ids = (await session.scalars(old.limit(limit - count))).all()
        await session.execute(update(model).where(model.id.in_(ids)).values(**blank_words))
        count += len(ids)
    return count


async def forget_subjects(
    session: AsyncSession, maker_id: int, before: datetime, at: datetime, limit: int
) -> Sequence[UUID]:
    """Take entries of the register that this person made and nobody visited since ``before`` out of it; gives their ids.

    Who and where they were goes; village and id stay, by which phones hear of it (``removed_at``).
    """
    last_seen = func.coalesce(Subjek.last_visit_at, Subjek.created_at)
    old = select(Subjek.id).where(Subjek.created_by == maker_id, Subjek.removed_at.is_(None), last_seen < before)
    ids = (await session.scalars(old.order_by(Subjek.id).limit(limit).with_for_update())).all()
    await forget(session, ids, removed_at=at, changed_at=at)
    return ids
