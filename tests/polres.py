"""A small Polres to test in: who works there, what they send, and what a reviewer decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update

from sambang_digital.db import transaction
from sambang_digital.models import Akun, Satuan, Wilayah
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import kiriman, tinjauan
from sambang_digital.services.laporan import Arrival
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, LAT, NEIGHBOUR, assign, item, make_village


def actor(akun: Akun, satuan: Satuan, *roles: Peran) -> Actor:
    """Somebody who is signed in, without the sign-in."""
    return Actor(
        id=akun.id, nrp=akun.nrp, name=akun.name, rank=akun.rank, satuan_id=satuan.id, satuan_name=satuan.name,
        satuan_path=satuan.path, unit=None, roles=frozenset(roles), session_id=1,
    )  # fmt: skip


async def send(who: Actor, sent: dict[str, Any], at: datetime | None = None) -> UUID:
    """A report that the intake takes, arriving now or ``at``."""
    (result,) = await kiriman.receive(who, [sent], "", Arrival(at or now()))
    assert result["status"] == "accepted", result
    return UUID(sent["id"])


async def decide(who: Actor, visit: UUID, decision: str = "diterima", note: str = "", revision: int = 1) -> None:
    """A reviewer's decision."""
    async with transaction() as session:
        await tinjauan.decide(session, who, visit, revision, decision, note)


class Polres:
    """Two polsek under one Polres: an officer and a Kanit at the first, a Kanit at the second, a Kasat above both."""

    async def fill(self) -> "Polres":
        self.polres = await make_satuan("POLRES")
        self.karawaci = await make_satuan("KARAWACI", level="polsek", parent=self.polres)
        self.ciledug = await make_satuan("CILEDUG", level="polsek", parent=self.polres)
        officer = await make_akun("80010001", satuan=self.karawaci)
        await make_village()
        await assign(officer)
        self.officer = actor(officer, self.karawaci, Peran.BHABINKAMTIBMAS)
        self.kanit = await self._reviewer("70010001", self.karawaci, Peran.KANIT_POLSEK)
        self.other_kanit = await self._reviewer("70010002", self.ciledug, Peran.KANIT_POLSEK)
        self.kasat = await self._reviewer("60010001", self.polres, Peran.KASAT)
        return self

    @staticmethod
    async def _reviewer(nrp: str, satuan: Satuan, role: Peran) -> Actor:
        return actor(await make_akun(nrp, role, satuan=satuan), satuan, role)

    async def hold(self, *, neighbour: Satuan | None = None) -> "Polres":
        """Karawaci answers for the officer's village, ``neighbour`` for the one beside it, which is made for it."""
        holders = {KARAWACI: self.karawaci}
        if neighbour:
            await make_village(NEIGHBOUR, lat=LAT + 0.1)
            holders[NEIGHBOUR] = neighbour
        async with transaction() as session:
            for code, satuan in holders.items():
                await session.execute(update(Wilayah).where(Wilayah.code == code).values(satuan_id=satuan.id))
        return self

    async def visit(self, **more: object) -> UUID:
        """A visit of the officer's."""
        return await send(self.officer, item(self.officer.id, **more))
