"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when the phone is gone.

A session starts with the password alone and may do nothing (``Actor.factor``) until :func:`verify` or, the first time,
:func:`confirm` was answered with a code. Every code is taken once: a time step that was used is refused with all before it, a
recovery code is gone with its use. Wrong codes are counted for the account, wherever they come from.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from functools import cache

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models import FaktorKedua
from sambang_digital.models.base import now
from sambang_digital.repositories import akun as sessions
from sambang_digital.repositories import faktor as repository
from sambang_digital.security.actor import Actor, Factor, FactorMissing
from sambang_digital.services import akun, audit, percobaan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.sandi import ONE_TIME_LETTERS
from sambang_digital.settings import get_settings

ISSUER = "Sambang Digital"
PER_ACCOUNT = 5
"""Wrong codes in 15 minutes; three of a million codes are right at a time."""
DRIFT_STEPS = 1
"""How far the phone's clock may be off, in steps of 30 seconds."""
RECOVERY_CODES = 10
_NONCE_BYTES = 12


class WrongCode(ValueError):
    """The code is not right, or was used before."""


class AlreadyEnrolled(Exception):
    """The person has a second factor; only an admin takes it away."""


class NotEnrolled(Exception):
    """There is no second factor, or none waiting to be confirmed."""


class MustStay(Exception):
    """A role of the person needs the second factor."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs: the secret to type, or the same as a picture (``data:`` address of an SVG)."""

    secret: str
    uri: str
    qr: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are for a person; ``required`` if a role of theirs needs the second factor, so that it has to stay."""

    enrolled: bool
    codes_left: int
    required: bool


async def standing(actor: Actor) -> Standing:
    """Whether the person has a second factor, and how many recovery codes are left."""
    async with reading() as session:
        factor = await repository.of(session, actor.id)
        left = await repository.codes_left(session, actor.id)
    return Standing(bool(factor and factor.confirmed_at), left, _required(actor))


def _required(actor: Actor) -> bool:
    return bool(actor.roles & akun.must_enrol())


async def begin(actor: Actor) -> Enrolment:
    """Make a secret for the person; asked again before it is confirmed, another one. Raises :class:`AlreadyEnrolled`."""
    _require_own_password(actor)
    secret = pyotp.random_base32()
    async with transaction() as session:
        if not await repository.propose(session, actor.id, _seal(actor.id, secret)):
            raise AlreadyEnrolled
    uri = pyotp.TOTP(secret).provisioning_uri(name=actor.nrp, issuer_name=ISSUER)
    return Enrolment(secret, uri, segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="#fff"))


async def confirm(actor: Actor, code: str, password: str) -> list[str]:
    """Take the secret into use with its first code and the password asked again: an open session is not enough to bind a phone.
    Gives the recovery codes, which nobody can read again.

    All other devices are signed out: the password alone let them in.

    Raises :class:`akun.WrongPassword`, :class:`WrongCode`, :class:`NotEnrolled`, :class:`percobaan.TooManyAttempts` or
    ``sandi.Busy``.
    """
    _require_own_password(actor)
    proof = await akun.prove(actor, password)
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    attempt = await percobaan.begin([(f"faktor:{actor.id}", PER_ACCOUNT)])
    async with transaction() as session:
        await akun.accept(session, actor, proof)
        factor = await repository.of(session, actor.id)
        if factor is None or factor.confirmed_at:
            raise NotEnrolled
        await _take(session, actor, factor, code)
        await percobaan.succeed(session, attempt)
        moment = now()
        await repository.confirm(session, actor.id, moment)
        await repository.passed(session, actor.session_id, moment)
        await repository.replace_codes(session, actor.id, [_hash(actor.id, one) for one in codes])
        ended = await sessions.revoke(session, actor.id, all_but=actor.session_id)
        await audit.record(session, actor, Aksi.AKUN_FAKTOR_DIPASANG, actor.id, ended=len(ended))
    await akun.announce(ended)
    return codes


async def verify(actor: Actor, code: str) -> None:
    """Finish the sign-in of this session with a code of the app or a recovery code.

    Raises :class:`WrongCode`, :class:`NotEnrolled`, :class:`percobaan.TooManyAttempts`.
    """
    attempt = await percobaan.begin([(f"faktor:{actor.id}", PER_ACCOUNT)])
    async with transaction() as session:
        await _show(session, actor, code)
        await percobaan.succeed(session, attempt)
        await repository.passed(session, actor.session_id, now())
    await akun.announce()


async def remove(actor: Actor, code: str) -> None:
    """Take the person's own second factor away, against a code of the app or a recovery code: an open session is not enough.

    Raises :class:`MustStay`, :class:`WrongCode`, :class:`NotEnrolled`, :class:`percobaan.TooManyAttempts`.
    """
    if _required(actor):
        raise MustStay
    attempt = await percobaan.begin([(f"faktor:{actor.id}", PER_ACCOUNT)])
    async with transaction() as session:
        await _show(session, actor, code)
        await percobaan.succeed(session, attempt)
        await repository.forget(session, actor.id)
        await audit.record(session, actor, Aksi.AKUN_FAKTOR_DILEPAS, actor.id)
    await akun.announce()


async def renew_codes(actor: Actor, code: str) -> list[str]:
    """New recovery codes in place of all older ones, against a code of the app. Raises as :func:`confirm`."""
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    attempt = await percobaan.begin([(f"faktor:{actor.id}", PER_ACCOUNT)])
    async with transaction() as session:
        await _take(session, actor, await _confirmed(session, actor), code)
        await percobaan.succeed(session, attempt)
        await repository.replace_codes(session, actor.id, [_hash(actor.id, one) for one in codes])
        await audit.record(session, actor, Aksi.AKUN_KODE_PEMULIHAN_DIBUAT, actor.id, codes=len(codes))
    return codes


async def reset(session: AsyncSession, actor: Actor | None, akun_id: int) -> bool:
    """Take somebody's second factor away, so that the next sign-in sets up a new one; whether there was one.

    Who may do this to whom is the caller's question (``services/personel_akses``).
    """
    there = await repository.forget(session, akun_id)
    if there:
        await audit.record(session, actor, Aksi.AKUN_FAKTOR_DIATUR_ULANG, akun_id)
    return there


def _require_own_password(actor: Actor) -> None:
    # A password that an admin knows must not be enough to bind a phone to the account.
    if actor.factor is Factor.VERIFY or actor.must_change_password:
        raise FactorMissing


async def _confirmed(session: AsyncSession, actor: Actor) -> FaktorKedua:
    factor = await repository.of(session, actor.id)
    if factor is None or not factor.confirmed_at:
        raise NotEnrolled
    return factor


async def _show(session: AsyncSession, actor: Actor, code: str) -> None:
    """Use a code of the app or a recovery code up."""
    factor = await _confirmed(session, actor)
    if re.fullmatch(r"[0-9]{6}", _plain(code)):
        await _take(session, actor, factor, code)
    elif await repository.use_code(session, actor.id, _hash(actor.id, code), now()):
        await audit.record(session, actor, Aksi.AKUN_KODE_PEMULIHAN_DIPAKAI, actor.id)
    else:
        raise WrongCode


async def _take(session: AsyncSession, actor: Actor, factor: FaktorKedua, code: str) -> None:
    """Use a code of the app up."""
    totp = pyotp.TOTP(_open(actor.id, factor.secret))
    present = totp.timecode(now())
    typed = _plain(code)
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        if hmac.compare_digest(totp.generate_otp(step), typed):
            if await repository.take_step(session, actor.id, factor.secret, step):
                return
            break
    raise WrongCode


def _plain(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", code.lower())


def _recovery_code() -> str:
    letters = "".join(secrets.choice(ONE_TIME_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


@cache
def _key(secret_key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sambang faktor kedua").derive(secret_key)


def _hash(akun_id: int, code: str) -> bytes:
    """Of a recovery code: 49 random bits under a key that is not in the database."""
    return hmac.digest(_key(get_settings().secret_key), f"{akun_id}:{_plain(code)}".encode(), "sha256")


def _seal(akun_id: int, secret: str) -> bytes:
    """The secret under the installation's key, bound to the account: a stolen database makes no codes."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_key(get_settings().secret_key)).encrypt(nonce, secret.encode(), str(akun_id).encode())


def _open(akun_id: int, sealed: bytes) -> str:
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(_key(get_settings().secret_key)).decrypt(nonce, rest, str(akun_id).encode()).decode()
    except InvalidTag as error:
        raise RuntimeError("SECRET_KEY is not the one under which second factors were sealed") from error
