"""Citizens' accounts over HTTP. Who signs in here gets the tickets of their phones; officers sign in at ``/session``, a world apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from sambang_digital.api.akun import busy
from sambang_digital.api.lapor import PRIVATE
from sambang_digital.api.problem import Problem
from sambang_digital.db import reading
from sambang_digital.forms.warga import Daftar, GantiSandi, Hapus, Kode, Masuk, MintaKode, SandiBaru, Saya
from sambang_digital.security.warga import AnyWarga, KnownWarga, keep
from sambang_digital.services import sandi, warga_akun
from sambang_digital.services.percobaan import TooManyAttempts
from sambang_digital.services.warga import Warga

router = APIRouter(prefix="/warga", tags=["warga"])
WRONG_CODE = "Kode salah atau sudah tidak berlaku. Periksa lagi, atau minta kode baru di HP ini."


class SentOut(BaseModel):
    """Where a code went, if the number has or may have an account, and for how many seconds it is good."""

    way: Literal["phone", "email"]
    expires_s: int


class MeOut(BaseModel):
    """The account signed in on this phone."""

    phone: str
    name: str
    address: str | None
    email: str | None
    verified_by: str
    created_at: datetime


class StandingOut(BaseModel):
    """``way``: what a code goes to, ``by``: what brings it; null where there are no accounts. ``me``: who is signed in; ``others``: on how
    many other phones."""

    way: Literal["phone", "email"] | None
    by: Literal["console", "smtp", "whatsapp"] | None
    me: MeOut | None
    others: int


@contextmanager
def _answers(field: str = "password") -> Iterator[None]:
    """What can be wrong, as problems; ``field``: that of the new password."""
    try:
        yield
    except warga_akun.Closed:
        raise Problem(503, "Akun warga belum dibuka di sini. Laporan tetap dapat dikirim tanpa akun.") from None
    except warga_akun.EmailNeeded:
        raise _wrong("email", "Tulis alamat surel: kodenya dikirim ke sana.") from None
    except warga_akun.WrongCredentials:
        raise Problem(401, "Nomor telepon atau kata sandi salah.") from None
    except warga_akun.NotSignedIn:
        raise Problem(401, "Masuk dahulu dengan akun warga Anda.") from None
    except warga_akun.WrongCode:
        raise _wrong("code", WRONG_CODE) from None
    except warga_akun.Taken:
        raise Problem(409, "Nomor ini sudah punya akun. Silakan masuk.") from None
    except sandi.WeakPassword as error:
        raise _wrong(field, str(error)) from None
    except TooManyAttempts as error:
        raise _too_many(error) from None
    except sandi.Busy:
        raise busy() from None


def _too_many(error: TooManyAttempts) -> Problem:
    minutes = -(-error.retry_after_s // 60)
    detail = f"Terlalu banyak percobaan dari HP ini atau untuk nomor ini. Coba lagi dalam {minutes} menit."
    return Problem(429, detail, headers={"Retry-After": str(error.retry_after_s)})


def _wrong(field: str, message: str) -> Problem:
    return Problem(422, errors=[{"field": field, "message": message}])


def _known(warga: Warga | None) -> Warga:
    if warga is None:
        raise warga_akun.NotSignedIn
    return warga


def _with_a_code(warga: Warga | None) -> Warga:
    if warga is None:
        raise warga_akun.WrongCode
    return warga


async def _me(warga: Warga, response: Response) -> MeOut:
    response.headers["Cache-Control"] = PRIVATE
    async with reading() as session:
        return MeOut.model_validate(asdict(await warga_akun.me(session, warga)))


@router.get("/akun")
async def standing(warga: KnownWarga, response: Response) -> StandingOut:
    """Whether there are accounts here, and which is signed in on this phone; nothing is begun by asking."""
    response.headers["Cache-Control"] = PRIVATE
    async with reading() as session:
        return StandingOut.model_validate(asdict(await warga_akun.standing(session, warga)))


@router.post("/daftar", status_code=202)
async def register(warga: AnyWarga, form: Daftar, response: Response) -> SentOut:
    """Begin an account; a code goes to its number or mail address. The answer is the same for a number that has an account."""
    response.headers["Cache-Control"] = PRIVATE
    with _answers():
        return SentOut.model_validate(asdict(await warga_akun.register(warga, form)))


@router.post("/kode")
async def confirm(warga: KnownWarga, form: Kode, response: Response) -> MeOut:
    """Finish an account that was begun on this phone, with the code; it is signed in then."""
    with _answers():
        known = _with_a_code(warga)
        keep(response, await warga_akun.confirm(known, form.code))
        return await _me(known, response)


@router.post("/masuk")
async def sign_in(warga: AnyWarga, form: Masuk, response: Response) -> MeOut:
    """Sign in on this phone. Wrong number and wrong password get the same answer in the same time."""
    with _answers():
        token = await warga_akun.sign_in(warga, form.phone, form.password)
        # The last of two cookies of one name is the one that browsers keep: that of a new phone stands before.
        keep(response, token)
        return await _me(warga, response)


@router.post("/keluar", status_code=204)
async def sign_out(warga: KnownWarga) -> Response:
    """Sign out of this phone; no error if nobody was signed in."""
    if warga:
        await warga_akun.sign_out(warga)
    return Response(status_code=204)


@router.post("/keluar/lain", status_code=204)
async def sign_out_others(warga: KnownWarga) -> Response:
    """Sign all other phones of the account out."""
    with _answers():
        await warga_akun.sign_out_others(_known(warga))
    return Response(status_code=204)


@router.get("/saya")
async def look(warga: KnownWarga, response: Response) -> MeOut:
    """The account signed in on this phone."""
    with _answers():
        return await _me(_known(warga), response)


@router.put("/saya")
async def change(warga: KnownWarga, form: Saya, response: Response) -> MeOut:
    """Change name, address and mail address; another mail address needs the password."""
    response.headers["Cache-Control"] = PRIVATE
    with _answers():
        try:
            return MeOut.model_validate(asdict(await warga_akun.change(_known(warga), form)))
        except warga_akun.WrongPassword:
            said = "Kata sandi tidak cocok." if form.password else "Tulis kata sandi Anda untuk mengganti alamat surel."
            raise _wrong("password", said) from None


@router.post("/sandi/kode", status_code=202)
async def ask_reset(warga: AnyWarga, form: MintaKode, response: Response) -> SentOut:
    """Ask for a code with which a new password can be set. The answer is the same for a number without an account."""
    response.headers["Cache-Control"] = PRIVATE
    with _answers():
        return SentOut.model_validate(asdict(await warga_akun.ask_reset(warga, form.phone)))


@router.post("/sandi")
async def reset(warga: KnownWarga, form: SandiBaru, response: Response) -> MeOut:
    """Set a new password with a code that was asked for on this phone; all other phones are signed out."""
    with _answers("new"):
        known = _with_a_code(warga)
        keep(response, await warga_akun.reset(known, form.code, form.new))
        return await _me(known, response)


@router.put("/sandi", status_code=204)
async def change_password(warga: KnownWarga, form: GantiSandi) -> Response:
    """Set a new password with the present one; all other phones are signed out."""
    with _answers("new"):
        try:
            await warga_akun.change_password(_known(warga), form.current, form.new)
        except warga_akun.WrongPassword:
            raise _wrong("current", "Kata sandi lama tidak cocok.") from None
    return Response(status_code=204)


@router.post("/hapus", status_code=204)
async def delete(warga: KnownWarga, form: Hapus) -> Response:
    """Delete the account: its data go, reports stay, and each ticket still opens by its link."""
    with _answers():
        try:
            await warga_akun.delete(_known(warga), form.password)
        except warga_akun.WrongPassword:
            raise _wrong("password", "Kata sandi tidak cocok.") from None
    return Response(status_code=204)
