"""Where it was, shown on a map: by finger, by keyboard, without network, outside of all villages; and what the desk makes of it."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.browser import DESK, KARAWACI, Phone, transferred
from tests.e2e.conftest import MakeContext, MakePhone, SignedIn
from tests.e2e.pages.lapor import ReportPage
from tests.e2e.test_lapor import CITIZEN
from tests.e2e.test_pages import assert_for_everybody
from tests.e2e.test_pengaduan import rows

MAP_KEPT = """() => new Promise((resolve) => {
  const look = async () => ((await caches.match("/api/v1/lapor/peta")) ? resolve(null) : setTimeout(look, 100));
  look();
})"""
"""Resolves when the outlines of the villages are on the phone."""


@pytest.fixture
def page(make_context: MakeContext) -> Page:
    """A phone that was never here."""
    return make_context(**CITIZEN).new_page()


def at_the_place(page: Page) -> ReportPage:
    """A report up to the question where it was."""
    form = ReportPage(page).open().start().describe()
    form.next("Di mana?")
    return form


def open_map(page: Page, button: str = "Tunjuk di peta") -> Locator:
    """The map, which has the keyboard at once."""
    page.get_by_role("button", name=button).click()
    drawn = page.get_by_role("application", name="Peta yang dapat digeser")
    expect(drawn).to_be_focused()
    return drawn


def width(page: Page) -> float:
    """Metres from side to side of what is in sight."""
    box = page.get_by_role("application").locator("svg").get_attribute("viewBox")
    assert box
    return float(box.split()[2])


def tap_twice(drawn: Locator) -> None:
    """A little beside the middle; each tap brings the cross there, and shows a quarter of the width."""
    whole, box = width(drawn.page), drawn.bounding_box()
    assert box
    for times in (1, 2):
        drawn.page.mouse.click(box["x"] + box["width"] * 0.52, box["y"] + box["height"] * 0.55)
        expect(drawn.locator("svg")).to_have_attribute("viewBox", re.compile(rf" {int(whole / 4**times)}\."))


def stored(page: Page) -> dict[str, Any]:
    """The draft as the phone keeps it."""
    kept = page.evaluate(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open("warga");
          asked.onsuccess = () => {
            const all = asked.result.transaction("draft").objectStore("draft").getAll();
            all.onsuccess = () => { asked.result.close(); resolve(JSON.stringify(all.result[0])); };
          };
        })"""
    )
    return json.loads(kept)


def sent(page: Page, form: ReportPage) -> dict[str, Any]:
    """On to the end; what went over the wire."""
    form.next("Foto atau video")
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    expect(page.get_by_text("Titik di peta")).to_be_visible()
    page.get_by_label("Saya mengerti").check()
    with page.expect_request(lambda one: one.url.endswith("/api/v1/lapor") and one.method == "POST") as asked:
        form.send()
    return asked.value.post_data_json


def at_the_desk(signed_in: SignedIn, code: str) -> Locator:
    """The report as an operator reads it."""
    desk = signed_in("operator")
    desk.goto(f"/pengaduan/?tampil=semua&cari={code}")
    expect(rows(desk)).to_have_count(1)
    desk.keyboard.press("j")
    return desk.get_by_role("article")


def test_a_tap_brings_the_cross_and_the_map_nearer(page: Page) -> None:
    """Each tap shows more of less; the village under the cross is named and chosen; the server takes the point as shown by hand."""
    form = at_the_place(page)
    drawn = open_map(page)
    expect(page.get_by_text("Ketuk kira-kira tempatnya")).to_be_visible()
    tap_twice(drawn)
    under = page.get_by_text(re.compile(r"^Silang ada di (Kelurahan|Desa) "))
    expect(under).to_be_visible()
    name = re.search(r"(?:Kelurahan|Desa) (.+), Kecamatan (.+?)(?: \(|\.)", under.inner_text())
    assert name
    page.get_by_role("button", name="Pakai titik ini").click()
    expect(page.get_by_text(re.compile(f"^Titik di peta dipilih: .*{name[1]}, Kecamatan {name[2]}"))).to_be_focused()
    expect(page.get_by_label("Kelurahan atau desa").locator("option:checked")).to_have_text(name[1])
    report = sent(page, form)
    assert set(report["position"]) == {"lat", "lon"}
    assert report["area_code"]
    form.ticket()


def test_by_keyboard_it_begins_where_the_phone_is(page: Page) -> None:
    """From the measured position arrows move the map below the cross, Enter takes it; what was there before comes back with "Hapus"."""
    at_the_place(page)
    page.get_by_role("button", name="Pakai posisi saya sekarang").click()
    expect(page.get_by_text("ketelitian ±")).to_be_visible()
    open_map(page, "Betulkan di peta")
    expect(page.get_by_text("Silang ada di Kelurahan Nusa Jaya")).to_be_visible()
    assert width(page) <= 600
    page.keyboard.press("ArrowUp")
    page.keyboard.press("+")
    expect(page.get_by_text("Diperbesar. Lebar peta 300 m.")).to_be_attached()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Titik di peta dipilih: Kelurahan Nusa Jaya")).to_be_focused()
    place = stored(page)["position"]
    assert place["lat"] > KARAWACI["latitude"] + 0.0003
    assert abs(place["lon"] - KARAWACI["longitude"]) < 0.0001
    # It survives, and can be taken away again, with the village that came with it.
    page.reload()
    expect(page.get_by_text("Titik di peta dipilih: Kelurahan Nusa Jaya")).to_be_visible()
    page.get_by_role("button", name="Hapus titik").press("Enter")
    expect(page.get_by_role("button", name="Tunjuk di peta")).to_be_focused()
    expect(page.get_by_text("Titik di peta dipilih")).to_have_count(0)
    expect(page.get_by_label("Kecamatan")).to_have_value("")


def test_it_begins_at_the_village_of_the_list_which_comes_back(page: Page) -> None:
    at_the_place(page)
    page.get_by_label("Kecamatan").select_option(label="Ciledug")
    page.get_by_label("Kelurahan atau desa").select_option(label="Sudimara Barat")
    drawn = open_map(page)
    expect(page.get_by_text("Silang ada di Kelurahan Sudimara Barat")).to_be_visible()
    box = drawn.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Pakai titik ini").click()
    expect(page.get_by_label("Kelurahan atau desa").locator("option:checked")).not_to_have_text("Sudimara Barat")
    # A choice from the list that says something else does not silently win or lose.
    page.get_by_label("Kelurahan atau desa").select_option(label="Sudimara Barat")
    expect(page.get_by_text("Yang dipakai adalah titik itu")).to_be_visible()
    page.get_by_role("button", name="Hapus titik").click()
    expect(page.get_by_text("Yang dipakai adalah titik itu")).to_have_count(0)
    expect(page.get_by_label("Kelurahan atau desa").locator("option:checked")).to_have_text("Sudimara Barat")


def test_outside_of_all_villages_it_says_so_and_still_goes(page: Page, signed_in: SignedIn) -> None:
    """The desk reads how the place is known, and that it is none of ours."""
    form = at_the_place(page)
    open_map(page)
    for key in ["-"] * 3 + ["ArrowLeft"] * 4:
        page.keyboard.press(key)
    expect(
        page.get_by_text("Silang ada di luar wilayah yang kami layani. Laporan tetap dapat dikirim.")
    ).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Titik ini di luar wilayah yang kami layani")).to_be_visible()
    assert sent(page, form)["area_code"] is None
    code = form.ticket()
    shown = at_the_desk(signed_in, code)
    expect(shown.get_by_text("Ditunjuk pelapor di peta, jadi kira-kira. Di luar semua kelurahan")).to_be_visible()
    expect(shown.get_by_role("img", name="Peta: tempat kejadian")).to_be_visible()
    expect(shown.get_by_text("Tidak disebut pelapor")).to_be_visible()


def test_without_network_the_map_is_there(make_phone: MakePhone) -> None:
    """Opened once with network, even if nobody looked at the map; the report goes when the signal comes."""
    phone: Phone = make_phone(**CITIZEN)
    page = phone.page
    ReportPage(page).open().keep()
    page.evaluate(MAP_KEPT)
    phone.offline()
    form = at_the_place(page)
    open_map(page)
    page.keyboard.press("+")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Titik di peta dipilih: "))).to_be_visible()
    form.next("Foto atau video")
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()
    form.send()
    phone.offline(False)
    form.ticket()


def test_where_the_map_never_came_other_ways_are_named(make_context: MakeContext) -> None:
    """No dead end: back to the list and the words."""
    page = make_context(service_workers="block", **CITIZEN).new_page()
    page.route("**/api/v1/lapor/peta", lambda route: route.abort())
    form = at_the_place(page)
    page.get_by_role("button", name="Tunjuk di peta").click()
    expect(page.get_by_text("Peta belum ada di HP ini")).to_be_visible()
    page.get_by_role("button", name="Batal").click()
    expect(page.get_by_role("button", name="Tunjuk di peta")).to_be_focused()
    page.get_by_label("Patokan atau alamat tempatnya").fill("Gg. Melati")
    form.next("Foto atau video")


def test_nothing_of_the_map_is_loaded_before_it_is_wanted(make_context: MakeContext) -> None:
    page = make_context(service_workers="block", **CITIZEN).new_page()
    with transferred(page) as sizes:
        at_the_place(page)
    assert not [address for address in sizes if re.search(r"lapor/peta|pilih-|batas-", address)], sizes
    with transferred(page) as more:
        open_map(page)
    assert [address for address in more if address.endswith("/api/v1/lapor/peta")], more


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_everybody(make_context: MakeContext, scheme: str) -> None:
    """axe finds nothing with the map open, with a point, and with one outside; it fits, also with text at twice its size."""
    context: BrowserContext = make_context(color_scheme=scheme, reduced_motion="reduce", **CITIZEN)
    page = context.new_page()
    form = at_the_place(page)
    open_map(page)
    assert_for_everybody(page)
    form.open("#tempat")
    open_map(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Titik di peta dipilih"))).to_be_visible()
    assert_for_everybody(page)
    page.set_viewport_size(DESK)
    form.open("#tempat")
    open_map(page, "Betulkan di peta")
    for key in ["-"] * 12 + ["ArrowLeft"] * 4 + ["Enter"]:
        page.keyboard.press(key)
    expect(page.get_by_text("Titik ini di luar wilayah yang kami layani")).to_be_visible()
    assert_for_everybody(page)


def test_when_it_happened(page: Page, signed_in: SignedIn) -> None:
    """Today at an hour that has been, or a date; nothing that is still to come; the desk reads it."""
    form = ReportPage(page).open().start().describe()
    page.get_by_text("Hari ini", exact=True).click()
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.get_by_text("Isi jamnya, kira-kira pun boleh.")).to_be_visible()
    page.get_by_label("Jam berapa?").fill("00:00")
    form.next("Di mana?")
    page.go_back()
    page.get_by_text("Tanggal lain", exact=True).click()
    page.get_by_label("Tanggal dan jam").fill("2099-01-01T00:00")
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.get_by_text("Waktu ini belum terjadi.")).to_be_visible()
    page.get_by_label("Tanggal dan jam").fill("2025-03-04T05:06")
    code = form.finish().send().ticket()
    expect(at_the_desk(signed_in, code).get_by_text("4 Mar 2025 05.06 WIB")).to_be_visible()
