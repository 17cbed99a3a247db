"""A reviewer's ruling on a flag, and what flags and rulings together make of a report.

A flag that was dismissed weighs nothing; one that was upheld takes the report out of kinerja. A ruling holds for the flag of
that revision as long as the flag is there: if a recomputation takes the flag away, the ruling counts no more, and if it
changes the evidence, the desk says so beside the ruling.
"""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.pengaturan import Severity
from sambang_digital.forms.text import clean_text
from sambang_digital.models import PutusanBendera
from sambang_digital.models.base import now
from sambang_digital.repositories import putusan as repository
from sambang_digital.repositories.laporan import Key, touch
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, bendera_antrean, cari_antrean, tinjauan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.flags import Flag

Ruling = Literal["upheld", "dismissed"]
NOTE_MIN, NOTE_MAX = 5, 500
LEVELS = {severity.value: level for level, severity in enumerate(Severity, 1)}
"""The number that stands for a severity in ``Laporan.severity``; 0 stands for none."""


class NoteMissing(ValueError):
    """A ruling says why in :data:`NOTE_MIN` to :data:`NOTE_MAX` letters."""


class FlagGone(Exception):
    """The report no longer carries this flag: it was recomputed meanwhile."""


def weigh(flags: Sequence[Flag], rulings: Mapping[str, str]) -> tuple[int, bool]:
    """(severity of the worst flag not dismissed, whether one is upheld), as ``Laporan`` keeps them.

    ``rulings``: code → the ruling that holds.
    """
    open_flags = [flag for flag in flags if rulings.get(flag["code"]) != "dismissed"]
    return (
        max((LEVELS[flag["severity"]] for flag in open_flags), default=0),
        any(rulings.get(flag["code"]) == "upheld" for flag in flags),
    )


async def settle(session: AsyncSession, flags: Mapping[Key, Sequence[Flag]]) -> None:
    """Write severity and upheld of revisions whose flags were just written, by the rulings that hold on them.

    Call it in the transaction that wrote the flags, after the write: the lock that the write took makes a ruling given
    at the same moment wait, and the other way round.
    """
    if not flags:
        return
    rulings = await repository.latest(session, {id_ for id_, _ in flags})
    await repository.set_weights(session, {key: weigh(found, rulings.get(key, {})) for key, found in flags.items()})
    await cari_antrean.enqueue(session, Jenis.LAPORAN, {id_ for id_, _ in flags})


async def rule(
    session: AsyncSession, actor: Actor, laporan_id: UUID, revision: int, code: str, ruling: Ruling, note: str
) -> None:
    """Uphold or dismiss a flag of the current revision, and say why. A later ruling on the same flag replaces this one.

    Raises :class:`NoteMissing`, :class:`FlagGone`, or ``NotFound``, ``OwnReport`` and ``Superseded`` of
    :mod:`~sambang_digital.services.tinjauan`.
    """
    actor.require(Permission.LAPORAN_REVIEW)
    note = clean_text(note)
    if not NOTE_MIN <= len(note) <= NOTE_MAX:
        raise NoteMissing
    laporan = await tinjauan.locked(session, actor, laporan_id)
    if laporan is None:
        raise tinjauan.NotFound
    if laporan.author_id == actor.id:
        raise tinjauan.OwnReport
    if laporan.revision != revision:
        raise tinjauan.Superseded
    flag = next((flag for flag in laporan.flags if flag["code"] == code), None)
    if flag is None:
        raise FlagGone
    at = now()
    session.add(
        PutusanBendera(
            laporan_id=laporan_id,
            revision=revision,
            code=code,
            ruling=ruling,
            note=note,
            evidence=flag["evidence"][:1000],
            reviewer_id=actor.id,
            created_at=at,
        )
    )
    await session.flush()
    await settle(session, {(laporan_id, revision): laporan.flags})
    await touch(session, (laporan_id, revision), at)
    await bendera_antrean.enqueue(session, [laporan_id])
    await audit.record(session, actor, Aksi.BENDERA_DIPUTUS, laporan_id, revision=revision, code=code, ruling=ruling)
    tinjauan.announce(session, laporan, laporan.state)
