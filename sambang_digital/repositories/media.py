"""Queries for photos and videos. Reading one starts from who the actor is: its uploader, or a reader of a report that names it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, delete, exists, false, func, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import (
    Bacaan,
    BacaanFoto,
    FotoHapus,
    Laporan,
    LaporanFoto,
    Media,
    Pengaduan,
    PengaduanBerkas,
    Tugas,
    UtasFoto,
)
from sambang_digital.repositories import bacaan, laporan, pengaduan, tugas
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission


@dataclass(frozen=True, slots=True)
class Uploader:
    """Whose an upload is: an account's, or that of a citizen's phone; exactly one of the two."""

    akun_id: int | None = None
    device_id: UUID | None = None

    @classmethod
    def of(cls, media: Media) -> "Uploader":
        """Whose this one is."""
        return cls(media.uploader_id, media.device_id)

    @property
    def owned(self) -> ColumnElement[bool]:
        """Of ``Media``: theirs."""
        if self.device_id is not None:
            return Media.device_id == self.device_id  # type: ignore[return-value]
        return Media.uploader_id == self.akun_id  # type: ignore[return-value]


async def own(session: AsyncSession, uploader: Uploader, media_id: UUID) -> Media | None:
    """The uploader's own file, in whatever state."""
    media = await session.get(Media, media_id, populate_existing=True)
    return media if media and Uploader.of(media) == uploader else None


async def own_by_sha(session: AsyncSession, uploader: Uploader, sha256: str) -> Media | None:
    """The uploader's own file with these bytes, in whatever state."""
    return await session.scalar(select(Media).where(uploader.owned, Media.sha256 == sha256))


async def create(session: AsyncSession, media: Media) -> Media:
    """Add ``media``, or give back the row that another request added first: the unique key decides."""
    try:
        async with session.begin_nested():
            session.add(media)
    except IntegrityError:
        found = await own_by_sha(session, Uploader.of(media), media.sha256)
        if found is None:
            raise
        return found
    return media


async def remove(session: AsyncSession, media_id: UUID) -> None:
    """Forget the row."""
    await session.execute(delete(Media).where(Media.id == media_id))


async def readable(session: AsyncSession, actor: Actor, media_id: UUID) -> Media | None:
    """A finished file that the actor may look at."""
    reports = laporan.readable(actor).with_only_columns(Laporan.id)
    in_thread = reports.join(UtasFoto, UtasFoto.utas_id == Laporan.id).where(Laporan.current, _in_thread())
    tasks = tugas.readable(actor).with_only_columns(Tugas.id)
    of_task = tasks.join(UtasFoto, UtasFoto.utas_id == Tugas.id).where(_in_thread())
    citizens = pengaduan.readable(actor).with_only_columns(Pengaduan.id)
    of_citizen = citizens.join(PengaduanBerkas, PengaduanBerkas.pengaduan_id == Pengaduan.id).where(in_pengaduan())
    allowed = (Media.uploader_id == actor.id) | in_thread.exists() | of_task.exists() | of_citizen.exists()
    if actor.may(Permission.LAPORAN_READ):
        revision = (LaporanFoto.laporan_id == Laporan.id) & (LaporanFoto.revision == Laporan.revision)
        allowed |= reports.join(LaporanFoto, revision).where(_in_report()).exists()
    if actor.may(Permission.BACAAN_WRITE):
        texts = bacaan.workable(actor).with_only_columns(Bacaan.id)
        allowed |= (
            texts.join(BacaanFoto, BacaanFoto.bacaan_id == Bacaan.id).where(BacaanFoto.media_id == Media.id).exists()
        )
    return await session.scalar(select(Media).where(Media.id == media_id, Media.state == "siap", allowed))


async def opening_original(session: AsyncSession, actor: Actor, media: Media) -> Sequence[UUID]:
    """Citizens' reports for which the actor may have the bytes as they were sent: they tell of the person behind the camera, so of a
    citizen who asked not to be known only who dispatches the report may have them."""
    reports = pengaduan.readable(actor).with_only_columns(Pengaduan.id)
    named = reports.join(PengaduanBerkas, PengaduanBerkas.pengaduan_id == Pengaduan.id)
    named = named.where(PengaduanBerkas.device_id == media.device_id, PengaduanBerkas.sha256 == media.sha256)
    if not (actor.may(Permission.PENGADUAN_TRIAGE) or actor.may(Permission.PENGADUAN_PROPAM)):
        named = named.where(~Pengaduan.hide_identity)
    return (await session.scalars(named)).all()


async def ready_by_sha(session: AsyncSession, uploader_id: int, shas: Collection[str]) -> dict[str, Media]:
    """The uploader's finished photos among these hashes; what is missing has not arrived yet or was refused."""
    found = await session.scalars(
        select(Media).where(Media.uploader_id == uploader_id, Media.sha256.in_(shas), Media.state == "siap")
    )
    return {media.sha256: media for media in found}


async def reports_naming(session: AsyncSession, media: Media) -> Sequence[Row[tuple[UUID, int, int, int, str]]]:
    """Current reports that name the photo, by themselves or in their threads: id, revision, satuan_id, author_id, state."""
    named = await session.execute(
        select(LaporanFoto.laporan_id, LaporanFoto.revision).where(
            LaporanFoto.author_id == media.uploader_id, LaporanFoto.sha256 == media.sha256
        )
    )
    keys = {(row.laporan_id, row.revision) for row in named}
    threads = set(
        await session.scalars(
            select(UtasFoto.utas_id).where(UtasFoto.sender_id == media.uploader_id, UtasFoto.sha256 == media.sha256)
        )
    )
    found = await session.execute(
        select(Laporan.id, Laporan.revision, Laporan.satuan_id, Laporan.author_id, Laporan.state).where(
            Laporan.current, Laporan.id.in_({id_ for id_, _ in keys} | threads)
        )
    )
    return [row for row in found if (row.id, row.revision) in keys or row.id in threads]


async def unattached_usage(session: AsyncSession, uploader: Uploader) -> tuple[int, int]:
    """Number and bytes of the uploader's files that no report names."""
    row = await session.execute(
        select(func.count(), func.coalesce(func.sum(Media.size), 0)).where(uploader.owned, ~Media.attached, ~_named())
    )
    count, size = row.one()
    return int(count), int(size)


async def attach_named(session: AsyncSession, before: datetime) -> None:
    """Mark the files from before ``before`` that a report names by now, so that nobody asks about them again."""
    await session.execute(
        update(Media).where(~Media.attached, Media.created_at < before, _named()).values(attached=True)
    )


async def take_unattached(session: AsyncSession, before: datetime, limit: int) -> list[UUID]:
    """Delete up to ``limit`` rows from before ``before`` that no report names, and note their files for deletion."""
    oldest = select(Media.id).where(~Media.attached, Media.created_at < before, ~_named()).limit(limit)
    gone = list(await session.scalars(delete(Media).where(Media.id.in_(oldest)).returning(Media.id)))
    session.add_all(FotoHapus(media_id=media_id) for media_id in gone)
    return gone


async def to_delete(session: AsyncSession, limit: int) -> list[UUID]:
    """Photos whose files still have to go."""
    return list(await session.scalars(select(FotoHapus.media_id).order_by(FotoHapus.at).limit(limit)))


async def deleted(session: AsyncSession, ids: Collection[UUID]) -> None:
    """The files of these are gone."""
    await session.execute(delete(FotoHapus).where(FotoHapus.media_id.in_(ids)))


async def everything(session: AsyncSession, table: Table) -> Sequence[Row[tuple[UUID, str, bool]]]:
    """All finished files (for a backup): id, kind, whether from a citizen. ``table`` is theirs as it is in the database, which
    may be from before there were citizens in it."""
    has_citizens = "device_id" in table.c
    kind = table.c.kind if has_citizens else literal("foto").label("kind")
    is_citizens = (table.c.device_id.is_not(None) if has_citizens else false()).label("is_citizens")
    found = select(table.c.id, kind, is_citizens).where(table.c.state == "siap").order_by(table.c.id)
    return (await session.execute(found)).all()


async def uploading(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Which of these are uploads still in progress."""
    return set(await session.scalars(select(Media.id).where(Media.id.in_(ids), Media.state == "mengunggah")))


def of_a_report() -> ColumnElement[bool]:
    """A report names the file, a post in the thread of one, or a citizen's report."""
    return exists().where(_in_report()) | exists().where(_in_thread()) | exists().where(in_pengaduan())


def _named() -> ColumnElement[bool]:
    """Something names the photo: a report, a thread, or a text for citizens in one of its versions."""
    return of_a_report() | exists().where(BacaanFoto.media_id == Media.id)


def _in_thread() -> ColumnElement[bool]:
    return (UtasFoto.sender_id == Media.uploader_id) & (UtasFoto.sha256 == Media.sha256)


def _in_report() -> ColumnElement[bool]:
    return (LaporanFoto.author_id == Media.uploader_id) & (LaporanFoto.sha256 == Media.sha256)


def in_pengaduan() -> ColumnElement[bool]:
    """Of ``Media`` and ``PengaduanBerkas``: it names that file."""
    return (PengaduanBerkas.device_id == Media.device_id) & (PengaduanBerkas.sha256 == Media.sha256)
