"""Backup and restore: the whole database of either kind, the pictures from folder or bucket, and the installation's keys.

The database is read as it was at one moment while the server goes on. A restore takes a backup whole or not at all, into an
empty database only: rows and pictures first, the keys and the commit last.
"""

import hmac
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import audit as trail
from sambang_digital.repositories import cadangan as repository
from sambang_digital.repositories.cadangan import Counter
from sambang_digital.repositories.media import everything as all_photos
from sambang_digital.repositories.potret import everything as all_portraits
from sambang_digital.repositories.upsert import dialect_of
from sambang_digital.services import audit, media_files, simpanan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.audit_seal import seal_all
from sambang_digital.services.cadangan_berkas import (
    HEADER,
    KEYS,
    PHOTOS,
    TABLES,
    CadanganError,
    Header,
    Seal,
    Writer,
    entries,
    writing,
)
from sambang_digital.settings import get_settings

Progress = Callable[[str, int, int], None]
"""``progress(step, done, of how many)``."""
KEY_FILES = ("secret.key", "audit.key", "vapid.key")
PARSERS: dict[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
    bytes: b64decode,
}


async def backup(path: Path, progress: Progress) -> Seal:
    """Write a new backup to ``path``. That it was made stands in the audit trail, in the backup too."""
    async with transaction() as session:
        await audit.record(session, None, Aksi.CADANGAN_DIBUAT)
    await seal_all()
    seal = Seal()
    with writing(path) as writer:
        async with reading() as session:
            await repository.snapshot(session)
            tables = await repository.tables(session)
            writer.add(HEADER, orjson.dumps(asdict(await _header(session, tables))))
            for name in KEY_FILES:
                if key := _own_key(name):
                    writer.add(KEYS + name, key)
            await _write_tables(session, tables, writer, seal, progress)
            if last := await trail.last_sealed(session):
                seal.head_place, seal.head_hash = last.place, last.hash.hex()
            photos = await all_photos(session, next(table for table in tables if table.name == "media"))
            portraits = await all_portraits(session, tables)
        files = [
            [media_files.key(photo.id, size) for size in media_files.sizes_of(photo.kind, photo.is_citizens)]
            for photo in photos
        ]
        files += [[media_files.key(one, size) for size in media_files.PORTRAITS] for one in portraits]
        await _write_photos(files, writer, seal, progress)
        writer.close(seal)
    return seal


async def _header(session: AsyncSession, tables: Sequence[Table]) -> Header:
    revision = await repository.revision(session)
    if revision is None:
        raise CadanganError("Basis data ini kosong; tidak ada yang dicadangkan.")
    return Header(
        at=now().isoformat(),
        database=dialect_of(session),
        revision=revision,
        columns=_columns(tables),
        counters={counter.table: counter.next for counter in await repository.sequences(session, tables)},
        key_proof=_proof(get_settings().secret_key),
    )


def _columns(tables: Sequence[Table]) -> dict[str, list[str]]:
    return {str(table.name): [str(column.name) for column in table.columns] for table in tables}


async def _write_tables(
    session: AsyncSession, tables: Sequence[Table], writer: Writer, seal: Seal, progress: Progress
) -> None:
    for done, table in enumerate(tables, 1):
        count = part = 0
        async for rows in repository.rows(session, table):
            part, count = part + 1, count + len(rows)
            content = orjson.dumps([list(row) for row in rows], default=_plain)
            writer.add(f"{TABLES}{table.name}/{part:06}", zlib.compress(content, 6))
        seal.rows[str(table.name)] = count
        progress("Tabel", done, len(tables))


def _plain(value: Any) -> str:
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)


async def _write_photos(files: Sequence[Sequence[str]], writer: Writer, seal: Seal, progress: Progress) -> None:
    """``files``: of each photo, video and portrait where its sizes lie."""
    for done, keys in enumerate(files, 1):
        for key in keys:
            stored = await simpanan.get(key)
            if stored is None:
                seal.missing += 1
                continue
            writer.add(PHOTOS + key, b"".join([bytes(piece) async for piece in stored.pieces]))
            seal.photos += 1
        progress("Foto", done, len(files))


def _own_key(name: str) -> bytes | None:
    path = get_settings().data_dir / name
    return path.read_bytes() if path.exists() else None


def _proof(key: bytes) -> str:
    """Tells two keys apart and gives neither away."""
    return hmac.digest(key, b"sambang-backup", "sha256").hex()


async def require_empty() -> str | None:
    """Raise :class:`CadanganError` if the database holds anything; gives the migration at which it stands."""
    async with reading() as session:
        await _require_empty(session)
        return await repository.revision(session)


async def _require_empty(session: AsyncSession) -> None:
    if filled := await repository.filled(session):
        table, count = filled
        raise CadanganError(
            f"Basis data ini sudah berisi (tabel {table}: {count} baris). Pulihkan hanya ke basis data yang kosong, "
            "sebelum prepare atau script/server."
        )


def require_keys(path: Path, header: Header) -> None:
    """Raise :class:`CadanganError` unless receipts and hashes of the backup can be checked with the keys that will be here."""
    settings, carried = get_settings(), {}
    for name, content in entries(path):
        if name.startswith(KEYS):
            carried[name.removeprefix(KEYS)] = content
        elif name.startswith((TABLES, PHOTOS)):
            break
    for name, content in carried.items():
        if _own_key(name) not in (None, content):
            raise CadanganError(f"{settings.data_dir} sudah berisi kunci lain ({name}). Pakai DATA_DIR yang kosong.")
    given = settings.secret_key_override.get_secret_value().encode() if settings.secret_key_override else None
    key = given or carried.get("secret.key") or _own_key("secret.key")
    if key is None or not hmac.compare_digest(_proof(key), header.key_proof):
        raise CadanganError(
            "SECRET_KEY berbeda dari server asal; sebut kunci yang sama, agar resi lama tetap dapat diperiksa."
        )


async def load(path: Path, header: Header, seal: Seal, progress: Progress) -> None:
    """Take in a backup that was checked, into an empty database that stands at its migration."""
    async with transaction() as session:
        tables = {table.name: table for table in await repository.tables(session)}
        if _columns(list(tables.values())) != header.columns:
            raise CadanganError("Tabel dalam cadangan tidak sama dengan tabel versi ini.")
        await _require_empty(session)
        await repository.begin_load(session, list(tables.values()))
        linked: dict[str, list[dict[str, Any]]] = {}
        keys, photos = {}, 0
        for name, content in entries(path):
            if name.startswith(KEYS):
                keys[name.removeprefix(KEYS)] = content
            elif name.startswith(TABLES):
                table = tables[name.removeprefix(TABLES).partition("/")[0]]
                rows = _parsed(table, content)
                linked.setdefault(table.name, []).extend(await repository.insert_rows(session, table, rows))
                progress("Tabel", list(tables).index(table.name) + 1, len(tables))
            elif name.startswith(PHOTOS):
                await simpanan.put(name.removeprefix(PHOTOS), content)
                photos += 1
                progress("Foto", photos, seal.photos)
        for table_name, rows in linked.items():
            await repository.link_rows(session, tables[table_name], rows)
        counters = [Counter(table, number) for table, number in header.counters.items()]
        await repository.set_sequences(session, list(tables.values()), counters)
        await _compare(session, tables, seal)
        _keep(keys)


def _parsed(table: Table, content: bytes) -> list[dict[str, Any]]:
    names = [str(column.name) for column in table.columns]
    # A type of our own (UtcDateTime) stands around one of the library's, which knows its Python type.
    parsers = [PARSERS.get(getattr(column.type, "impl_instance", column.type).python_type) for column in table.columns]
    return [
        {
            name: value if parse is None or value is None else parse(value)
            for name, parse, value in zip(names, parsers, row, strict=True)
        }
        for row in orjson.loads(zlib.decompress(content))
    ]


async def _compare(session: AsyncSession, tables: dict[str, Table], seal: Seal) -> None:
    counts = {name: await repository.count_of(session, table) for name, table in tables.items()}
    last = await trail.last_sealed(session)
    if counts != seal.rows or (last.hash.hex() if last else "") != seal.head_hash:
        raise CadanganError("Yang terbaca kembali tidak sama dengan isi cadangan. Tidak ada yang dipulihkan.")


def _keep(keys: dict[str, bytes]) -> None:
    folder = get_settings().data_dir
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in keys.items():
        if name in KEY_FILES:
            (folder / name).touch(0o600)
            (folder / name).write_bytes(content)
