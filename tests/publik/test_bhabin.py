"""The pages of one's Bhabinkamtibmas as HTML: found without a script, whom to call, and nothing that is not public."""

import json
import re

import httpx
import pytest

from sambang_digital.db import transaction
from sambang_digital.models import Akun
from sambang_digital.publik.bhabin import readable
from sambang_digital.repositories import pengaturan as settings
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaturan, potret
from sambang_digital.settings import get_settings
from tests import pictures
from tests.factories import make_akun
from tests.laporan import KARAWACI, LAT, LON, NEIGHBOUR
from tests.polres import Polres, actor

PAGE, GAP = f"/bhabin/{KARAWACI}", f"/bhabin/{NEIGHBOUR}"
POSITION = "/api/v1/bhabin/posisi"
OWN_NUMBER = "081299998888"


@pytest.fixture
async def polres(database: str) -> Polres:
    """Karawaci with an officer, whose number is published, and a village of Ciledug without one."""
    made = await Polres().fill()
    await made.hold(neighbour=made.ciledug)
    async with transaction() as session:
        officer = await session.get_one(Akun, made.officer.id)
        officer.name, officer.rank = "Agus <b>Setiawan</b>", "Aipda"
        officer.phone, officer.public_phone = OWN_NUMBER, "081200000101"
        await settings.put(session, made.karawaci.id, "kontak.phone", "0215551234", None)
        await settings.put(session, made.karawaci.id, "kontak.address", "Jalan Imam Bonjol 5", None)
        await settings.put(session, made.karawaci.id, "kontak.posts", ["Pospol Cimone; Jalan Merdeka 12"], None)
    pengaturan.forget()
    return made


async def test_whom_to_call(client: httpx.AsyncClient, polres: Polres) -> None:
    """The officer by telephone and WhatsApp, the polsek and its posts, 110; names are text."""
    page = (await client.get(PAGE)).text
    for there in ("tel:081200000101", "https://wa.me/6281200000101", "tel:0215551234", "tel:110", "tel:119"):
        assert f'href="{there}"' in page
    for word in ("Aipda Agus &lt;b&gt;Setiawan&lt;/b&gt;", "0812-0000-0101", "Jalan Imam Bonjol 5", "Pospol Cimone"):
        assert word in page
    assert page.count("<h1") == 1


async def test_nothing_of_the_officer_that_is_not_public(client: httpx.AsyncClient, polres: Polres) -> None:
    for path in (PAGE, "/bhabin/", f"/bhabin/?kecamatan={KARAWACI[:8]}", "/bhabin/?cari=Agus"):
        page = (await client.get(path)).text
        assert polres.officer.nrp not in page
        assert OWN_NUMBER not in page
    assert "Setiawan" not in page, "people are not looked for"


async def test_a_gap_is_said(client: httpx.AsyncClient, polres: Polres) -> None:
    """With the polsek to turn to and 110; what the polsek did not tell is not made up."""
    answer = await client.get(GAP)
    assert answer.status_code == 200
    assert "belum ada Bhabinkamtibmas yang ditugaskan" in answer.text
    assert polres.ciledug.name in answer.text
    assert "wa.me" not in answer.text


async def test_an_officer_without_a_published_number(client: httpx.AsyncClient, polres: Polres) -> None:
    async with transaction() as session:
        (await session.get_one(Akun, polres.officer.id)).public_phone = None
    page = (await client.get(PAGE)).text
    assert "Nomor petugas ini tidak diumumkan" in page
    assert "wa.me" not in page


async def test_every_village_is_reached_by_links_and_by_its_name(client: httpx.AsyncClient, polres: Polres) -> None:
    """From the list of kecamatan; a name that is not there leads on; what is typed is text."""
    chosen = f'href="/bhabin/?kecamatan={KARAWACI[:8]}"'
    assert chosen in (await client.get("/bhabin/")).text
    assert f'{chosen} aria-current="true"' in (await client.get(f"/bhabin/?kecamatan={KARAWACI[:8]}")).text
    for query in (f"kecamatan={KARAWACI[:8]}%00", "cari=kelurahan+100"):
        page = (await client.get(f"/bhabin/?{query}")).text
        assert f'href="{PAGE}"' in page
        assert f'href="{GAP}"' in page
    nothing = (await client.get('/bhabin/?cari="><script>alert(1)</script>')).text
    assert "Tidak ada yang cocok" in nothing
    assert "<script>alert" not in nothing
    assert "/bhabin/?kecamatan=" in nothing


@pytest.mark.parametrize("code", ["99.99.99.9999", "abc", "36.71.07", "%00"])
async def test_an_unknown_village(client: httpx.AsyncClient, polres: Polres, code: str) -> None:
    """Says so and offers the list."""
    answer = await client.get(f"/bhabin/{code}")
    assert answer.status_code == 404
    assert "tidak kami kenal" in answer.text
    assert "/bhabin/?kecamatan=" in answer.text


async def test_search_engines_and_chats_are_told_what_it_is(client: httpx.AsyncClient, polres: Polres) -> None:
    """Canonical address, Open Graph, the police station as schema.org names it; every village is on the map of the site."""
    page = (await client.get(PAGE)).text
    address = get_settings().public_url + PAGE
    assert f'<link rel="canonical" href="{address}">' in page
    assert 'property="og:title"' in page
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data = json.loads(found)
    assert (data["@type"], data["telephone"], data["address"]) == ("PoliceStation", "0215551234", "Jalan Imam Bonjol 5")
    sitemap = (await client.get("/sitemap.xml")).text
    for path in (PAGE, GAP, "/bhabin/", "/nomor-penting/", "/angka/"):
        assert f"<loc>{get_settings().public_url}{path}</loc>" in sitemap


async def test_one_address_for_each_page(client: httpx.AsyncClient, polres: Polres) -> None:
    for wrong, right in (("/bhabin", "/bhabin/"), (f"{PAGE}/", PAGE), ("/nomor-penting", "/nomor-penting/")):
        answer = await client.get(wrong)
        assert answer.status_code == 308
        assert answer.headers["location"] == right


async def test_the_village_at_a_position(client: httpx.AsyncClient, polres: Polres) -> None:
    """Answered by its code; outside of all villages and for what is no position in words."""
    answer = await client.post(POSITION, json={"lat": LAT, "lon": LON})
    assert (answer.status_code, answer.json()) == (200, {"code": KARAWACI})
    outside = await client.post(POSITION, json={"lat": 0.5, "lon": LON})
    assert outside.status_code == 404
    assert "di luar kelurahan dan desa" in outside.json()["detail"]
    for wrong in ({"lat": 91, "lon": LON}, {"lat": LAT}, {"lat": "x", "lon": LON}, {"lat": LAT, "lon": LON, "id": 1}):
        assert (await client.post(POSITION, json=wrong)).status_code == 422
    assert (await client.get(f"{POSITION}?lat={LAT}&lon={LON}")).status_code == 405


async def test_numbers_that_help(client: httpx.AsyncClient, polres: Polres) -> None:
    """Those of the settings, in their order; what was written there is text."""
    async with transaction() as session:
        lines = ["110; Polisi; Bahaya", "119; <i>Ambulans</i>", "(021) 555-1234; Damkar"]
        await settings.put(session, polres.polres.id, "penting.numbers", lines, None)
    pengaturan.forget()
    page = (await client.get("/nomor-penting/")).text
    main = page[page.index("<main") :]
    assert re.findall(r'href="tel:([^"]+)"', main) == ["110", "110", "119", "0215551234", "110"]
    assert "&lt;i&gt;Ambulans" in page


@pytest.mark.parametrize("number", ["081200000101", "0215551234", "110"])
def test_a_number_is_read_out_whole(number: str) -> None:
    assert readable(number).replace("-", "") == number


async def test_a_portrait_is_everybodys_only_while_it_is_on_the_page(client: httpx.AsyncClient, polres: Polres) -> None:
    """With words, its size and an address that never changes; initials without; not one byte of anybody else's."""
    satuan = polres.polres
    admin = actor(await make_akun("60010009", Peran.ADMIN, satuan=satuan), satuan, Peran.ADMIN)
    before = (await client.get(PAGE)).text
    assert 'aria-hidden="true">A&lt;<' in before
    assert "<img" not in before
    row = await potret.put(admin, polres.officer.id, pictures.photo(900, 1200))
    address = f"/bhabin/potret/{row.id}"
    for name in (f"{address}.webp", f"{address}-kecil.webp"):
        assert (await client.get(name)).status_code == 404, "it was not shown to citizens yet"
    assert str(row.id) not in (await client.get(PAGE)).text

    await potret.show(admin, polres.officer.id, shown=True)
    page = (await client.get(PAGE)).text
    (tag,) = re.findall(r"<img[^>]+>", page)
    for part in (f'src="{address}-kecil.webp"', f"{address}.webp 4x", 'width="96"', 'height="96"'):
        assert part in tag
    assert 'alt="Foto Aipda Agus &lt;b&gt;Setiawan&lt;/b&gt;"' in tag
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    (person,) = json.loads(found)["employee"]
    assert person == {
        "@type": "Person",
        "name": "Aipda Agus <b>Setiawan</b>",
        "jobTitle": "Bhabinkamtibmas",
        "telephone": "081200000101",
        "image": f"{get_settings().public_url}{address}.webp",
    }
    small = await client.get(f"{address}-kecil.webp")
    assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
    assert small.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert pictures.opened(small.content).size == (192, 192)
    again = await client.get(f"{address}-kecil.webp", headers={"If-None-Match": small.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for other in (
        f"{address}-besar.webp",
        f"{address.upper()}.webp",
        "/bhabin/potret/x.webp",
        f"{address}-kecil-kecil.webp",
    ):
        assert (await client.get(other)).status_code == 404

    async with transaction() as session:
        (await session.get_one(Akun, polres.officer.id)).active = False
    gone = await client.get(f"{address}.webp", headers={"If-None-Match": small.headers["etag"]})
    assert (gone.status_code, gone.headers["cache-control"]) == (404, "no-cache")
