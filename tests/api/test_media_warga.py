"""Photos and videos of citizens over HTTP: they arrive whole and once, and only those see them who may."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from sambang_digital import db
from sambang_digital.models import Akun, Audit, Media, Pengaduan, Wilayah
from sambang_digital.models.base import now
from sambang_digital.security.permissions import Peran
from sambang_digital.services import broadcast, cadangan, media, media_warga, simpanan, warga
from sambang_digital.services.cadangan_berkas import PHOTOS, entries
from sambang_digital.services.warga import Warga
from sambang_digital.settings import get_settings
from tests import pengaduan, pictures, tus, videos
from tests.api.conftest import Client, sign_in
from tests.api_server import api_server
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, make_village
from tests.proxy import bad_network

Phone = tuple[httpx.AsyncClient, Warga]
PIECE = 8_000_000
MINUTE_S = 60


async def citizen(client: httpx.AsyncClient) -> Phone:
    """This client becomes the phone of a citizen."""
    async with db.transaction() as session:
        who, token = await warga.begin(session)
    client.cookies.set("warga", token)
    return client, who


@pytest.fixture
async def phone(client_of: Client) -> Phone:
    """A citizen's phone that was here before."""
    return await citizen(client_of())


@pytest.fixture
async def polres(database: str) -> None:
    """One Polres with a village, its operator, an officer, and an operator of somewhere else."""
    here = await make_satuan("POLRES")
    await make_village()
    async with db.transaction() as session:
        (await session.get_one(Wilayah, KARAWACI)).satuan_id = here.id
    await make_akun("80010001", Peran.OPERATOR, satuan=here)
    await make_akun("80010002", satuan=here)
    await make_akun("80010003", Peran.OPERATOR, satuan=await make_satuan("POLRES-LAIN"))


async def staff(client_of: Client, nrp: str) -> httpx.AsyncClient:
    """A desk at which this person is signed in."""
    client = client_of()
    assert (await sign_in(client, nrp)).status_code == 200
    return client


def stored() -> list[Path]:
    """What lies in the store."""
    return [path for path in (get_settings().data_dir / "media").rglob("*") if path.is_file()]


def waiting() -> list[Path]:
    """What waits in the folder of uploads."""
    return list((get_settings().data_dir / "uploads").glob("*"))


async def report(who: Warga, *files: bytes) -> UUID:
    """A report from this phone that names these files; gives its id."""
    named = [{"sha256": tus.sha(data), "name": f"{number}.bin"} for number, data in enumerate(files)]
    sent, _ = await pengaduan.receive(who, files=named)
    return UUID(sent["id"])


async def send(client: httpx.AsyncClient, url: str, data: bytes) -> None:
    """Send what is missing, as often as it takes."""
    async with asyncio.timeout(MINUTE_S):
        while (here := await _offset(client, url)) < len(data):
            try:
                answer = await tus.patch(client, url, here, data[here : here + PIECE])
            except httpx.TransportError:
                continue
            assert answer.status_code in (204, 409, 423), answer.text


async def _offset(client: httpx.AsyncClient, url: str) -> int:
    while True:
        try:
            return await tus.offset(client, url)
        except httpx.TransportError:
            continue


async def test_60_mb_over_five_cuts_arrive_whole_and_once(database: str, tmp_path: Path) -> None:
    """The connection dies five times on the way; nothing is lost, nothing is doubled, and the video plays."""
    data = videos.large(60_000_000)
    with api_server(tmp_path, database) as server, bad_network(server.port) as network:
        network.cut_after(3_000_000, 11_000_000, 17_000_000, 5_000_000, 12_345_678)
        async with httpx.AsyncClient(base_url=network.url, timeout=60) as client:
            _, who = await citizen(client)
            url = (await tus.create(client, data, at=tus.WARGA)).headers["location"]
            await send(client, url, data)
            assert network.cuts_made == 5
            assert network.sent < len(data) * 1.5, "what had arrived was not sent again"
            again = await tus.create(client, data, at=tus.WARGA)
            assert (again.headers["location"], again.headers["upload-offset"]) == (url, str(len(data)))
            film = f"/api/v1/media/warga/{url.rsplit('/', 1)[1]}/video"
            part = await client.get(film, headers={"Range": "bytes=4-11"})
            assert (part.status_code, part.content[:4]) == (206, b"ftyp")
    assert waiting() == []
    assert len(stored()) == 4
    (original,) = (path for path in stored() if "asli" in path.name)
    assert hashlib.sha256(original.read_bytes()).hexdigest() == tus.sha(data)
    async with db.reading() as session:
        (row,) = await session.scalars(select(Media))
    assert (row.kind, row.device_id, row.size, row.duration_s) == ("video", who.device_id, len(data), 2.0)


async def test_nobody_without_a_cookie(client: httpx.AsyncClient, database: str) -> None:
    """Every route says so, and nothing begins; what the server understands may be asked."""
    data = pictures.photo()
    nowhere = "01930000-0000-7000-8000-000000000001"
    for answer in (
        await tus.create(client, data, data, at=tus.WARGA),
        await tus.patch(client, f"{tus.WARGA}/{nowhere}", 0, data),
        await client.delete(f"{tus.WARGA}/{nowhere}", headers=tus.VERSION),
        await client.get(f"/api/v1/media/warga/{nowhere}/kecil"),
    ):
        assert answer.status_code == 401
        assert "lapor" in answer.json()["detail"]
    assert (await client.options(tus.WARGA)).headers["tus-max-size"] == "100000000"
    assert (await client.options(tus.URL)).headers["tus-max-size"] == "12000000"
    assert stored() == waiting() == []


async def test_who_sees_a_file(client_of: Client, phone: Phone, polres: None) -> None:
    """The phone that sent it; another only with a ticket; who handles the report, the original too; nobody else."""
    mine, who = phone
    data = pictures.photo()
    media_id = await tus.upload(mine, data, tus.WARGA)
    other, another = await citizen(client_of())
    operator, officer, elsewhere = [await staff(client_of, f"8001000{number}") for number in (1, 2, 3)]

    async def seen(client: httpx.AsyncClient, place: str, *sizes: str) -> list[int]:
        answers = [await client.get(f"/api/v1/media/{place}{media_id}/{size}") for size in sizes]
        assert all(answer.headers["cache-control"] == "no-store" for answer in answers if answer.is_success)
        return [answer.status_code for answer in answers]

    assert await seen(mine, "warga/", "besar", "kecil", "video", "asli") == [200, 200, 404, 422]
    for client in (operator, officer, elsewhere):
        assert await seen(client, "", "kecil", "asli") == [404, 404], "no report names it yet"
    await report(who, data)
    assert await seen(operator, "", "besar", "kecil", "asli") == [200, 200, 200]
    for client in (officer, elsewhere):
        assert await seen(client, "", "kecil", "asli") == [404, 404]
    assert await seen(other, "warga/", "besar", "kecil", "video") == [404, 404, 404]
    assert await seen(mine, "", "kecil") == [401], "a citizen is nobody at the desk's address"
    await report(another, data)
    assert await seen(other, "warga/", "kecil") == [404], "naming a hash opens nothing: it is another phone's file"
    sent, received = await pengaduan.receive(who, files=[{"sha256": tus.sha(data)}])
    await other.post("/api/v1/lapor/tiket", json={"code": received.code, "secret": sent["secret"]})
    assert await seen(other, "warga/", "kecil") == [200], "whoever was given the ticket sees what it shows"


async def test_another_phones_upload_does_not_exist(client_of: Client, phone: Phone) -> None:
    """Asking, adding and ending all say 404; an officer is no citizen."""
    mine, _ = phone
    data = pictures.photo()
    url = (await tus.create(mine, data, data[:100], at=tus.WARGA)).headers["location"]
    other, _ = await citizen(client_of())
    assert (await other.head(url, headers=tus.VERSION)).status_code == 404
    assert (await tus.patch(other, url, 100, data[100:])).status_code == 404
    assert (await other.delete(url, headers=tus.VERSION)).status_code == 404
    await make_akun("80010001")
    officer = await staff(client_of, "80010001")
    assert (await officer.head(url.replace("tus-warga", "tus"), headers=tus.VERSION)).status_code == 404
    assert await tus.offset(mine, url) == 100
    assert (await mine.delete(url, headers=tus.VERSION)).status_code == 204
    assert waiting() == []


async def test_the_same_file_of_two_phones_is_two_files(client_of: Client, phone: Phone) -> None:
    """Knowing a hash gives nobody a stranger's video."""
    other, _ = await citizen(client_of())
    film = videos.video()
    ids = {await tus.upload(client, film, tus.WARGA) for client in (phone[0], phone[0], other)}
    assert len(ids) == 2


async def test_place_and_maker_are_for_the_handler_alone(client_of: Client, phone: Phone, polres: None) -> None:
    """In nothing that others get is there a trace of them; the handler has the bytes as they were sent, and reads time and place."""
    mine, who = phone
    photo, film = pictures.photo(), videos.video()
    operator = await staff(client_of, "80010001")
    pengaduan_id = await report(who, photo, film)
    for data, sizes in ((photo, ("besar", "kecil")), (film, ("besar", "kecil", "video"))):
        media_id = await tus.upload(mine, data, tus.WARGA)
        for size in sizes:
            answer = await mine.get(f"/api/v1/media/warga/{media_id}/{size}")
            assert answer.status_code == 200
            assert not any(secret in answer.content for secret in (*videos.SECRETS, b"Exif", b"GPS"))
        original = await operator.get(f"/api/v1/media/{media_id}/asli")
        assert original.content == data
        assert original.headers["content-disposition"] == "attachment"
    async with db.reading() as session:
        shown = (await media_warga.of_report(session, [pengaduan_id]))[pengaduan_id]
        for_handler = (await media_warga.of_report(session, [pengaduan_id], for_handler=True))[pengaduan_id]
    assert [one.trace for one in shown] == [None, None]
    for one in for_handler:
        assert one.trace
        assert one.trace.taken_at
        assert one.trace.taken_at.isoformat() == "2026-11-22T01:15:30+00:00"
        assert (one.trace.lat, one.trace.lon) == (pytest.approx(-6.1776, abs=1e-5), pytest.approx(106.6134, abs=1e-5))


async def test_the_original_of_somebody_who_hides(client_of: Client, phone: Phone, polres: None) -> None:
    """The officer it was given to sees the picture; the bytes that may tell of the person are for who dispatches."""
    mine, who = phone
    operator, officer = [await staff(client_of, f"8001000{number}") for number in (1, 2)]
    for shift, hide in ((0, False), (30, True)):
        data = pictures.photo(300, 200, shift=shift)
        media_id = await tus.upload(mine, data, tus.WARGA)
        sent, _ = await pengaduan.receive(who, files=[{"sha256": tus.sha(data)}], hide_identity=hide)
        async with db.transaction() as session:
            given = await session.get_one(Pengaduan, UUID(sent["id"]))
            given.to_akun_id = (await session.scalars(select(Akun.id).where(Akun.nrp == "80010002"))).one()
        for desk, sizes in ((operator, [200, 200]), (officer, [200, 404 if hide else 200])):
            assert [
                (await desk.get(f"/api/v1/media/{media_id}/{size}")).status_code for size in ("kecil", "asli")
            ] == sizes


async def test_each_opening_of_an_original_is_on_record(client_of: Client, phone: Phone, polres: None) -> None:
    """Whose report it belongs to and which file, in the transaction before the bytes go; the pictures that all handlers see are not."""
    mine, who = phone
    data = pictures.photo(300, 200)
    operator, officer = [await staff(client_of, f"8001000{number}") for number in (1, 2)]
    pengaduan_id = await report(who, data)
    media_id = await tus.upload(mine, data, tus.WARGA)

    async def openings() -> list[tuple[str, str, dict[str, Any]]]:
        async with db.reading() as session:
            rows = select(Akun.nrp, Audit.object_type, Audit.object_id, Audit.data).join(Akun, Akun.id == Audit.akun_id)
            found = await session.execute(rows.where(Audit.action == "pengaduan.berkas_asli_dibuka").order_by(Audit.id))
            return [(row.nrp, f"{row.object_type} {row.object_id}", row.data) for row in found]

    for size in ("kecil", "besar"):
        assert (await operator.get(f"/api/v1/media/{media_id}/{size}")).status_code == 200
    assert (await officer.get(f"/api/v1/media/{media_id}/asli")).status_code == 404
    assert await openings() == [], "who was refused opened nothing"
    for part, status in ({}, 200), ({"Range": "bytes=10-20"}, 206):
        assert (await operator.get(f"/api/v1/media/{media_id}/asli", headers=part)).status_code == status
    one = ("80010001", f"pengaduan {pengaduan_id}", {"media": str(media_id), "kind": "foto"})
    assert await openings() == [one, one]


async def test_what_a_screen_is_told_of_files(phone: Phone, polres: None) -> None:
    """Missing, on its way, refused and there: each in its turn, with what is needed to show it."""
    mine, who = phone
    film, photo, bad = videos.video(), pictures.photo(), videos.impostors()["sound alone"]
    one, two = await report(who, film, photo, bad, b"never sent"), await report(who, photo)
    await tus.upload(mine, film, tus.WARGA)
    await tus.create(mine, photo, photo[:100], at=tus.WARGA)
    await tus.create(mine, bad, bad, at=tus.WARGA)
    async with db.reading() as session:
        found = await media_warga.of_report(session, [one, two])
    first = found[one]
    assert [(file.position, file.name, file.state) for file in first] == [
        (0, "0.bin", "siap"), (1, "1.bin", "mengunggah"), (2, "2.bin", "ditolak"), (3, "3.bin", "menunggu"),
    ]  # fmt: skip
    assert [file.id is not None for file in first] == [True, False, False, False]
    assert (first[0].kind, first[0].width, first[0].height, first[0].duration_s) == ("video", 320, 240, 2.0)
    assert first[2].reason == "Berkas ini tidak berisi gambar video."
    assert [file.state for file in found[two]] == ["mengunggah"]


async def test_a_late_file_tells_open_desks(phone: Phone, polres: None) -> None:
    """The report came first; when its video is there, the desk hears of the report."""
    mine, who = phone
    pengaduan_id = await report(who, videos.video())
    async with broadcast.subscribe(broadcast.PENGADUAN) as messages:
        await tus.upload(mine, videos.video(), tus.WARGA)
        async with asyncio.timeout(MINUTE_S):
            message = await anext(messages)
    assert message["id"] == str(pengaduan_id)


async def test_what_is_neither_photo_nor_video(phone: Phone) -> None:
    """The citizen reads why; nothing is stored, and asking again answers the same without the bytes."""
    mine, _ = phone
    for what, data in (pictures.impostors() | videos.impostors()).items():
        about = {"Upload-Metadata": tus.metadata(sha256=tus.sha(data), filename="video.mp4")}
        answer = await tus.create(mine, data, data, at=tus.WARGA, **about)
        assert answer.status_code == 422, what
        reason = answer.json()["detail"]
        again = await tus.create(mine, data, at=tus.WARGA)
        assert (again.status_code, again.json()["detail"]) == (422, reason), what
        # Each phone has its quota, which refused files count for, too.
        await citizen(mine)
    assert stored() == waiting() == []


async def test_large_rubbish_is_refused_with_its_first_piece(phone: Phone) -> None:
    """Nobody pays for 90 MB only to hear that it is no video."""
    mine, _ = phone
    data = b"%PDF-1.7 " + bytes(100_000)
    length = {"Upload-Length": "90000000"}
    answer = await tus.create(mine, data, data, at=tus.WARGA, **length)
    assert (answer.status_code, "bukan video" in answer.json()["detail"]) == (422, True)
    assert waiting() == []
    assert (await tus.create(mine, b"x", at=tus.WARGA, **{"Upload-Length": "100000001"})).status_code == 413


async def test_quotas_of_a_phone(
    phone: Phone, client_of: Client, polres: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Number and bytes that wait; a report frees them, and another phone has its own."""
    mine, who = phone
    first, second, third = (pictures.photo(300, 200, shift=shift) for shift in (0, 20, 40))
    monkeypatch.setenv("MAX_WARGA_FILES", "2")
    get_settings.cache_clear()
    for data in (first, second):
        await tus.upload(mine, data, tus.WARGA)
    refused = await tus.create(mine, third, at=tus.WARGA)
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)
    other, _ = await citizen(client_of())
    assert (await tus.create(other, third, at=tus.WARGA)).status_code == 201
    await report(who, first)
    assert (await tus.create(mine, third, at=tus.WARGA)).status_code == 201
    monkeypatch.setenv("MAX_WARGA_FILES", "20")
    monkeypatch.setenv("MAX_WARGA_BYTES", str(len(second) + len(third) + 10))
    get_settings.cache_clear()
    assert (await tus.create(mine, pictures.photo(100, 100), at=tus.WARGA)).status_code == 429


async def test_one_address_does_not_fill_the_disk(client_of: Client, database: str) -> None:
    """New phones from one address get no further at some point; beginning again what began costs nothing."""
    statuses, address = [], uuid4().hex
    for number in range(12):
        client, _ = await citizen(client_of(address))
        large = {"Upload-Length": "100000000", "Upload-Metadata": tus.metadata(sha256=tus.sha(b"%d" % number))}
        first = await tus.create(client, b"", at=tus.WARGA, **large)
        statuses.append(first.status_code)
        if first.status_code == 201:
            assert (await tus.create(client, b"", at=tus.WARGA, **large)).status_code == 201
    assert statuses[:8] == [201] * 8
    assert statuses[-1] == 429
    client, _ = await citizen(client_of(uuid4().hex))
    assert (await tus.create(client, b"x", at=tus.WARGA)).status_code == 201


async def test_parts_of_a_video(phone: Phone) -> None:
    """What players ask for: the first two bytes, the middle, the end; odd wishes get the whole, impossible ones 416."""
    mine, _ = phone
    url = f"/api/v1/media/warga/{await tus.upload(mine, videos.video(), tus.WARGA)}/video"
    whole = await mine.get(url)
    size = len(whole.content)
    assert (whole.status_code, whole.headers["content-type"], whole.headers["accept-ranges"]) == (
        200,
        "video/mp4",
        "bytes",
    )
    for asked, first, last in (
        ("0-1", 0, 1), ("0-", 0, size - 1), ("1000-1999", 1000, 1999), ("-100", size - 100, size - 1),
        (f"{size - 5}-{size + 1000}", size - 5, size - 1), (f"-{size * 2}", 0, size - 1),
    ):  # fmt: skip
        part = await mine.get(url, headers={"Range": f"bytes={asked}"})
        assert (part.status_code, part.headers["content-range"]) == (206, f"bytes {first}-{last}/{size}"), asked
        assert part.content == whole.content[first : last + 1]
        assert part.headers["content-length"] == str(last - first + 1)
        assert "content-encoding" not in part.headers
    for odd in ("bytes=-", "bytes=x-y", "bytes=0-1,4-5", "lines=0-1"):
        assert (await mine.get(url, headers={"Range": odd})).content == whole.content, odd
    for impossible in (f"bytes={size}-", "bytes=5-4", "bytes=-0"):
        answer = await mine.get(url, headers={"Range": impossible})
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}"), impossible


async def test_the_sweep_takes_all_of_it(phone: Phone, polres: None) -> None:
    """Row, poster, copy and original of what no report names; what one names stays."""
    mine, who = phone
    named, unnamed = videos.video(), videos.video(frames=20)
    kept = await tus.upload(mine, named, tus.WARGA)
    await tus.upload(mine, unnamed, tus.WARGA)
    await report(who, named)
    assert len(stored()) == 8
    async with db.transaction() as session:
        for row in await session.scalars(select(Media)):
            row.created_at = now().replace(year=2025)
    assert await media.sweep() == 1
    assert {path.name.partition("-")[0] for path in stored()} == {UUID(kept).hex}
    assert len(stored()) == 4


async def test_a_backup_carries_every_size(phone: Phone, tmp_path: Path) -> None:
    """Poster, thumbnail, copy and original."""
    media_id = UUID(await tus.upload(phone[0], videos.video(), tus.WARGA))
    seal = await cadangan.backup(tmp_path / "cadangan.tar", lambda *_: None)
    assert (seal.photos, seal.missing) == (4, 0)
    carried: dict[str, Any] = {
        name: data for name, data in entries(tmp_path / "cadangan.tar") if name.startswith(PHOTOS)
    }
    assert len(carried) == 4
    assert videos.video() in carried.values()
    for name, data in carried.items():
        assert media_id.hex in name
        found = await simpanan.get(name.removeprefix(PHOTOS))
        assert found
        assert b"".join([bytes(piece) async for piece in found.pieces]) == data
