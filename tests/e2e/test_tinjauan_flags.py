"""Flags at the reviewer's desk: evidence one can look at, rulings with their effect, filters, photos of all versions."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, PHONE, assert_accessible
from tests.e2e.conftest import OpenDesk
from tests.e2e.officer import rows
from tests.e2e.sender import Sender, picture, sender
from tests.e2e.server import LiveServer
from tests.laporan import body
from tests.servers import wait_for

SignIn = Callable[[Page, str], None]


@pytest.fixture
def officer(live_server: LiveServer) -> Iterator[Sender]:
    """The demo officer's phone."""
    with sender(live_server) as device:
        yield device


def flag(server: LiveServer, laporan_id: str, *flags: dict[str, Any], severity: int = 4) -> None:
    """Give a report exactly these flags, once the rules have had their say, and have it found by them."""
    _worked_off(server, "antrean_bendera")
    with sqlite3.connect(server.data_dir / "sambang.db", timeout=15) as connection:
        connection.execute(
            "UPDATE laporan SET flags = ?, severity = ? WHERE id = ?",
            (json.dumps(flags), severity, laporan_id.replace("-", "")),
        )
        connection.execute(
            "INSERT INTO antrean_cari (jenis, ref, due_at, attempts) SELECT 'laporan', id, received_at, 0 FROM laporan WHERE id = ?",
            (laporan_id.replace("-", ""),),
        )
    _worked_off(server, "antrean_cari")


def _worked_off(server: LiveServer, queue: str) -> None:
    wait_for(lambda: not rows(server, f"SELECT 1 FROM {queue} LIMIT 1"), f"an empty {queue}", 60)


def noted(name: str, notes: str) -> dict[str, Any]:
    """The body of a visit with a free text."""
    return body(name, result={"situation": "safe", "notes": notes})


COPIED = "Warga meminta lampu jalan di ujung gang diperbaiki."
FAST = {"code": "TERLALU_CEPAT", "severity": "low", "evidence": "Formulir diisi dalam 5 detik."}


def pair(officer: Sender, server: LiveServer, name: str) -> str:
    """A visit that seems to copy another: photo, place and words; gives its id."""
    shade = crc32(name.encode()) % 0xFFFFFF
    (first, one), (second, two) = (picture(f"#{shade + step:06x}") for step in (0, 1))
    other = officer.visit(f"{name} asal", photos=[one], body=noted(f"{name} asal", f"{COPIED} Ronda aktif."))
    copy = officer.visit(f"{name} tiruan", photos=[two], body=noted(f"{name} tiruan", f"Aman. {COPIED}"))
    for content in (first, second):
        officer.upload(content)
    refs = {
        "laporan": other["id"],
        "photos": [hashlib.sha256(second).hexdigest(), hashlib.sha256(first).hexdigest()],
        "points": [[-6.1904, 106.6261, 12.5], [-6.1931, 106.6285, 30.0]],
        "spans": [{"field": "result.notes", "start": 6, "end": 6 + len(COPIED)}],
        "other_spans": [{"field": "result.notes", "start": 0, "end": len(COPIED)}],
    }
    evidence = f"Foto, titik dan uraian sama dengan laporan {name} asal."
    flag(server, copy["id"], {"code": "FOTO_LOKASI_BEDA", "severity": "high", "evidence": evidence, "refs": refs}, FAST)
    return copy["id"]


def test_evidence_can_be_seen_and_a_ruling_takes_effect(
    open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """Two photos side by side, two points with their distance, the words that are the same; then dismissed and upheld."""
    pair(officer, live_server, "Gardu")
    desk = open_desk(query="?tingkat=high&tanda=FOTO_LOKASI_BEDA")
    desk.read("Gardu tiruan")
    card = desk.report
    pictures = card.get_by_role("img", name="dari kamera")
    expect(card.get_by_role("button", name="Laporan pembanding")).to_be_visible()
    expect(card.get_by_text("Jarak kedua titik 4")).to_be_visible()
    expect(card.locator("mark")).to_have_text([COPIED, COPIED])
    expect(pictures.first).to_be_visible()
    card.get_by_role("button", name="Laporan pembanding").click()
    dialog = desk.page.get_by_role("dialog", name="Foto")
    expect(dialog.get_by_role("img")).to_have_count(2)
    assert_accessible(desk.page)
    dialog.get_by_role("button", name="Tutup").click()

    card.get_by_role("button", name="Tidak terbukti: Diisi sangat cepat").click()
    desk.page.get_by_label("Mengapa tanda ini tidak terbukti?").fill("ok")
    desk.page.get_by_role("button", name="Simpan putusan").click()
    expect(desk.page.get_by_text("Tulis alasannya, 5 sampai 500 huruf.")).to_be_visible()
    assert_accessible(desk.page)
    desk.page.get_by_label("Mengapa tanda ini tidak terbukti?").fill("Formulir pos memang pendek.")
    desk.page.get_by_role("button", name="Simpan putusan").click()
    expect(desk.page.get_by_label("Mengapa tanda ini tidak terbukti?")).to_have_count(0)
    expect(card.get_by_text("Formulir pos memang pendek.")).to_be_visible()
    card.get_by_role("button", name="Terbukti: Foto dari tempat lain", exact=True).click()
    desk.page.get_by_label("Mengapa tanda ini terbukti?").fill("Foto diambil ulang dari layar.")
    desk.page.get_by_role("button", name="Simpan putusan").click()
    expect(card.get_by_text("Tidak dihitung dalam kinerja")).to_be_visible()
    expect(desk.row("Gardu tiruan").get_by_text("Terbukti")).to_be_visible()
    assert_accessible(desk.page)
    assert rows(live_server, "SELECT severity, upheld FROM laporan WHERE title = 'Gardu tiruan'") == [(4, 1)]
    assert rows(live_server, "SELECT count(*) FROM audit WHERE action = 'bendera.diputus'") == [(2,)]

    card.get_by_role("link", name="Gardu asal").click()
    desk.shows("Gardu asal")
    desk.open("?tingkat=upheld")
    expect(desk.rows).to_have_count(1)
    expect(desk.rows.first).to_contain_text("Gardu tiruan")


def test_another_reviewers_ruling_appears_by_itself(
    open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """And whoever only reads is offered no ruling."""
    sent = officer.visit("Taman Dua Meja")
    flag(live_server, sent["id"], FAST, severity=2)
    kanit, kasat = (open_desk(key, f"?id={sent['id']}") for key in ("kanit", "kasat"))
    for desk in (kanit, kasat):
        desk.shows("Taman Dua Meja")
    kanit.page.get_by_role("button", name="Tidak terbukti: Diisi sangat cepat").click()
    kanit.page.get_by_label("Mengapa tanda ini tidak terbukti?").fill("Formulir pos memang pendek.")
    kanit.page.get_by_role("button", name="Simpan putusan").click()
    expect(kasat.report.get_by_text("Formulir pos memang pendek.")).to_be_visible()
    assert rows(live_server, "SELECT severity, upheld FROM laporan WHERE title = 'Taman Dua Meja'") == [(0, 0)]


def test_photos_of_older_and_competing_versions(open_desk: OpenDesk, officer: Sender) -> None:
    """Each version opens with its own photos."""
    photos = [picture(colour) for colour in ("#aa3344", "#3344aa", "#33aa44")]
    first = officer.visit("Pos Tiga Versi", photos=[photos[0][1]])
    officer.post(first | {"revision": 2, "base_revision": 1, "photos": [photos[1][1]]})
    rival = first | {"revision": 2, "base_revision": 1, "photos": [photos[2][1]]}
    answer = officer.client.post("/api/v1/kiriman", json={"items": [rival]}).json()["results"][0]
    assert answer["status"] == "conflict"
    for content, _ in photos:
        officer.upload(content)
    desk = open_desk(query=f"?id={first['id']}")
    desk.shows("Pos Tiga Versi")
    for name, pictures in (("Versi 1", 1), ("Isi lain untuk versi 2", 3)):
        version = desk.report.get_by_role("listitem").filter(has=desk.page.get_by_text(name, exact=True))
        version.get_by_text(name, exact=True).click()
        shown = version.get_by_role("img")  # its own, and where it differs those added and taken away
        expect(shown).to_have_count(pictures)
        for image in shown.all():
            expect(image).to_be_visible()
            assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(
    open_desk: OpenDesk, officer: Sender, live_server: LiveServer, viewport: dict[str, int], scheme: str
) -> None:
    """Evidence and an open ruling, on both sizes and in both schemes; nothing sticks out sideways."""
    laporan_id = pair(officer, live_server, f"Axe {scheme} {viewport['width']}")
    desk = open_desk(query=f"?id={laporan_id}", viewport=viewport, color_scheme=scheme)
    expect(desk.page.get_by_role("img", name="Peta bukti").first).to_be_visible()
    desk.page.get_by_role("button", name="Terbukti: Foto dari tempat lain", exact=True).click()
    assert_accessible(desk.page)
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
