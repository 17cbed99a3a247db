"""A backup brings everything back, on either database, from folder or bucket; anything else than a whole one changes nothing."""

import argparse
import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
import pytest
from sqlalchemy import delete, select, update

from sambang_digital import cli_upkeep, db
from sambang_digital.models import (
    Akun,
    Laporan,
    LaporanFoto,
    Media,
    NilaiPengaturan,
    PengaduanPengikut,
    PerangkatWarga,
    Potret,
    Satuan,
    Teguran,
    TiketAkun,
    WargaAkun,
    WargaKode,
)
from sambang_digital.models.base import now
from sambang_digital.repositories import cadangan as repository
from sambang_digital.services import (
    akun,
    audit_head,
    cadangan,
    cadangan_berkas,
    kiriman,
    media_files,
    pengaturan,
    simpanan,
    wilayah,
)
from sambang_digital.services.audit_verify import verify
from sambang_digital.services.cadangan_berkas import Seal
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.waktu import day_of
from sambang_digital.settings import get_settings
from tests import s3
from tests.factories import PASSWORD, make_akun, make_satuan
from tests.laporan import assign, household, item, make_village, photo
from tests.pengaduan import phone, receive

PICTURE = b"\xff\xd8 a picture \xff\xd9"
SHA = hashlib.sha256(PICTURE).hexdigest()
Place = Callable[..., Awaitable[None]]
Open = Callable[[str, str], Awaitable[None]]


@pytest.fixture
async def open_installation(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Open]:
    """``await open_installation("postgresql", "bucket")``: from here on the product runs on a new installation, empty or migrated."""
    with ExitStack() as stack:

        async def open_(kind: str, store: str = "folder", *, migrated: bool = False) -> None:
            folder = tmp_path / uuid4().hex[:6]
            folder.mkdir()
            url = f"sqlite:///{folder / 'sambang.db'}"
            if kind == "postgresql":
                server, name = request.getfixturevalue("postgres_server"), f"t_{uuid4().hex[:12]}"
                template = request.getfixturevalue("postgres_template") if migrated else "template1"
                with psycopg.connect(server, autocommit=True) as connection:
                    connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
                stack.callback(_drop, server, name)
                url = server.rsplit("/", 1)[0] + f"/{name}"
            elif migrated:
                shutil.copy(request.getfixturevalue("sqlite_template"), folder / "sambang.db")
            settings = {"DATABASE_URL": url, "DATA_DIR": str(folder / "data"), "MEDIA_URL": "", "SECRET_KEY": ""}
            if store == "bucket":
                endpoint, _ = stack.enter_context(s3.bucket())
                settings |= {
                    # The port makes the address a new one, so that no store of another test is met.
                    "MEDIA_URL": f"s3://sambang/foto-{endpoint.rpartition(':')[2]}", "AWS_ENDPOINT_URL": endpoint,
                    "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "x", "AWS_ALLOW_HTTP": "true",
                }  # fmt: skip
            for name_, value in settings.items():
                monkeypatch.setenv(name_, value)
            await _anew()

        yield open_
        await _anew()


async def _anew() -> None:
    """Forget what this process knows of another installation."""
    await db.dispose()
    get_settings.cache_clear()
    audit_head._key_of.cache_clear()
    pengaturan.forget()
    wilayah.forget()


def _drop(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def fill() -> Akun:
    """An installation with some of everything that is awkward to bring back."""
    polda, polres = await make_satuan("POLDA", level="polda"), await make_satuan("POLRES")
    author = await make_akun(satuan=polres)
    await make_akun("80010009", satuan=polda)
    await make_village()
    await assign(author)
    async with db.transaction() as session:
        # A unit below one with a higher number; a number given and taken back; a setting without a Polres.
        late = Satuan(code="MABES", name="Mabes", level="mabes", path="/")
        gone = Satuan(code="X", name="X", level="polsek")
        session.add_all([late, NilaiPengaturan(key="kinerja.target_per_day", value="7")])
        await session.flush()
        session.add(gone)
        await session.flush()
        await session.execute(update(Satuan).where(Satuan.id == polda.id).values(parent_id=late.id))
        await session.execute(delete(Satuan).where(Satuan.id == gone.id))
    actor = (await akun.sign_in(author.nrp, PASSWORD, akun.Device("10.0.0.1", uuid4(), "HP 😀")))[1]
    taken = {"lat": -6.180001, "lon": 106.6200007}
    await kiriman.receive(
        actor,
        [
            item(author.id, photos=[photo(SHA, taken_at="2026-11-20T08:00:00+07:00", taken_position=taken)]),
            item(author.id, kind="sambang_warga", body=household()),
            {"salah": 'ü "kutip"\n'},
        ],
        "",
        Arrival(now()),
    )
    async with db.transaction() as session:
        row = Media(id=uuid4(), uploader_id=author.id, sha256=SHA, size=len(PICTURE), state="siap", attached=True)
        session.add(row)
        portrait = Potret(akun_id=author.id, id=uuid4(), shown=True)
        session.add(portrait)
    for id_, sizes in ((row.id, media_files.SIZES), (portrait.id, media_files.PORTRAITS)):
        for size in sizes:
            await simpanan.put(media_files.key(id_, size), PICTURE + size.encode())
    await fill_citizens(author)
    await audit_head.make(day_of(now()) - timedelta(days=1))
    await audit_head.export()
    return author


async def fill_citizens(officer: Akun) -> None:
    """A citizen with an account, a begun one, a ticket, a strike, and something to follow."""
    pengaturan.forget()
    who, other = await phone(), await phone()
    sent, _ = await receive(who)
    about = UUID(sent["id"])
    async with db.transaction() as session:
        account = WargaAkun(phone="081255501234", name="Siti", verified_at=now(), verified_by="console")
        session.add(account)
        await session.flush()
        (await session.get_one(PerangkatWarga, who.device_id)).akun_warga_id = account.id
        code = {"device_id": other.device_id, "purpose": "daftar", "phone_key": "k", "hash": b"\x00" * 32}
        session.add_all(
            [
                WargaKode(**code, data={"name": "Budi 😀"}, expires_at=now()),
                TiketAkun(akun_warga_id=account.id, pengaduan_id=about),
                PengaduanPengikut(device_id=other.device_id, pengaduan_id=about),
                Teguran(pengaduan_id=about, device_id=who.device_id, akun_warga_id=account.id, proposed_by=officer.id),
            ]
        )


async def contents() -> dict[str, list[Any]]:
    """Every row of every table."""
    async with db.reading() as session:
        return {
            str(table.name): [tuple(map(str, row)) async for rows in repository.rows(session, table) for row in rows]
            for table in await repository.tables(session)
        }


async def pictures() -> dict[str, bytes]:
    """What is kept of each photo and portrait."""
    async with db.reading() as session:
        keys = [
            media_files.key(one, size) for one in await session.scalars(select(Media.id)) for size in media_files.SIZES
        ]
        portraits = await session.scalars(select(Potret.id))
        keys += [media_files.key(one, size) for one in portraits for size in media_files.PORTRAITS]
    found = {}
    for key in keys:
        stored = await simpanan.get(key)
        found[key] = b"".join([bytes(piece) async for piece in stored.pieces]) if stored else b""
    return found


async def backup(path: Path) -> Seal:
    """As ``cli backup`` does."""
    return await cadangan.backup(path, lambda *_: None)


async def restore(path: Path) -> str:
    """As ``cli restore`` does, whose migrations need a thread without a loop; what it refuses with, or nothing."""
    await db.dispose()

    def run() -> str:
        try:
            cli_upkeep._restore(argparse.Namespace(file=path))
        except SystemExit as error:
            return str(error.code)
        return ""

    refused = await asyncio.to_thread(run)
    await _anew()
    return refused


@pytest.fixture
async def made(open_installation: Open, tmp_path: Path) -> Path:
    """A backup of an installation on SQLite."""
    await open_installation("sqlite", migrated=True)
    await fill()
    await backup(tmp_path / "a.tar")
    return tmp_path / "a.tar"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (("sqlite", "folder"), ("sqlite", "folder")),
        (("postgresql", "bucket"), ("postgresql", "bucket")),
        (("sqlite", "bucket"), ("postgresql", "folder")),
    ],
    ids=["sqlite", "postgresql", "moving-house"],
)
async def test_everything_comes_back(open_installation: Open, tmp_path: Path, source: Any, target: Any) -> None:
    """Same counts, same rows, same pictures, same keys, same head of the audit trail; and work goes on."""
    await open_installation(*source, migrated=True)
    author = await fill()
    seal = await backup(tmp_path / "a.tar")
    before, shown = await contents(), await pictures()
    keys = [(get_settings().data_dir / name).read_text() for name in ("secret.key", "audit.key")]
    assert (seal.photos, seal.missing, seal.rows["laporan"], seal.rows["karantina"]) == (4, 0, 2, 1)
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600

    await open_installation(*target)
    assert await restore(tmp_path / "a.tar") == ""
    if source[0] == target[0]:
        assert await contents() == before
    else:  # JSON is written differently, with the same meaning: the chain below says that nothing else changed.
        assert {name: len(rows) for name, rows in (await contents()).items()} == {
            name: len(rows) for name, rows in before.items()
        }
    assert await pictures() == shown
    assert len(set(shown.values())) == 4
    for name, key in zip(("secret.key", "audit.key"), keys, strict=True):
        assert (get_settings().data_dir / name).read_text() == key
        assert (get_settings().data_dir / name).stat().st_mode & 0o777 == 0o600
    async with db.reading() as session:
        found = await verify(session)
        assert (found.faults, found.place, found.hash.hex()) == ([], seal.head_place, seal.head_hash)
        taken = await session.scalar(select(Satuan.id).where(Satuan.code == "MABES"))
    after = await make_satuan("BARU")
    # PostgreSQL gives no number twice, also not that of a row that is gone; SQLite counts on from the highest.
    assert after.id == (taken + 2 if source[0] == target[0] == "postgresql" else taken + 1)
    actor = (await akun.sign_in(author.nrp, PASSWORD, akun.Device("10.0.0.1")))[1]
    results = await kiriman.receive(actor, [item(author.id)], "", Arrival(now()))
    assert [one["status"] for one in results] == ["accepted"]


async def _no_rows() -> bool:
    async with db.reading() as session:
        return await repository.filled(session) is None


def _names(folder: Path, pattern: str) -> list[str]:
    return [path.name for path in folder.glob(pattern)]


def _damage(path: Path, copy: Path) -> None:
    copy.write_bytes(path.read_bytes().replace(b" a picture ", b" b picture "))


async def test_what_is_refused_changes_nothing(open_installation: Open, made: Path) -> None:
    """A damaged file, and a whole one of a later version: one sentence, and neither rows nor keys nor pictures."""
    header, seal = cadangan_berkas.check(made)
    entries = list(cadangan_berkas.entries(made))
    damaged, newer = made.with_name("rusak.tar"), made.with_name("baru.tar")
    _damage(made, damaged)
    with cadangan_berkas.writing(newer) as writer:
        writer.add("cadangan.json", orjson.dumps(asdict(header) | {"revision": "9999"}))
        for name, content in entries[1:-1]:
            writer.add(name, content)
        writer.close(seal)
    await open_installation("sqlite")
    assert await restore(damaged) == (
        "sambang: tidak ada yang dipulihkan. rusak.tar rusak: isinya tidak cocok dengan segelnya."
    )
    assert "dari versi yang lebih baru (9999)" in await restore(newer)
    assert await _no_rows()
    assert _names(get_settings().data_dir, "**/*.key") == _names(get_settings().data_dir, "**/*.jpg") == []


async def test_never_onto_a_filled_database(open_installation: Open, made: Path) -> None:
    await open_installation("sqlite", migrated=True)
    await make_satuan("LAIN")
    before = await contents()
    assert "sudah berisi (tabel satuan: 1 baris)" in await restore(made)
    assert await contents() == before
    async with db.transaction() as session:
        await session.execute(delete(Satuan))
    assert await restore(made) == ""


async def test_keys_must_fit(open_installation: Open, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise every receipt given so far would be wrong."""
    await open_installation("sqlite")
    monkeypatch.setenv("SECRET_KEY", "another-key-that-is-long-enough")
    get_settings.cache_clear()
    assert "SECRET_KEY berbeda" in await restore(made)
    monkeypatch.setenv("SECRET_KEY", "")
    get_settings.cache_clear()
    assert get_settings().secret_key
    assert "sudah berisi kunci lain (secret.key)" in await restore(made)
    (get_settings().data_dir / "secret.key").unlink()
    assert await restore(made) == ""


async def test_an_older_backup_is_brought_up_to_date(open_installation: Open, tmp_path: Path) -> None:
    """A backup of an earlier version is restored at its own migration, then taken through those that came since."""
    await open_installation("sqlite", migrated=True)
    await make_satuan("LAMA")
    await asyncio.to_thread(_downgrade, "0008")
    async with db.reading() as session:
        assert await repository.revision(session) == "0008"
    await backup(tmp_path / "lama.tar")
    await open_installation("postgresql")
    assert await restore(tmp_path / "lama.tar") == ""
    async with db.reading() as session:
        assert await repository.revision(session) not in (None, "0008")
        assert [unit.code for unit in await session.scalars(select(Satuan))] == ["LAMA"]


def _downgrade(revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    command.downgrade(Config("alembic.ini"), revision)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_backup_is_of_one_moment(
    open_installation: Open, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Visits keep coming while it is made: what is in it fits together, to the last receipt."""
    await open_installation(kind, migrated=True)
    author = await fill()
    actor = (await akun.sign_in(author.nrp, PASSWORD, akun.Device("10.0.0.1")))[1]
    monkeypatch.setattr(repository, "CHUNK", 1)
    coming = True

    async def send() -> int:
        sent = 0
        while coming:
            results = await kiriman.receive(actor, [item(author.id), item(author.id)], "", Arrival(now()))
            sent += sum(one["status"] == "accepted" for one in results)
        return sent

    sending = asyncio.create_task(send())
    try:
        seal = await backup(tmp_path / "a.tar")
    finally:
        coming = False
    assert await sending > 4
    async with db.reading() as session:
        now_there = len((await session.execute(select(Laporan.id))).all())
    assert seal.rows["laporan"] < now_there
    await open_installation(kind)
    assert await restore(tmp_path / "a.tar") == ""
    async with db.reading() as session:
        found = await verify(session)
        assert found.faults == []
        assert len((await session.execute(select(Laporan.id))).all()) == seal.rows["laporan"]
        assert len((await session.execute(select(LaporanFoto.sha256))).all()) == seal.rows["laporan_foto"]


async def test_a_backup_replaces_nothing_and_leaves_nothing_behind(open_installation: Open, tmp_path: Path) -> None:
    await open_installation("sqlite", migrated=True)
    await fill()
    target = tmp_path / "ada.tar"
    target.write_text("yang lama")
    with pytest.raises(cadangan.CadanganError, match="sudah ada"):
        await backup(target)
    with pytest.raises(cadangan.CadanganError, match="tidak dapat ditulis"):
        await backup(tmp_path / "tidak-ada" / "b.tar")
    assert target.read_text() == "yang lama"
    assert _names(tmp_path, "*.sebagian") == []


async def test_a_lost_photo_is_told_and_stops_nothing(open_installation: Open, tmp_path: Path) -> None:
    await open_installation("sqlite", migrated=True)
    await fill()
    async with db.reading() as session:
        lost: UUID = (await session.scalars(select(Media.id))).one()
    await simpanan.delete(media_files.key(lost, "besar"))
    seal = await backup(tmp_path / "a.tar")
    assert (seal.photos, seal.missing) == (3, 1)
