"""The way down: what changed for the signed-in officer."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from sambang_digital.api.kabar import NewsOut
from sambang_digital.api.tugas import TaskOut
from sambang_digital.api.utas import PersonOut, ThreadOut
from sambang_digital.db import reading
from sambang_digital.forms.kiriman import Item
from sambang_digital.forms.pengaturan import KinerjaSettings
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import allowed
from sambang_digital.services import sinkron

router = APIRouter(prefix="/sinkron", tags=["sinkron"])
RATE = Rate()


class SubjectOut(BaseModel):
    """A house, business, figure or place on record; degrees."""

    id: UUID
    kind: Literal["rumah", "usaha", "tokoh", "tempat"]
    name: str
    address: str
    rt: str | None
    rw: str | None
    area_code: str | None
    lat: float | None
    lon: float | None
    last_visit_at: datetime | None
    visits: int
    vulnerable: bool
    moved_on: date | None
    declined: bool


class EscalationOut(BaseModel):
    """Where a case stands that was handed on to another unit: since when, by whose step, and what they said."""

    to: str
    state: Literal["dikirim", "diterima", "selesai", "ditolak"]
    at: datetime
    by: str | None
    note: str | None


class ReportOut(BaseModel):
    """One of the officer's own reports with the latest decision on it.

    Only a returned one has ``item``, the report as it stands, to be corrected as its next revision; and ``media``, the
    ids of those of its photos that have arrived, by ``sha256``. ``day``: on the corrected clock, in the zone of ``rules``;
    ``counted``: for kinerja; ``upheld``: a reviewer upheld one of its flags.
    """

    id: UUID
    revision: int
    kind: str
    title: str
    state: Literal["terkirim", "diperiksa", "diterima", "dikembalikan", "diperbaiki"]
    receipt: str
    verdict: Literal["inside", "uncertain", "outside"] | None
    note: str | None
    reviewer: str | None
    received_at: datetime
    changed_at: datetime
    day: date
    counted: bool
    upheld: bool
    practice: bool
    area_code: str | None
    task_id: UUID | None
    number: str | None = None
    void: bool = False
    escalation: EscalationOut | None = None
    item: Item | None = None
    media: dict[str, UUID] | None = None


class SubjectChange(BaseModel):
    """A subject that is new or changed."""

    type: Literal["subjek"]
    id: UUID
    data: SubjectOut


class ReportChange(BaseModel):
    """A report that is new or changed."""

    type: Literal["laporan"]
    id: UUID
    data: ReportOut


class ThreadChange(BaseModel):
    """A thread of one of the officer's reports that is new or changed; whole."""

    type: Literal["utas"]
    id: UUID
    data: ThreadOut


class DisputeRules(BaseModel):
    """What the officer's Polres sets for problem solving: usual points of an agreement (gaps in square brackets), and the names of
    the units that a case can be handed on to."""

    clauses: list[str]
    units: list[str]


class TaskChange(BaseModel):
    """A task of the officer that is new or changed; whole."""

    type: Literal["tugas"]
    id: UUID
    data: TaskOut


class NewsChange(BaseModel):
    """News of the officer that is new, was said again or read."""

    type: Literal["kabar"]
    id: UUID
    data: NewsOut


class Rules(BaseModel):
    """What the phone needs to work by itself: the zone of days, the kinerja settings of the officer's Polres, its lists for forms."""

    timezone: str
    kinerja: KinerjaSettings
    sengketa: DisputeRules


class SpotOut(BaseModel):
    """A vulnerable spot, degrees; ``day``: when it was seen. ``id`` is that of its report."""

    id: UUID
    lat: float
    lon: float
    area_code: str | None
    day: date
    threat: str
    urgency: str
    frequency: str
    place: str


class SpotsOut(BaseModel):
    """All vulnerable spots, newest first. One is shown for ``spot_days``, and counts as fresh for ``fresh_days``."""

    version: str
    spot_days: int
    fresh_days: int
    items: list[SpotOut]


class Tombstone(BaseModel):
    """Something that is no more."""

    type: Literal["subjek", "tugas"]
    id: UUID


class PageOut(BaseModel):
    """A page of changes; ask again with ``cursor`` while ``more``.

    ``reset``: forget the register before storing this page, everything comes anew. ``scope``: codes of the officer's
    villages today. ``territory``: their boundaries, only when they changed. ``spots``: the vulnerable spots there, only when their version is not that
    of the query. ``library``: version of the texts for citizens (``/api/v1/bacaan``). ``practice``: ids of all reports of Mode
    latihan that the officer has; others were deleted. ``people``: who may be mentioned in threads, when it may have changed.
    """

    cursor: str
    more: bool
    reset: bool
    scope: list[str]
    territory: dict[str, Any] | None = None
    rules: Rules
    library: str
    spots: SpotsOut | None = None
    practice: list[UUID]
    people: list[PersonOut] | None = None
    people_secret: list[int] | None = None
    changes: list[SubjectChange | ReportChange | ThreadChange | TaskChange | NewsChange]
    tombstones: list[Tombstone]


@router.get("", response_model=PageOut)
async def pull(
    actor: Annotated[Actor, allowed(Permission.SINKRON_READ, rate=RATE)],
    cursor: Annotated[
        str | None, Query(max_length=1000, description="From the last answer; without it, everything.")
    ] = None,
    spots: Annotated[
        str | None, Query(max_length=32, description="Version of the vulnerable spots on the phone.")
    ] = None,
) -> Response:
    """What changed since the cursor. A cursor that fits no more starts anew (``reset``)."""
    async with reading() as session:
        page = await sinkron.page(session, actor, cursor, spots)
    return Response(orjson.dumps(page), media_type="application/json")
