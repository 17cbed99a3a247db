"""Photos in a real browser: shrunk off the main thread, sent over a bad network, whole at the server or not at all."""

import signal
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from tests import pictures, tus
from tests.e2e.pages.foto import PhotoTools
from tests.e2e.server import LiveServer
from tests.proxy import BadNetwork, bad_network
from tests.servers import PATIENCE_S

MakeContext = Callable[..., BrowserContext]
OFFICER = "petugas"
PIECE = 256 * 1024
"""What the phone sends in one request, bytes."""


def signed_in(page: Page, server: LiveServer) -> PhotoTools:
    """An officer on this page, by the API: the page itself is of no matter here."""
    account = server.account(OFFICER)
    page.goto("/")
    status = page.evaluate(
        """async (body) => (await fetch("/api/v1/session", {
          method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body) })).status""",
        {"nrp": account.nrp, "password": account.password},
    )
    assert status == 200
    return PhotoTools(page)


@pytest.fixture
def network(live_server: LiveServer) -> Iterator[BadNetwork]:
    """What lies between phone and server."""
    with bad_network(live_server.port) as network:
        yield network


@pytest.fixture
def phone(make_context: MakeContext, live_server: LiveServer, network: BadNetwork) -> PhotoTools:
    """An officer's phone behind the bad network."""
    return signed_in(make_context(base_url=network.url).new_page(), live_server)


@pytest.fixture
def officer(live_server: LiveServer) -> Iterator[httpx.Client]:
    """The same officer without a browser, on a good network."""
    account = live_server.account(OFFICER)
    with httpx.Client(base_url=live_server.url, timeout=PATIENCE_S) as client:
        answer = client.post("/api/v1/session", json={"nrp": account.nrp, "password": account.password})
        assert answer.status_code == 200
        yield client


def standing(officer: httpx.Client, data: bytes) -> tuple[str, int]:
    """Id and offset of the upload of these bytes."""
    about = {"Upload-Length": str(len(data)), "Upload-Metadata": tus.metadata(sha256=tus.sha(data))}
    answer = officer.post(tus.URL, headers=tus.VERSION | about)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"].rsplit("/", 1)[1], int(answer.headers["upload-offset"])


def assert_arrived(officer: httpx.Client, data: bytes) -> None:
    """The server has the whole, and the picture can be looked at. (It is stored only if its hash was right.)"""
    media_id, offset = standing(officer, data)
    assert offset == len(data)
    picture = officer.get(f"/api/v1/media/{media_id}/besar")
    assert picture.status_code == 200
    assert pictures.opened(picture.content).format == "JPEG"


def test_a_photo_is_made_ready_in_a_worker(phone: PhotoTools) -> None:
    """12 megapixels, held upright: small, upright, without EXIF; time, place and hash are the original's."""
    original = pictures.photo(4000, 3000, orientation=6)
    with phone.page.expect_event("worker") as worker:
        photo = phone.prepare(original, "IMG_2026.jpg")
    assert "photo-worker" in worker.value.url
    small = photo["blob"]["data"]
    assert photo["name"] == "IMG_2026.jpg"
    assert photo["source"] == "camera"
    assert photo["original_sha256"] == tus.sha(original)
    assert photo["sha256"] == tus.sha(small)
    assert photo["taken_at"] == "2026-11-22T08:15:30+07:00"
    assert photo["taken_position"] == {"lat": -6.1776, "lon": 106.6134}
    assert (photo["width"], photo["height"]) == pictures.opened(small).size == (1200, 1600)
    assert photo["blob"]["type"] == "image/jpeg"
    assert b"Exif" not in small
    assert len(small) <= 350_000


def test_a_picture_that_hardly_compresses_stays_small(phone: PhotoTools) -> None:
    """Quality gives way before size does."""
    photo = phone.prepare(pictures.noise(1600, 1200))
    assert len(photo["blob"]["data"]) < len(pictures.noise(1600, 1200)) / 2
    assert photo["width"] == 1600


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp")])
def test_other_formats_become_jpeg(phone: PhotoTools, kind: str, mime: str) -> None:
    """Screenshots and downloads from the gallery."""
    photo = phone.prepare(pictures.encoded(pictures.scene(800, 600), kind), f"x.{kind}", mime, "gallery")
    assert pictures.opened(photo["blob"]["data"]).format == "JPEG"
    assert photo["taken_at"] is photo["taken_position"] is None


def test_what_is_no_picture_is_said(phone: PhotoTools) -> None:
    """A PDF named .jpg, a cut photo, nothing."""
    for what in ("pdf", "zip", "one byte", "jpeg header alone"):
        assert "bukan foto" in phone.prepare(pictures.impostors()[what])["fault"], what


def test_without_its_worker_the_page_does_the_work(make_context: MakeContext, live_server: LiveServer) -> None:
    """The worker's file cannot be loaded, or the browser has no workers at all."""
    for hinder in (
        lambda context: context.route("**/photo-worker-*.js", lambda route: route.abort()),
        lambda context: context.add_init_script("delete globalThis.Worker; delete globalThis.OffscreenCanvas"),
    ):
        context = make_context(service_workers="block")
        hinder(context)
        photo = signed_in(context.new_page(), live_server).prepare(pictures.photo(4000, 3000, orientation=6))
        assert (photo["width"], photo["height"]) == (1200, 1600)
        assert photo["sha256"] == tus.sha(photo["blob"]["data"])


def test_a_photo_arrives(phone: PhotoTools, officer: httpx.Client) -> None:
    """From camera to server, with progress that grows to the whole."""
    photo = phone.prepare(pictures.noise(2000, 1500, seed=2))
    done = phone.upload(photo["blob"]["data"], photo["sha256"])
    assert done["shares"] == sorted(done["shares"])
    assert done["shares"][-1] == 1
    assert_arrived(officer, photo["blob"]["data"])


def test_cuts_cost_only_what_was_in_flight(phone: PhotoTools, network: BadNetwork, officer: httpx.Client) -> None:
    """Three cuts in the middle of pieces: the upload goes on by itself. Chromium itself may repeat a piece once."""
    data = pictures.noise(2000, 2000, seed=3)
    network.cut_after(1_200_000, 600_000, 600_000)
    before = network.sent
    assert phone.upload(data, tus.sha(data))["shares"][-1] == 1
    assert network.cuts_made == 3
    assert network.sent - before < len(data) + 3 * 2 * PIECE
    assert_arrived(officer, data)


def test_a_reload_goes_on_where_a_dead_connection_stopped(
    phone: PhotoTools, network: BadNetwork, officer: httpx.Client
) -> None:
    """The old connection hangs, unseen by both sides; the page is loaded anew and takes the upload over at once."""
    data = pictures.noise(1200, 1200, seed=4)
    network.silence_after(600_000)
    phone.begin(data, tus.sha(data))
    assert network.fell_silent.wait(30)
    phone.page.reload()
    before = network.sent
    assert phone.upload(data, tus.sha(data))["shares"][-1] == 1
    assert network.sent - before < len(data) - 200_000
    assert_arrived(officer, data)


def test_stopping_keeps_what_was_sent(phone: PhotoTools, network: BadNetwork, officer: httpx.Client) -> None:
    """The caller's signal ends the upload; another call continues it."""
    data = pictures.noise(1200, 1200, seed=5)
    assert phone.upload(data, tus.sha(data), stop_at=0.5)["fault"] == "stopped"
    before = network.sent
    assert phone.upload(data, tus.sha(data))["shares"][-1] == 1
    assert network.sent - before < len(data)
    assert_arrived(officer, data)


def test_what_has_arrived_is_not_sent_again(phone: PhotoTools, network: BadNetwork, officer: httpx.Client) -> None:
    """A second upload of the same photo ends with its first piece."""
    data = pictures.noise(1200, 1200, seed=6)
    phone.upload(data, tus.sha(data))
    before = network.sent
    assert phone.upload(data, tus.sha(data))["shares"][-1] == 1
    assert network.sent - before < 300_000


def test_the_server_is_killed_in_the_middle(make_server: Callable[..., LiveServer], make_context: MakeContext) -> None:
    """kill -9, start again, send again: it goes on behind what was durable, and comes out with the right hash."""
    server = make_server()
    data = pictures.noise(1600, 1600, seed=7)
    with bad_network(server.port) as network:
        phone = signed_in(make_context(base_url=network.url).new_page(), server)
        network.silence_after(700_000)
        phone.begin(data, tus.sha(data))
        assert network.fell_silent.wait(30)
        server.stop(signal.SIGKILL)
        server.start()
        account = server.account(OFFICER)
        with httpx.Client(base_url=server.url, timeout=PATIENCE_S) as officer:
            officer.post("/api/v1/session", json={"nrp": account.nrp, "password": account.password})
            assert PIECE <= standing(officer, data)[1] <= 700_000
            phone.page.reload()
            assert phone.upload(data, tus.sha(data))["shares"][-1] == 1
            assert_arrived(officer, data)


def test_two_tabs_send_the_same_photo(phone: PhotoTools, officer: httpx.Client) -> None:
    """Both are told that it arrived; it did, once and whole."""
    data = pictures.noise(1200, 1200, seed=8)
    other = PhotoTools(phone.page.context.new_page())
    other.page.goto("/")
    other.begin(data, tus.sha(data))
    assert phone.upload(data, tus.sha(data)).get("shares")
    assert other.outcome() == "arrived"
    assert_arrived(officer, data)


def test_a_refusal_is_told_in_words(phone: PhotoTools, make_context: MakeContext, live_server: LiveServer) -> None:
    """Not a picture: the server's own sentence. Not signed in: 401, for the outbox to ask."""
    data = pictures.impostors()["zip"]
    assert phone.upload(data, tus.sha(data)) == {
        "fault": "Berkas ini bukan foto JPEG, PNG, atau WebP.",
        "status": 422,
        "retry_after": None,
    }
    nobody = make_context().new_page()
    nobody.goto("/")
    assert PhotoTools(nobody).upload(data, tus.sha(data))["status"] == 401
