"""A citizen's place where several Polres share an installation and nobody stands above them all: a point outside of all villages asks for one."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import run_cli
from tests.e2e.browser import Phone
from tests.e2e.conftest import MakeContext, MakePhone, MakeServer
from tests.e2e.officer import rows
from tests.e2e.pages.lapor import TEXT, ReportPage, TicketsPage
from tests.e2e.server import LiveServer
from tests.e2e.test_lapor import CITIZEN
from tests.e2e.test_lapor_berkas import PHOTO, attach
from tests.e2e.test_lapor_peta import stored
from tests.e2e.test_pages import assert_for_everybody
from tests.servers import wait_for
from tests.services.test_satuan import UNITS, VILLAGES

AWAY = {"latitude": -6.9147, "longitude": 107.6098, "accuracy": 8.0}
"""Bandung: in none of their villages."""
ANOTHER = [{"code": "PDB", "name": "Polda Banten", "level": "polda", "parent": None}]
SECOND = "Laporan kedua yang belum selesai ditulis."
REASON = "supaya laporan sampai ke Polres yang tepat."


@pytest.fixture(scope="module")
def live_server(make_server: MakeServer, tmp_path_factory: pytest.TempPathFactory) -> LiveServer:
    """The shipped Polres, and another one under another Polda."""
    server = make_server()
    units = [*ANOTHER, UNITS[0] | {"parent": "PDB"}, UNITS[1]]
    file: Path = tmp_path_factory.mktemp("polres") / "polres.json"
    file.write_text(json.dumps({"satuan": units, "wilayah": VILLAGES}))
    place = {"data_dir": server.data_dir, "DATABASE_URL": f"sqlite:///{server.data_dir / 'sambang.db'}"}
    # A server that runs hears of new units by and by.
    server.stop()
    assert "3 satuan dan 2 wilayah ditambahkan" in run_cli("satuan", "import", str(file), **place)
    return server.start()


def at_the_place(page: Page) -> ReportPage:
    form = ReportPage(page).open().start().describe()
    form.next("Di mana?")
    return form


def to_the_end(page: Page, form: ReportPage) -> None:
    """From the step of photos to the last one."""
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_point_outside_asks_for_a_village_before_anything_is_sent(make_context: MakeContext, live_server: LiveServer, scheme: str) -> None:  # fmt: skip
    """At the field, with the way on; the point goes along with the village, to the Polres of the village."""
    page = make_context(
        **CITIZEN | {"geolocation": AWAY, "color_scheme": scheme, "reduced_motion": "reduce"}
    ).new_page()
    form = at_the_place(page)
    page.get_by_role("button", name="Pakai posisi saya sekarang").click()
    expect(page.get_by_text("Pilih kelurahan terdekat dari daftar di bawah")).to_be_visible()
    expect(page.get_by_text("Laporan tetap dapat dikirim")).to_have_count(0)
    page.get_by_role("button", name="Lanjut", exact=True).click()
    form.at("Di mana?")
    kecamatan = page.get_by_label("Kecamatan")
    expect(kecamatan).to_be_focused()
    expect(kecamatan).to_have_accessible_description(f"Pilih kelurahan atau desanya, {REASON}")
    assert_for_everybody(page)
    page.set_viewport_size({"width": 390, "height": 844})
    kecamatan.select_option(label="Serpong")
    village = page.get_by_label("Kelurahan atau desa")
    expect(village).to_have_accessible_description(f"Pilih kelurahan atau desanya, {REASON}")
    village.select_option(label="Serpong 1")
    form.next("Foto atau video")
    to_the_end(page, form)
    code = form.send().ticket()
    query = "SELECT s.code, p.area_code, round(p.lat, 4) FROM pengaduan p JOIN satuan s ON s.id = p.satuan_id WHERE p.code = ?"
    assert rows(live_server, query, code) == [("PMJ-TGS", VILLAGES[0]["code"], AWAY["latitude"])]


def test_what_was_written_without_network_is_mended_and_nothing_is_lost(make_phone: MakePhone) -> None:
    """The phone does not know the village of a measured point; the server refuses it later. Words, photo, point and another report that was
    begun meanwhile are still there."""
    phone: Phone = make_phone(**CITIZEN | {"geolocation": AWAY})
    page = phone.page
    ReportPage(page).open().keep()
    form = at_the_place(page)
    page.get_by_label("Patokan atau alamat tempatnya").fill("Dekat Gedung Sate")
    page.get_by_label("Kecamatan").select_option(label="Serpong")
    page.get_by_label("Kelurahan atau desa").select_option(label="Serpong 1")
    form.next("Foto atau video")
    attach(page, PHOTO)
    page.go_back()
    page.get_by_label("Kecamatan").select_option("")
    phone.offline()
    page.get_by_role("button", name="Pakai posisi saya sekarang").click()
    expect(page.get_by_text("ketelitian ±")).to_be_visible()
    form.next("Foto atau video")
    to_the_end(page, form)
    form.send()
    ReportPage(page).open().start().describe(SECOND)
    wait_for(lambda: stored(page)["text"] == SECOND, "the second on the phone")
    phone.offline(False)
    TicketsPage(page).open()
    expect(page.get_by_text("Laporan ini belum diterima")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("button", name="Perbaiki").click()
    form.at("Di mana?")
    expect(page.get_by_label("Kecamatan")).to_have_accessible_description(f"Pilih kelurahan atau desanya, {REASON}")
    expect(page.get_by_label("Patokan atau alamat tempatnya")).to_have_value("Dekat Gedung Sate")
    page.get_by_label("Kecamatan").select_option(label="Serpong")
    page.get_by_label("Kelurahan atau desa").select_option(label="Serpong 1")
    form.next("Foto atau video")
    expect(page.get_by_role("list", name="Foto dan video").get_by_role("listitem")).to_have_count(1)
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    expect(page.get_by_text(TEXT)).to_be_visible()
    expect(page.get_by_text("Posisi HP, ketelitian ± 8 m")).to_be_visible()
    form.send().ticket()
    ReportPage(page).open()
    expect(page.get_by_label("Ceritakan")).to_have_value(SECOND)


def test_where_the_list_never_came_it_can_be_asked_for(make_context: MakeContext) -> None:
    """Without it nothing could be chosen, and the report could never go."""
    page = make_context(service_workers="block", **CITIZEN).new_page()
    page.route("**/api/v1/lapor/wilayah", lambda route: route.abort())
    form = at_the_place(page)
    page.get_by_label("Patokan atau alamat tempatnya").fill("Gg. Melati")
    form.next("Foto atau video")
    to_the_end(page, form)
    form.send()
    page.get_by_role("button", name="Perbaiki").click()
    form.at("Di mana?")
    expect(page.get_by_text(f"Pilih kelurahan atau desanya, {REASON}")).to_be_visible()
    page.get_by_role("button", name="Ambil daftar kelurahan").click()
    expect(page.get_by_text("Belum dapat diambil. Coba lagi saat ada sinyal.")).to_be_visible()
    assert_for_everybody(page)
    page.unroute("**/api/v1/lapor/wilayah")
    page.get_by_role("button", name="Ambil daftar kelurahan").click()
    page.get_by_label("Kecamatan").select_option(label="Serpong")
    page.get_by_label("Kelurahan atau desa").select_option(label="Serpong 2")
    form.next("Foto atau video")
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    form.send().ticket()
