"""A Laporan Informasi: written without network, numbered by the server, erased from the phone, read by few."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import PHONE, assert_accessible
from tests.e2e.conftest import OpenDesk
from tests.e2e.officer import picture, rows
from tests.e2e.pages.informasi import InformationPage
from tests.e2e.pages.petugas import CapturePage, QueuePage
from tests.e2e.server import LiveServer

MATTER, FACT, ADDED = "Rencana pembakaran gudang ban", "Tiga orang membeli bensin eceran", "Truk merah di depan gudang"
OPENED = """async () => {
  const {id} = JSON.parse(localStorage.getItem('sambang.person'));
  const answer = (request) => new Promise(done => request.onsuccess = () => done(request.result));
  const db = await answer(indexedDB.open(`sambang-${id}`));
  const {dek} = await answer(db.transaction('keys').objectStore('keys').get('open'));
  const found = [];
  for (const store of db.objectStoreNames) {
    if (store === 'keys') continue;
    const {keyPath} = db.transaction(store).objectStore(store);
    for (const raw of await answer(db.transaction(store).objectStore(store).getAll())) {
      const key = Array.isArray(keyPath) ? keyPath.map(field => raw[field]) : raw[keyPath];
      const additionalData = new TextEncoder().encode(JSON.stringify([store, key]));
      const plain = await crypto.subtle.decrypt({name: 'AES-GCM', iv: raw.iv, additionalData}, dek, raw.sealed);
      found.push([store, key, new TextDecoder().decode(plain.slice(4))]);
    }
  }
  db.close();
  return found;
}"""
"""Every record of this phone, opened with the key that the app itself uses while it is unlocked: (store, key, text)."""


def kept(page: Page) -> str:
    """All that the phone keeps, in clear."""
    found = page.evaluate(OPENED)
    assert {store for store, _, _ in found} >= {"items", "results", "meta"}
    return json.dumps(found)


@pytest.mark.usefixtures("live_server")
def test_it_leaves_the_phone_and_is_read_by_few(
    context: BrowserContext, live_server: LiveServer, open_desk: OpenDesk, tmp_path: Path
) -> None:
    """Captured offline with a photo, sent, erased, returned, corrected offline, erased again; unseen by staff of a unit."""
    page = context.pages[0]
    context.set_offline(True)
    capture, form = CapturePage(page).open(), InformationPage(page)
    page.get_by_role("button", name="Laporan Informasi").click()
    expect(page.get_by_text("RAHASIA", exact=True)).to_have_count(2)
    form.fill(MATTER, FACT)
    assert_accessible(page)
    capture.add_photos([picture(tmp_path / "gudang.jpg", 3)])
    capture.save()
    queue = QueuePage(page).open()
    queue.expect_state(MATTER, "Menunggu dikirim")
    assert MATTER in kept(page)
    context.set_offline(False)

    expect(queue.row(MATTER)).to_have_count(0, timeout=30_000)
    [(number, receipt)] = rows(live_server, "SELECT number, receipt FROM laporan WHERE title = ?", MATTER)
    queue.expect_state(number, "Terkirim")
    expect(page.get_by_text("foto menyusul")).to_have_count(0, timeout=30_000)
    expect(page.get_by_text(MATTER)).to_have_count(0)
    told = kept(page)
    assert number in told
    assert not [word for word in (MATTER, FACT, "Melati", "gudang.jpg") if word in told]
    details = queue.unfold(number)
    expect(details.get_by_text("Isi dan foto sudah dihapus dari HP ini")).to_be_visible()
    expect(details.get_by_text("RAHASIA", exact=True)).to_have_count(2)

    staff = open_desk("polda", "?status=semua&jenis=laporan_informasi")
    expect(staff.rows).to_have_count(0)
    desk = open_desk("kanit", "?status=semua&jenis=laporan_informasi&bidang=security&sumber=B&isi=2")
    desk.read(MATTER)
    assert receipt in desk.report.inner_text()
    expect(desk.report.get_by_text("RAHASIA", exact=True)).to_have_count(2)
    expect(desk.report.get_by_text("B-2: dapat dipercaya, mengandung kebenaran")).to_be_visible()
    expect(desk.report.get_by_text("Kapolsek, Kasat Intelkam")).to_be_visible()
    expect(desk.report.get_by_text("Dilihat oleh")).to_be_visible()
    assert_accessible(desk.page)
    address = desk.page.url
    staff.page.goto(address)
    expect(staff.page.get_by_text("Laporan ini tidak dapat dibuka")).to_be_visible()
    expect(staff.page.get_by_text(number)).to_have_count(0)

    desk.return_.click()
    desk.note.fill("Sebutkan kendaraannya.")
    desk.page.get_by_role("button", name="Kembalikan ke petugas").click()
    expect(desk.page.get_by_text(f"Dikembalikan: {MATTER}")).to_be_visible()
    queue.open().expect_state(number, "Dikembalikan")
    context.set_offline(True)
    queue.unfold(number).get_by_role("link", name="Perbaiki").click()
    expect(form.textbox("Perihal")).to_have_value(MATTER)
    form.textbox("Siapa").fill(ADDED)
    capture.save()
    queue.open().expect_state(MATTER, "Menunggu dikirim")
    context.set_offline(False)
    queue.expect_state(number, "Terkirim")
    told = kept(page)
    assert not [word for word in (MATTER, FACT, ADDED, "Sebutkan kendaraannya") if word in told]

    desk.page.goto(address)
    desk.shows(MATTER)
    expect(desk.report.get_by_text(ADDED)).not_to_have_count(0)
    desk.page.get_by_role("button", name="Batalkan nomor").click()
    desk.page.get_by_label("Mengapa nomor ini dibatalkan?").fill("Sama dengan laporan kemarin.")
    desk.page.get_by_role("button", name="Batalkan nomor").click()
    expect(desk.report.get_by_text("Sama dengan laporan kemarin.")).to_be_visible()
    expect(desk.row(MATTER).get_by_text("Batal", exact=True)).to_be_visible()
    desk.page.set_viewport_size(PHONE)
    assert_accessible(desk.page)
