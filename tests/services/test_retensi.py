"""What was kept long enough goes, with its photos; numbers, the audit trail and everything younger stay."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from sambang_digital import db
from sambang_digital.models import Akun, Audit, Karantina, Laporan, LaporanFoto, Media, NilaiPengaturan
from sambang_digital.models.base import now
from sambang_digital.repositories.laporan import QUARANTINED
from sambang_digital.services import akun, audit_seal, kiriman, media, pengaturan, retensi, simpanan
from sambang_digital.services.audit_verify import verify
from sambang_digital.services.laporan import Arrival
from tests.factories import PASSWORD, make_akun, make_satuan
from tests.laporan import assign, household, item, make_village, photo

YEARS = timedelta(days=1825)


async def officer(nrp: str = "80010001", code: str = "POLRES") -> Akun:
    """Somebody of a Polres of their own."""
    return await make_akun(nrp, satuan=await make_satuan(code))


async def send(person: Akun, *items: object) -> list[kiriman.Result]:
    """As a phone does."""
    actor = (await akun.sign_in(person.nrp, PASSWORD, akun.Device("10.0.0.1")))[1]
    return await kiriman.receive(actor, items, "", Arrival(now()))


async def age(days: float, *ids: str) -> None:
    """Let reports be so old."""
    async with db.transaction() as session:
        day = (now() - timedelta(days=days)).date()
        await session.execute(update(Laporan).where(Laporan.id.in_(map(UUID, ids))).values(day=day))


async def all_of(column: object) -> list[object]:
    """Every value."""
    async with db.reading() as session:
        return list(await session.scalars(select(column)))


async def keep_photo(person: Akun, sha256: str) -> UUID:
    """A finished photo of long ago, known to be named."""
    row = Media(
        id=uuid4(), uploader_id=person.id, sha256=sha256, size=3, state="siap", attached=True, created_at=now() - YEARS
    )
    async with db.transaction() as session:
        session.add(row)
    for size in media.SIZES:
        await simpanan.put(media.key(row.id, size), b"jpg")
    return row.id


async def test_contents_of_old_reports_go_and_numbers_stay(database: str) -> None:
    person = await officer()
    await make_village()
    await assign(person)
    old = item(person.id, kind="sambang_warga", body=household(), photos=[photo("a" * 64), photo("b" * 64)])
    young = item(person.id, photos=[photo("b" * 64)])
    assert {one["status"] for one in await send(person, old, young)} == {"accepted"}
    gone, shared = await keep_photo(person, "a" * 64), await keep_photo(person, "b" * 64)
    await age(1827, old["id"])
    await age(1823, young["id"])
    async with db.reading() as session:
        before = await session.get_one(Laporan, (UUID(old["id"]), 1))
    await retensi.apply_rules()
    async with db.reading() as session:
        after = await session.get_one(Laporan, (UUID(old["id"]), 1))
        other = await session.get_one(Laporan, (UUID(young["id"]), 1))
    assert "Siti" in str(before.model_dump())
    assert "Siti" not in str(after.model_dump())
    assert (after.body, after.photos, after.lat, after.subject_id) == ({}, [], None, None)
    for name in ("kind", "author_id", "day", "area_code", "verdict", "state", "current", "receipt", "received_at"):
        assert getattr(after, name) == getattr(before, name), name
    assert other.body
    assert other.photos
    assert await all_of(LaporanFoto.sha256) == ["b" * 64]
    await media.sweep()
    assert await all_of(Media.id) == [shared]
    assert await simpanan.get(media.key(gone, "besar")) is None
    assert await simpanan.get(media.key(shared, "besar")) is not None

    await audit_seal.seal_all()
    async with db.reading() as session:
        found = await verify(session)
    # Told of once when they came, and the old one again when its contents went: nobody else may do that.
    assert (found.reports, found.faults) == (2, [])
    rows = len(await all_of(Audit.id))
    await retensi.apply_rules()
    assert len(await all_of(Audit.id)) == rows
    async with db.transaction() as session:
        await session.execute(update(Laporan).where(Laporan.id == UUID(young["id"])).values(retensi.BLANK))
    async with db.reading() as session:
        assert (await verify(session)).faults == [f"Laporan {young['id']} versi 1 diubah setelah diterima."]


async def test_practice_and_quarantine_go_after_the_days_of_their_polres(database: str) -> None:
    one, other = await officer(), await officer("80010002", "LAIN")
    async with db.transaction() as session:
        for key, value in (("retensi.practice_days", "5"), ("retensi.quarantine_days", "7")):
            session.add(NilaiPengaturan(satuan_id=other.satuan_id, key=key, value=value))
    pengaturan.forget()
    kept, gone = item(one.id, practice=True), item(other.id, practice=True)
    await send(one, kept, {"salah": 1})
    await send(other, gone, {"salah": 2})
    await age(10, kept["id"], gone["id"])
    async with db.transaction() as session:
        await session.execute(update(Karantina).values(received_at=now() - timedelta(days=10)))
    await retensi.apply_rules()
    assert await all_of(Laporan.id) == [UUID(kept["id"])]
    assert await all_of(Karantina.sender_id) == [one.id]
    async with db.reading() as session:
        told = (await session.scalars(select(Audit).where(Audit.action == "retensi.dihapus").order_by(Audit.id))).all()
    assert [(row.object_id, row.data) for row in told] == [
        (str(other.id), {"kind": "quarantine", "count": 1}),
        (str(other.id), {"kind": "practice", "count": 1}),
    ]


async def test_quarantine_is_bounded_for_each_sender(database: str) -> None:
    """Whoever sends nothing but nonsense fills neither the disk nor the place of others."""
    one, other = await officer(), await officer("80010002", "LAIN")
    await send(other, {"salah": "milik lain"})
    for start in range(0, QUARANTINED + 20, 40):
        await send(one, *({"salah": number} for number in range(start, start + 40)))
    await send(one, {"salah": "x" * 200_000})
    async with db.reading() as session:
        rows = (await session.scalars(select(Karantina).order_by(Karantina.id))).all()
    own = [row.raw for row in rows if row.sender_id == one.id]
    assert (len(own), len(rows) - len(own)) == (QUARANTINED, 1)
    assert (own[-2], len(own[-1])) == ('{"salah":319}', kiriman.MAX_QUARANTINED)
