"""Who sees what of the audit trail, with which filters; and that looking leaves a trace."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from sambang_digital import db
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import akun, audit, audit_seal, audit_view
from sambang_digital.services.audit import Aksi
from sambang_digital.services.audit_view import AuditFilter, Deed
from tests.factories import PASSWORD, make_akun, make_satuan


async def sign_in(nrp: str, password: str = PASSWORD) -> Actor:
    """As a phone does."""
    return (await akun.sign_in(nrp, password, akun.Device("10.0.0.1")))[1]


@pytest.fixture
async def people(database: str) -> SimpleNamespace:
    """A Polda with two Polres; the admins of one and of the Polda, and an officer of each Polres, all signed in."""
    polda = await make_satuan("POLDA", level="polda")
    one, other = [await make_satuan(code, parent=polda) for code in ("SATU", "DUA")]
    await make_akun("80010001", Peran.ADMIN, satuan=one)
    await make_akun("80010002", satuan=one)
    await make_akun("80010003", satuan=other)
    await make_akun("80010009", Peran.ADMIN, satuan=polda)
    signed_in = [await sign_in(nrp) for nrp in ("80010001", "80010002", "80010003", "80010009")]
    return SimpleNamespace(**dict(zip(("admin", "officer", "stranger", "polda"), signed_in, strict=True)))


async def look(actor: Actor, **wanted: object) -> list[Deed]:
    """A page."""
    async with db.transaction() as session:
        return await audit_view.look(session, actor, AuditFilter(**wanted))


async def test_each_sees_their_own_polres_and_the_system(people: SimpleNamespace) -> None:
    async with db.transaction() as session:
        await audit.record(session, None, Aksi.WILAYAH_DIIMPOR, 1, areas=104)
        await audit.record(session, None, Aksi.LAPORAN_DITERIMA, items=[["x", 1, "y"]])
    seen = [(deed.nrp, deed.action) for deed in await look(people.admin)]
    assert seen == [("", "wilayah.diimpor"), ("80010002", "sesi.masuk"), ("80010001", "sesi.masuk")]
    assert {deed.nrp for deed in await look(people.polda)} == {"", "80010001", "80010002", "80010003", "80010009"}
    with pytest.raises(Forbidden):
        await look(people.officer)


async def test_filters(people: SimpleNamespace) -> None:
    async with db.transaction() as session:
        await audit.record(session, people.officer, Aksi.LAPORAN_DIBUKA, "nomor-7", revision=2)
        await audit.record(session, None, Aksi.LAPORAN_DITERIMA, items=[["x", 1, "y"], ["z", 1, "y"]])
    assert [deed.action for deed in await look(people.admin, person="80010002")] == ["laporan.dibuka", "sesi.masuk"]
    assert {deed.nrp for deed in await look(people.admin, person="petugas 8001000", action="sesi.masuk")} == {
        "80010001",
        "80010002",
    }
    assert await look(people.admin, person="80010003") == []
    assert [deed.details for deed in await look(people.admin, object_id="nomor-7")] == ["versi: 2"]
    assert [deed.details for deed in await look(people.admin, action="laporan.diterima")] == ["laporan: 2 butir"]
    assert await look(people.admin, since=now() + timedelta(minutes=1)) == []
    assert await look(people.admin, until=now() - timedelta(minutes=1)) == []
    newest = (await look(people.admin, person="80010002", since=now() - timedelta(hours=1)))[0]
    assert [deed.action for deed in await look(people.admin, person="80010002", before=newest.id)] == ["sesi.masuk"]


async def test_looking_is_recorded_and_so_are_failed_sign_ins(people: SimpleNamespace) -> None:
    for nrp in ("80010002", "99999999"):
        with pytest.raises(akun.WrongCredentials):
            await sign_in(nrp, "salah-sekali")
    await look(people.admin, person="x")
    last, unknown, known = (await look(people.admin))[:3]
    assert (last.nrp, last.action, last.details) == ("80010001", "audit.dibuka", "saringan: person")
    assert (known.action, known.object_id, unknown.object_id) == ("sesi.ditolak", str(people.officer.id), "")
    assert "99999999" not in unknown.details


async def test_the_chain_is_told(people: SimpleNamespace) -> None:
    async with db.reading() as session:
        before = await audit_view.chain(session, people.admin)
    assert (before.place, before.unsealed, before.day) == (0, 4, None)
    await audit_seal.seal_all()
    async with db.reading() as session:
        after = await audit_view.chain(session, people.admin)
    assert (after.place, after.unsealed, len(after.hash)) == (4, 0, 64)
