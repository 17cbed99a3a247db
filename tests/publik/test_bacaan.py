"""The pages to read, as HTML: whole without a script, told to chats and search engines, and safe."""

import io
import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4
from xml.etree import ElementTree

import httpx
import pypdf
import pytest
from markupsafe import escape
from PIL import Image
from sqlalchemy import update

from sambang_digital.db import get_engine, reading, transaction
from sambang_digital.forms.bacaan import GUARDED
from sambang_digital.models import Bacaan, Media
from sambang_digital.models.base import uuid7
from sambang_digital.repositories import bacaan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import bacaan, bacaan_sunting, bacaan_terbit, gambar, media_files, pengaturan, simpanan
from sambang_digital.services.bacaan_sunting import Langkah
from sambang_digital.settings import get_settings
from tests import pictures, tus
from tests.factories import make_satuan
from tests.laporan import KARAWACI
from tests.polres import Polres

MOTOR, KDRT, SKCK = "/baca/jaga-motor-dari-pencurian", "/baca/kdrt-dan-kekerasan-pada-anak", "/baca/skck"
ATOM, SITEMAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


def links(page: str) -> list[str]:
    parser = _Links()
    parser.feed(page)
    return parser.found


def linked_data(page: str) -> dict:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


@pytest.mark.parametrize("text", [one.slug for one in bacaan_terbit.shipped()])
async def test_every_text_is_a_whole_page(client: httpx.AsyncClient, text: str) -> None:
    """All that its file says stands on it, and what its call buttons open is a telephone or a site."""
    answer = await client.get(f"/baca/{text}")
    assert answer.status_code == 200
    plain = re.sub(r"\s+", " ", answer.text)
    isi = (await bacaan.library()).get(text).isi
    points = [point for name in ("do", "dont", "bring", "steps") for point in getattr(isi, name, ())]
    for line in (isi.title, isi.summary, *points):
        assert str(escape(line)) in plain, line
    assert {call.href for call in isi.call} <= set(links(answer.text))
    assert all(link.startswith(("/", "#", "tel:", "https://")) for link in links(answer.text))
    assert plain.count("<h1") == 1


async def test_chats_and_search_engines_are_told_what_it_is(client: httpx.AsyncClient) -> None:
    """Title, description, picture, canonical address, and the kind of thing as schema.org names it."""
    page = (await client.get(MOTOR)).text
    address = f"{get_settings().public_url}{MOTOR}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<meta property="og:title" content="Jaga motor dari pencurian">' in page
    assert f'<meta property="og:image" content="{address}/gambar.png">' in page
    shared = quote("Jaga motor dari pencurian\n") + quote(address)
    assert f"https://wa.me/?text={shared}" in links(page)
    assert linked_data(page)["@type"] == "Article"
    service = linked_data((await client.get(SKCK)).text)
    assert service["@type"] == "GovernmentService"
    assert service["name"] == "SKCK baru dan perpanjangan"


async def test_no_inline_script_may_run(client: httpx.AsyncClient) -> None:
    """Whatever slips into a text: the browser runs scripts of our files alone."""
    for path in (MOTOR, "/baca/", "/baca/tidak-ada"):
        policy = (await client.get(path)).headers["content-security-policy"]
        assert re.findall(r"script-src ([^;]*)", policy) == ["'self'"], path


async def test_a_text_is_text_and_never_markup(client: httpx.AsyncClient) -> None:
    async with transaction() as session:
        row = (await repository.newest(session, ["skck"]))["skck"]
        row.BacaanVersi.title = "</script><script>alert(1)</script>"
        row.BacaanVersi.body = (
            "<img src=x onerror=alert(1)> [tekan](javascript:alert(1)) ini bacaan yang cukup panjang untuk diterbitkan"
        )
        await repository.renew_token(session)
    page = (await client.get(SKCK)).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert not any(link.startswith("javascript") for link in links(page))
    assert linked_data(page)["name"] == "</script><script>alert(1)</script>"


async def test_whose_readers_may_be_watched_leave_no_trace(client: httpx.AsyncClient) -> None:
    """A way out at once, nothing kept, nothing offered to be kept; other texts are kept by whoever wishes."""
    page = await client.get(KDRT)
    assert page.headers["cache-control"] == "no-store"
    assert "Keluar cepat" in page.text
    assert "data-simpan" not in page.text
    other = await client.get(MOTOR)
    assert other.headers["cache-control"] == "no-cache"
    assert "Keluar cepat" not in other.text
    assert "data-simpan" in other.text
    guarded = [row for row in (await bacaan.library()).rows if row.isi.topic in GUARDED]
    assert len(guarded) == len(GUARDED)


async def test_a_quiz_is_answered_on_its_page(client: httpx.AsyncClient) -> None:
    """Without a script: right and wrong in words with the reason; what is missing is named and nothing is counted."""
    quiz = (await bacaan.library()).get(MOTOR.removeprefix("/baca/")).quiz
    answers = {f"s{n}": str(soal.answer) for n, soal in enumerate(quiz)}
    missing = await client.post(MOTOR, data=answers | {"s1": ""})
    assert missing.status_code == 200
    assert "Soal 2 belum dijawab." in missing.text
    assert quiz[0].explanation not in missing.text
    assert await sums(MOTOR) == []
    page = (await client.post(MOTOR, data=answers | {"s0": str(1 - min(1, quiz[0].answer))})).text
    assert f"{len(quiz) - 1} dari {len(quiz)} jawaban benar." in page
    assert page.count("Belum tepat</span>") == 1
    assert all(str(escape(soal.explanation)) in page for soal in quiz)
    assert await sums(MOTOR) == [(0, 0, 1, len(quiz) - 1)]


async def test_what_is_no_form_is_refused_and_no_fault_of_ours(client: httpx.AsyncClient) -> None:
    """A body that is too large, and one that ends before it is whole."""
    large = await client.post(MOTOR, data={"s0": "1" * (get_settings().max_body_bytes + 1)})
    assert large.status_code == 413
    torn = await client.post(MOTOR, content=b"--x\r\n", headers={"Content-Type": "multipart/form-data; boundary=y"})
    assert torn.status_code == 400


async def sums(path: str) -> list[tuple[int, int, int, int]]:
    row = (await bacaan.library()).get(path.removeprefix("/baca/"))
    async with reading() as session:
        return [
            (one.read, one.finished, one.quizzes, one.quiz_right) for one in await repository.counts(session, row.id)
        ]


async def test_reading_is_counted_when_the_page_says_so_alone(client: httpx.AsyncClient) -> None:
    """Robots that look at a link count for nothing; another site cannot count for us; a flood counts no more."""
    await client.get(MOTOR)
    assert await sums(MOTOR) == []
    assert (await client.post(f"{MOTOR}/dibaca")).status_code == 204
    assert (await client.post(f"{MOTOR}/selesai")).status_code == 204
    assert (await client.post(f"{MOTOR}/dibaca", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert (await client.post(f"{MOTOR}/apa-saja")).status_code == 404
    assert (await client.post("/baca/tidak-ada/dibaca")).status_code == 404
    assert await sums(MOTOR) == [(1, 1, 0, 0)]
    for _ in range(200):
        assert (await client.post(f"{MOTOR}/dibaca")).status_code == 204
    ((read, *_),) = await sums(MOTOR)
    assert 100 < read < 200


async def test_the_library_is_searched_and_filtered_by_its_address(client: httpx.AsyncClient) -> None:
    page = (await client.get("/baca/", params={"cari": "motor hilang"})).text
    assert MOTOR in links(page)
    assert "untuk “motor hilang”" in page
    assert '<meta name="robots" content="noindex, follow">' in page
    services = await client.get("/layanan/", follow_redirects=True)
    assert '<a href="/baca/?jenis=layanan" aria-current="true"' in services.text
    of_kind = {link for link in links(services.text) if re.fullmatch(r"/baca/[a-z0-9-]+", link)}
    assert of_kind == {f"/baca/{row.slug}" for row in (await bacaan.library()).rows if row.kind == "layanan"}
    near = (await client.get("/baca/", params={"cari": "motor zxqwv"})).text
    assert "Tidak ada yang memuat semua kata itu. Yang paling dekat:" in near
    nothing = (await client.get("/baca/", params={"cari": "zxqwv"})).text
    assert "Belum ada bacaan yang cocok" in nothing
    assert (await client.get("/baca/", params={"jenis": "x", "topik": "'", "hal": "-1"})).status_code == 200


async def test_every_text_is_reached_from_the_library(client: httpx.AsyncClient) -> None:
    """By its pages alone."""
    seen: set[str] = set()
    path: str | None = "/baca/"
    while path:
        page = (await client.get(path)).text
        seen |= {link for link in links(page) if re.fullmatch(r"/baca/[a-z0-9-]+", link)}
        following = re.search(r'<a rel="next" class="[^"]*" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else None
    assert seen == {f"/baca/{row.slug}" for row in (await bacaan.library()).rows}


async def test_an_unknown_text_offers_the_search(client: httpx.AsyncClient) -> None:
    for path in ("/baca/tidak-ada", "/baca/tidak-ada/gambar.png", "/baca/tidak-ada/poster.pdf", "/baca/%00"):
        answer = await client.get(path)
        assert answer.status_code == 404, path
        assert "Bacaan ini tidak ada" in answer.text
        assert 'name="cari"' in answer.text
        assert '<meta name="robots" content="noindex">' in answer.text


async def test_addresses_lead_to_the_one_that_counts(client: httpx.AsyncClient) -> None:
    for path, target in (("/baca", "/baca/"), (f"{MOTOR}/", MOTOR), ("/layanan", "/baca/?jenis=layanan")):
        answer = await client.get(path)
        assert answer.is_redirect
        assert answer.headers["location"] == target


async def test_a_database_that_is_gone_is_told_calmly(client: httpx.AsyncClient, database: str) -> None:
    """As a page with 110 on it, and when to come back."""
    async with get_engine().begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE versi RENAME TO hilang")
    answer = await client.get(MOTOR)
    assert answer.status_code in (500, 503)
    assert "Halaman ini sedang terganggu" in answer.text
    assert "tel:110" in links(answer.text)


async def test_whose_pages_they_are(client: httpx.AsyncClient) -> None:
    """As the tree of units says: the only Polres; of two the Polda above; while nobody can be named, the Polri."""
    assert owners(await client.get("/umpan.atom"), await client.get(MOTOR)) == {"Polri"}
    polda = await make_satuan("POLDA-JATENG", level="polda")
    await make_satuan("POLRES-KUDUS", parent=polda)
    pengaturan.forget()
    assert owners(await client.get("/umpan.atom"), await client.get(MOTOR)) == {"Satuan POLRES-KUDUS"}
    assert linked_data((await client.get(SKCK)).text)["provider"]["name"] == "Satuan POLRES-KUDUS"
    sheet = pypdf.PdfReader(io.BytesIO((await client.get(f"{MOTOR}/poster.pdf")).content)).pages[0]
    assert "Satuan POLRES-KUDUS" in sheet.extract_text()
    await make_satuan("POLRES-PATI", parent=polda)
    pengaturan.forget()
    assert owners(await client.get("/umpan.atom"), await client.get(MOTOR)) == {"Satuan POLDA-JATENG"}


def owners(feed: httpx.Response, page: httpx.Response) -> set[str]:
    """Who publishes, by the feed, by the page's linked data, and in words below it."""
    author = ElementTree.fromstring(feed.text).findtext(f"{ATOM}author/{ATOM}name") or ""
    (below,) = re.findall(r"<p[^>]*>([^<]+)\. Dalam keadaan bahaya", page.text)
    return {author, linked_data(page.text)["publisher"]["name"], below}


async def test_a_library_without_a_text(client: httpx.AsyncClient) -> None:
    """Says so, with no search to blame, and where help is."""
    async with transaction() as session:
        await session.execute(update(Bacaan).values(shown=None))
        await repository.renew_token(session)
    page = (await client.get("/baca/")).text
    assert "Belum ada bacaan yang diterbitkan" in page
    assert "tel:110" in links(page)
    assert ElementTree.fromstring((await client.get("/umpan.atom")).text).findall(f"{ATOM}entry") == []


async def test_a_picture_of_the_right_size(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{MOTOR}/gambar.png")
    assert answer.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(answer.content) < 60_000


async def test_a_poster_is_one_sheet(client: httpx.AsyncClient) -> None:
    """Of every text: with all its points, with 110, and where to read on."""
    for row in (await bacaan.library()).rows:
        answer = await client.get(f"/baca/{row.slug}/poster.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        (sheet,) = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        text = re.sub(r"\s+", "", sheet.extract_text())
        site = get_settings().public_url.partition("://")[2]
        points = [point for name in ("do", "dont", "bring", "steps") for point in getattr(row.isi, name, ())]
        for there in ("110", f"{site}/baca/{row.slug}", row.isi.title, *points):
            assert re.sub(r"\s+", "", there) in text, (row.slug, there)


async def test_feed_and_map_name_every_text(client: httpx.AsyncClient) -> None:
    """Well-formed, with the addresses that the pages call their own."""
    rows = (await bacaan.library()).rows
    site = get_settings().public_url
    feed = await client.get("/umpan.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(feed.text).findall(f"{ATOM}entry")
    assert [one.find(f"{ATOM}link").get("href") for one in entries] == [f"{site}/baca/{row.slug}" for row in rows]
    places = ElementTree.fromstring((await client.get("/sitemap.xml")).text).iter(f"{SITEMAP}loc")
    to_read = {f"{site}/", f"{site}/baca/", *(f"{site}/baca/{row.slug}" for row in rows)}
    others = {f"{site}{path}" for path in ("/bhabin/", "/himbauan/", "/nomor-penting/", "/angka/")}
    assert {one.text for one in places} == to_read | others
    assert f"Sitemap: {site}/sitemap.xml" in (await client.get("/robots.txt")).text


async def test_pages_are_no_part_of_the_api(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/api/v1/openapi.json")).json()["paths"]
    assert all(path.startswith("/api/v1/") for path in paths)


async def stored_photo(who: Actor) -> UUID:
    """A photo that they uploaded."""
    id_, made = uuid4(), gambar.process(pictures.photo(400, 300), 10**6)
    async with transaction() as session:
        session.add(Media(id=id_, uploader_id=who.id, sha256=tus.sha(id_.bytes), size=3, state="siap"))
    for size, data in (("besar", made.besar), ("kecil", made.kecil)):
        await simpanan.put(media_files.key(id_, size), data)
    return id_


async def written(who: Actor, **more: Any) -> None:
    """A text of theirs, published."""
    text = uuid7()
    values = {
        "title": "Patroli malam di Karawaci",
        "summary": "Polsek menambah patroli pada jam rawan sampai akhir bulan.",
        "body": "Patroli berjalan pukul 23.00 sampai 04.00 di tujuh titik yang sering dipakai balap liar.",
    }
    async with transaction() as session:
        await bacaan_sunting.save(session, who, text, "berita", values | more)
    for step in (Langkah.AJUKAN, Langkah.TERBITKAN):
        async with transaction() as session:
            await bacaan_sunting.act(session, who, text, step)


async def test_a_text_for_one_place_says_so(client: httpx.AsyncClient) -> None:
    """On its page, in the library, and in a filter that is there only with such a text."""
    polres = await Polres().fill()
    assert "Khusus wilayah" not in (await client.get("/baca/")).text
    await written(polres.kasat, area=KARAWACI)
    library = (await client.get("/baca/")).text
    assert "Khusus wilayah" in library
    assert (await client.get("/baca/?wilayah=99.99.99")).text.count("/baca/patroli") == library.count("/baca/patroli")
    here = (await client.get(f"/baca/?wilayah={KARAWACI[:8]}")).text
    assert "1 bacaan." in here
    assert "Patroli malam di Karawaci" in here
    assert "Kelurahan 1001, Kecamatan Karawaci" in (await client.get("/baca/patroli-malam-di-karawaci")).text
    assert "Patroli malam" in (await client.get("/baca/?cari=Karawaci")).text


async def test_a_video_is_a_link_and_never_a_part_of_the_page(client: httpx.AsyncClient) -> None:
    polres, video = await Polres().fill(), "https://www.youtube.com/watch?v=abc&t=1"
    await written(polres.kasat, video=video)
    page = (await client.get("/baca/patroli-malam-di-karawaci")).text
    assert video in links(page)
    assert "Di www.youtube.com." in page
    assert "<iframe" not in page


async def test_a_photo_is_everybodys_while_a_shown_text_names_it(client: httpx.AsyncClient) -> None:
    """Not before, not after, and never one that no text names; its page says in words what it shows."""
    polres = await Polres().fill()
    photo = await stored_photo(polres.kasat)
    private = await stored_photo(polres.kasat)
    assert (await client.get(f"/baca/gambar/{photo}.jpg")).status_code == 404
    await written(
        polres.kasat, body=f"Titik patroli tampak di peta ini.\n\n![Peta tujuh titik patroli](gambar:{photo})"
    )
    page = (await client.get("/baca/patroli-malam-di-karawaci")).text
    assert re.search(rf'<img [^>]*src="/baca/gambar/{photo}\.jpg"', page)
    assert 'alt="Peta tujuh titik patroli"' in page
    for name, longest in ((f"{photo}.jpg", 400), (f"{photo}-kecil.jpg", 320)):
        answer = await client.get(f"/baca/gambar/{name}")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert max(Image.open(io.BytesIO(answer.content)).size) == longest
    for other in (private, uuid4(), "tidak-ada", f"{photo}-kecil-x"):
        assert (await client.get(f"/baca/gambar/{other}.jpg")).status_code == 404
    row = (await bacaan.library()).get("patroli-malam-di-karawaci")
    async with transaction() as session:
        await bacaan_sunting.act(session, polres.kasat, row.id, Langkah.ARSIPKAN)
    assert (await client.get(f"/baca/gambar/{photo}.jpg")).status_code == 404


async def test_a_photo_of_a_text_whose_readers_may_be_watched_stays_nowhere(client: httpx.AsyncClient) -> None:
    polres = await Polres().fill()
    photo = await stored_photo(polres.kasat)
    await written(
        polres.kasat,
        topic="tppo",
        body=f"Kenali janji kerja palsu dari contoh ini.\n\n![Contoh iklan palsu](gambar:{photo})",
    )
    assert (await client.get(f"/baca/gambar/{photo}.jpg")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["https://jahat.example/p.gif", "data:image/png;base64,AA", "gambar:../x", "/api/v1/media/1/besar"]
)
async def test_foreign_pictures_are_left_out(client: httpx.AsyncClient, address: str) -> None:
    """Whoever serves a picture learns who reads."""
    polres = await Polres().fill()
    await written(polres.kasat, body=f"Isi bacaan yang cukup panjang untuk diterbitkan. ![Gambar lain]({address})")
    page = (await client.get("/baca/patroli-malam-di-karawaci")).text
    assert "<img" not in page
    assert "Gambar lain" in page


async def test_where_something_is_read_is_what_the_reader_says(client: httpx.AsyncClient) -> None:
    """A kecamatan that there is, of a text that may ask; nothing else is kept, and a text whose readers may be watched never asks."""
    polres = await Polres().fill()
    await written(polres.kasat)
    here = KARAWACI[:8]
    for path in (MOTOR, KDRT):
        for said in (here, "99.99.99", "x" * 200, ""):
            answer = await client.post(f"{path}/dibaca", data={"kecamatan": said})
            assert answer.status_code == 204
    assert (await client.post(f"{MOTOR}/selesai")).status_code == 204
    assert f'<option value="{here}">Karawaci</option>' in (await client.get(MOTOR)).text
    assert "data-kecamatan" not in (await client.get(KDRT)).text
    library = await bacaan.library()
    async with reading() as session:
        motor = await repository.counts(session, library.get("jaga-motor-dari-pencurian").id)
        guarded = await repository.counts(session, library.get(KDRT.removeprefix("/baca/")).id)
    assert {row.kecamatan_code: (row.read, row.finished) for row in motor} == {here: (1, 0), "": (3, 1)}
    assert {row.kecamatan_code: row.read for row in guarded} == {"": 4}
