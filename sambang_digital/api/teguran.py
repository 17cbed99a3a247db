"""A citizen's strikes over HTTP: seeing them, and appealing."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from sambang_digital.api.lapor import PRIVATE, too_many
from sambang_digital.api.problem import Problem
from sambang_digital.db import reading
from sambang_digital.forms.pengaduan import Kategori
from sambang_digital.forms.teguran import Banding, TeguranSettings
from sambang_digital.models.teguran import OUTCOMES
from sambang_digital.security.warga import KnownWarga
from sambang_digital.services import teguran
from sambang_digital.services.percobaan import TooManyAttempts

router = APIRouter(prefix="/lapor/teguran", tags=["lapor"])


class StrikeOut(BaseModel):
    """A strike: the report by its code, until when it counts, and what became of an appeal."""

    id: UUID
    code: str
    category: Kategori
    reported_at: datetime
    confirmed_at: datetime
    expires_at: datetime
    counts: bool
    can_appeal: bool
    appealed_at: datetime | None
    outcome: Literal[OUTCOMES] | None  # type: ignore[valid-type]


class BlockOut(BaseModel):
    """Since and until when new reports are held back, and for how many strikes."""

    since: datetime
    until: datetime
    strikes: int


class StandingOut(BaseModel):
    """Strikes, the latest first; ``limit``: so many that count at once bring a pause."""

    strikes: list[StrikeOut]
    limit: int
    block: BlockOut | None


@router.get("")
async def standing(warga: KnownWarga, response: Response) -> StandingOut:
    """The strikes of this phone, and of the account signed in on it."""
    response.headers["Cache-Control"] = PRIVATE
    if warga is None:
        return StandingOut(strikes=[], limit=TeguranSettings().strikes, block=None)
    async with reading() as session:
        return StandingOut.model_validate(asdict(await teguran.standing(session, warga)))


@router.post("/{teguran_id}/banding")
async def appeal(warga: KnownWarga, teguran_id: UUID, said: Banding, response: Response) -> StandingOut:
    """Appeal against a strike, once. The same words may be sent again without harm."""
    response.headers["Cache-Control"] = PRIVATE
    missing = Problem(404, "Teguran ini tidak ada di HP ini.")
    if warga is None:
        raise missing
    try:
        await teguran.appeal(warga, teguran_id, said)
    except teguran.NotFound:
        raise missing from None
    except teguran.TooLate as error:
        raise Problem(409, str(error)) from None
    except TooManyAttempts as error:
        raise too_many(error) from None
    return await standing(warga, response)
