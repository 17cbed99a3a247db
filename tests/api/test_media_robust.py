"""Uploads against real server processes: hang-ups, kill -9 and several workers lose no byte and mix none."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from tests import pictures, tus
from tests.api_server import ApiServer, api_server
from tests.factories import PASSWORD, make_akun
from tests.servers import PATIENCE_S, wait_for

NRP = "80010001"


@pytest.fixture
async def server(database: str, tmp_path: Path) -> AsyncIterator[ApiServer]:
    """Two worker processes over the fresh database, with one officer in it."""
    await make_akun(NRP)
    with _running(tmp_path, database) as server:
        yield server


@pytest.fixture
async def officer(server: ApiServer) -> AsyncIterator[httpx.AsyncClient]:
    """That officer, signed in."""
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S) as client:
        assert (await client.post("/api/v1/session", json={"nrp": NRP, "password": PASSWORD})).status_code == 200
        yield client


def _running(folder: Path, database: str) -> AbstractContextManager[ApiServer]:
    return api_server(folder, database, workers=2)


class HalfSent:
    """A PATCH whose body stops in the middle: the phone is in a lift."""

    def __init__(self, client: httpx.AsyncClient, url: str, offset: int, length: int) -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers = {"Host": client.base_url.netloc.decode(), "Cookie": cookie, "Content-Length": str(length)}
        headers |= tus.VERSION | tus.STREAM | {"Upload-Offset": str(offset)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.head = f"PATCH {url} HTTP/1.1\r\n{lines}\r\n".encode()
        self.port = client.base_url.port
        self.reader: asyncio.StreamReader
        self.writer: asyncio.StreamWriter

    async def send(self, body: bytes) -> "HalfSent":
        """Send the head and this much of the body."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(self.head + body)
        await self.writer.drain()
        return self

    async def status(self) -> int:
        """Status of the answer, which comes although the body is not whole."""
        return int((await self.reader.readline()).split()[1])

    def hang_up(self) -> None:
        """Gone without a word."""
        self.writer.transport.abort()


async def has_arrived(client: httpx.AsyncClient, url: str, size: int) -> bool:
    """Wait until the server has ``size`` bytes: what it reads it writes within a moment."""
    async with asyncio.timeout(20):
        while await tus.offset(client, url) < size:  # noqa: ASYNC110 (the server's disk sends no event)
            await asyncio.sleep(0.02)
    return True


async def test_nobody_is_told_before_a_byte_is_read(server: ApiServer) -> None:
    """The refusal comes while the body is still held back."""
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S) as nobody:
        for method, path in (("PATCH", f"{tus.URL}/0198a9c0-0000-7000-8000-000000000000"), ("POST", tus.URL)):
            request = HalfSent(nobody, path, 0, 10_000_000)
            request.head = request.head.replace(b"PATCH", method.encode(), 1)
            await request.send(b"")
            assert await asyncio.wait_for(request.status(), 10) == 401
            request.hang_up()


async def test_a_slow_phone_reads_its_refusal(server: ApiServer) -> None:
    """Who goes on sending after the answer is listened to for a while: the answer is not lost, the connection lives on."""
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S) as nobody:
        request = await HalfSent(nobody, f"{tus.URL}/0198a9c0-0000-7000-8000-000000000000", 0, 200_000).send(b"")
        for _ in range(10):
            request.writer.write(bytes(20_000))
            await request.writer.drain()
        assert await asyncio.wait_for(request.status(), 10) == 401
        await request.reader.readuntil(b"}")
        request.writer.write(request.head.replace(b"200000", b"0"))
        assert await asyncio.wait_for(request.status(), 10) == 401
        request.hang_up()


async def test_a_hang_up_keeps_what_arrived(officer: httpx.AsyncClient) -> None:
    """In the middle of a piece, at an odd byte; the rest then makes it whole."""
    data = pictures.noise()
    url = (await tus.create(officer, data)).headers["location"]
    request = await HalfSent(officer, url, 0, len(data)).send(data[:123_457])
    request.hang_up()
    assert await has_arrived(officer, url, 123_457)
    assert (await tus.patch(officer, url, 123_457, data[123_457:])).status_code == 204


async def test_hang_ups_leak_nothing(server: ApiServer, officer: httpx.AsyncClient) -> None:
    """A hundred phones vanish in the middle of a piece: no descriptor stays open, and the next upload is as quick."""

    def descriptors() -> int:
        assert server.process is not None
        group = [path.parent for path in Path("/proc").glob("[0-9]*/stat") if _group(path) == server.process.pid]
        return sum(len(list((folder / "fd").iterdir())) for folder in group)

    async def hang_up(seed: int) -> None:
        photos = [pictures.photo(200, 100 + seed, shift=shift) for shift in range(100)]
        urls = [(await tus.create(officer, data)).headers["location"] for data in photos]
        for url, data in zip(urls, photos, strict=True):
            (await HalfSent(officer, url, 0, len(data)).send(data[:1000])).hang_up()
        for url in urls:
            assert await has_arrived(officer, url, 1000)

    await hang_up(1)  # fills the pools of connections
    before = descriptors()
    await hang_up(2)
    await asyncio.to_thread(wait_for, lambda: descriptors() < before + 50, "closing of connections")
    await tus.upload(officer, pictures.photo(300, 300))


async def test_kill_in_the_middle_of_a_piece(database: str, tmp_path: Path) -> None:
    """kill -9 while bytes flow: never more offset than bytes, and the resumed file has the right hash."""
    await make_akun(NRP)
    data = pictures.noise(1500, 1500)
    with _running(tmp_path, database) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S) as officer:
            await officer.post("/api/v1/session", json={"nrp": NRP, "password": PASSWORD})
            url = (await tus.create(officer, data)).headers["location"]
            sent = 0
            for step in (300_000, 411_111, 200_000):
                request = await HalfSent(officer, url, sent, len(data) - sent).send(data[sent : sent + step])
                # All whole blocks are written as they come; the last, incomplete one waits for more.
                assert await has_arrived(officer, url, sent + step - 65_536)
                server.stop(signal.SIGKILL)
                request.hang_up()
                server.start()
                here = await tus.offset(officer, url)
                assert sent + step - 65_536 <= here <= sent + step
                sent = here
            assert (await tus.patch(officer, url, sent, data[sent:])).status_code == 204
            media_id = url.rsplit("/", 1)[1]
            assert (await officer.get(f"/api/v1/media/{media_id}/besar")).status_code == 200


async def test_one_writer_over_all_processes(officer: httpx.AsyncClient) -> None:
    """Eight connections, two processes, the same piece: one writes it, the others are told where it stands."""
    data = pictures.noise()
    url = (await tus.create(officer, data)).headers["location"]
    answers = await asyncio.gather(*(tus.patch(officer, url, 0, data) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 7
    assert await tus.offset(officer, url) == len(data)


async def test_a_dead_connection_is_taken_over(officer: httpx.AsyncClient) -> None:
    """Whichever process holds it: the phone that comes back goes on at once, not after the dead one's time-out."""
    for seed in range(4):
        data = pictures.noise(600, 600, seed=seed)
        url = (await tus.create(officer, data)).headers["location"]
        dead = await HalfSent(officer, url, 0, len(data)).send(data[:100_000])
        assert await has_arrived(officer, url, 65_536)
        async with asyncio.timeout(10):
            refused = await tus.patch(officer, url, 1, data[1:])
            assert refused.status_code == 409
            assert await tus.offset(officer, url) == 100_000
            assert (await tus.patch(officer, url, 100_000, data[100_000:])).status_code == 204
        dead.hang_up()


async def test_beginning_again_takes_a_dead_connection_over(officer: httpx.AsyncClient) -> None:
    """A page loaded anew knows no offset: its first piece fits wherever the dead connection leaves the upload."""
    for seed in range(4):
        data = pictures.noise(600, 600, seed=seed)
        url = (await tus.create(officer, data)).headers["location"]
        dead = await HalfSent(officer, url, 0, len(data)).send(data[:70_000])
        assert await has_arrived(officer, url, 65_536)
        dead.writer.write(data[70_000:90_000])  # stays in hand, and is kept when the writer is asked to stop
        await dead.writer.drain()
        again = await tus.create(officer, data, data[:80_000])
        assert again.status_code == 201, again.text
        here = int(again.headers["upload-offset"])
        assert here in (80_000, 90_000)
        assert (await tus.patch(officer, url, here, data[here:])).status_code == 204
        dead.hang_up()


def _group(stat: Path) -> int:
    try:
        return int(stat.read_text().rsplit(")", 1)[1].split()[2])
    except OSError:
        return 0
