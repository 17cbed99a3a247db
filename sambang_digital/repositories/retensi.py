"""What has been kept long enough, in batches; each read is bounded by an index."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, String, case, cast, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import (
    Akun,
    Alamat,
    EskalasiLangkah,
    ImporWilayah,
    KabarDijaga,
    Karantina,
    Laporan,
    LaporanSaingan,
    Nomor,
    Pengaduan,
    PengaduanLangkah,
    PengaduanPengikut,
    PermintaanWarga,
    PutusanBendera,
    RiwayatVerdict,
    Subjek,
    TiketAkun,
    TiketPerangkat,
    Tinjauan,
    Tugas,
    TugasLangkah,
    Utas,
    UtasFoto,
    UtasPesan,
    UtasPeserta,
)
from sambang_digital.repositories.laporan import LAPORAN, detach
from sambang_digital.repositories.media_warga import release
from sambang_digital.repositories.subjek import forget

ERASED = "{}"
"""The body of a report whose contents are gone; no form is ever empty."""
GONE = "Isi dihapus (masa simpan)"
"""Stands where people look for words that are gone."""


ENDED = ("selesai", "ditutup", "digabung", "ditolak")
"""States of a citizen's report in which nobody owes anything any more."""


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


async def blank_beside(session: AsyncSession, laporan_ids: Collection[UUID]) -> None:
    """Blank what stands beside these reports and tells of their contents: why a number is void, flags of before an import of
    boundaries."""
    void = (Nomor.id.in_(laporan_ids), Nomor.void_reason.is_not(None))
    await session.execute(update(Nomor).where(*void).values(void_reason=None))
    # Imports are few, so that the key of the history is walked once for each.
    imports = select(ImporWilayah.id)
    before = (RiwayatVerdict.impor_id.in_(imports), RiwayatVerdict.laporan_id.in_(laporan_ids))
    await session.execute(update(RiwayatVerdict).where(*before).values(flags=[]))


async def resting_threads(session: AsyncSession, author_id: int, before: datetime, limit: int) -> Sequence[UUID]:
    """Threads of this person's reports and tasks that rest since before ``before`` and still hold posts."""
    resting = select(Utas.id).where(
        Utas.author_id == author_id,
        Utas.changed_at < before,
        select(UtasPesan.id).where(UtasPesan.utas_id == Utas.id).exists(),
    )
    return (await session.scalars(resting.order_by(Utas.changed_at).limit(limit))).all()


async def empty_threads(session: AsyncSession, ids: Collection[UUID], at: datetime) -> Sequence[UUID]:
    """Take everything out of those of these threads that there are; gives their ids.

    The row stays, changed at ``at``: so the empty thread goes down to the author's phone, in place of the one it has.
    """
    # Whoever writes a post locks the thread, too.
    there = select(Utas.id).where(Utas.id.in_(ids)).order_by(Utas.id).with_for_update()
    ids = (await session.scalars(there)).all()
    await detach(session, select(UtasFoto.sender_id, UtasFoto.sha256).where(UtasFoto.utas_id.in_(ids)))
    for model in (UtasFoto, UtasPesan, UtasPeserta):
        await session.execute(delete(model).where(model.utas_id.in_(ids)))
    await session.execute(update(Utas).where(Utas.id.in_(ids)).values(changed_at=at))
    return ids


async def old_tasks(session: AsyncSession, officer_id: int, before: datetime, limit: int) -> Sequence[UUID]:
    """Tasks of this officer that changed last, and were due, before ``before`` and still have their words."""
    old = select(Tugas.id).where(
        Tugas.officer_id == officer_id, Tugas.changed_at < before, Tugas.due_at < before, Tugas.text != GONE
    )
    return (await session.scalars(old.order_by(Tugas.changed_at).limit(limit))).all()


async def tasks_about(
    session: AsyncSession, subjek_ids: Collection[UUID], laporan_ids: Collection[UUID]
) -> Sequence[UUID]:
    """Tasks that send somebody to these entries of the register, or follow up these reports."""
    about = or_(Tugas.subject_id.in_(subjek_ids), Tugas.source_id.in_(laporan_ids))
    return (await session.scalars(select(Tugas.id).where(about))).all()


async def blank_tasks(session: AsyncSession, ids: Collection[UUID], at: datetime, held_since: datetime) -> None:
    """Take words and place out of these tasks. Phones that have one, as it is open or changed after ``held_since``, hear of it."""
    there = select(Tugas.id).where(Tugas.id.in_(ids)).order_by(Tugas.id).with_for_update()
    ids = (await session.scalars(there)).all()
    held = or_(Tugas.open, Tugas.changed_at > held_since)
    blank: dict[str, Any] = {"text": GONE, "reason": "", "subject_id": None, "lat": None, "lon": None}
    changed_at = case((held, at), else_=Tugas.changed_at)
    await session.execute(update(Tugas).where(Tugas.id.in_(ids)).values(blank | {"changed_at": changed_at}))
    said = (TugasLangkah.tugas_id.in_(ids), TugasLangkah.note != "")
    await session.execute(update(TugasLangkah).where(*said).values(note=""))


async def blank_requests(session: AsyncSession, writer_id: int, before: datetime, limit: int) -> int:
    """Blank who asked and the words of requests of citizens that this person wrote down and that were answered before
    ``before``; gives how many."""
    old = select(PermintaanWarga.id).where(
        PermintaanWarga.state.in_(("selesai", "ditolak")),
        PermintaanWarga.created_at < before,
        PermintaanWarga.created_by == writer_id,
        PermintaanWarga.decided_at < before,
        PermintaanWarga.requester != GONE,
    )
    ids = (await session.scalars(old.limit(limit))).all()
    blank = {"requester": GONE, "note": "", "answer": ""}
    await session.execute(update(PermintaanWarga).where(PermintaanWarga.id.in_(ids)).values(**blank))
    return len(ids)


async def blank_complaints(session: AsyncSession, satuan_ids: Collection[int], before: datetime, limit: int) -> int:
    """Blank citizens' reports of these satuan that ended, and rest, since before ``before``: words, place, who reported, files, and which
    phones open the ticket; gives how many."""
    old = select(Pengaduan.id).where(
        Pengaduan.satuan_id.in_(satuan_ids),
        Pengaduan.state.in_(ENDED),
        Pengaduan.changed_at < before,
        Pengaduan.text != GONE,
    )
    ids = (await session.scalars(old.order_by(Pengaduan.changed_at).limit(limit).with_for_update())).all()
    await release(session, ids)
    nobody = dict.fromkeys(("name", "phone", "address", "lat", "lon", "accuracy_m", "happened_at"))
    await session.execute(update(Pengaduan).where(Pengaduan.id.in_(ids)).values(text=GONE, place="", **nobody))
    said = (PengaduanLangkah.pengaduan_id.in_(ids), PengaduanLangkah.note != "")
    await session.execute(update(PengaduanLangkah).where(*said).values(note=""))
    for model in (TiketPerangkat, TiketAkun, PengaduanPengikut, KabarDijaga):
        await session.execute(delete(model).where(model.pengaduan_id.in_(ids)))
    return len(ids)


async def drop_addresses(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete addresses that the geocoder told before ``before``; gives how many."""
    old = select(Alamat.key).where(Alamat.asked_at < before).limit(limit)
    return len((await session.scalars(delete(Alamat).where(Alamat.key.in_(old)).returning(Alamat.key))).all())


async def blank_notes_on(session: AsyncSession, laporan_ids: Collection[UUID]) -> None:
    """Blank all that reviewers and receivers of cases wrote on these reports."""
    for model, _, _, words, blank_words in _NOTES:
        await session.execute(update(model).where(model.laporan_id.in_(laporan_ids), words).values(**blank_words))


_NOTES: tuple[tuple[Any, Any, Any, Any, dict[str, Any]], ...] = (
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
)
"""Where words on reports stand: who wrote them, when, whether there are any, and what is left of them."""


async def blank_notes(session: AsyncSession, reviewer_id: int, before: datetime, limit: int) -> int:
    """Blank the words of this reviewer's decisions, rulings and steps with cases from before ``before``; gives how many of them."""
    count = 0
    for model, person, at, words, blank_words in _NOTES:
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
