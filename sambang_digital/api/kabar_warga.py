"""News of tickets on a citizen's phone: the phone itself, known by its cookie, switches it on and off, and nobody else."""

from dataclasses import asdict

from fastapi import APIRouter, Response
from pydantic import BaseModel

from sambang_digital.api.kabar import Subscription
from sambang_digital.api.lapor import NOT_HERE, PRIVATE, Code
from sambang_digital.api.problem import Problem
from sambang_digital.db import reading, transaction
from sambang_digital.security.warga import KnownWarga
from sambang_digital.services import kabar_warga, push
from sambang_digital.services.pengaduan import code_of
from sambang_digital.services.warga import Warga

router = APIRouter(prefix="/warga/kabar", tags=["warga"])


class GuardedOut(BaseModel):
    """A guarded ticket of this phone, and whether it rings nevertheless."""

    code: str
    on: bool


class StandingOut(BaseModel):
    """What this phone chose. ``key``: to which browsers subscribe (base64url); ``endpoint``: where messages for it go, if they do."""

    key: str
    endpoint: str | None
    guarded: list[GuardedOut]


def _known(warga: Warga | None) -> Warga:
    if warga is None:
        raise Problem(
            401, "HP ini belum punya laporan. Kirim laporan, atau buka laporan Anda di HP ini, lalu coba lagi."
        )
    return warga


@router.get("")
async def look(warga: KnownWarga, response: Response) -> StandingOut:
    """What this phone chose; nothing for one that was never here."""
    response.headers["Cache-Control"] = PRIVATE
    if warga is None:
        return StandingOut(key=push.public_key(), endpoint=None, guarded=[])
    async with reading() as session:
        found = await kabar_warga.standing(session, warga)
    return StandingOut.model_validate(asdict(found) | {"key": push.public_key()})


@router.put("", status_code=204)
async def subscribe(warga: KnownWarga, body: Subscription) -> None:
    """Let this phone hear of its tickets. May be repeated without harm."""
    known = _known(warga)
    try:
        async with transaction() as session:
            await kabar_warga.subscribe(session, known, body.endpoint, body.keys.p256dh, body.keys.auth)
    except push.NotAllowed as error:
        message = f"Layanan pemberitahuan peramban ini ({error.host}) tidak dikenal server. Coba dengan peramban lain."
        raise Problem(422, errors=[{"field": "endpoint", "message": message}]) from None


@router.delete("", status_code=204)
async def unsubscribe(warga: KnownWarga) -> None:
    """This phone hears of nothing any more. May be repeated without harm."""
    if warga:
        async with transaction() as session:
            await kabar_warga.unsubscribe(session, warga)


@router.put("/{code}", status_code=204)
async def choose(warga: KnownWarga, code: Code) -> None:
    """Let a guarded ticket ring on this phone, too."""
    await _choose(warga, code, on=True)


@router.delete("/{code}", status_code=204)
async def leave(warga: KnownWarga, code: Code) -> None:
    """Let a guarded ticket ring no more."""
    await _choose(warga, code, on=False)


async def _choose(warga: Warga | None, code: str, *, on: bool) -> None:
    try:
        async with transaction() as session:
            await kabar_warga.choose(session, _known(warga), code_of(code), on=on)
    except kabar_warga.NotFound:
        raise Problem(404, NOT_HERE) from None
    except kabar_warga.NotOn:
        raise Problem(409, "Nyalakan dahulu pemberitahuan di HP ini.") from None
