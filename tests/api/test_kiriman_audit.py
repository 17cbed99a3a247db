"""What was received is sealed: a report that is changed or removed behind the product's back is told."""

from uuid import UUID

from sqlalchemy import delete, select, update

from sambang_digital import db
from sambang_digital.models import Akun, Audit, Laporan
from sambang_digital.services import audit_seal
from sambang_digital.services.audit_verify import Findings, verify
from tests.api.conftest import Send
from tests.laporan import body, household, item, photo, position


async def look() -> Findings:
    """Seal and verify."""
    await audit_seal.seal_all()
    async with db.reading() as session:
        return await verify(session)


async def test_reports_are_compared_with_what_was_received(officer: Akun, send: Send) -> None:
    taken = {"lat": -6.180001, "lon": 106.6200007}
    items = [
        item(officer.id, photos=[photo(taken_at="2026-11-20T08:00:00+07:00", taken_position=taken)]),
        item(officer.id, kind="sambang_warga", body=household()),
        item(officer.id, position=position(mode="none", lat=None, lon=None, accuracy_m=None, reason="GPS mati total")),
        item(officer.id, body=body("Pos Ronda Kenanga")),
    ]
    results = await send(*items)
    assert [one["status"] for one in results] == ["accepted"] * 4, results
    correction = items[3] | {"revision": 2, "base_revision": 1, "body": body("Pos Ronda Kenanga Dua")}
    assert [one["status"] for one in await send(correction, correction)] == ["accepted", "duplicate"]
    found = await look()
    assert (found.reports, found.faults) == (5, [])

    async with db.transaction() as session:
        await session.execute(update(Laporan).where(Laporan.id == UUID(items[0]["id"])).values(lat=-6.1))
        await session.execute(
            update(Laporan).where(Laporan.id == UUID(items[1]["id"])).values(state="diterima", verdict="outside")
        )
        await session.execute(delete(Laporan).where(Laporan.id == UUID(items[3]["id"]), Laporan.revision == 1))
    assert sorted((await look()).faults) == sorted(
        [
            f"Laporan {items[0]['id']} versi 1 diubah setelah diterima.",
            f"Laporan {items[3]['id']} versi 1 hilang dari basis data.",
        ]
    )


async def test_one_row_tells_of_a_whole_group(officer: Akun, send: Send) -> None:
    """The trail costs one row for each transaction of the intake, however many visits share it; exercises are left out."""
    visits = [item(officer.id) for _ in range(20)]
    await send(*visits, item(officer.id, practice=True), {"id": "x"})
    async with db.reading() as session:
        rows = (await session.scalars(select(Audit))).all()
    assert [row.action for row in rows if row.action == "laporan.diterima"] == ["laporan.diterima"]
    told = {one[0] for row in rows for one in row.data.get("items", ())}
    assert told == {visit["id"] for visit in visits}
