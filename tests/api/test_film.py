"""Videos for what citizens read, over HTTP: the route of all uploads, for who writes texts alone."""

import httpx

from sambang_digital.security.permissions import Peran
from sambang_digital.settings import get_settings
from tests import pictures, tus, videos
from tests.api.conftest import Client, sign_in
from tests.factories import make_akun

URL = "/api/v1/media/tus-bacaan"


async def editor(client_of: Client, nrp: str = "65010001", role: Peran = Peran.STAF_UNIT) -> httpx.AsyncClient:
    """Somebody of a unit."""
    await make_akun(nrp, role)
    client = client_of()
    assert (await sign_in(client, nrp)).status_code == 200
    return client


async def test_larger_than_a_photo_cut_off_and_sent_on(client_of: Client) -> None:
    """In pieces, of which the server keeps what arrived; then it is played by parts and looked at by its sender."""
    client, data = await editor(client_of), videos.large(get_settings().max_media_bytes + 1_000_000)
    begun = await tus.create(client, data, at=URL)
    assert begun.status_code == 201
    address, half = begun.headers["location"], len(data) // 2
    assert (await tus.patch(client, address, 0, data[:half])).status_code == 204
    again = await tus.create(client, data, at=URL)
    assert (again.headers["location"], again.headers["upload-offset"]) == (address, str(half))
    assert (await tus.patch(client, address, half, data[half:])).status_code == 204
    stored = f"/api/v1/media/{address.rsplit('/', 1)[1]}"
    part = await client.get(f"{stored}/video", headers={"Range": "bytes=0-99"})
    assert (part.status_code, part.headers["content-type"], len(part.content)) == (206, "video/mp4", 100)
    assert pictures.opened((await client.get(f"{stored}/besar")).content).size == (320, 240)
    assert (await client.get(f"{stored}/asli")).status_code == 404
    assert (await (await editor(client_of, "65010002")).get(f"{stored}/video")).status_code == 404
    assert (await client.options(URL)).headers["tus-max-size"] == str(get_settings().max_video_bytes)


async def test_what_is_no_video_is_refused_with_its_first_piece(client_of: Client) -> None:
    """Not after a hundred megabytes; and too large a one before any byte."""
    client = await editor(client_of)
    begun = await tus.create(client, bytes(90_000_000), b"%PDF-1.7" + bytes(5000), at=URL)
    assert begun.status_code == 422
    about = {"Upload-Length": "100000001", "Upload-Metadata": tus.metadata(sha256="0" * 64, filename="1.mp4")}
    large = await client.post(URL, headers=tus.VERSION | about)
    assert large.status_code == 413
    assert "Video paling besar 100 MB" in large.json()["detail"]


async def test_for_who_writes_texts(client_of: Client) -> None:
    """Not for officers, who send photos; not without a session."""
    assert (await tus.create(client_of(), videos.video(), at=URL)).status_code == 401
    officer = await editor(client_of, "80010001", Peran.BHABINKAMTIBMAS)
    assert (await tus.create(officer, videos.video(), at=URL)).status_code == 403
    assert (await tus.create(officer, videos.video(), videos.video())).status_code == 422, (
        "the route of photos takes none"
    )
