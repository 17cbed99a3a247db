"""The file of a backup: what is not exactly as it was written is refused."""

import io
import os
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from sambang_digital.services.cadangan_berkas import CadanganError, Header, Seal, check, entries, writing

HEADER = Header("2026-11-22T12:00:00+07:00", "sqlite", "0008", {"satuan": ["id"]}, {"satuan": 2}, "0f")
TABLE, PHOTO = b"[[1]]" * 1000, bytes(range(256)) * 100


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A small backup."""
    with writing(tmp_path / "a.tar") as writer:
        writer.add("cadangan.json", orjson.dumps(HEADER))
        writer.add("tabel/satuan/000001", TABLE)
        writer.add("foto/ab/1-kecil.jpg", PHOTO)
        writer.close(Seal(rows={"satuan": 1}, photos=1))
    return tmp_path / "a.tar"


def test_what_was_written_is_read(made: Path) -> None:
    header, seal = check(made)
    assert header == HEADER
    assert replace(seal, sha256="") == Seal(rows={"satuan": 1}, photos=1)
    assert [name for name, _ in entries(made)] == [
        "cadangan.json", "tabel/satuan/000001", "foto/ab/1-kecil.jpg", "segel.json",
    ]  # fmt: skip
    assert made.stat().st_mode & 0o777 == 0o600


def repacked(path: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> None:
    """The same tar with entries changed, renamed or left out."""
    old = list(entries(path))
    with tarfile.open(path, "w") as tar:
        for name, content in filter(None, (change(*one) for one in old)):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def without(part: str) -> Callable[[Path], None]:
    return lambda path: repacked(path, lambda name, content: None if part in name else (name, content))


def swapped(part: str, other: bytes, name: str | None = None) -> Callable[[Path], None]:
    return lambda path: repacked(path, lambda old, content: (name or old, other) if part in old else (old, content))


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(PHOTO) + 7] ^= 1
    path.write_bytes(content)


def with_folder(path: Path) -> None:
    with tarfile.open(path, "a") as tar:
        folder = tarfile.TarInfo("lain")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (Path.unlink, "tidak dapat dibaca: No such file"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "tidak dapat dibaca: Is a directory"),
    "empty": (lambda path: path.write_bytes(b""), "bukan cadangan"),
    "text": (lambda path: path.write_text("bukan tar " * 2000), "rusak, atau bukan cadangan"),
    "cut in a photo": (lambda path: os.truncate(path, 20_000), "rusak, atau bukan cadangan"),
    "cut between two entries": (lambda path: os.truncate(path, 6_656), "terpotong: segelnya tidak ada"),
    "cut in a header": (lambda path: os.truncate(path, 6_800), "a.tar"),
    "one bit of a photo": (flipped, "isinya tidak cocok dengan segelnya"),
    "no seal": (without("segel"), "terpotong: segelnya tidak ada"),
    "no header": (without("cadangan.json"), "bukan cadangan"),
    "a table left out": (without("tabel/"), "isinya tidak cocok dengan segelnya"),
    "a table changed": (swapped("tabel/", b"[[2]]"), "isinya tidak cocok dengan segelnya"),
    "a photo renamed": (swapped("foto/", PHOTO, "foto/ab/2-kecil.jpg"), "isinya tidak cocok dengan segelnya"),
    "something behind the seal": (with_folder, "bukan cadangan"),
    "another header": (swapped("cadangan.json", b'{"nama": "lain"}'), "bukan cadangan"),
    "no JSON": (swapped("cadangan.json", b"{"), "bukan cadangan"),
    "another form": (swapped("cadangan.json", orjson.dumps(replace(HEADER, format="x/2"))), "tidak dikenal (x/2)"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_or_foreign_file_is_refused(made: Path, what: str) -> None:
    damage, said = DAMAGE[what]
    damage(made)
    with pytest.raises(CadanganError) as refused:
        check(made)
    assert said in str(refused.value)


def test_a_backup_that_stops_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writing(tmp_path / "b.tar") as writer:
        writer.add("cadangan.json", b"{}")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
