"""The second factor of whoever is signing in or signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from sambang_digital.api.akun import Password, busy, too_many
from sambang_digital.api.problem import Problem
from sambang_digital.security.sessions import AtTheDoor, SignedIn
from sambang_digital.services import akun, faktor, sandi
from sambang_digital.services.percobaan import TooManyAttempts

router = APIRouter(prefix="/session/faktor", tags=["akun"])


class CodeBody(BaseModel):
    """Six digits of the authenticator app, or a recovery code where one is taken."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: Annotated[str, Field(min_length=1, max_length=40)]


class SetupBody(CodeBody):
    """The first code of the app, and the password asked again."""

    password: Password


class RecoveryCodes(BaseModel):
    """Shown once; each opens one sign-in without the phone."""

    recovery_codes: list[str]


@contextmanager
def _refusals() -> Iterator[None]:
    """What the service refuses, as answers."""
    try:
        yield
    except faktor.WrongCode:
        message = "Kode salah, sudah dipakai, atau sudah lewat waktunya. Tunggu kode berikutnya."
        raise Problem(422, errors=[{"field": "code", "message": message}]) from None
    except akun.WrongPassword:
        raise Problem(422, errors=[{"field": "password", "message": "Kata sandi salah."}]) from None
    except sandi.Busy:
        raise busy() from None
    except faktor.AlreadyEnrolled:
        raise Problem(409, "Faktor kedua sudah terpasang. Admin satuan Anda dapat mengaturnya ulang.") from None
    except faktor.NotEnrolled:
        raise Problem(409, "Belum ada faktor kedua yang menunggu kode. Mulai lagi dari awal.") from None
    except faktor.MustStay:
        raise Problem(409, "Peran Anda memerlukan faktor kedua, jadi tidak dapat dilepas.") from None
    except TooManyAttempts as error:
        raise too_many(error) from None


@router.get("")
async def standing(actor: SignedIn) -> faktor.Standing:
    """Whether there is a second factor, whether it has to stay, and how many recovery codes are left."""
    return await faktor.standing(actor)


@router.post("")
async def begin(actor: SignedIn) -> faktor.Enrolment:
    """A new secret for an authenticator app; it counts once its first code was sent by PUT."""
    with _refusals():
        return await faktor.begin(actor)


@router.put("")
async def confirm(body: SetupBody, actor: SignedIn) -> RecoveryCodes:
    """Take the secret into use, against the password; all other devices are signed out."""
    with _refusals():
        return RecoveryCodes(recovery_codes=await faktor.confirm(actor, body.code, body.password))


@router.post("/kode", status_code=204)
async def verify(body: CodeBody, actor: AtTheDoor) -> None:
    """Finish signing in with a code of the app or a recovery code."""
    with _refusals():
        await faktor.verify(actor, body.code)


@router.post("/lepas", status_code=204)
async def remove(body: CodeBody, actor: SignedIn) -> None:
    """Take one's own second factor away, against a code of the app or a recovery code. Not for roles that need it."""
    with _refusals():
        await faktor.remove(actor, body.code)


@router.post("/pemulihan")
async def renew_codes(body: CodeBody, actor: SignedIn) -> RecoveryCodes:
    """New recovery codes, against a code of the app; all older ones are void."""
    with _refusals():
        return RecoveryCodes(recovery_codes=await faktor.renew_codes(actor, body.code))
