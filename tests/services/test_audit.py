"""The audit trail: sealed in order by one at a time, and every kind of tampering is told."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from sambang_digital import db
from sambang_digital.models import Audit, KepalaAudit
from sambang_digital.models.base import now
from sambang_digital.repositories import audit as repository
from sambang_digital.services import audit, audit_head, audit_seal
from sambang_digital.services.audit import Aksi
from sambang_digital.services.audit_verify import Findings, verify
from sambang_digital.services.waktu import today
from sambang_digital.settings import get_settings
from tests.conftest import ROOT
from tests.servers import wait_for

SEALER = "import asyncio; from sambang_digital.services.audit_seal import keep_sealed; asyncio.run(keep_sealed())"


def yesterday() -> date:
    """The day before this one; a run may go on past midnight."""
    return today() - timedelta(days=1)


async def write(count: int, start: int = 0) -> None:
    """Deeds of the system, each in a transaction of its own."""
    for number in range(start, start + count):
        async with db.transaction() as session:
            await audit.record(
                session, None, Aksi.LAPORAN_DITINJAU, number, revision=number, state="diterima", half=0.5
            )


async def look(*keys: bytes) -> Findings:
    """Verify the trail as the command does."""
    async with db.reading() as session:
        return await verify(session, keys)


async def change(statement: object) -> None:
    """Somebody at the database itself."""
    async with db.transaction() as session:
        await session.execute(statement)


@pytest.fixture
async def chain(database: str) -> None:
    """Ten sealed rows and yesterday's exported head over the first eight."""
    await write(8)
    await audit_head.make(yesterday())
    await audit_head.export()
    await write(2, 8)
    await audit_seal.seal_all()


@pytest.mark.usefixtures("chain")
async def test_an_untouched_chain_is_whole() -> None:
    found = await look()
    assert (found.rows, found.place, found.heads, found.unsealed, found.faults) == (10, 10, 2, 0, [])
    async with db.reading() as session:
        last = await repository.last_sealed(session)
    assert tuple(last or ()) == (found.place, found.hash)


async def _rechain(start: int) -> None:
    """What a thief who knows the code does after a change: hashes everything anew from there."""
    async with db.transaction() as session:
        rows = (await session.execute(select(Audit.__table__).order_by(Audit.place))).all()
        previous = audit_seal.GENESIS
        for place, row in enumerate(rows, 1):
            previous = row.hash if place < start else audit_seal.row_hash(previous, place, row)
            await session.execute(update(Audit).where(Audit.id == row.id).values(place=-place))
            await session.execute(update(Audit).where(Audit.id == row.id).values(hash=previous))
        await session.execute(update(Audit).values(place=-Audit.place))


async def _changed_row() -> None:
    await change(update(Audit).where(Audit.place == 5).values(data={"revision": 99}))


async def _changed_person() -> None:
    await change(update(Audit).where(Audit.place == 5).values(akun_id=7))


async def _changed_time() -> None:
    await change(update(Audit).where(Audit.place == 5).values(at=now() - timedelta(days=1)))


async def _changed_row_and_its_hash() -> None:
    await _changed_row()
    async with db.transaction() as session:
        rows = (
            await session.execute(select(Audit.__table__).where(Audit.place.in_((4, 5))).order_by(Audit.place))
        ).all()
        await session.execute(
            update(Audit).where(Audit.place == 5).values(hash=audit_seal.row_hash(rows[0].hash, 5, rows[1]))
        )


async def _changed_and_chained_anew() -> None:
    await _changed_row()
    await _rechain(5)


async def _removed_row() -> None:
    await change(delete(Audit).where(Audit.place == 5))


async def _removed_and_moved_up() -> None:
    await _removed_row()
    await change(update(Audit).where(Audit.place > 5).values(place=-Audit.place))
    await change(update(Audit).where(Audit.place < 0).values(place=-Audit.place - 1))


async def _removed_and_chained_anew() -> None:
    await _removed_row()
    await _rechain(5)


async def _cut_off_behind_the_head() -> None:
    await change(delete(Audit).where(Audit.place > 6))


async def _inserted_row() -> None:
    row = {"at": now() - timedelta(days=3), "action": "laporan.ditinjau", "object_type": "laporan", "object_id": "x"}
    async with db.transaction() as session:
        session.add(Audit(**row, data={}))
    await audit_seal.seal_all()


async def _reordered() -> None:
    for place, other in ((5, -1), (6, 5), (-1, 6)):
        await change(update(Audit).where(Audit.place == place).values(place=other))


async def _forged_head() -> None:
    async with db.transaction() as session:
        last = await repository.last_sealed(session)
        assert last
        await session.execute(update(KepalaAudit).values(place=last.place, hash=last.hash))


async def _forged_file() -> None:
    file = get_settings().data_dir / "audit" / f"kepala-audit-{yesterday()}.json"
    file.write_bytes(file.read_bytes().replace(b'"place": 8', b'"place": 7'))


async def _spoilt_file() -> None:
    (get_settings().data_dir / "audit" / f"kepala-audit-{yesterday()}.json").write_text("{}")


async def _missing_file() -> None:
    (get_settings().data_dir / "audit" / f"kepala-audit-{yesterday()}.json").unlink()


async def _foreign_key() -> None:
    (get_settings().data_dir / "audit.key").unlink()
    audit_head._key_of.cache_clear()


async def _long_unsealed() -> None:
    async with db.transaction() as session:
        session.add(Audit(at=now() - timedelta(minutes=5), action="x.y", object_type="x"))


TAMPERING: dict[Callable[[], Awaitable[None]], list[str]] = {
    _changed_row: ["Baris 5 (laporan.ditinjau"],
    _changed_person: ["Baris 5 (laporan.ditinjau"],
    _changed_time: ["Baris 5 (laporan.ditinjau"],
    _changed_row_and_its_hash: ["Baris 6 (laporan.ditinjau"],
    _changed_and_chained_anew: ["tidak sama dengan saat kepala ditandatangani"] * 2,
    _removed_row: ["Baris 5 hilang dari rantai."],
    _removed_and_moved_up: [
        "Baris 5 (",
        "Baris 6 (",
        "Baris 7 (",
        "Baris 8 (",
        *["tidak sama dengan"] * 2,
        "Baris 9 (",
    ],
    _removed_and_chained_anew: ["tidak sama dengan saat kepala ditandatangani"] * 2,
    _cut_off_behind_the_head: ["menyebut 8 baris, tetapi rantai berakhir di baris 6."] * 2,
    _inserted_row: ["Baris 11 (laporan.ditinjau) mengaku lebih tua"],
    _reordered: ["Baris 5 (", "Baris 6 (", "Baris 7 ("],
    _forged_head: ["palsu: tanda tangannya tidak cocok."],
    _forged_file: [f"Berkas kepala-audit-{yesterday()}.json palsu"],
    _spoilt_file: ["tidak dapat dibaca sebagai kepala audit."],
    _missing_file: ["sudah diekspor, tetapi hilang dari tempatnya."],
    _foreign_key: ["kunci yang tidak dikenal"] * 2,
    _long_unsealed: ["1 baris belum tersegel, yang tertua sejak"],
}


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__.strip("_"))
async def test_tampering_is_told(tamper: Callable[[], Awaitable[None]]) -> None:
    await tamper()
    found = await look()
    expected = TAMPERING[tamper]
    assert len(found.faults) == found.total == len(expected), found.faults
    for fault, part in zip(found.faults, expected, strict=True):
        assert part in fault


@pytest.mark.usefixtures("chain")
async def test_heads_of_an_older_key_are_trusted_when_named() -> None:
    """After a move to another machine, whoever kept the old public key can still check the old heads."""
    old = audit_head.public_key()
    await _foreign_key()
    assert audit_head.public_key() != old
    assert (await look(old)).faults == []


async def test_many_faults_are_counted(database: str) -> None:
    await write(150)
    await audit_seal.seal_all()
    await change(update(Audit).values(object_id="x"))
    found = await look()
    assert (found.total, len(found.faults), found.rows) == (150, 100, 150)


async def test_a_day_has_one_head_which_is_never_replaced(database: str) -> None:
    await write(3)
    await audit_head.sweep()
    file = get_settings().data_dir / "audit" / f"kepala-audit-{yesterday()}.json"
    first = file.read_bytes()
    head = audit_head.read(first)
    assert (head.place, audit_head.is_signed(head)) == (3, True)
    await write(3)
    await audit_head.sweep()
    await change(update(KepalaAudit).values(exported_at=None))
    await audit_head.sweep()
    assert file.read_bytes() == first
    async with db.reading() as session:
        assert [head.exported_at is None for head in await repository.heads(session)] == [False]
    assert (get_settings().data_dir / "audit.key").stat().st_mode & 0o777 == 0o600


async def test_deeds_that_roll_back_leave_no_gap(database: str) -> None:
    """Numbers that the database gave and took back are no missing rows: the chain has its own."""
    await write(2)
    with pytest.raises(RuntimeError):
        async with db.transaction() as session:
            await audit.record(session, None, Aksi.LAPORAN_DITINJAU, 1)
            raise RuntimeError
    await write(2)
    await audit_seal.seal_all()
    found = await look()
    assert (found.rows, found.faults) == (4, [])


async def test_several_at_once_seal_each_row_once(database: str) -> None:
    await write(40)
    await asyncio.gather(*(audit_seal.seal_all() for _ in range(8)))
    await audit_seal.seal_all()
    found = await look()
    assert (found.rows, found.unsealed, found.faults) == (40, 0, [])


def _sealer() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", sys.executable, "-c", SEALER], cwd=ROOT, env=os.environ.copy()
    )


async def test_processes_that_seal_and_die(database: str) -> None:
    """Three processes seal while deeds go on; one after the other is killed in the middle. The chain stays whole."""
    sealers = [_sealer() for _ in range(3)]
    try:
        for number, sealer in enumerate(sealers[:2]):
            await write(60, number * 60)
            await asyncio.to_thread(wait_for, lambda: _sealed() > 0, "first seal", 60)
            sealer.send_signal(signal.SIGKILL)
        await write(60, 120)
        await asyncio.to_thread(wait_for, lambda: _sealed() == 180, "last seal", 60)
    finally:
        for sealer in sealers:
            sealer.kill()
            sealer.wait(10)
    found = await look()
    assert (found.rows, found.unsealed, found.faults) == (180, 0, [])


def _sealed() -> int:
    async def count() -> int:
        engine = db.make_engine(get_settings().database_url)
        async with engine.connect() as connection:
            number = await connection.scalar(select(func.count()).where(Audit.place.is_not(None)))
        await engine.dispose()
        return int(number or 0)

    return asyncio.run(count())


async def test_a_row_is_sealed_within_a_second(database: str) -> None:
    """The task that every process runs, measured from the commit."""
    task = asyncio.create_task(audit_seal.keep_sealed())
    try:
        for number in range(1, 4):
            await write(1, number)
            await asyncio.to_thread(wait_for, lambda number=number: _sealed() == number, "seal", 1)
    finally:
        task.cancel()
