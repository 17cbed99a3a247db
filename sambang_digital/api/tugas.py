"""An officer's tasks over HTTP: what was done about one, without network too; they come down with ``/sinkron``."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Response
from pydantic import BaseModel

from sambang_digital.api.problem import Problem
from sambang_digital.db import reading
from sambang_digital.forms.tugas import Jenis, Langkah, Tindakan
from sambang_digital.models.base import now
from sambang_digital.models.tugas import STATES
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import allowed
from sambang_digital.services import tugas, tugas_baca
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.percobaan import TooManyAttempts

router = APIRouter(prefix="/tugas", tags=["tugas"])
PRIVATE = {"Cache-Control": "no-store"}


class PersonOut(BaseModel):
    """Who gave the task, or whose it is."""

    id: int
    name: str
    rank: str | None


class PlaceOut(BaseModel):
    """A house, business, figure or place of the register; degrees."""

    id: UUID
    kind: Literal["rumah", "usaha", "tokoh", "tempat"]
    name: str
    address: str
    rt: str | None
    rw: str | None
    lat: float | None
    lon: float | None


class PointOut(BaseModel):
    """A point on the map, degrees."""

    lat: float
    lon: float


class SourceOut(BaseModel):
    """The report that the task follows up; ``id`` is null for whoever may not read it."""

    id: UUID | None
    title: str


class AnswerOut(BaseModel):
    """A report that answers the task; ``state`` of its review."""

    id: UUID
    title: str
    kind: str
    state: Literal["terkirim", "diperiksa", "diterima", "dikembalikan", "diperbaiki"]


class StepOut(BaseModel):
    """A step of the history; ``applied`` is false for what came too late to change anything. ``at``: when it was done."""

    id: UUID
    step: Langkah
    by: str
    note: str
    due_at: datetime | None
    applied: bool
    at: datetime


class TaskOut(BaseModel):
    """A task whole. ``form``: the kind of report with which the answer begins, else the officer chooses; ``due_all_day``: only
    the day was named."""

    id: UUID
    kind: Jenis
    title: str
    text: str
    form: str | None
    due_at: datetime
    due_all_day: bool
    state: Literal[STATES]  # type: ignore[valid-type]
    reason: str
    officer: PersonOut
    giver: PersonOut
    created_at: datetime
    changed_at: datetime
    area_code: str | None
    area: str | None
    point: PointOut | None
    subject: PlaceOut | None
    source: SourceOut | None
    answers: list[AnswerOut]
    steps: list[StepOut]


@router.post("/{tugas_id}/langkah", response_model=TaskOut)
async def act(actor: Annotated[Actor, allowed(Permission.TUGAS_DO)], tugas_id: UUID, deed: Tindakan) -> Response:
    """What the officer did about a task of theirs. May be repeated without harm: its ``id`` is stored once.

    What came too late (the task was cancelled meanwhile) is kept in the history; the answer is the task as it stands.
    """
    arrived = now()
    try:
        await tugas.act(actor, tugas_id, deed, Arrival(arrived, arrived - deed.sent_at if deed.sent_at else None))
        async with reading() as session:
            task = await tugas_baca.opened(session, actor, tugas_id)
    except tugas.NotFound:
        raise Problem(404, "Tugas ini tidak ada, atau bukan tugas Anda.") from None
    except tugas.IdTaken:
        raise Problem(409, "Nomor langkah ini sudah dipakai langkah lain.") from None
    except TooManyAttempts as error:
        detail = "Terlalu banyak langkah tugas sekaligus. Tunggu sebentar; yang belum terkirim tersimpan di HP."
        raise Problem(429, detail, headers={"Retry-After": str(error.retry_after_s)}) from None
    return Response(orjson.dumps(task), media_type="application/json", headers=PRIVATE)
