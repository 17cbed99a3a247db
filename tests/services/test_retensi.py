"""What was kept long enough goes, with its photos; numbers, the audit trail and everything younger stay."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from sambang_digital import db
from sambang_digital.models import (
    Akun,
    Audit,
    Karantina,
    Laporan,
    LaporanFoto,
    Media,
    NilaiPengaturan,
    PutusanBendera,
    Subjek,
    Tinjauan,
    Utas,
)
from sambang_digital.models.base import now
from sambang_digital.repositories.laporan import QUARANTINED
from sambang_digital.security.actor import Actor
from sambang_digital.services import (
    akun,
    audit_seal,
    cari_indeks,
    kiriman,
    media,
    media_files,
    pengaturan,
    retensi,
    simpanan,
    sinkron,
    utas,
)
from sambang_digital.services.audit_verify import verify
from sambang_digital.services.laporan import Arrival
from tests.factories import PASSWORD, make_akun, make_satuan
from tests.laporan import assign, body, household, item, make_village, photo
from tests.polres import Polres, decide
from tests.services.test_putusan import HIGH, WHY, flagged, rule
from tests.utas import pesan

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


async def keep_photo(person: Akun | Actor, sha256: str) -> UUID:
    """A finished photo of long ago, known to be named."""
    row = Media(
        id=uuid4(), uploader_id=person.id, sha256=sha256, size=3, state="siap", attached=True, created_at=now() - YEARS
    )
    async with db.transaction() as session:
        session.add(row)
    for size in media_files.SIZES:
        await simpanan.put(media_files.key(row.id, size), b"jpg")
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
    assert await simpanan.get(media_files.key(gone, "besar")) is None
    assert await simpanan.get(media_files.key(shared, "besar")) is not None

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


def written(url: str) -> bytes:
    """All that lies on the disk: the database's file and its log."""
    return b"".join(Path(url.removeprefix("sqlite:///") + log).read_bytes() for log in ("", "-wal"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_goes_is_nowhere_in_the_file(
    database: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in pages that are free again, nor in the index of search, nor in the log beside the file."""
    person, word = await officer(), "qxjvkwyzq"
    await make_village()
    await assign(person)

    async def legible() -> int:
        await cari_indeks.drain()
        monkeypatch.setattr(cari_indeks, "_merged", None)
        await cari_indeks.sweep()
        await db.empty_log()
        return written(database_url).count(word.encode())

    # Longer than a page, so that it lies in pages of its own.
    notes = [f"{word} {word * 90} {number}" for number in range(20)]
    sent = [item(person.id, body=body(result={"situation": "watch", "situation_note": note})) for note in notes]
    assert {one["status"] for one in await send(person, *sent)} == {"accepted"}
    assert await legible() > 20 * 90
    await age(1827, *(one["id"] for one in sent))
    await retensi.apply_rules()
    assert await legible() == 0


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


async def told() -> list[tuple[str, str, int]]:
    """What the audit trail says of the job: whose, what kind, how many."""
    async with db.reading() as session:
        rows = await session.scalars(select(Audit).where(Audit.action == "retensi.dihapus").order_by(Audit.id))
        return [(row.object_id, row.data["kind"], row.data["count"]) for row in rows]


async def test_threads_that_rest_are_emptied_on_the_phone_too(database: str) -> None:
    """Posts, photos and who took part go; the author's phone gets the empty thread, in which people may write again."""
    polres = await Polres().fill()
    old, young = await polres.visit(), await polres.visit()
    photo_id = await keep_photo(polres.kanit, "c" * 64)
    await utas.post(polres.kanit, old, pesan("Bu Siti belum lapor RT.", photos=["c" * 64]))
    await utas.post(polres.officer, old, pesan("Sudah, kemarin."))
    await utas.post(polres.kanit, young, pesan("Masih dibahas."))
    async with db.transaction() as session:
        await session.execute(update(Utas).where(Utas.id == old).values(changed_at=now() - timedelta(days=731)))
        await session.execute(update(Utas).where(Utas.id == young).values(changed_at=now() - timedelta(days=729)))
    for _ in range(2):
        await retensi.apply_rules()
        async with db.reading() as session:
            page = await sinkron.page(session, polres.officer, None)
            threads = {one["id"]: one["data"] for one in page["changes"] if one["type"] == "utas"}
        left = await utas.thread(polres.kanit, old)
        emptied, kept = threads[str(old)], threads[str(young)]
        assert (emptied["posts"], emptied["readers"], emptied["unread"]) == ([], [], 0)
        assert left[0]["posts"] == []
        assert [post["text"] for post in kept["posts"]] == ["Masih dibahas."]
        assert await told() == [(str(polres.officer.id), "thread", 1)]
    await media.sweep()
    assert await all_of(Media.id) == []
    assert await simpanan.get(media_files.key(photo_id, "besar")) is None
    await utas.post(polres.kanit, old, pesan("Baru lagi."))
    async with db.reading() as session:
        assert [post["text"] for post in (await utas.thread(polres.officer, old))[0]["posts"]] == ["Baru lagi."]


async def test_words_of_reviewers_go_and_what_they_decided_stays(database: str) -> None:
    polres = await Polres().fill()
    old, young = await flagged(polres, HIGH), await flagged(polres, HIGH)
    for visit in (old, young):
        await rule(polres.kanit, visit, "DI_LUAR_WILAYAH", "upheld")
        await decide(polres.kanit, visit, "dikembalikan", "Tulis nama kepala keluarga.")
    async with db.transaction() as session:
        for model in (Tinjauan, PutusanBendera):
            await session.execute(
                update(model).where(model.laporan_id == old).values(created_at=now() - timedelta(days=1826))
            )
    for _ in range(2):
        await retensi.apply_rules()
        async with db.reading() as session:
            decisions = {row.laporan_id: row for row in await session.scalars(select(Tinjauan))}
            rulings = {row.laporan_id: row for row in await session.scalars(select(PutusanBendera))}
            weights = set(await session.execute(select(Laporan.state, Laporan.upheld)))
        assert (decisions[old].note, decisions[young].note) == (None, "Tulis nama kepala keluarga.")
        assert (rulings[old].note, rulings[old].evidence) == ("", "")
        assert (rulings[young].note, rulings[young].evidence) == (WHY, HIGH["evidence"])
        assert {row.ruling for row in rulings.values()} == {"upheld"}
        assert weights == {("dikembalikan", True)}
        assert await told() == [(str(polres.kanit.id), "note", 2)]


async def test_houses_that_nobody_visits_leave_the_register_and_come_back_with_a_visit(database: str) -> None:
    """Nothing of who lives there stays; phones are told to drop it; the next visit writes it down anew, place and all."""
    polres = await Polres().fill()
    await polres.visit(body=body("Warung Bu Siti"))
    await polres.visit(body=body("Pos Baru"))
    async with db.transaction() as session:
        rows = {row.name: row.id for row in await session.scalars(select(Subjek))}
        for name, days in (("Warung Bu Siti", 1096), ("Pos Baru", 1094)):
            seen = now() - timedelta(days=days)
            await session.execute(update(Subjek).where(Subjek.name == name).values(last_visit_at=seen))
    gone = rows["Warung Bu Siti"]
    for _ in range(2):
        await retensi.apply_rules()
        async with db.reading() as session:
            page = await sinkron.page(session, polres.officer, None)
            row = await session.get_one(Subjek, gone)
        assert page["tombstones"] == [{"type": "subjek", "id": str(gone)}]
        assert [one["id"] for one in page["changes"] if one["type"] == "subjek"] == [str(rows["Pos Baru"])]
        assert (row.name, row.address, row.rt, row.rw, row.lat, row.lon, row.accuracy_m) == ("", "", *[None] * 5)
        assert await told() == [(str(polres.officer.id), "subject", 1)]
    await polres.visit(body=body("Warung Pak Budi"), subject={"id": str(gone), "new": False})
    async with db.reading() as session:
        page = await sinkron.page(session, polres.officer, None)
        back = await session.get_one(Subjek, gone)
    assert page["tombstones"] == []
    assert (back.name, back.removed_at) == ("Warung Pak Budi", None)
    assert back.lat is not None
