"""Documents: which there are, who gets them, and each made with a row of the audit trail."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit
from sambang_digital.services.audit import Aksi
from sambang_digital.services.dokumen import angka, cetak
from sambang_digital.services.dokumen import kop as letterhead
from sambang_digital.services.dokumen.laporan import DOCUMENTS, documents_of
from sambang_digital.services.dokumen.rekap import RECAPS, Rekap
from sambang_digital.services.dokumen.report import NotFound, Unavailable, gather

__all__ = ["DOCUMENTS", "RECAPS", "NotFound", "Printed", "Unavailable", "documents_of", "of_report", "recap"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A document ready to be sent: ``name`` of the file, letters, digits and hyphens only."""

    name: str
    content: bytes


async def of_report(actor: Actor, name: str, laporan_id: UUID) -> Printed:
    """A document of a report, its current revision. Raises :class:`NotFound`, also beyond the actor's reach and for kinds of which
    there is no such document; :class:`Unavailable`."""
    if not (actor.may(Permission.LAPORAN_READ) or actor.may(Permission.SAMBANG_WRITE)):
        actor.require(Permission.LAPORAN_READ)
    # Photos come from a store that may be slow: nobody who writes waits for it.
    async with reading() as session:
        report = await gather(session, actor, laporan_id)
        document = DOCUMENTS.get(name)
        if document is None or not document.takes(report.laporan.kind, report.body):
            raise NotFound
        data = document.data(report)
    async with transaction() as session:
        await audit.record(session, actor, Aksi.DOKUMEN_DIBUAT, laporan_id, kind=name, revision=report.laporan.revision)
    return Printed(file_name(name, report.laporan.receipt), await cetak.pdf(document.template, data))


async def recap(actor: Actor, name: str, day: date, satuan_id: int | None, akun_id: int | None) -> Printed:
    """The recap in which ``day`` lies: of an officer, of a unit, or without either of the actor's own. Raises :class:`NotFound`."""
    kind = RECAPS[name]
    first, last = kind.span(day)
    async with reading() as session:
        found = await angka.gather(session, actor, first, last, satuan_id, akun_id)
        data = await _recap_data(session, kind, found)
    subject = found.officer.id if found.officer else found.unit.id
    whose = "akun_id" if found.officer else "satuan_id"
    async with transaction() as session:
        await audit.record(session, actor, Aksi.DOKUMEN_DIBUAT, name, **{whose: subject, "until": last.isoformat()})
    about = found.officer.nrp if found.officer else found.unit.name
    return Printed(file_name(name, last.isoformat(), about), await cetak.pdf(kind.template, data))


async def _recap_data(session: AsyncSession, kind: type[Rekap], found: angka.Recap) -> dict[str, Any]:
    kop = await letterhead.of(session, found.unit.id)
    if found.officer:
        signatures = [
            await letterhead.by_head(session, kop),
            letterhead.by_officer(kop, found.officer, found.last),
        ]
    else:
        signatures = [await letterhead.by_head(session, kop, found.last)]
    return kind.data(found, kop, signatures)


def file_name(*words: str) -> str:
    """``laphar-2026-11-22-polsek-karawaci.pdf``."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-") + ".pdf"
