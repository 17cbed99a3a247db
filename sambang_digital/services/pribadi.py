"""Reports for readers who need not know telephone numbers, birth dates and who lives in a house (``register:sensitive``)."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.reading import mask
from sambang_digital.models import Laporan, LaporanSaingan
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission


def _sees(actor: Actor, author_id: int) -> bool:
    return actor.may(Permission.REGISTER_SENSITIVE) or author_id == actor.id


def hide(session: AsyncSession, actor: Actor, *reports: Laporan) -> None:
    """Hide what is sensitive in revisions of others. They leave the session: what is hidden is never written."""
    for laporan in reports:
        if not _sees(actor, laporan.author_id):
            session.expunge(laporan)
            laporan.form_version, laporan.body = mask(laporan.kind, laporan.form_version, laporan.body)


def hide_competing(session: AsyncSession, actor: Actor, others: Iterable[LaporanSaingan]) -> None:
    """The same in other contents that were sent under a revision."""
    for other in others:
        if not _sees(actor, other.author_id):
            session.expunge(other)
            version, body = mask(other.item["kind"], other.item["form_version"], other.item["body"])
            other.item = other.item | {"form_version": version, "body": body}
