"""The command line as a person at a terminal meets it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests import wilayah
from tests.conftest import ROOT


def cli(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sambang_digital.cli", *words],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )


def test_settings_document_is_current() -> None:
    """A setting added without its line in the document fails here."""
    assert cli("settings").stdout == (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_several_workers_need_redis() -> None:
    """Refused with one sentence that names the missing setting, not with a traceback or a half-working server."""
    done = cli("serve", SAMBANG_WORKERS="2", REDIS_URL="")
    assert done.returncode == 1
    assert "REDIS_URL" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_wrong_setting_is_named() -> None:
    """A setting out of range is refused by its name."""
    done = cli("serve", PORT="70000")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == ["sambang: pengaturan PORT: Paling besar 65535."]


def test_unknown_time_zone_is_named() -> None:
    """Refused at the start, not with the first visit."""
    done = cli("serve", SAMBANG_TIMEZONE="Asia/Karawaci")
    assert done.returncode == 1
    assert "SAMBANG_TIMEZONE: Tidak dikenal." in done.stderr


def test_import_of_boundaries(sqlite_template: Path, tmp_path: Path) -> None:
    """A wrong file is refused in words; a right one is taken in and the counts are told."""
    settings = {
        "DATABASE_URL": f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'sambang.db')}",
        "DATA_DIR": str(tmp_path),
    }
    assert cli("prepare", SAMBANG_DEMO="false", **settings).returncode == 0
    wrong = tmp_path / "salah.geojson"
    wrong.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}}]}')
    refused = cli("wilayah", "import", os.path.relpath(wrong, ROOT), **settings)
    assert refused.returncode == 1
    assert "berkas ditolak seluruhnya" in refused.stderr
    assert "Fitur ke-1 (tanpa nama): properti 'kode' tidak ada atau kosong." in refused.stderr
    done = cli("wilayah", "import", str(wilayah.folder() / wilayah.FILES[0]), **settings)
    assert done.returncode == 0, done.stderr
    assert "104 batas wilayah diimpor dari kota_tangerang_kelurahan.geojson" in done.stdout


def test_first_admin_of_an_exposed_server(sqlite_template: Path, tmp_path: Path) -> None:
    """With HOST set there is no demo: the command makes the one who lets all others in; the password opens once."""
    settings = {
        "DATABASE_URL": f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'sambang.db')}",
        "DATA_DIR": str(tmp_path),
        "HOST": "0.0.0.0",
        "PUBLIC_URL": "https://sambang.example.id",
    }
    words = ("admin", "create", "--nrp", "80010001", "--nama", "Sri Wahyuni", "--pangkat", "Aiptu")
    early = cli(*words, **settings)
    assert early.stderr == "sambang: Sebut satuannya. Belum ada satuan; jalankan dahulu: prepare.\n"
    assert cli("prepare", **settings).returncode == 0
    done = cli(*words, **settings)
    assert done.returncode == 0, done.stderr
    assert "Admin Sri Wahyuni (NRP 80010001, Polres Metro Tangerang Kota) dibuat." in done.stdout
    assert re.search(r"^Kata sandi sementara: ([a-z2-9]{4}-){2}[a-z2-9]{4}$", done.stdout, re.MULTILINE)
    again = cli(*words, **settings)
    assert (again.returncode, again.stderr) == (1, "sambang: NRP 80010001 sudah terdaftar.\n")
    wrong = cli("admin", "create", "--nrp", "8001 0002", "--nama", "X", **settings)
    assert "NRP hanya angka" in wrong.stderr
    unknown = cli(*words, "--satuan", "PMJ-BKS", **settings)
    assert "Satuan PMJ-BKS tidak dikenal. Kode yang ada: PMJ, PMJ-TNG," in unknown.stderr
