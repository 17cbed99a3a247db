"""Requests of citizens on both databases: written down, answered once, and really carried out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.forms.permintaan import Identity, Jawaban, Kind, Permintaan
from sambang_digital.models import Laporan, LaporanFoto, Subjek
from sambang_digital.security.actor import Forbidden
from sambang_digital.services import audit_seal, audit_verify, permintaan, register
from sambang_digital.services.register import NotFound, RegisterError
from tests.laporan import household, photo, uuid7
from tests.polres import Polres

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def polres(database: str) -> Polres:
    return await (await Polres().fill()).hold()


async def house_of(polres: Polres) -> UUID:
    subject = {"id": uuid7(), "new": True}
    await polres.visit(kind="sambang_warga", body=household(), subject=subject, photos=[photo()])
    return UUID(subject["id"])


async def asked(polres: Polres, house: UUID, kind: Kind) -> int:
    async with transaction() as session:
        wanted = Permintaan(kind=kind, requester="Siti Rahmawati", identity=Identity.CARD)
        return (await permintaan.note(session, polres.kanit, house, wanted)).id


async def answered(polres: Polres, request: int, state: str, **more: Any) -> None:
    async with transaction() as session:
        given = Jawaban.model_validate({"state": state} | more)
        await permintaan.answer(session, polres.kanit, request, given)


async def stored(model: Any) -> Any:
    async with reading() as session:
        (row,) = (await session.scalars(select(model))).all()
        return row


async def assert_trail_is_true() -> None:
    await audit_seal.seal_all()
    async with reading() as session:
        found = await audit_verify.verify(session)
    assert found.reports
    assert not found.faults


async def test_written_down_and_listed_with_its_day(polres: Polres) -> None:
    """Open ones the oldest first, with three times 24 hours to answer; answered ones by themselves."""
    house = await house_of(polres)
    first, second = [await asked(polres, house, kind) for kind in (Kind.COPY, Kind.CORRECTION)]
    async with reading() as session:
        rows = await permintaan.page(session, polres.kanit)
        assert [(one.row.id, one.entry, one.row.state) for one in rows] == [
            (first, "Siti Rahmawati", "baru"),
            (second, "Siti Rahmawati", "baru"),
        ]
        assert rows[0].row.due_at - rows[0].row.created_at == timedelta(hours=72)
        assert await permintaan.page(session, polres.other_kanit) == []
        with pytest.raises(Forbidden):
            await permintaan.page(session, polres.officer)
    await answered(polres, first, "dikerjakan")
    await answered(polres, first, "selesai")
    async with reading() as session:
        assert await permintaan.count(session, polres.kanit) == 1
        (done,) = await permintaan.page(session, polres.kanit, answered=True)
        assert (done.row.decided_by, done.row.state) == (polres.kanit.id, "selesai")
    with pytest.raises(RegisterError):
        await answered(polres, first, "ditolak", answer="Tidak jadi dikerjakan.")
    with pytest.raises(RegisterError):
        await answered(polres, second, "ditolak", answer="x")
    with pytest.raises(NotFound):
        async with transaction() as session:
            await permintaan.answer(session, polres.other_kanit, second, Jawaban(state="selesai"))


async def test_correction(polres: Polres) -> None:
    """What was given is changed, the rest stays; nothing given changes nothing."""
    house = await house_of(polres)
    request = await asked(polres, house, Kind.CORRECTION)
    with pytest.raises(RegisterError):
        await answered(polres, request, "selesai")
    await answered(polres, request, "selesai", name="Siti Rachmawati", rt="7")
    row = await stored(Subjek)
    assert (row.name, row.rt, row.rw, row.address) == ("Siti Rachmawati", "007", "005", household()["address"])
    assert row.words.startswith("siti rachmawati")


async def test_withdrawn_consent(polres: Polres) -> None:
    """The register forgets who they are; visits stay as those of a house that declined; photos go; the trail is told."""
    house = await house_of(polres)
    await answered(polres, await asked(polres, house, Kind.WITHDRAWAL), "selesai")
    row, report = await stored(Subjek), await stored(Laporan)
    assert (row.declined, row.address, row.rt, row.visits, row.removed_at) == (True, "", "003", 1, None)
    assert row.lat is not None
    assert report.body["consent"] == "declined"
    assert report.body["result"]["situation"] == "watch"
    everything = str((row.model_dump(), report.model_dump()))
    for secret in ("Siti", "Nadia Safitri", "Dewi", "081234567890", "1979-11-30"):
        assert secret not in everything, secret
    assert (report.photos, report.subject_id) == ([], house)
    async with reading() as session:
        assert (await session.scalars(select(LaporanFoto))).all() == []
    await assert_trail_is_true()


async def test_erasure(polres: Polres) -> None:
    """Off the register, and the reports keep nothing that was said in them; phones hear of it."""
    house = await house_of(polres)
    await answered(polres, await asked(polres, house, Kind.ERASURE), "selesai")
    row, report = await stored(Subjek), await stored(Laporan)
    assert (row.name, row.lat, report.body, report.lat, report.subject_id) == ("", None, {}, None, house)
    assert row.removed_at == row.changed_at
    async with reading() as session:
        with pytest.raises(NotFound):
            await register.house(session, polres.kanit, house)
    await assert_trail_is_true()
