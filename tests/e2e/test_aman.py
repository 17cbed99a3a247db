"""Data at rest on the phone: the lock, a forgotten PIN, lost and expired devices, the lease of the register, two people on one phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import PIN, assert_accessible
from tests.e2e.conftest import MakeContext
from tests.e2e.officer import HERE, leave_in_clear, rows, unsent
from tests.e2e.pages.kunci import LockPage
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]
EVERYTHING = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML];
  const read = (bytes) => ['utf-8', 'utf-16le'].forEach(code => found.push(new TextDecoder(code).decode(bytes)));
  const walk = (value) => {
    if (typeof value === 'string') found.push(value);
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) read(value);
    else if (value && typeof value === 'object') Object.values(value).forEach(walk);
  };
  const answer = (request) => new Promise(done => request.onsuccess = () => done(request.result));
  for (const {name} of await indexedDB.databases()) {
    const db = await answer(indexedDB.open(name));
    for (const store of db.objectStoreNames) walk(await answer(db.transaction(store).objectStore(store).getAll()));
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push(request.url);
      read(await (await cache.match(request)).arrayBuffer());
    }
  }
  return found.join('\\n');
}"""
"""All that this origin keeps on the phone, and the page, as whoever has the phone in hand could read it."""


@pytest.fixture
def context(make_context: MakeContext, sign_in: SignIn) -> BrowserContext:
    """A phone in one of the officer's villages, locked with :data:`PIN` and open, ready to work without network."""
    made = make_context(locks=True, **HERE)
    page = made.new_page()
    sign_in(page, "petugas")
    LockPage(page).set_up(PIN)
    HomePage(page).wait_until_ready_offline()
    return made


def lock(page: Page) -> LockPage:
    """Lock by hand; the page loads anew, so that nothing of before stays in its memory."""
    page.get_by_role("button", name="Keamanan HP ini").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Kunci sekarang").click()
    gate = LockPage(page)
    expect(gate.locked).to_be_visible()
    return gate


def save_offline(context: BrowserContext, title: str) -> Page:
    """One visit, saved in airplane mode."""
    page = context.pages[0]
    context.set_offline(True)
    capture = CapturePage(page).open().start()
    capture.fill_place(title)
    capture.save()
    return page


def test_the_lock_is_chosen_at_the_first_sign_in_and_holds_against_guessing(
    make_context: MakeContext, sign_in: SignIn
) -> None:
    """Easy PINs are refused; a reload stays open; locked, the page shows nothing, and each wrong try makes the next wait."""
    context = make_context(locks=True, **HERE)
    context.clock.install()
    page = context.new_page()
    sign_in(page, "petugas")
    gate = LockPage(page)
    expect(page.get_by_role("heading", name="Kunci aplikasi")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("PIN baru", exact=True).fill("123456")
    page.get_by_label("Ulangi PIN", exact=True).fill("123465")
    gate.install.click()
    expect(page.get_by_text("PIN ini mudah ditebak")).to_be_visible()
    expect(page.get_by_text("Tidak sama dengan PIN di atas.")).to_be_visible()
    assert_accessible(page)
    gate.set_up(PIN)
    house = page.locator("a[href*='subjek=']").first.locator("span.font-semibold")
    name = house.inner_text()
    page.reload()
    expect(house).to_have_text(name)
    assert_accessible(page)

    lock(page)
    assert_accessible(page)
    assert name not in page.content()
    for _ in range(3):
        gate.try_pin("902714")
        expect(page.get_by_text("PIN salah.")).to_be_visible()
    expect(page.get_by_text("Coba lagi dalam")).to_be_visible()
    gate.try_pin(PIN)
    page.reload()
    expect(page.get_by_text("Coba lagi dalam")).to_be_visible()
    page.clock.fast_forward(31_000)
    expect(page.get_by_text("Coba lagi dalam")).to_have_count(0)
    gate.try_pin("902714")
    expect(page.get_by_text(re.compile("Coba lagi dalam (5|6)\\d detik"))).to_be_visible()
    page.clock.fast_forward(61_000)
    gate.unlock(PIN)
    expect(house).to_have_text(name)


def test_it_locks_after_the_time_in_the_background_and_not_before(make_context: MakeContext, sign_in: SignIn) -> None:
    """Fifteen minutes unseen, as the settings have it; also by a clock that was put back. What was typed is still there."""
    context = make_context(locks=True, **HERE)
    context.clock.install()
    page = context.new_page()
    sign_in(page, "petugas")
    gate = LockPage(page)
    gate.set_up(PIN)
    capture = CapturePage(page).open().start()
    page.get_by_label("Nama tempat").fill("Sedang Diisi")
    expect(capture.draft_kept).to_be_visible()
    page.goto("/luring.html")
    context.clock.fast_forward(14 * 60_000)
    CapturePage(page).open()
    expect(page.get_by_label("Nama tempat")).to_have_value("Sedang Diisi")
    page.goto("/luring.html")
    context.clock.fast_forward(16 * 60_000)
    CapturePage(page).open()
    expect(gate.locked).to_be_visible()
    assert "Sedang Diisi" not in page.evaluate(EVERYTHING)
    gate.unlock(PIN)
    expect(page.get_by_label("Nama tempat")).to_have_value("Sedang Diisi")


def test_a_forgotten_pin_costs_nothing(context: BrowserContext, live_server: LiveServer) -> None:
    """Without signal it says so; with the account's password a new PIN is chosen, and the unsent report is sent."""
    title = "Sebelum PIN Lupa"
    page = save_offline(context, title)
    gate = lock(page)
    expect(page.get_by_text("1 laporan belum terkirim", exact=True)).to_be_visible()
    gate.forgot.click()
    password = page.get_by_label("Kata sandi akun", exact=True)
    go_on = page.get_by_role("button", name="Lanjut")
    password.fill("x")
    go_on.click()
    expect(page.get_by_text("Belum ada sambungan ke server.")).to_be_visible()
    context.set_offline(False)
    go_on.click()
    expect(page.get_by_text("Kata sandi salah.")).to_be_visible()
    assert_accessible(page)
    password.fill(live_server.account("petugas").password)
    go_on.click()
    gate.set_up("902714")
    QueuePage(page).open().expect_state(title, "Terkirim")
    lock(page).try_pin(PIN)
    expect(page.get_by_text("PIN salah.")).to_be_visible()
    gate.unlock("902714")


@pytest.mark.parametrize("locked", [False, True])
def test_a_lost_phone_erases_itself_at_the_next_contact(
    context: BrowserContext, live_server: LiveServer, make_context: MakeContext, locked: bool
) -> None:
    """Open or locked: everything of its owner goes, the unsent too, and nothing of it is ever sent."""
    title = f"Di HP Hilang {locked}"
    page = save_offline(context, title)
    person = page.evaluate("JSON.parse(localStorage.getItem('sambang.person')).id")
    if locked:
        lock(page)
    account, headers = live_server.account("petugas"), {"Origin": live_server.url}
    other = make_context().request
    mine = {"nrp": account.nrp, "password": account.password}
    assert other.post("/api/v1/session", data=mine, headers=headers).ok
    for device in other.get("/api/v1/session/perangkat").json():
        if not device["current"] and device["state"] == "active":
            assert other.delete(f"/api/v1/session/perangkat/{device['id']}?lost=true", headers=headers).ok
    context.set_offline(False)
    expect(page.get_by_text("Data di HP ini sudah dihapus")).to_be_visible(timeout=20_000)
    assert_accessible(page)
    assert f"sambang-{person}" not in [one["name"] for one in page.evaluate("indexedDB.databases()")]
    assert account.name not in page.evaluate("JSON.stringify(localStorage)")
    assert rows(live_server, "SELECT count(*) FROM laporan WHERE title = ?", title) == [(0,)]
    assert rows(live_server, "SELECT count(*) FROM sesi_perangkat WHERE wiped_at IS NOT NULL")[0][0] > 0


def test_a_week_without_the_server_erases_the_register_and_never_the_outbox(
    make_context: MakeContext, sign_in: SignIn
) -> None:
    """Eight days in the hills: the houses are gone, the report is not; with the signal all is as before."""
    context = make_context(locks=True, **HERE)
    context.clock.install()
    page = context.new_page()
    sign_in(page, "petugas")
    gate = LockPage(page)
    gate.set_up(PIN)
    HomePage(page).wait_until_ready_offline()
    save_offline(context, "Dari Pegunungan")
    page.goto("/luring.html")
    context.clock.fast_forward(8 * 86_400_000)
    QueuePage(page).page.goto("/petugas/antrean/")
    gate.unlock(PIN)
    QueuePage(page).expect_state("Dari Pegunungan", "Menunggu dikirim")
    expect(page.get_by_text("Daftar dihapus dari HP ini")).to_be_visible()
    expect(page.get_by_text("belum terkirim sejak")).to_be_visible()
    assert_accessible(page)
    CapturePage(page).open()
    page.get_by_role("button", name="Sambang warga").click()
    expect(page.get_by_text("Daftar di HP masih kosong.")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_role("list", name=re.compile("Daftar rumah")).get_by_role("button").first).to_be_visible()
    QueuePage(page).open().expect_state("Dari Pegunungan", "Terkirim")


def test_nothing_of_the_one_reaches_the_other_on_the_same_phone(
    context: BrowserContext, live_server: LiveServer, sign_in: SignIn
) -> None:
    """A signs out with an unsent report, B signs in: no trace of A in page, storage, database or caches; A comes back to it."""
    title = "Catatan Rahasia Petugas A"
    page = context.pages[0]
    houses = page.locator("a[href*='subjek='] span.font-semibold").all_inner_texts()
    assert houses
    context.route("**/api/v1/kiriman", lambda route: route.fulfill(status=503, body=""))
    capture = CapturePage(page).open().start()
    capture.fill_place(title, notes="Hanya untuk A")
    capture.save()
    (record,) = [one["id"] for one in _raw(page, "items") if one["state"] in ("menunggu", "mengirim")]
    HomePage(page).open()
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="Ya, keluar").click()
    page.wait_for_url(re.compile("/masuk/"))

    sign_in(page, "petugas_dua")
    gate = LockPage(page)
    gate.set_up("730295")
    HomePage(page).wait_until_ready_offline()
    for visit in (HomePage, QueuePage):
        visit(page).open()
        kept = page.evaluate(EVERYTHING)
        assert record in kept  # the scan sees what is there
        first, second = live_server.account("petugas"), live_server.account("petugas_dua")
        assert second.name in kept
        theirs = {name for name in houses if name not in page.inner_text("main")}
        for secret in (title, "Hanya untuk A", first.name, first.nrp, *theirs):
            assert secret not in kept, secret
    HomePage(page).open()
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="Ya, keluar").click()
    page.wait_for_url(re.compile("/masuk/"))

    context.unroute("**/api/v1/kiriman")
    sign_in(page, "petugas")
    gate.unlock(PIN)
    QueuePage(page).open().expect_state(title, "Terkirim")
    author = "SELECT nrp FROM laporan JOIN akun ON akun.id = author_id WHERE title = ?"
    assert rows(live_server, author, title) == [(first.nrp,)]


def test_what_an_older_version_left_in_clear_is_sealed_and_sent(
    make_context: MakeContext, sign_in: SignIn, live_server: LiveServer
) -> None:
    """An outbox from before there was a lock: nothing lost by the update, nothing in clear after it."""
    context = make_context(locks=True, **HERE)
    page = context.new_page()
    sign_in(page, "petugas")
    gate = LockPage(page)
    expect(gate.install).to_be_visible()
    context.set_offline(True)
    leave_in_clear(page, "items", unsent(page, ["Dari Versi Lama"]))
    assert "Dari Versi Lama" in page.evaluate(EVERYTHING)
    gate.set_up(PIN)
    lock(page)
    assert "Dari Versi Lama" not in page.evaluate(EVERYTHING)
    gate.unlock(PIN)
    context.set_offline(False)
    QueuePage(page).open().expect_state("Dari Versi Lama", "Terkirim")


def test_the_phones_own_screen_lock_is_the_key_where_it_can_be(make_context: MakeContext, sign_in: SignIn) -> None:
    """A phone with a security chip (WebAuthn PRF): no PIN at all; the right finger opens, another one does not."""
    context = make_context(locks=True, **HERE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    chip: dict[str, Any] = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "hasPrf": True, "isUserVerified": True,
    }  # fmt: skip
    finger = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": chip})["authenticatorId"]
    sign_in(page, "petugas")
    page.get_by_role("button", name="Pakai kunci layar HP").click()
    HomePage(page).wait_until_ready_offline()
    context.set_offline(True)
    lock(page)
    opens = page.get_by_role("button", name="Buka dengan kunci layar HP")
    opens.click()
    expect(page.get_by_role("link", name="Mulai Sambang")).to_be_visible()
    lock(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": finger, "isUserVerified": False})
    opens.click()
    expect(page.get_by_text("Kunci layar dibatalkan.")).to_be_visible()
    assert_accessible(page)


def test_signed_out_from_afar_the_outbox_stays_for_the_next_sign_in(
    context: BrowserContext, live_server: LiveServer, make_context: MakeContext
) -> None:
    """Expired, not lost: locked and signed out, the report waits; the password signs in, the PIN opens, it is sent."""
    title = "Sesi Habis Terkunci"
    page = save_offline(context, title)
    account, headers = live_server.account("petugas"), {"Origin": live_server.url}
    other = make_context().request
    assert other.post("/api/v1/session", data={"nrp": account.nrp, "password": account.password}, headers=headers).ok
    for device in other.get("/api/v1/session/perangkat").json():
        if not device["current"] and device["state"] == "active":
            assert other.delete(f"/api/v1/session/perangkat/{device['id']}", headers=headers).ok
    gate = lock(page)
    context.set_offline(False)
    gate.unlock(PIN)
    QueuePage(page).open().expect_state(title, "Menunggu dikirim")
    page.get_by_role("link", name="Masuk lagi").click()
    SignInPage(page).fill(account.nrp, account.password)
    QueuePage(page).expect_state(title, "Terkirim")


def _raw(page: Page, store: str) -> list[dict[str, Any]]:
    """What lies in a store, as it lies there; the newest database of this phone."""
    return page.evaluate(
        """async (store) => {
        const {id} = JSON.parse(localStorage.getItem('sambang.person'));
        const answer = (request) => new Promise(done => request.onsuccess = () => done(request.result));
        const db = await answer(indexedDB.open(`sambang-${id}`));
        const found = await answer(db.transaction(store).objectStore(store).getAll());
        db.close();
        return found.map(({id, state}) => ({id, state}));
        }""",
        store,
    )
