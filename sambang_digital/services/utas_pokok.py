"""What a thread can hang on: a report, or a task. Each says who reads it, who takes part from the first post, and whom it tells.

Ids of both are UUIDs made once, so one number names one thread, whatever it hangs on.
"""

from abc import ABC, abstractmethod
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Laporan, Tugas
from sambang_digital.repositories import tugas as tasks
from sambang_digital.repositories import utas as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import tinjauan, tugas
from sambang_digital.services.kabar import Jenis


class Pokok(ABC):
    """What one thread is about. ``author_id``: to whose phone the thread comes down; besides, those read it who read that
    person's reports for ``satuan_id`` with ``permission``. ``mention``: the news for whoever is mentioned."""

    mention: ClassVar[Jenis]
    permission: Permission = Permission.LAPORAN_READ

    id: UUID
    satuan_id: int
    author_id: int

    @classmethod
    @abstractmethod
    async def find(cls, session: AsyncSession, actor: Actor, id_: UUID) -> Self | None:
        """The one with this id, if the actor may read it."""

    @abstractmethod
    async def first(self, session: AsyncSession) -> list[int]:
        """Who takes part from the first post on, besides :attr:`author_id`."""

    @abstractmethod
    def announce(self, session: AsyncSession) -> None:
        """Tell open desks, once the transaction is through, that the thread changed."""


class OfReport(Pokok):
    """The thread of a report: whoever decided on it takes part, and its nearest reviewers."""

    mention = Jenis.SEBUTAN

    def __init__(self, laporan: Laporan) -> None:
        self.laporan = laporan
        self.id, self.satuan_id, self.author_id = laporan.id, laporan.satuan_id, laporan.author_id
        if laporan.secret:
            self.permission = Permission.LI_READ

    @classmethod
    async def find(cls, session: AsyncSession, actor: Actor, id_: UUID) -> Self | None:
        """The current revision."""
        laporan = await repository.report(session, actor, id_)
        return cls(laporan) if laporan else None

    async def first(self, session: AsyncSession) -> list[int]:
        """Those who judge it."""
        return [
            *await repository.deciders(session, self.id),
            *await repository.nearest_reviewers(session, self.satuan_id, self.permission),
        ]

    def announce(self, session: AsyncSession) -> None:
        """As a change of the report."""
        tinjauan.announce(session, self.laporan, self.laporan.state)


class OfTask(Pokok):
    """The thread of a task: whoever gave it takes part."""

    mention = Jenis.SEBUTAN_TUGAS

    def __init__(self, row: Tugas) -> None:
        self.row = row
        self.id, self.satuan_id, self.author_id = row.id, row.satuan_id, row.officer_id

    @classmethod
    async def find(cls, session: AsyncSession, actor: Actor, id_: UUID) -> Self | None:
        """In whatever state."""
        row = await tasks.find(session, actor, id_)
        return cls(row) if row else None

    async def first(self, session: AsyncSession) -> list[int]:
        """The giver."""
        return [self.row.giver_id]

    def announce(self, session: AsyncSession) -> None:
        """As a change of the task."""
        tugas.announce(session, self.row)


KINDS: tuple[type[Pokok], ...] = (OfReport, OfTask)


async def find(session: AsyncSession, actor: Actor, id_: UUID) -> Pokok | None:
    """What has this id and the actor may read."""
    for kind in KINDS:
        if found := await kind.find(session, actor, id_):
            return found
    return None
