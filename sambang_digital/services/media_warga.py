"""Files of citizens, as their phones and the desks of handlers see them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.models import Media
from sambang_digital.repositories import media_warga as repository
from sambang_digital.repositories.media import Uploader
from sambang_digital.services.jejak import Jejak
from sambang_digital.services.media_errors import NotFound
from sambang_digital.services.warga import Warga


@dataclass(frozen=True, slots=True)
class Berkas:
    """A file that a report names, or one of its steps (``langkah_id``). ``id`` is None until it can be looked at.

    ``state`` as of ``Media``, or ``menunggu``: nothing of it has arrived. Pixels are upright; ``reason`` says why it was refused; ``trace`` is None for citizens.
    """

    id: UUID | None
    langkah_id: UUID | None
    sha256: str
    name: str
    position: int
    state: str
    kind: str | None = None
    reason: str | None = None
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    trace: Jejak | None = None


def uploader(warga: Warga) -> Uploader:
    """A citizen's phone."""
    return Uploader(device_id=warga.device_id)


async def readable(warga: Warga, media_id: UUID) -> Media:
    """A finished file that this phone may look at: its own, or of a report whose ticket it holds."""
    async with db.reading() as session:
        found = await repository.seen_from(session, warga.device_id, media_id)
    if found is None:
        raise NotFound("Berkas ini tidak ada atau bukan untuk Anda.")
    return found


async def of_report(
    session: AsyncSession, pengaduan_ids: Collection[UUID], *, for_handler: bool = False
) -> dict[UUID, list[Berkas]]:
    """The files of each of these reports and of their steps, in order; with the camera's traces only ``for_handler``."""
    files: dict[UUID, list[Berkas]] = {id_: [] for id_ in pengaduan_ids}
    for named, found in await repository.of_reports(session, pengaduan_ids):
        common = (named.langkah_id, named.sha256, named.name, named.position)
        if found is None:
            files[named.pengaduan_id].append(Berkas(None, *common, state="menunggu"))
            continue
        is_ready = found.state == "siap"
        files[named.pengaduan_id].append(
            Berkas(
                found.id if is_ready else None,
                *common,
                state=found.state,
                kind=found.kind if is_ready else None,
                reason=found.reason,
                width=found.width,
                height=found.height,
                duration_s=found.duration_s,
                trace=Jejak(found.taken_at, found.lat, found.lon) if for_handler and is_ready else None,
            )
        )
    return files
