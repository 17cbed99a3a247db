"""A person's devices, and the secret by which a phone's own key survives a forgotten PIN."""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from sambang_digital.api.akun import Password, busy, too_many
from sambang_digital.api.problem import Problem
from sambang_digital.security.sessions import SignedIn
from sambang_digital.services import akun, perangkat, sandi
from sambang_digital.services.percobaan import TooManyAttempts

router = APIRouter(prefix="/session", tags=["perangkat"])


class Perangkat(BaseModel):
    """A device of the person. A lost one erases the person's data at its next contact; ``wiped_at`` says when it was told."""

    id: int
    name: str
    created_at: datetime
    last_seen_at: datetime
    current: bool
    state: Literal["active", "expired", "lost"]
    wiped_at: datetime | None


class Rahasia(BaseModel):
    """The secret (32 bytes, base64) that belongs to ``token``. To be used and forgotten; the token is kept."""

    token: str
    secret: str


class RecoverBody(BaseModel):
    """The token once given, and the account's password."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: Annotated[str, Field(pattern="^[A-Za-z0-9+/]{22}==$", description="16 bytes, base64")]
    password: Password


@router.get("/perangkat")
async def list_devices(actor: SignedIn) -> list[Perangkat]:
    """Where the person is signed in, and which devices are lost."""
    return [
        Perangkat(
            id=row.id,
            name=row.device_name or "Perangkat tanpa nama",
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            current=row.id == actor.session_id,
            state=perangkat.state_of(row),
            wiped_at=row.wiped_at,
        )
        for row in await akun.devices(actor.id)
    ]


@router.delete("/perangkat/{session_id}", status_code=204)
async def revoke_device(
    session_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
    actor: SignedIn,
    lost: Annotated[bool, Query(description="It also erases the person's data at its next contact.")] = False,
) -> None:
    """Sign one of the person's devices out; a lost one also erases itself."""
    if not await akun.end_device(actor, actor.id, session_id, lost=lost):
        raise Problem(404, "Perangkat ini tidak ada atau sudah keluar.")


@router.post("/kunci")
async def new_secret(actor: SignedIn) -> Rahasia:
    """A new secret for wrapping the key of the phone's own data."""
    return _given(*perangkat.new_secret(actor))


@router.post("/kunci/pulih")
async def recover(body: RecoverBody, actor: SignedIn) -> Rahasia:
    """The secret once given with this token, for somebody who knows the account's password but forgot the PIN."""
    token = b64decode(body.token)
    try:
        secret = await perangkat.recover(actor, token, body.password)
    except akun.WrongPassword:
        raise Problem(422, errors=[{"field": "password", "message": "Kata sandi salah."}]) from None
    except TooManyAttempts as error:
        raise too_many(error) from None
    except sandi.Busy:
        raise busy() from None
    return _given(token, secret)


def _given(token: bytes, secret: bytes) -> Rahasia:
    return Rahasia(token=b64encode(token).decode(), secret=b64encode(secret).decode())
