"""Commands of those who run a server: checking the audit trail, backup and restore."""

import argparse
import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sambang_digital.cli_parts import AddCommand, Refused, is_known_migration, migrate, progress_bars

if TYPE_CHECKING:
    from sambang_digital.services.audit_verify import Findings

T = TypeVar("T")


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end and let go of the database: each run has an event loop of its own."""
    from sambang_digital.db import dispose

    async def whole() -> T:
        try:
            return await work
        finally:
            await dispose()

    return asyncio.run(whole())


async def _verified(keys: Sequence[bytes]) -> "Findings":
    from sambang_digital.db import reading
    from sambang_digital.services.audit_verify import verify

    async with reading() as session:
        return await verify(session, keys)


def _verify_audit(options: argparse.Namespace) -> None:
    """Check the whole audit trail and its signed heads; status 1 if anything is wrong."""
    from sambang_digital.services import audit_head

    found = _run(_verified(options.key))
    print(
        f"{found.rows} baris, {found.reports} laporan dan {found.heads} kepala diperiksa; "
        f"{found.unsealed} baris menunggu segel."
    )
    print(f"Baris terakhir {found.place}: {found.hash.hex()}")
    print(f"Kunci publik: {audit_head.public_key().hex()}")
    if found.total:
        more = [f"… dan {found.total - len(found.faults)} lagi."] if found.total > len(found.faults) else []
        raise Refused("\n  ".join([f"jejak audit TIDAK utuh, {found.total} temuan:", *found.faults, *more]))
    print("Jejak audit utuh.")


def _public_key(text: str) -> bytes:
    key = bytes.fromhex(text)
    if len(key) != 32:
        raise ValueError
    return key


def _backup(options: argparse.Namespace) -> None:
    """Write database, photos and keys into a new file, while the server runs on."""
    from sambang_digital.services import cadangan
    from sambang_digital.services.cadangan_berkas import CadanganError

    try:
        with progress_bars() as progress:
            seal = _run(cadangan.backup(options.file, progress))
    except CadanganError as error:
        raise Refused(f"cadangan tidak dibuat. {error}") from error
    print(f"{options.file}: {sum(seal.rows.values())} baris dari {len(seal.rows)} tabel, {seal.photos} berkas foto.")
    print(f"Kepala audit: baris {seal.head_place}, {seal.head_hash}")
    if seal.missing:
        print(f"PERHATIAN: {seal.missing} berkas foto tidak ada lagi di penyimpanan.")
    print("Berkas ini berisi data pribadi dan kunci server: simpan terenkripsi, di luar server ini.")


def _restore(options: argparse.Namespace) -> None:
    """Take a backup into an empty database; a damaged or foreign file is refused whole."""
    from sambang_digital.services import audit_head, cadangan, cadangan_berkas, cari_indeks
    from sambang_digital.services.cadangan_berkas import CadanganError
    from sambang_digital.services.simpanan import SimpananPenuh, SimpananTerganggu

    try:
        header, seal = cadangan_berkas.check(options.file)
        if not is_known_migration(header.revision):
            raise CadanganError(f"Cadangan ini dari versi yang lebih baru ({header.revision}). Perbarui dahulu.")
        cadangan.require_keys(options.file, header)
        standing = _run(cadangan.require_empty())
        migrate(header.revision, anew=standing is not None)
        with progress_bars() as progress:
            _run(cadangan.load(options.file, header, seal, progress))
    except CadanganError as error:
        raise Refused(f"tidak ada yang dipulihkan. {error}") from error
    except (SimpananPenuh, SimpananTerganggu) as error:
        raise Refused("tidak ada yang dipulihkan. Penyimpanan foto penuh atau tidak menjawab.") from error
    migrate()
    _run(audit_head.export(anew=True))
    _run(cari_indeks.enqueue_everything())
    print(f"{sum(seal.rows.values())} baris dalam {len(seal.rows)} tabel dan {seal.photos} berkas foto dipulihkan.")
    print(f"Kepala audit: baris {seal.head_place}, {seal.head_hash}")


def _rebuild_search(_: argparse.Namespace) -> None:
    """File everything for search anew, while the server runs on."""
    from sambang_digital.services import cari_indeks

    with progress_bars() as progress:
        count = _run(cari_indeks.rebuild(progress))
    print(f"{count} isi diperiksa; indeks pencarian lengkap.")


def _file(name: str) -> Path:
    """Resolved at once: commands run in the project's folder."""
    return Path(name).resolve()


def add_commands(commands: Any, add: AddCommand) -> None:
    """Put these commands beside the others."""
    trail = commands.add_parser("audit", help="Jejak audit.").add_subparsers(required=True, metavar="perintah")
    add("verify", _verify_audit, trail).add_argument(
        "--key", type=_public_key, action="append", default=[], help="a further public key to trust (hexadecimal)"
    )
    search = commands.add_parser("search", help="Pencarian.").add_subparsers(required=True, metavar="perintah")
    add("rebuild", _rebuild_search, search)
    add("backup", _backup).add_argument("file", type=_file, help="new file, e.g. sambang-2026-11-22.tar")
    add("restore", _restore).add_argument("file", type=_file, help="file that backup wrote")
