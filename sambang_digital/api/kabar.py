"""News of a person over HTTP: marks of what was read, what they want to hear, and the browser that takes messages."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from sambang_digital.api.problem import Problem
from sambang_digital.db import reading, transaction
from sambang_digital.forms.kabar import Jenis, Level, Minute, Pilihan
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import allowed
from sambang_digital.services import kabar, kabar_push
from sambang_digital.services.percobaan import TooManyAttempts

router = APIRouter(prefix="/kabar", tags=["kabar"])
Reader = Annotated[Actor, allowed(Permission.KABAR_READ)]
MOST_MARKS = 500


class NewsOut(BaseModel):
    """A piece of news. ``href``: the page it leads to; ``count``: how often it was said while unread; ``at``: when last."""

    id: UUID
    jenis: Jenis
    title: str
    text: str
    ref: UUID | None
    href: str
    count: int
    at: datetime
    read_at: datetime | None


class Seen(BaseModel):
    """News that was seen, as of the moment it was last said."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    at: AwareDatetime


class SeenBody(BaseModel):
    """What was read."""

    model_config = ConfigDict(extra="forbid")

    news: Annotated[list[Seen], Field(min_length=1, max_length=MOST_MARKS)]


class KindOut(BaseModel):
    """One kind of news that the person has a choice of."""

    jenis: Jenis
    title: str
    text: str
    level: Level
    urgent: bool


class ChoiceOut(BaseModel):
    """What holds. ``key``: to which browsers subscribe (base64url); ``endpoint``: where messages for this browser go, if they do."""

    quiet_from: Minute
    quiet_until: Minute
    kinds: list[KindOut]
    key: str
    endpoint: str | None


class Keys(BaseModel):
    """Of the browser: its public key (65 bytes) and the shared secret (16 bytes), base64url."""

    model_config = ConfigDict(extra="forbid")

    p256dh: Annotated[str, Field(pattern="^B[A-Za-z0-9_-]{86}=?$")]
    auth: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{22}(==)?$")]


class Subscription(BaseModel):
    """As ``PushSubscription.toJSON()`` gives it; what else that says is of no use here."""

    model_config = ConfigDict(extra="ignore")

    endpoint: Annotated[str, Field(min_length=10, max_length=1000, pattern="^https?://[!-~]+$")]
    keys: Keys


@router.put("/dibaca", status_code=204)
async def mark(actor: Reader, body: SeenBody) -> None:
    """The person has seen this news. May be repeated without harm; what was said again since stays unread."""
    seen: dict[UUID, datetime] = {}
    for one in body.news:
        seen[one.id] = max(one.at, seen.get(one.id, one.at))
    async with transaction() as session:
        await kabar.read(session, actor, seen)


@router.get("/pilihan")
async def choice(actor: Reader) -> ChoiceOut:
    """What the person wants to hear, and whether this browser takes messages."""
    async with reading() as session:
        wanted = await kabar.choice(session, actor)
        endpoint = await kabar_push.endpoint_of(session, actor)
    kinds = [
        KindOut(jenis=jenis, title=entry.title, text=entry.text, level=level, urgent=entry.urgent)
        for jenis, level in wanted.levels.items()
        for entry in [kabar.ENTRIES[jenis]]
    ]
    return ChoiceOut(
        quiet_from=wanted.quiet_from,
        quiet_until=wanted.quiet_until,
        kinds=kinds,
        key=kabar_push.public_key(),
        endpoint=endpoint,
    )


@router.put("/pilihan", status_code=204)
async def choose(actor: Reader, body: Pilihan) -> None:
    """Set quiet hours (minutes of the local day) and the level of each kind."""
    async with transaction() as session:
        await kabar.choose(session, actor, body)


@router.put("/langganan", status_code=204)
async def subscribe(actor: Reader, body: Subscription) -> None:
    """Let this browser take messages, as long as the person stays signed in on it."""
    try:
        async with transaction() as session:
            await kabar_push.subscribe(session, actor, body.endpoint, body.keys.p256dh, body.keys.auth)
    except kabar_push.NotAllowed as error:
        message = (
            f"Layanan pemberitahuan peramban ini ({error.host}) tidak dikenal server. Sampaikan ke admin satuan Anda."
        )
        raise Problem(422, errors=[{"field": "endpoint", "message": message}]) from None


@router.delete("/langganan", status_code=204)
async def unsubscribe(actor: Reader) -> None:
    """This browser takes no messages any more."""
    async with transaction() as session:
        await kabar_push.unsubscribe(session, actor)


@router.post("/langganan/uji", status_code=204)
async def try_out(actor: Reader) -> None:
    """Send a message to the person's own devices."""
    try:
        await kabar.try_out(actor)
    except TooManyAttempts as error:
        detail = "Sudah beberapa kali dicoba. Tunggu beberapa menit, lalu coba lagi."
        raise Problem(429, detail, headers={"Retry-After": str(error.retry_after_s)}) from None
