"""Numbers of reports for everybody, by village: counted reports alone (no practice), and no secret kinds.

Citizens have no account, so these reads know no actor; what they give is never shown before ``services/angka_samar.py`` has
hidden small numbers.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.deteksi_dini import DeteksiDini
from sambang_digital.forms.registry import SECRET
from sambang_digital.models import Laporan, Satuan
from sambang_digital.repositories.kinerja import Wanted, counted_of

Counts = Sequence[Row[Any]]
"""``area_code`` of the village, ``kind`` or ``threat``, and ``n``: how many."""


def _public(first: date, last: date, kinds: Collection[str], *columns: Any) -> Select[Any]:
    """Of all satuan there are: the index of counted reports begins with theirs."""
    everywhere = select(Laporan).where(Laporan.satuan_id.in_(select(Satuan.id)), Laporan.kind.not_in(SECRET))
    statement = counted_of(everywhere, Wanted(first, last), Laporan.area_code, *columns, func.count().label("n"))
    return statement.where(Laporan.kind.in_(kinds), Laporan.area_code.is_not(None))


async def by_kind(session: AsyncSession, first: date, last: date, kinds: Collection[str]) -> Counts:
    """How many of each of these kinds in each village that has any, from ``first`` to ``last``, both included."""
    statement = _public(first, last, kinds, Laporan.kind).group_by(Laporan.area_code, Laporan.kind)
    return (await session.execute(statement)).all()


async def by_threat(session: AsyncSession, first: date, last: date) -> Counts:
    """How many reports of early detection of each threat (``Threat``) in each village that has any."""
    threat = Laporan.body["threat"].as_string().label("threat")
    statement = _public(first, last, [DeteksiDini.kind], threat).where(threat.is_not(None))
    # By its name: written out once more it would be another expression to PostgreSQL.
    return (await session.execute(statement.group_by(Laporan.area_code, "threat"))).all()
