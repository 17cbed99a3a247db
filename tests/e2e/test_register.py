"""The register where it is used: found and merged at the desk; opened and said to have moved away on a phone without network."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from sambang_digital.models.base import now
from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakePhone, SignedIn
from tests.e2e.officer import VILLAGES, rows
from tests.e2e.sender import Sender, sender
from tests.e2e.server import LiveServer
from tests.laporan import household, position, uuid7


@pytest.fixture
def officer(live_server: LiveServer) -> Iterator[Sender]:
    with sender(live_server) as device:
        yield device


def visit(officer: Sender, name: str, **more: object) -> str:
    """A visit to a house that is new to the register; gives its id."""
    house, (lat, lon), at = uuid7(), VILLAGES[0], now() - timedelta(days=9)
    here = position(lat=lat + 0.004, lon=lon, time=at.isoformat())
    body = household() | {"name": name} | more
    officer.visit(
        name, kind="sambang_warga", body=body, at=at, position=here, subject={"id": house, "new": True}, photos=[]
    )
    return house


def test_doubles_are_found_merged_and_taken_apart(
    signed_in: SignedIn, officer: Sender, live_server: LiveServer
) -> None:
    """Searched, opened with who lives there, compared side by side, made one, and two again; its telephone is shown on demand."""
    visit(officer, "Tumenggung Wirasaba")
    visit(officer, "Bpk. H. Toemenggoeng Wirasaba")
    page = signed_in()
    page.goto("/register/?cari=wirasaba")
    table = page.get_by_role("table", name="Register")
    expect(table.get_by_role("link", name=re.compile("Wirasaba"))).to_have_count(2)
    assert_accessible(page)
    table.get_by_role("link", name="Tumenggung Wirasaba", exact=True).click()
    expect(page.get_by_role("heading", name="Tumenggung Wirasaba")).to_be_visible()
    expect(page.get_by_text("4 penghuni tercatat")).to_be_visible()
    expect(page.get_by_text("081234567890")).to_have_count(0)
    page.get_by_role("button", name="Tampilkan data pribadi").click()
    expect(page.get_by_role("table", name="Penghuni").get_by_text("Citra Safitri")).to_be_visible()
    expect(page.get_by_text("081234567890")).to_be_visible()
    looks = "SELECT count(*) FROM audit WHERE action = 'subjek.data_pribadi_dibuka'"
    assert rows(live_server, looks)[0][0] >= 1
    assert_accessible(page)
    expect(page.get_by_text("Mungkin ganda", exact=True)).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Bandingkan").click()
    pair = page.get_by_role("listitem").filter(has_text="Toemenggoeng Wirasaba").filter(has_text="Gabungkan")
    expect(pair).to_be_visible()
    assert_accessible(page)
    before = page.get_by_role("status").filter(has_text="pasang").inner_text()
    pair.get_by_role("button", name="Gabungkan").click()
    expect(page.get_by_text("Digabung menjadi")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="pasang")).not_to_have_text(before)
    merged = "SELECT sum(visits) FROM subjek WHERE words LIKE '%wirasaba%' AND removed_at IS NULL"
    assert rows(live_server, merged) == [(2,)]
    page.get_by_role("button", name="Batalkan", exact=True).click()
    expect(page.get_by_text("Penggabungan dibatalkan")).to_be_visible()
    apart = "SELECT visits FROM subjek WHERE words LIKE '%wirasaba%' AND removed_at IS NULL"
    assert rows(live_server, apart) == [(1,), (1,)]


def test_a_citizen_asks_for_a_correction(signed_in: SignedIn, officer: Sender) -> None:
    """Written down at the house with its term, listed, answered; the register says what is right."""
    house = visit(officer, "Sarwoko Adi")
    page = signed_in()
    page.goto(f"/register/rumah/?id={house}")
    page.get_by_role("button", name="Permintaan warga").click()
    page.get_by_label("Nama peminta").fill("Sarwoko")
    page.get_by_role("button", name="Catat permintaan").click()
    expect(page.get_by_text("Permintaan dicatat")).to_be_visible()
    page.goto("/register/permintaan/")
    page.get_by_role("table").get_by_role("link", name="Sarwoko Adi").click()
    page.get_by_role("button", name="Jawab", exact=True).click()
    page.get_by_label("Nama yang benar").fill("Sarwoko Hadi")
    assert_accessible(page)
    page.get_by_role("button", name="Simpan jawaban").click()
    expect(page.get_by_role("heading", name="Sarwoko Hadi")).to_be_visible()
    expect(page.get_by_text("Selesai", exact=True)).to_be_visible()


def test_somebody_moved_away_without_network(ready_phone: MakePhone, officer: Sender, live_server: LiveServer) -> None:
    """A house is opened once with network and stays readable without; that they moved is kept, leaves the due ones, and arrives."""
    visit(officer, "Purwanti Ningsih")
    page = ready_phone().page
    page.goto("/petugas/wilayah/?cari=Purwanti")
    page.get_by_role("button", name=re.compile("Purwanti Ningsih")).click()
    chosen = page.get_by_role("region", name="Yang dipilih")
    expect(chosen.get_by_text("Purwanti Ningsih").nth(1)).to_be_visible()
    expect(chosen.get_by_role("link", name=re.compile("081234567890"))).to_be_visible()
    # Their birth dates say that they are grown up: 1988.
    expect(chosen.get_by_text("Citra Safitri")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name=re.compile("Purwanti Ningsih")).click()
    expect(chosen.get_by_text("Citra Safitri")).to_be_visible()
    expect(chosen.get_by_text("Terakhir diambil")).to_be_visible()
    chosen.get_by_role("button", name="Sudah pindah").click()
    chosen.get_by_role("button", name="Simpan pindah").click()
    expect(chosen.get_by_text("Tulis alasannya")).to_be_visible()
    chosen.get_by_label("Alasan pindah").fill("Pindah ke Bekasi")
    assert_accessible(page)
    chosen.get_by_role("button", name="Simpan pindah").click()
    expect(chosen.get_by_text("tersimpan di HP")).to_be_visible()
    expect(chosen.get_by_role("button", name=re.compile("Batalkan pindah"))).to_be_visible()
    assert rows(live_server, "SELECT moved_on FROM subjek WHERE name = 'Purwanti Ningsih'") == [(None,)]
    page.context.set_offline(False)
    expect(chosen.get_by_text("tersimpan di HP")).to_have_count(0)
    ((moved, reason),) = rows(live_server, "SELECT moved_on, moved_reason FROM subjek WHERE name = 'Purwanti Ningsih'")
    assert (bool(moved), reason) == (True, "Pindah ke Bekasi")
