"""Threads of reports and tasks over HTTP: read, write, mark as read."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Response
from pydantic import AwareDatetime, BaseModel

from sambang_digital.api.problem import Problem
from sambang_digital.forms.utas import Pesan
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import allowed
from sambang_digital.services import utas
from sambang_digital.services.percobaan import TooManyAttempts

router = APIRouter(prefix="/utas", tags=["utas"])
Member = Annotated[Actor, allowed(Permission.UTAS_WRITE)]
PRIVATE = {"Cache-Control": "no-store"}


class PersonOut(BaseModel):
    """Somebody who may be mentioned."""

    id: int
    name: str
    rank: str | None


class PhotoOut(BaseModel):
    """A photo of a post; ``media`` is null while it has not arrived."""

    sha256: str
    media: UUID | None


class PostOut(BaseModel):
    """A post; ``mentions`` are ids of people."""

    id: UUID
    sender: PersonOut
    text: str
    mentions: list[int]
    photos: list[PhotoOut]
    created_at: datetime
    received_at: datetime


class ReaderOut(BaseModel):
    """How far somebody has read: ``received_at`` of the last post they saw."""

    id: int
    name: str
    read_at: datetime | None


class ThreadOut(BaseModel):
    """The last 200 posts, oldest first; ``unread`` posts of others, ``mentioned`` in one of them."""

    id: UUID
    posts: list[PostOut]
    readers: list[ReaderOut]
    unread: int
    mentioned: bool


class ThreadWithPeople(ThreadOut):
    """``me``: who asks; ``people``: who may be mentioned."""

    me: int
    people: list[PersonOut]


class ReadUntil(BaseModel):
    """``until``: ``received_at`` of the last post seen."""

    until: AwareDatetime


@router.get("/{topic_id}", response_model=ThreadWithPeople)
async def read(actor: Member, topic_id: UUID) -> Response:
    """The thread of a report, or of a task, that the person may read."""
    try:
        thread, people = await utas.thread(actor, topic_id)
    except utas.NotFound:
        raise _not_found() from None
    body = orjson.dumps(thread | {"me": actor.id, "people": people})
    return Response(body, media_type="application/json", headers=PRIVATE)


@router.post("/{topic_id}", response_model=PostOut)
async def write(actor: Member, topic_id: UUID, pesan: Pesan) -> Response:
    """Add a post. May be repeated without harm: its ``id`` is stored once. Photos are uploaded before or after."""
    try:
        post = await utas.post(actor, topic_id, pesan)
    except utas.NotFound:
        raise _not_found() from None
    except utas.IdTaken:
        raise Problem(409, "Nomor komentar ini sudah dipakai komentar lain.") from None
    except utas.StrangerMentioned:
        message = "Yang disebut hanya orang yang dapat membaca laporan atau tugas ini."
        raise Problem(422, errors=[{"field": "mentions", "message": message}]) from None
    except TooManyAttempts as error:
        detail = "Terlalu banyak komentar, atau orang yang disebut, sekaligus. Tunggu sebentar, lalu kirim lagi."
        raise Problem(429, detail, headers={"Retry-After": str(error.retry_after_s)}) from None
    return Response(orjson.dumps(post), media_type="application/json", headers=PRIVATE)


@router.put("/{topic_id}/dibaca", status_code=204)
async def mark(actor: Member, topic_id: UUID, body: ReadUntil) -> None:
    """The person has seen the posts up to a moment."""
    try:
        await utas.read(actor, topic_id, body.until)
    except utas.NotFound:
        raise _not_found() from None


def _not_found() -> Problem:
    return Problem(404, "Laporan atau tugas ini tidak ada, atau di luar wilayah kewenangan Anda.")
