"""Photos over HTTP: the tus protocol step by step, what is refused, and who may look at a photo."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from sambang_digital import db
from sambang_digital.models import Akun
from sambang_digital.security.permissions import Peran
from sambang_digital.settings import get_settings
from tests import pictures, tus
from tests.api.conftest import Client
from tests.factories import PASSWORD, make_akun, make_laporan, make_satuan


async def signed_in(client_of: Client, nrp: str) -> httpx.AsyncClient:
    """A device on which this person is signed in."""
    client = client_of()
    answer = await client.post("/api/v1/session", json={"nrp": nrp, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return client


@pytest.fixture
async def officer(client_of: Client) -> httpx.AsyncClient:
    """A Bhabinkamtibmas on the phone."""
    await make_akun("80010001")
    return await signed_in(client_of, "80010001")


def stored_files() -> list[Path]:
    """What lies in the store."""
    return [path for path in (get_settings().data_dir / "media").rglob("*") if path.is_file()]


def partial_files() -> list[Path]:
    """What waits in the folder of uploads."""
    return list((get_settings().data_dir / "uploads").glob("*"))


async def test_an_upload_in_pieces_becomes_a_photo(officer: httpx.AsyncClient) -> None:
    """Create, append, ask, append: then both sizes are there and nothing is left over."""
    data = pictures.photo()
    created = await tus.create(officer, data)
    assert created.status_code == 201
    url = created.headers["location"]
    assert url.startswith("/api/v1/media/tus/")
    assert created.headers["tus-resumable"] == "1.0.0"
    assert created.headers["upload-expires"].endswith("GMT")
    half = len(data) // 2
    first = await tus.patch(officer, url, 0, data[:half], **tus.checksum(data[:half]))
    assert (first.status_code, first.headers["upload-offset"]) == (204, str(half))
    assert await tus.offset(officer, url) == half
    last = await tus.patch(officer, url, half, data[half:], **tus.checksum(data[half:], "sha1"))
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(data)))
    assert partial_files() == []
    media_id = url.rsplit("/", 1)[1]
    for size, pixels in (("besar", (1200, 900)), ("kecil", (320, 240))):
        answer = await officer.get(f"/api/v1/media/{media_id}/{size}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"] == "inline"
        assert pictures.opened(answer.content).size == pixels


async def test_the_same_bytes_again_are_there_already(officer: httpx.AsyncClient) -> None:
    """A phone that lost the answer, or its memory, begins again and is told where it stands."""
    data = pictures.photo()
    first = await tus.create(officer, data, data[:1000])
    assert first.headers["upload-offset"] == "1000"
    for piece, offset in ((b"", "1000"), (data[:700], "1000"), (data[:3000], "3000")):
        again = await tus.create(officer, data, piece)
        assert again.headers["location"] == first.headers["location"]
        assert again.headers["upload-offset"] == offset, "of a first piece sent again, only what is new counts"
    await tus.patch(officer, first.headers["location"], 3000, data[3000:])
    done = await tus.create(officer, data, data[:1000])
    assert done.headers["location"] == first.headers["location"]
    assert done.headers["upload-offset"] == str(len(data))
    assert len(stored_files()) == 2


async def test_two_people_with_the_same_picture_have_one_each(client_of: Client, officer: httpx.AsyncClient) -> None:
    """Knowing a hash gives nobody somebody else's photo."""
    await make_akun("80010002")
    other = await signed_in(client_of, "80010002")
    assert await tus.upload(officer, pictures.photo()) != await tus.upload(other, pictures.photo())


async def test_many_beginnings_at_once_are_one_upload(officer: httpx.AsyncClient) -> None:
    """Two tabs, ten requests: the database's key decides."""
    answers = await asyncio.gather(*(tus.create(officer, pictures.photo()) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.headers["location"] for answer in answers}) == 1


async def test_two_writers_never_mix(officer: httpx.AsyncClient) -> None:
    """The second takes over from the first, whose connection may be dead; the file comes out whole."""
    data = pictures.noise()
    url = (await tus.create(officer, data)).headers["location"]
    started = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield data[:70_000]
        started.set()
        await asyncio.Event().wait()

    stuck = asyncio.create_task(tus.patch(officer, url, 0, slowly()))
    await started.wait()
    while await tus.offset(officer, url) == 0:  # noqa: ASYNC110 (the event is in the server)
        await asyncio.sleep(0)
    refused = await tus.patch(officer, url, 0, data)
    assert refused.status_code == 409, "the first writer's bytes are there, so offset 0 is wrong by now"
    assert (await stuck).headers["upload-offset"] == "70000"
    answers = await asyncio.gather(*(tus.patch(officer, url, 70_000, data[70_000:]) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
    assert await tus.offset(officer, url) == len(data)
    assert len(stored_files()) == 2


async def test_a_piece_with_a_wrong_checksum_does_not_count(officer: httpx.AsyncClient) -> None:
    """460, and the offset stays; the right bytes then go through."""
    data = pictures.photo()
    url = (await tus.create(officer, data, data[:500])).headers["location"]
    for algorithm in ("sha1", "sha256"):
        answer = await tus.patch(officer, url, 500, data[500:900], **tus.checksum(b"other", algorithm))
        assert answer.status_code == 460
        assert await tus.offset(officer, url) == 500
    unknown = await tus.patch(officer, url, 500, data[500:], **{"Upload-Checksum": "crc32 AAAA"})
    assert unknown.status_code == 400
    assert (await tus.patch(officer, url, 500, data[500:])).headers["upload-offset"] == str(len(data))


async def test_a_file_with_another_hash_starts_over(officer: httpx.AsyncClient) -> None:
    """The whole must be what was announced; else nothing of it is kept, and it may be sent again."""
    data = pictures.photo()
    url = (await tus.create(officer, data)).headers["location"]
    wrong = bytes([data[0] ^ 1]) + data[1:]
    assert (await tus.patch(officer, url, 0, wrong)).status_code == 460
    assert await tus.offset(officer, url) == 0
    assert (await tus.patch(officer, url, 0, data)).status_code == 204


async def test_a_body_that_is_too_long_changes_nothing(officer: httpx.AsyncClient) -> None:
    """Announced or not, more than the rest is refused whole."""
    data = pictures.photo()
    url = (await tus.create(officer, data, data[:100])).headers["location"]

    async def unannounced() -> AsyncIterator[bytes]:
        for start in range(100, len(data), 5000):
            yield data[start : start + 5000]
        yield b"more"

    for body in (data[100:] + b"more", unannounced()):
        assert (await tus.patch(officer, url, 100, body)).status_code == 413
        assert await tus.offset(officer, url) == 100
    assert (await tus.patch(officer, url, 100, data[100:])).status_code == 204


async def test_offsets_must_fit(officer: httpx.AsyncClient) -> None:
    """Neither a gap nor an overlap."""
    data = pictures.photo()
    url = (await tus.create(officer, data, data[:100])).headers["location"]
    for offset in (0, 99, 101, len(data)):
        assert (await tus.patch(officer, url, offset, b"x")).status_code == 409
    assert await tus.offset(officer, url) == 100


async def test_what_is_no_photo_is_refused_for_good(officer: httpx.AsyncClient) -> None:
    """The officer reads why; nothing is stored; sending it again gets the same answer without its bytes."""
    for what, data in pictures.impostors().items():
        answer = await tus.create(officer, data, data)
        assert answer.status_code == 422, what
        assert answer.headers["content-type"] == "application/problem+json"
        reason = answer.json()["detail"]
        again = await tus.create(officer, data)
        assert (again.status_code, again.json()["detail"]) == (422, reason), what
    assert stored_files() == partial_files() == []


async def test_an_upload_can_be_ended(officer: httpx.AsyncClient) -> None:
    """Nothing remains of it, and a finished photo is not ended this way."""
    data = pictures.photo()
    url = (await tus.create(officer, data, data[:100])).headers["location"]
    assert (await officer.delete(url, headers=tus.VERSION)).status_code == 204
    assert partial_files() == []
    assert (await officer.head(url, headers=tus.VERSION)).status_code == 404
    done = await tus.upload(officer, data)
    assert (await officer.delete(f"{tus.URL}/{done}", headers=tus.VERSION)).status_code == 409
    assert (await officer.get(f"/api/v1/media/{done}/kecil")).status_code == 200


async def test_what_the_server_understands(client: httpx.AsyncClient) -> None:
    """OPTIONS needs no session; another version of tus is told ours."""
    answer = await client.options(tus.URL)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation", "creation-with-upload", "checksum", "expiration", "termination",
    }  # fmt: skip
    assert answer.headers["tus-max-size"] == str(get_settings().max_media_bytes)


async def test_malformed_requests(officer: httpx.AsyncClient) -> None:
    """Each is refused with its own status, and nothing begins."""
    data = pictures.photo()
    assert (await tus.create(officer, data, **{"Tus-Resumable": "0.2.1"})).status_code == 412
    for length in ("0", "-1", "x", "1e3", str(2**60)):
        assert (await tus.create(officer, data, **{"Upload-Length": length})).status_code == 422, length
    for about in (
        "",
        "sha256",
        "sha256 !!!",
        tus.metadata(sha256="abc"),
        tus.metadata(filename="1.jpg"),
        "sha256 /w==",
    ):
        answer = await tus.create(officer, data, **{"Upload-Metadata": about})
        assert answer.status_code == 422, about
        assert "Upload-Metadata" in answer.json()["errors"][0]["field"].title(), about
    url = (await tus.create(officer, data)).headers["location"]
    assert (await tus.patch(officer, url, 0, data, **{"Content-Type": "image/jpeg"})).status_code == 415
    assert (await tus.patch(officer, url, 0, data, **{"Upload-Checksum": "sha256 !"})).status_code == 400
    assert await tus.offset(officer, url) == 0


async def test_too_large_is_said_at_the_beginning(officer: httpx.AsyncClient) -> None:
    """Before a byte is sent."""
    answer = await tus.create(officer, b"x", **{"Upload-Length": str(get_settings().max_media_bytes + 1)})
    assert answer.status_code == 413
    assert "12 MB" in answer.json()["detail"]


async def test_only_who_writes_uploads(client_of: Client, database: str) -> None:
    """Not signed in: 401; signed in without the permission: 403; nothing is begun or written."""
    await make_akun("80010009", Peran.OPERATOR)
    for client, status in ((client_of(), 401), (await signed_in(client_of, "80010009"), 403)):
        assert (await tus.create(client, pictures.photo(), pictures.photo())).status_code == status
        assert (await tus.patch(client, f"{tus.URL}/{uuid4()}", 0, b"x")).status_code == status
        assert (await client.head(f"{tus.URL}/{uuid4()}", headers=tus.VERSION)).status_code == status
    assert partial_files() == stored_files() == []


async def test_another_persons_upload_does_not_exist(client_of: Client, officer: httpx.AsyncClient) -> None:
    """Asking, adding and ending all say 404, and change nothing."""
    data = pictures.photo()
    url = (await tus.create(officer, data, data[:100])).headers["location"]
    await make_akun("80010002")
    other = await signed_in(client_of, "80010002")
    assert (await other.head(url, headers=tus.VERSION)).status_code == 404
    assert (await tus.patch(other, url, 100, data[100:])).status_code == 404
    assert (await other.delete(url, headers=tus.VERSION)).status_code == 404
    assert await tus.offset(officer, url) == 100


async def test_who_may_look_at_a_photo(client_of: Client, database: str) -> None:
    """The uploader always; reviewers of the unit above only when a report of that unit names it; nobody else."""
    polres = await make_satuan("POLRES")
    karawaci = await make_satuan("KARAWACI", level="polsek", parent=polres)
    benda = await make_satuan("BENDA", level="polsek", parent=polres)
    author = await make_akun("80010001", satuan=karawaci)
    for nrp, role, satuan in (
        ("80010002", Peran.BHABINKAMTIBMAS, karawaci),
        ("80010003", Peran.KANIT_POLSEK, karawaci),
        ("80010004", Peran.KANIT_POLSEK, benda),
        ("80010005", Peran.KASAT, polres),
        ("80010006", Peran.ADMIN, polres),
    ):
        await make_akun(nrp, role, satuan=satuan)
    people = {nrp: await signed_in(client_of, nrp) for nrp in (f"8001000{n}" for n in range(1, 7))}
    data = pictures.photo()
    media_id = await tus.upload(people["80010001"], data)

    async def seen_by() -> set[str]:
        answers = {nrp: await who.get(f"/api/v1/media/{media_id}/kecil") for nrp, who in people.items()}
        assert {answer.status_code for answer in answers.values()} <= {200, 404}
        return {nrp for nrp, answer in answers.items() if answer.status_code == 200}

    assert await seen_by() == {"80010001"}
    await make_laporan(author, tus.sha(b"another photo"))
    assert await seen_by() == {"80010001"}
    await make_laporan(author, tus.sha(data))
    assert await seen_by() == {"80010001", "80010003", "80010005"}
    assert (await client_of().get(f"/api/v1/media/{media_id}/kecil")).status_code == 401
    for path in (f"{media_id}/asli", f"{uuid4()}/kecil", "x/kecil"):
        assert (await people["80010001"].get(f"/api/v1/media/{path}")).status_code in (404, 422)


async def test_a_report_of_somebody_else_opens_no_photo(client_of: Client, database: str) -> None:
    """Naming another officer's hash in an own report shows that photo to nobody."""
    satuan = await make_satuan("POLRES")
    await make_akun("80010001", satuan=satuan)
    thief = await make_akun("80010002", satuan=satuan)
    await make_akun("80010003", Peran.KASAT, satuan=satuan)
    media_id = await tus.upload(await signed_in(client_of, "80010001"), pictures.photo())
    await make_laporan(thief, tus.sha(pictures.photo()))
    for nrp in ("80010002", "80010003"):
        assert (await (await signed_in(client_of, nrp)).get(f"/api/v1/media/{media_id}/kecil")).status_code == 404


async def test_quotas_count_photos_that_no_report_names(
    officer: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """429 over the number or the bytes; a report frees them; an upload begun earlier goes on."""
    first, second, third = (pictures.photo(300, 200, shift=shift) for shift in (0, 20, 40))
    monkeypatch.setenv("MAX_UNATTACHED_FILES", "2")
    get_settings.cache_clear()
    url = (await tus.create(officer, first)).headers["location"]
    await tus.upload(officer, second)
    refused = await tus.create(officer, third)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert (await tus.patch(officer, url, 0, first)).status_code == 204
    me = (await officer.get("/api/v1/session")).json()
    async with db.reading() as session:
        author = await session.get_one(Akun, me["id"])
    await make_laporan(author, tus.sha(first))
    assert (await tus.create(officer, third)).status_code == 201
    monkeypatch.setenv("MAX_UNATTACHED_BYTES", str(len(second) + len(third) + 10))
    get_settings.cache_clear()
    assert (await tus.create(officer, pictures.photo(100, 100))).status_code == 429


async def test_a_full_disk_loses_nothing(officer: httpx.AsyncClient) -> None:
    """``/dev/full`` stands for the disk: 507 and come back later; with room again, the upload is completed."""
    data = pictures.photo()
    url = (await tus.create(officer, data, data[:100])).headers["location"]
    partial = next(path for path in partial_files() if path.suffix == ".part")
    kept = partial.rename(partial.with_suffix(".kept"))
    partial.symlink_to("/dev/full")
    answer = await tus.patch(officer, url, 0, data[100:])
    assert answer.status_code == 507, answer.text
    assert "aman" in answer.json()["detail"]
    assert int(answer.headers["retry-after"]) > 0
    partial.unlink()
    kept.rename(partial)
    assert (await tus.patch(officer, url, 100, data[100:])).status_code == 204


async def test_a_store_that_is_gone_loses_nothing(officer: httpx.AsyncClient) -> None:
    """503 at the last byte; once the store is back, asking where the upload stands finishes it."""
    data = pictures.photo()
    store = get_settings().data_dir / "media"
    await tus.upload(officer, pictures.photo(300, 200))
    away = store.rename(store.with_name("away"))
    store.write_text("not a folder")
    answer = await tus.create(officer, data, data)
    assert answer.status_code == 503, answer.text
    assert (await tus.create(officer, data)).status_code == 503
    store.unlink()
    away.rename(store)
    again = await tus.create(officer, data)
    assert (again.status_code, again.headers["upload-offset"]) == (201, str(len(data)))
    media_id = again.headers["location"].rsplit("/", 1)[1]
    assert (await officer.get(f"/api/v1/media/{media_id}/besar")).status_code == 200


async def test_file_names_are_harmless(officer: httpx.AsyncClient) -> None:
    """Any text is taken as a name, and used for nothing but to show it."""
    for number, name in enumerate(("../../etc/passwd", "<script>", "\u202egpj.exe", "🙂" * 300, "")):
        data = pictures.photo(100 + number, 100)
        about = tus.metadata(sha256=tus.sha(data), filename=name)
        answer = await tus.create(officer, data, data, **{"Upload-Metadata": about})
        assert answer.status_code == 201, answer.text
    assert all(os.fspath(path).startswith(os.fspath(get_settings().data_dir)) for path in stored_files())
