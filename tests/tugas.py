"""Tasks as a desk gives them and as phones answer them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sambang_digital.db import reading, transaction
from sambang_digital.forms.tugas import Tindakan, TugasBaru
from sambang_digital.models import Tugas
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.services import tugas, tugas_baca
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.waktu import day_of
from tests.laporan import uuid7


def task_form(*officer_ids: int, **more: Any) -> TugasBaru:
    """A task of the simplest kind, due in three days."""
    values = {
        "kind": "other", "officer_ids": officer_ids, "text": "Sampaikan undangan rapat warga.",
        "due_day": day_of(now() + timedelta(days=3)),
    }  # fmt: skip
    return TugasBaru.model_validate(values | more)


async def give_task(giver: Actor, *officer_ids: int, **more: Any) -> UUID:
    """Give a task; the id of the first."""
    async with transaction() as session:
        return (await tugas.give(session, giver, task_form(*officer_ids, **more)))[0].id


def deed(step: str, note: str = "", made_at: datetime | None = None, **more: Any) -> Tindakan:
    """A step as a phone sends it."""
    made = (made_at or now()).isoformat()
    return Tindakan.model_validate({"id": uuid7(), "step": step, "note": note, "made_at": made} | more)


async def do(officer: Actor, task: UUID, step: str, note: str = "", made_at: datetime | None = None) -> bool:
    """The officer takes a step; whether it counted."""
    return await tugas.act(officer, task, deed(step, note, made_at), Arrival(now()))


async def shown(who: Actor, task: UUID) -> tugas_baca.Task:
    """The task whole, as this person reads it."""
    async with reading() as session:
        return await tugas_baca.opened(session, who, task)


async def move_due(task: UUID, due_at: datetime) -> None:
    """Time goes by: it was due then."""
    async with transaction() as session:
        row = await session.get(Tugas, task)
        assert row
        row.due_at = due_at
