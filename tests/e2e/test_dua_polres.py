"""A second Polres from a file to its first reviewed visit: each of the two sees itself, the Polda both."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from sambang_digital.models.base import now
from tests.conftest import run_cli
from tests.e2e.browser import DESK
from tests.e2e.conftest import MakeContext
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.tinjauan import DeskPage
from tests.e2e.sender import Sender, sender
from tests.e2e.server import LiveServer
from tests.laporan import body, item, position
from tests.servers import PATIENCE_S
from tests.services.test_satuan import UNITS, VILLAGES

OWN = "kuda-laut-biru-7"
OFFICER, KASAT, ADMIN = "84010001", "84010002", "84010003"
LIST = f"""NRP;Nama;Satuan;Peran;Wilayah
{OFFICER};Raka Serpong;Polsek Serpong;Bhabinkamtibmas;Serpong 1
{KASAT};Laras Serpong;Polres Tangerang Selatan;Kasat Binmas;
"""
SCREENS = (
    "/hari-ini/",
    "/tinjauan/?status=semua",
    "/pengaduan/?tampil=semua",
    "/kinerja/",
    "/kinerja/?tampil=satuan",
    "/peta/",
)
OFFICE = ("/administrasi/", "/administrasi/wilayah/", "/administrasi/pengaturan/", "/audit/")


def first_sign_in(server: LiveServer, nrp: str, given: str) -> httpx.Client:
    """With the password that was given, which is changed for an own one."""
    client = httpx.Client(base_url=server.url, timeout=PATIENCE_S)
    person = client.post("/api/v1/session", json={"nrp": nrp, "password": given})
    assert person.json()["must_change_password"], person.text
    changed = client.put("/api/v1/session/password", json={"current": given, "new": OWN})
    assert changed.status_code == 204, changed.text
    return client


@pytest.fixture
def serpong(live_server: LiveServer, tmp_path: Path) -> Sender:
    """The second Polres, as it comes to be while the first is at work: units and villages from a file, an admin, people from a
    list, an officer with a village."""
    place = {"data_dir": live_server.data_dir, "DATABASE_URL": f"sqlite:///{live_server.data_dir / 'sambang.db'}"}
    file = tmp_path / "polres.json"
    file.write_text(json.dumps({"satuan": UNITS, "wilayah": VILLAGES}))
    assert "2 satuan dan 2 wilayah ditambahkan" in run_cli("satuan", "import", str(file), **place)
    said = run_cli("admin", "create", "--nrp", ADMIN, "--nama", "Sri Serpong", "--satuan", "PMJ-TGS", **place)
    admin = first_sign_in(live_server, ADMIN, said.partition("sementara: ")[2].split()[0])
    done = admin.post("/api/v1/personel/impor", content=LIST.encode())
    assert done.status_code == 200, done.text
    given = {row.split(";")[0]: row.split(";")[-1] for row in done.json()["passwords"].splitlines()}
    first_sign_in(live_server, KASAT, given[KASAT])
    phone = first_sign_in(live_server, OFFICER, given[OFFICER])
    return Sender(phone, phone.get("/api/v1/session").json())


@pytest.fixture
def desk_of(make_context: MakeContext, live_server: LiveServer) -> Callable[[str], Page]:
    """Somebody at a desk: a demo account by its key, or somebody of the second Polres by NRP."""

    def go(who: str) -> Page:
        page = make_context(viewport=DESK).new_page()
        if who.isdecimal():
            SignInPage(page).open().sign_in(who, OWN)
        else:
            account = live_server.account(who)
            SignInPage(page).open().sign_in(account.nrp, account.password)
        return page

    return go


def words_of(page: Page, *paths: str) -> str:
    """Everything that these screens say, once they have their data."""
    said = []
    for path in paths:
        page.goto(path)
        main = page.get_by_role("main")
        expect(main.get_by_role("heading", level=1)).to_be_visible()
        expect(main.get_by_text("Memuat")).to_have_count(0, timeout=30_000)
        expect(main.locator(".skeleton")).to_have_count(0, timeout=30_000)
        said.append(main.inner_text())
    return "\n".join(said)


def test_two_polres_in_one_installation(
    live_server: LiveServer, serpong: Sender, desk_of: Callable[[str], Page]
) -> None:
    here = position(lat=VILLAGES[0]["lat"], lon=VILLAGES[0]["lon"])
    theirs = item(serpong.person["id"], body=body("Pos Serpong Satu"), position=here, created_at=now().isoformat())
    serpong.post(theirs)
    with sender(live_server) as first:
        ours = first.visit("Pos Tangerang Satu")
        down = serpong.client.get("/api/v1/sinkron").text
        assert "Serpong 1" in down
        assert "Pos Serpong Satu" in down
        assert "Pos Serpong Satu" not in first.client.get("/api/v1/sinkron").text
        assert "Pos Tangerang Satu" not in down
    officers = [live_server.account(key).name for key in ("petugas", "kanit", "kasat")]

    kasat = desk_of(KASAT)
    said = words_of(kasat, *SCREENS)
    assert "Raka Serpong" in said
    assert "Pos Serpong Satu" in said
    assert [word for word in ("Pos Tangerang Satu", "Karawaci", "Batuceper", *officers) if word in said] == []
    kasat.goto(f"/tinjauan/?id={ours['id']}")
    expect(kasat.get_by_text("Laporan ini tidak dapat dibuka")).to_be_visible()
    DeskPage(kasat).open("?status=semua&cari=Pos+Tangerang")
    expect(DeskPage(kasat).rows).to_have_count(0)

    admin = desk_of(ADMIN)
    said = words_of(admin, *OFFICE)
    assert "Laras Serpong" in said
    assert [word for word in ("Karawaci", "Batuceper", *officers) if word in said] == []
    admin.goto("/administrasi/pengaturan/")
    admin.get_by_label("Target kunjungan per hari").fill("9")
    admin.get_by_role("button", name="Simpan Kinerja petugas").click()
    expect(admin.get_by_text("Pengaturan disimpan.")).to_be_visible()
    units = admin.get_by_label("Satuan tujuan eskalasi")
    units.fill("Satlantas\nSatlantas")
    admin.get_by_role("button", name="Simpan Pemecahan masalah").click()
    expect(admin.get_by_text("Baris 2 sama dengan baris 1.")).to_be_visible()
    expect(admin.get_by_text("Tidak ada yang disimpan.")).to_be_in_viewport()
    units.fill("Satlantas\nSatreskrim")
    admin.get_by_role("button", name="Simpan Pemecahan masalah").click()
    expect(admin.get_by_text("Pengaturan disimpan.")).to_be_in_viewport()
    expect(units).to_have_value("Satlantas\nSatreskrim")

    others = desk_of("admin")
    said = words_of(others, *OFFICE) + words_of(desk_of("kasat"), *SCREENS)
    assert "Pos Tangerang Satu" in said
    assert "Serpong" not in said
    others.goto("/administrasi/pengaturan/")
    target = others.get_by_label("Target kunjungan per hari")
    expect(target).to_have_value("")
    expect(target).to_have_attribute("placeholder", "Bawaan: 5")

    polda = desk_of("polda")
    for title in ("Pos Serpong Satu", "Pos Tangerang Satu"):
        DeskPage(polda).open(f"?status=semua&cari={title.replace(' ', '+')}")
        DeskPage(polda).read(title)
