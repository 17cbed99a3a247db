"""Sign-in, the person signed in, their password and devices."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sambang_digital.api.problem import Problem
from sambang_digital.forms.personel import Nrp
from sambang_digital.security.actor import Actor, Factor
from sambang_digital.security.sessions import (
    AtTheDoor,
    SignedIn,
    actor_from_cookie,
    clear_cookie,
    client_address,
    cookies_of,
    set_cookie,
    token_of,
)
from sambang_digital.services import akun, perangkat, sandi
from sambang_digital.services.percobaan import TooManyAttempts

router = APIRouter(prefix="/session", tags=["akun"])


def _printable(text: str) -> str:
    """A device's name comes from its browser: clean it rather than refuse the person."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:120]


Password = Annotated[str, Field(min_length=1, max_length=sandi.MAX_LENGTH)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SignInBody(_Body):
    """``device_id`` is a random UUID that the device made and keeps."""

    nrp: Nrp
    password: Password
    device_id: Annotated[UUID | None, Field(strict=False)] = None
    device_name: Annotated[str, Field(max_length=1000), AfterValidator(_printable)] = ""


class PasswordBody(_Body):
    """The present password and the one to set."""

    current: Password
    new: Annotated[str, Field(max_length=sandi.MAX_LENGTH)]


class SatuanRef(BaseModel):
    """A police unit by id and name."""

    id: int
    name: str


class DevicePolicy(BaseModel):
    """What this device has to keep to: minutes in the background until it locks, days without the server until it erases
    the register, and days after which unsent reports are worth a warning."""

    state: Literal["active"] = "active"
    lock_after_minutes: int
    lease_days: int
    unsent_warning_days: int


class Person(BaseModel):
    """Who is signed in. ``home`` is the page their work starts on; ``factor`` what is still owed of the second factor."""

    id: int
    nrp: str
    name: str
    rank: str | None
    satuan: SatuanRef
    unit: str | None
    roles: list[str]
    permissions: list[str]
    must_change_password: bool
    factor: Factor | None
    home: str
    device: DevicePolicy

    @classmethod
    async def of(cls, actor: Actor) -> "Person":
        """The public view of an actor."""
        return cls(
            id=actor.id,
            nrp=actor.nrp,
            name=actor.name,
            rank=actor.rank,
            satuan=SatuanRef(id=actor.satuan_id, name=actor.satuan_name),
            unit=actor.unit,
            roles=sorted(actor.roles),
            permissions=sorted(actor.permissions),
            must_change_password=actor.must_change_password,
            factor=actor.factor,
            home=actor.home,
            device=DevicePolicy.model_validate(await perangkat.policy(actor), from_attributes=True),
        )


def too_many(error: TooManyAttempts) -> Problem:
    """The answer to one attempt too many at a password."""
    minutes = -(-error.retry_after_s // 60)
    return Problem(
        429,
        f"Terlalu banyak percobaan masuk. Coba lagi dalam {minutes} menit.",
        headers={"Retry-After": str(error.retry_after_s)},
    )


def busy() -> Problem:
    """The answer while too many passwords are being checked."""
    return Problem(503, "Banyak yang sedang masuk. Coba lagi sebentar lagi.", headers={"Retry-After": "5"})


@router.post("")
async def sign_in(body: SignInBody, request: Request, response: Response) -> Person:
    """Sign in on this device. Wrong NRP and wrong password get the same answer in the same time."""
    device = akun.Device(client_address(request), body.device_id, body.device_name)
    before = await actor_from_cookie(cookies_of(request))
    try:
        token, actor = await akun.sign_in(body.nrp, body.password, device, instead_of=before)
    except akun.WrongCredentials:
        raise Problem(401, "NRP atau kata sandi salah.") from None
    except akun.PasswordExpired:
        raise Problem(
            403, "Kata sandi sementara ini sudah tidak berlaku. Minta yang baru kepada admin satuan Anda."
        ) from None
    except TooManyAttempts as error:
        raise too_many(error) from None
    except sandi.Busy:
        raise busy() from None
    set_cookie(response, token)
    return await Person.of(actor)


@router.get("")
async def who_am_i(actor: AtTheDoor, request: Request, response: Response) -> Person:
    """The person signed in; renews the cookie, so that a device in use stays signed in."""
    if token := token_of(cookies_of(request)):
        set_cookie(response, token)
    return await Person.of(actor)


@router.delete("", status_code=204)
async def sign_out(request: Request) -> Response:
    """Sign this device out; no error if it was not signed in."""
    if actor := await actor_from_cookie(cookies_of(request)):
        await akun.sign_out(actor)
    response = Response(status_code=204)
    clear_cookie(response)
    return response


@router.put("/password", status_code=204)
async def change_password(body: PasswordBody, actor: SignedIn) -> None:
    """Set an own password; all other devices are signed out."""
    try:
        await akun.change_password(actor, body.current, body.new)
    except akun.WrongPassword:
        raise Problem(422, errors=[{"field": "current", "message": "Kata sandi lama tidak cocok."}]) from None
    except sandi.WeakPassword as error:
        raise Problem(422, errors=[{"field": "new", "message": str(error)}]) from None
    except TooManyAttempts as error:
        raise too_many(error) from None
    except sandi.Busy:
        raise busy() from None
