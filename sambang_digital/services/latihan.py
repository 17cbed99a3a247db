"""Mode latihan: reports made to learn. They go the whole way, marked, and their author may delete them; they count nowhere
and never touch the register."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.repositories import laporan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, broadcast
from sambang_digital.services.audit import Aksi


class NotPractice(Exception):
    """A real report is kept: it is corrected, never deleted."""


async def erase(session: AsyncSession, actor: Actor, laporan_id: UUID) -> bool:
    """Delete a practice report of the actor's own with all that hangs on it; False if they have none of that id.

    Its photos belong to no report any more and go with the next sweep. Raises :class:`NotPractice`.
    """
    actor.require(Permission.SAMBANG_WRITE)
    rows = (await repository.revisions(session, {laporan_id}, lock=True)).get(laporan_id, [])
    if not rows or rows[0].author_id != actor.id:
        return False
    if not rows[0].practice:
        raise NotPractice
    await repository.erase(session, laporan_id)
    await audit.record(session, actor, Aksi.LATIHAN_DIHAPUS, laporan_id, revisions=len(rows))
    message = {"id": str(laporan_id), "revision": rows[-1].revision, "satuan_id": rows[-1].satuan_id}
    broadcast.publish_after_commit(session, broadcast.LAPORAN, message | {"author_id": actor.id, "state": "dihapus"})
    return True
