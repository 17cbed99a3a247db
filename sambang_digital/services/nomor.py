"""Numbers of Laporan Informasi, as ``3-domain.md`` writes them: ``R/LI-n/<month>/<year>/<satuan>``.

A number is given at the first receipt, in the transaction that stores the report: neither exists without the other, so a series
has neither gaps nor doubles. Corrections keep it; a void one stays listed and is never given again. Mode latihan gets none.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import SECRET
from sambang_digital.forms.text import clean_text
from sambang_digital.models import Nomor
from sambang_digital.models.base import now
from sambang_digital.repositories import laporan
from sambang_digital.repositories import nomor as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, tinjauan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.waktu import day_of

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
REASON_MIN, REASON_MAX = 5, 500


class ReasonMissing(ValueError):
    """A number becomes void only with a reason of :data:`REASON_MIN` to :data:`REASON_MAX` letters."""


class AlreadyVoid(Exception):
    """Somebody else was first."""


def written(n: int, year: int, month: int, satuan: str) -> str:
    """The number as it stands on the report: ``R/LI-3/XI/2026/Polsek Karawaci``."""
    return f"R/LI-{n}/{ROMAN[month - 1]}/{year}/{satuan.replace('/', '-')}"


async def allot(session: AsyncSession, reports: Iterable[dict[str, Any]]) -> None:
    """Give the rows of those reports that have a number, and have none yet, the next ones of their satuan and year, in their order.

    To be called last in a transaction: whoever takes from the same series waits for its end.
    """
    fresh = [row for row in reports if row["kind"] in SECRET and not row["practice"] and not row["number"]]
    series: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for row in {row["id"]: row for row in fresh}.values():
        series[row["satuan_id"], day_of(row["received_at"]).year].append(row)
    if not series:
        return
    names, given = await repository.names(session, {satuan_id for satuan_id, _ in series}), {}
    # In one order for everybody: two transactions with the same series never wait for each other in a circle.
    for (satuan_id, year), rows in sorted(series.items(), key=lambda one: one[0]):
        last = await repository.advance(session, satuan_id, year, len(rows))
        for n, row in enumerate(rows, last - len(rows) + 1):
            at = row["received_at"]
            number = written(n, year, day_of(at).month, names[satuan_id])
            given[row["id"]] = Nomor(id=row["id"], satuan_id=satuan_id, year=year, n=n, number=number, given_at=at)
    await repository.give(session, given.values())
    for row in fresh:
        row["number"] = given[row["id"]].number


async def void(session: AsyncSession, actor: Actor, laporan_id: UUID, reason: str) -> None:
    """Make the number of a report void; both stay listed.

    Raises ``NotFound`` or ``OwnReport`` of :mod:`~sambang_digital.services.tinjauan`, :class:`AlreadyVoid` or
    :class:`ReasonMissing`.
    """
    actor.require(Permission.LAPORAN_REVIEW)
    actor.require(Permission.LI_READ)
    reason = clean_text(reason)
    if not REASON_MIN <= len(reason) <= REASON_MAX:
        raise ReasonMissing
    report = await tinjauan.locked(session, actor, laporan_id)
    number = await repository.locked(session, laporan_id) if report else None
    if report is None or number is None:
        raise tinjauan.NotFound
    if report.author_id == actor.id:
        raise tinjauan.OwnReport
    if number.void_at:
        raise AlreadyVoid
    at = now()
    await repository.void(session, number, actor.id, reason, at)
    await laporan.touch(session, (report.id, report.revision), at)
    await audit.record(session, actor, Aksi.NOMOR_DIBATALKAN, laporan_id, reason=audit.keyed(reason))
    tinjauan.announce(session, report, report.state)
