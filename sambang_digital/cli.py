"""The command line: ``python -m sambang_digital.cli <command>``. ``script/server`` calls these in order."""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sambang_digital import cli_upkeep
from sambang_digital.cli_parts import Command, Refused, migrate, progress_bars
from sambang_digital.forms.messages import field_errors
from sambang_digital.settings import ROOT, get_settings


def _serve(_: argparse.Namespace) -> None:
    """Serve the production build with the settings' host, port and workers."""
    # Photos and uploads are for nobody else on this machine.
    os.umask(0o077)
    settings = get_settings()
    if settings.workers > 1 and not settings.redis_url:
        raise Refused("SAMBANG_WORKERS lebih dari 1 memerlukan REDIS_URL, karena keadaan halaman dibagi lewat Redis.")
    from sambang_digital.pwa.build import STATIC

    if not (STATIC / "index.html").exists():
        raise Refused("halaman belum dibangun; jalankan: python -m sambang_digital.cli build")
    os.environ |= {
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "sambang_digital.sambang_digital:app",
        factory=True,
        interface=Interfaces.ASGI,
        address="127.0.0.1" if settings.host == "localhost" else settings.host,
        port=settings.port,
        workers=settings.workers,
        working_dir=ROOT,
        log_level=LogLevels(settings.log_level),
        # Granian's own format leaves the query string out, and with it the token of the live connection.
        log_access=settings.access_log,
        respawn_failed_workers=True,
        # Granian waits for requests that are half sent; a stalled phone must not hold up a restart. It sends again.
        workers_kill_timeout=5,
    ).serve()


def _dev(_: argparse.Namespace) -> None:
    """Serve with hot reload: each change of a page is built anew (seconds) and seen at the next reload of the browser."""
    from sambang_digital.pwa.build import environment

    raise SystemExit(subprocess.call([sys.executable, "-m", "reflex", "run", "--env", "preview"], env=environment()))


def _build(_: argparse.Namespace) -> None:
    """Build the frontend if its sources changed."""
    from sambang_digital.pwa.build import BuildError, build, is_current

    if is_current():
        print("Halaman sudah terbangun.")
        return
    print("Membangun halaman (pertama kali beberapa menit, setelah perubahan di bawah satu menit) …", flush=True)
    try:
        build()
    except BuildError as error:
        raise Refused(f"halaman tidak dapat dibangun. Catatan {error}") from error


async def _ground() -> None:
    from sambang_digital.db import dispose, transaction
    from sambang_digital.services import bacaan_terbit, satuan, wilayah_impor

    async with transaction() as session:
        await satuan.install(session)
        await bacaan_terbit.install(session, demo=get_settings().is_demo)
    # An import that a crash interrupted goes on here: no server is running that could know the old boundaries.
    with progress_bars() as progress:
        await wilayah_impor.resume(progress, settled_s=0)
    await dispose()


def _prepare(_: argparse.Namespace) -> None:
    """Migrate the database, install units, villages and texts to read, and in demo mode fill an empty database."""
    from sambang_digital.services import demo

    migrate()
    asyncio.run(_ground())
    if get_settings().is_demo and asyncio.run(demo.load()):
        print("Data contoh dimuat ke basis data kosong.")


def _demo(options: argparse.Namespace) -> None:
    """Print the demo accounts; with --visits add that many visits of two years, to measure with."""
    if options.visits:
        _add_visits(options.visits)
        return
    from rich.console import Console
    from rich.table import Table

    from sambang_digital.services import demo

    accounts = demo.accounts()
    if not get_settings().is_demo or not accounts:
        print("Tidak ada akun contoh: mode demo mati atau basis data sudah berisi.")
        return
    table = Table("NRP", "Kata sandi", "Peran", "Nama", title="Akun contoh", box=None, padding=(0, 2, 0, 0))
    for account in accounts:
        table.add_row(account.nrp, account.password, f"{account.title}, {account.satuan}", account.name)
    Console(width=120).print(table)


def _add_visits(visits: int) -> None:
    from sambang_digital.services.demo import massal

    if not get_settings().is_demo:
        raise Refused("kunjungan contoh hanya untuk mode demo; di sini mode demo mati.")
    with progress_bars() as progress:
        officers = asyncio.run(massal.fill(visits, progress))
    if not officers:
        raise Refused("belum ada petugas dengan wilayah tugas; jalankan dahulu: python -m sambang_digital.cli prepare")
    print(f"{visits} kunjungan dari {officers} petugas ditambahkan.")


def _settings(_: argparse.Namespace) -> None:
    """Print the table of all settings (docs/settings.md)."""
    from sambang_digital.settings import table

    print(
        "# Settings\n\nRead from the environment or from a file `.env` at the project's root. "
        "Written by `python -m sambang_digital.cli settings > docs/settings.md`.\n"
    )
    print(table())


def _import_boundaries(options: argparse.Namespace) -> None:
    """Import official boundaries from a GeoJSON file; a wrong file is refused whole. Visits are judged anew."""
    from sambang_digital.services import wilayah_impor
    from sambang_digital.services.wilayah_berkas import BerkasError

    try:
        with progress_bars() as progress:
            result = asyncio.run(wilayah_impor.import_boundaries(options.file, progress))
    except BerkasError as error:
        raise Refused(f"berkas ditolak seluruhnya, tidak ada yang berubah.\n{error}") from error
    print(
        f"{result.areas} batas wilayah diimpor dari {result.file_name}. {result.visits_seen} kunjungan dihitung ulang, "
        f"{result.visits_changed} berubah; {result.subjects_moved} alamat berpindah kelurahan/desa."
    )
    for change, count in sorted(result.verdicts.items()):
        print(f"  {change}: {count}")


async def _add_admin(options: argparse.Namespace) -> tuple[str, str]:
    """The unit's name and the one-time password."""
    from sambang_digital.db import dispose, transaction
    from sambang_digital.forms.personel import Personel
    from sambang_digital.security.permissions import Peran
    from sambang_digital.services import personel, satuan

    try:
        async with transaction() as session:
            unit = await satuan.named(session, options.satuan)
            _, password = await personel.create(
                session,
                None,
                Personel(
                    nrp=options.nrp, name=options.nama, rank=options.pangkat, satuan_id=unit.id, roles={Peran.ADMIN}
                ),
            )
            return unit.name, password
    finally:
        await dispose()


def _admin_create(options: argparse.Namespace) -> None:
    """Create an admin and print the password for the first sign-in, once. Works on a server with HOST set."""
    from sambang_digital.forms.personel import faults_of
    from sambang_digital.services.personel import PersonelError
    from sambang_digital.services.satuan import UnknownSatuan

    try:
        unit, password = asyncio.run(_add_admin(options))
    except ValidationError as error:
        raise Refused("; ".join(faults_of(error).values())) from error
    except (PersonelError, UnknownSatuan) as error:
        raise Refused(str(error)) from error
    print(f"Admin {options.nama} (NRP {options.nrp}, {unit}) dibuat.\nKata sandi sementara: {password}")
    print("Kata sandi ini hanya ditampilkan sekali dan diganti saat pertama masuk.")


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("paling sedikit 1")
    return number


def _simulate(options: argparse.Namespace) -> None:
    """Simulate a month of honest officers and six kinds of cheats in a database of its own, and show what the flags find."""
    from rich.console import Console
    from rich.table import Table

    from sambang_digital.services.simulasi import jalan

    with tempfile.TemporaryDirectory(prefix="sambang-") as folder:
        # Never the database of the installation.
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/simulasi.db", "REDIS_URL": ""}
        get_settings.cache_clear()
        migrate()
        size = jalan.Size(options.honest, options.cheats, options.days, options.seed)
        with progress_bars() as progress:
            outcome = asyncio.run(jalan.alone(size, progress))
    table = Table("", "Kunjungan", "Berbendera penting", "Bagian", "Bendera", box=None, padding=(0, 2, 0, 0))
    for tally in outcome.tallies():
        found = ", ".join(f"{code} {count}" for code, count in tally.codes.most_common(4))
        table.add_row(tally.title, str(tally.visits), str(tally.high), f"{tally.share:.1%}", found)
    Console(width=140).print(table)


def _import_satuan(options: argparse.Namespace) -> None:
    """Take in another Polres or Polda from a JSON file; a wrong file is refused whole."""
    from sambang_digital.db import dispose
    from sambang_digital.services import satuan
    from sambang_digital.services.wilayah_berkas import BerkasError

    async def run() -> satuan.Added:
        try:
            return await satuan.import_file(options.file)
        finally:
            await dispose()

    try:
        added = asyncio.run(run())
    except BerkasError as error:
        raise Refused(f"berkas ditolak seluruhnya, tidak ada yang berubah.\n{error}") from error
    print(
        f"{len(added.units)} satuan dan {added.villages} wilayah ditambahkan: {', '.join(added.units) or 'tidak ada yang baru'}."
    )
    print("Adminnya dibuat dengan: admin create --satuan KODE --nrp … --nama …")


def parser() -> argparse.ArgumentParser:
    """All commands; each one's help is the docstring of its function."""
    top = argparse.ArgumentParser(prog="python -m sambang_digital.cli", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="perintah")

    def add(name: str, run: Command, group: Any = commands) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = group.add_parser(name, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
        return command

    add("prepare", _prepare)
    add("build", _build)
    add("serve", _serve)
    add("dev", _dev)
    visits = add("demo", _demo)
    visits.add_argument("--visits", type=_positive, metavar="N", help="jumlah kunjungan yang ditambahkan")
    boundaries = commands.add_parser("wilayah", help="Batas wilayah.").add_subparsers(required=True, metavar="perintah")
    official = add("import", _import_boundaries, boundaries)
    # Resolved at once: commands run in the project's folder.
    official.add_argument(
        "file", type=lambda name: Path(name).resolve(), help="GeoJSON FeatureCollection (.geojson, .gz)"
    )
    tree = commands.add_parser("satuan", help="Satuan kepolisian.").add_subparsers(required=True, metavar="perintah")
    other = add("import", _import_satuan, tree)
    other.add_argument("file", type=lambda name: Path(name).resolve(), help="JSON: satuan dan wilayahnya")
    admin = commands.add_parser("admin", help="Admin pertama.").add_subparsers(required=True, metavar="perintah")
    create = add("create", _admin_create, admin)
    create.add_argument("--nrp", required=True, help="NRP untuk masuk, hanya angka")
    create.add_argument("--nama", required=True, help="nama lengkap")
    create.add_argument("--pangkat", help="pangkat, boleh dikosongkan")
    create.add_argument("--satuan", help="kode satuan, misalnya PMJ-TNG; tanpa ini: satu-satunya Polres")
    cli_upkeep.add_commands(commands, add)
    simulate = add("simulate", _simulate)
    for name, default, text in (
        ("honest", 24, "petugas jujur"),
        ("cheats", 4, "petugas untuk setiap kecurangan"),
        ("days", 20, "hari"),
        ("seed", 110, "benih: yang sama memberi bulan yang sama"),
    ):
        simulate.add_argument(f"--{name}", type=int, default=default, help=f"{text} ({default})")
    add("settings", _settings)
    return top


def main(words: Sequence[str] | None = None) -> None:
    """Run one command; relative paths of Reflex and Alembic start at the project."""
    options = parser().parse_args(words)
    os.chdir(ROOT)
    try:
        get_settings()
    except ValidationError as error:
        faults = [f"{fault['field'].upper()}: {fault['message']}" for fault in field_errors(error.errors())]
        raise Refused(f"pengaturan {'; '.join(faults)}") from error
    options.run(options)


if __name__ == "__main__":
    main()
