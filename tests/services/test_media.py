"""Photos that nobody names are deleted, on time and with everything that belongs to them; all others stay."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from sambang_digital import db
from sambang_digital.models import Akun, Media
from sambang_digital.models.base import now
from sambang_digital.repositories import media as repository
from sambang_digital.services import media, media_files, simpanan
from sambang_digital.settings import get_settings
from tests import tus
from tests.factories import make_akun, make_laporan


async def make_media(uploader: Akun, what: str, *, age_days: float, state: str = "siap") -> UUID:
    """A photo as it lies there after ``age_days`` days."""
    row = Media(
        id=uuid4(),
        uploader_id=uploader.id,
        sha256=tus.sha(what.encode()),
        size=3,
        state=state,
        created_at=now() - timedelta(days=age_days),
    )
    async with db.transaction() as session:
        session.add(row)
    if state == "siap":
        for size in media_files.SIZES:
            await simpanan.put(f"{row.id.hex[:2]}/{row.id.hex}-{size}.jpg", b"jpg")
    if state == "mengunggah":
        partial(row.id).parent.mkdir(exist_ok=True)
        partial(row.id).write_bytes(b"jp")
    return row.id


def partial(media_id: UUID) -> Path:
    """Where an upload in progress waits."""
    return get_settings().data_dir / "uploads" / f"{media_id.hex}.part"


def stored() -> set[UUID]:
    """Photos of which a file lies in the store."""
    return {UUID(path.stem.partition("-")[0]) for path in (get_settings().data_dir / "media").rglob("*.jpg")}


async def rows() -> set[UUID]:
    """Photos that the database knows."""
    async with db.reading() as session:
        return set(await session.scalars(select(Media.id)))


async def test_sweep(database: str) -> None:
    """Only what is older than the limit and named by no report goes: row, pictures and partial file."""
    author = await make_akun("80010001")
    await make_laporan(author, tus.sha(b"named"))
    await make_laporan(await make_akun("80010002"), tus.sha(b"named by another"))
    limit = get_settings().unattached_days
    stays = {
        await make_media(author, "named", age_days=400),
        await make_media(author, "young", age_days=limit - 1),
        await make_media(author, "coming", age_days=limit - 1, state="mengunggah"),
    }
    goes = {
        await make_media(author, "old", age_days=limit + 1),
        await make_media(author, "named by another", age_days=limit + 1),
        await make_media(author, "refused", age_days=limit + 1, state="ditolak"),
        await make_media(author, "stale", age_days=limit + 1, state="mengunggah"),
    }
    assert await media.sweep() == len(goes)
    assert await rows() == stays
    assert stored() <= stays
    assert {path.stem for path in partial(uuid4()).parent.iterdir()} == {m.hex for m in stays if partial(m).exists()}
    assert await media.sweep() == 0
    assert await rows() == stays


async def test_several_processes_may_sweep_at_once(database: str) -> None:
    """Each row goes once, more than one batch of them."""
    author = await make_akun("80010001")
    old = [await make_media(author, str(n), age_days=100, state="ditolak") for n in range(media.SWEEP_BATCH + 5)]
    assert sum(await asyncio.gather(*(media.sweep() for _ in range(4)))) == len(old)
    assert await rows() == set()


async def test_files_go_later_when_the_store_is_gone(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row goes at once and nothing waits for the store; what could not be deleted is remembered until it is."""
    author = await make_akun("80010001")
    gone = await make_media(author, "old", age_days=100)
    monkeypatch.setenv("MEDIA_URL", (get_settings().data_dir / "berkas").as_uri() + "/x")
    (get_settings().data_dir / "berkas").write_text("a file where the folder should be")
    get_settings.cache_clear()
    with pytest.raises(simpanan.SimpananTerganggu):
        await media.sweep()
    assert await rows() == set()
    monkeypatch.delenv("MEDIA_URL")
    get_settings.cache_clear()
    assert stored() == {gone}
    await media.sweep()
    assert stored() == set()
    async with db.reading() as session:
        assert await repository.to_delete(session, 10) == []


async def test_leftovers_of_a_crash_are_removed(database: str) -> None:
    """Partial files of photos that are finished, or that nobody knows."""
    author = await make_akun("80010001")
    done = await make_media(author, "done", age_days=1)
    coming = await make_media(author, "coming", age_days=1, state="mengunggah")
    for media_id in (done, uuid4()):
        partial(media_id).write_bytes(b"left over")
    await media.sweep()
    assert [path.stem for path in partial(done).parent.iterdir()] == [coming.hex]


async def test_ready_by_sha(database: str) -> None:
    """Finished photos of this person, by hash."""
    author, other = await make_akun("80010001"), await make_akun("80010002")
    ready = await make_media(author, "ready", age_days=1)
    await make_media(author, "coming", age_days=1, state="mengunggah")
    await make_media(other, "other", age_days=1)
    shas = [tus.sha(what) for what in (b"ready", b"coming", b"other", b"unknown")]
    async with db.reading() as session:
        found = await repository.ready_by_sha(session, author.id, shas)
    assert {sha: row.id for sha, row in found.items()} == {shas[0]: ready}
