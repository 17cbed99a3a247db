"""Accounts of citizens: optional, opened by telephone number and password, proven by a code that a messenger brings.

They are no accounts of the desk: what is here gives a phone its tickets, never an ``Actor``. Nothing here tells a stranger whether a
number has an account: asking for a code, signing in and setting a password are answered alike, in the same time. A code works on the
phone that asked for it alone.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.forms.warga import Daftar, Saya
from sambang_digital.models import WargaAkun, WargaKode
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import warga_akun as repository
from sambang_digital.services import audit, percobaan, pesan, sandi
from sambang_digital.services.audit import Aksi
from sambang_digital.services.percobaan import TooManyAttempts, network
from sambang_digital.services.pesan import Message, Recipient, Way
from sambang_digital.services.warga import Warga, new_token, token_hash
from sambang_digital.settings import get_settings

CODE_TTL = timedelta(minutes=10)
TRIES = 5
CODES_A_PHONE, CODES_A_DEVICE, CODES_AN_ADDRESS = 3, 5, 100
"""Codes asked for in a quarter of an hour."""
CODES_A_DAY = 10
"""Of one number: fifty guesses at a million codes."""
KEPT = timedelta(days=1)
SUBJECT = "Sambang Digital"
CODE_TEXT = (
    "Kode Sambang Digital Anda: {code}. Berlaku 10 menit. Jangan berikan kepada siapa pun, juga tidak kepada petugas."
)
THERE_TEXT = (
    "Seseorang, mungkin Anda, mendaftar di Sambang Digital dengan nomor ini. Nomor ini sudah punya akun: silakan masuk, "
    "atau pilih Lupa kata sandi. Bila bukan Anda, abaikan pesan ini."
)


class Closed(Exception):
    """No message can leave this installation: there are no accounts for citizens."""


class EmailNeeded(Exception):
    """Codes go by mail here, and no address was given."""


class WrongCredentials(Exception):
    """Number or password are wrong; which of them is not told."""


class WrongCode(Exception):
    """The code is wrong, too old, tried too often, or was asked for on another phone."""


class WrongPassword(Exception):
    """The password asked again is wrong."""


class NotSignedIn(Exception):
    """No account is signed in on this phone."""


class Taken(Exception):
    """The number got an account in the meantime."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a code went, if it went anywhere, and for how many seconds it is good."""

    way: Way
    expires_s: int


@dataclass(frozen=True, slots=True)
class Me:
    """An account as its owner sees it. ``verified_by``: the messenger by which it was proven."""

    phone: str
    name: str
    address: str | None
    email: str | None
    verified_by: str
    created_at: datetime


def _me(row: WargaAkun) -> Me:
    return Me(row.phone or "", row.name, row.address, row.email, row.verified_by, row.created_at)


def _way() -> tuple[str, Way]:
    if (found := pesan.messenger()) is None:
        raise Closed
    return found[0], found[1].way


def is_open() -> bool:
    """Whether citizens can have accounts here."""
    return pesan.messenger() is not None


def _saying(code: str) -> Message:
    return Message(SUBJECT, CODE_TEXT.format(code=code), code)


async def register(warga: Warga, form: Daftar) -> Sent:
    """Begin an account: it is there once the code came back (:func:`confirm`).

    Raises :class:`Closed`, :class:`EmailNeeded`, ``WeakPassword`` and ``Busy`` of :mod:`sandi`, ``TooManyAttempts``.
    """
    _, way = _way()
    if way == "email" and form.email is None:
        raise EmailNeeded
    await sandi.require_strong(form.password, nrp=form.phone, name=form.name, called="nomor telepon")
    await _count_code(warga, form.phone)
    account = form.model_dump(include={"phone", "name", "address", "email"})
    account["password_hash"] = await sandi.make_hash(form.password)
    async with transaction() as session:
        person = await repository.by_phone(session, form.phone)
        known = person is not None
        code = await _new_code(session, warga, "daftar", form.phone, {} if known else account, open_=not known)
    if person:
        pesan.send(Recipient(form.phone, person.email), Message(SUBJECT, THERE_TEXT))
    else:
        pesan.send(Recipient(form.phone, form.email), _saying(code))
    return Sent(way, int(CODE_TTL.total_seconds()))


async def confirm(warga: Warga, code: str) -> str:
    """Make the account that was begun on this phone, and sign it in; the phone's new token.

    Raises :class:`WrongCode`, :class:`Taken`, :class:`Closed`.
    """
    name, _ = _way()

    async def make(session: AsyncSession, row: WargaKode) -> UUID:
        made = await repository.create(session, row.data | {"verified_at": now(), "verified_by": name})
        if made is None:
            raise Taken
        await audit.record(session, None, Aksi.WARGA_AKUN_DIBUAT, made, by=name)
        return made

    return await _with_code(warga, "daftar", code, make)


async def sign_in(warga: Warga, phone: str, password: str) -> str:
    """Sign an account in on this phone; the phone's new token.

    Raises :class:`WrongCredentials`, ``TooManyAttempts`` or ``Busy``. Whoever is held up by a stranger's guesses gets in by a code.
    """
    sandi.require_capacity()
    key = audit.keyed(phone)
    attempt = await percobaan.begin(
        [
            (f"warga:{key}", percobaan.PER_ACCOUNT),
            (f"warga-hp:{warga.device_id}", percobaan.PER_DEVICE),
            (f"warga-alamat:{network(warga.address)}", percobaan.PER_ADDRESS),
        ]
    )
    async with reading() as session:
        person = await repository.by_phone(session, phone)
    right, renewed = await sandi.check(password, person.password_hash if person else None)
    if not right or person is None:
        async with transaction() as session:
            await audit.record(session, None, Aksi.WARGA_AKUN_DITOLAK, person.id if person else "", phone=key)
        raise WrongCredentials
    async with transaction() as session:
        await percobaan.succeed(session, attempt)
        row = await repository.locked(session, person.id)
        if row is None or row.password_hash != person.password_hash:
            raise WrongCredentials  # changed or deleted while it was being checked
        row.password_hash = renewed or row.password_hash
        return await _bind(session, warga, person.id)


async def _bind(session: AsyncSession, warga: Warga, akun_id: UUID) -> str:
    # Whoever knew the phone's token before, at a shared computer, must not be signed in with it.
    token = new_token()
    await repository.bind(session, warga.device_id, akun_id, token_hash(token))
    await audit.record(session, None, Aksi.WARGA_AKUN_MASUK, akun_id)
    return token


async def sign_out(warga: Warga) -> None:
    """Sign out of this phone; nothing if nobody is signed in. The phone keeps the tickets that came by it."""
    async with transaction() as session:
        if row := await repository.of_device(session, warga.device_id):
            await repository.sign_out(session, warga.device_id)
            await audit.record(session, None, Aksi.WARGA_AKUN_KELUAR, row.id)


async def me(session: AsyncSession, warga: Warga) -> Me:
    """The account signed in on this phone. Raises :class:`NotSignedIn`."""
    return _me(await _signed_in(session, warga))


async def _signed_in(session: AsyncSession, warga: Warga) -> WargaAkun:
    if (row := await repository.of_device(session, warga.device_id)) is None:
        raise NotSignedIn
    return row


async def change(warga: Warga, form: Saya) -> Me:
    """Change name, address and mail address; another mail address needs the password.

    Raises :class:`NotSignedIn`, :class:`WrongPassword`, ``TooManyAttempts`` or ``Busy``.
    """
    async with reading() as session:
        before = await _signed_in(session, warga)
    proven = None
    if form.email != before.email:
        proven = await _prove(before, form.password or "")
    async with transaction() as session:
        row = await _still(session, before, proven)
        changed = [name for name in ("name", "address", "email") if getattr(row, name) != getattr(form, name)]
        for name in changed:
            setattr(row, name, getattr(form, name))
        if changed:
            await audit.record(session, None, Aksi.WARGA_AKUN_DIUBAH, row.id, fields=changed)
        return _me(row)


async def change_password(warga: Warga, current: str, new: str) -> None:
    """Set another password and sign all other phones out.

    Raises :class:`NotSignedIn`, :class:`WrongPassword`, ``WeakPassword`` and ``Busy`` of :mod:`sandi`, ``TooManyAttempts``.
    """
    async with reading() as session:
        before = await _signed_in(session, warga)
    if current == new:
        raise sandi.WeakPassword("Harus berbeda dari kata sandi lama.")
    await _require_strong(before, new)
    proven = await _prove(before, current)
    fresh = await sandi.make_hash(new)
    async with transaction() as session:
        row = await _still(session, before, proven)
        await _set_password(session, row, fresh, warga.device_id)


async def _set_password(session: AsyncSession, row: WargaAkun, fresh: str, but: UUID | None) -> None:
    row.password_hash = fresh
    ended = await repository.sign_out_others(session, row.id, but)
    await audit.record(session, None, Aksi.WARGA_AKUN_SANDI_DIGANTI, row.id, ended=ended)


async def ask_reset(warga: Warga, phone: str) -> Sent:
    """Have a code sent with which a new password can be set, if the number has an account.

    Raises :class:`Closed` or ``TooManyAttempts``.
    """
    _, way = _way()
    await _count_code(warga, phone)
    async with transaction() as session:
        person = await repository.by_phone(session, phone)
        code = await _new_code(session, warga, "sandi", phone, {}, open_=person is not None, whose=person)
    if person:
        pesan.send(Recipient(phone, person.email), _saying(code))
    return Sent(way, int(CODE_TTL.total_seconds()))


async def reset(warga: Warga, code: str, new: str) -> str:
    """Set a new password with a code that was asked for on this phone, and sign in here alone; the phone's new token.

    Raises :class:`WrongCode`, ``WeakPassword`` or ``Busy``.
    """
    await sandi.require_strong(new, nrp="", name="")
    fresh = await sandi.make_hash(new)

    async def set_(session: AsyncSession, row: WargaKode) -> UUID:
        person = await repository.locked(session, row.akun_warga_id) if row.akun_warga_id else None
        if person is None:
            raise WrongCode
        await _set_password(session, person, fresh, None)
        return person.id

    return await _with_code(warga, "sandi", code, set_)


async def delete(warga: Warga, password: str) -> None:
    """Delete the account: what it says of the person goes, reports stay, and each ticket still opens by its link.

    Raises :class:`NotSignedIn`, :class:`WrongPassword`, ``TooManyAttempts`` or ``Busy``.
    """
    async with reading() as session:
        before = await _signed_in(session, warga)
    proven = await _prove(before, password)
    async with transaction() as session:
        row = await _still(session, before, proven)
        await repository.erase(session, row.id)
        await audit.record(session, None, Aksi.WARGA_AKUN_DIHAPUS, row.id)


async def _require_strong(row: WargaAkun, new: str) -> None:
    await sandi.require_strong(new, nrp=row.phone or "", name=row.name, called="nomor telepon")


async def _prove(row: WargaAkun, password: str) -> percobaan.Attempt:
    sandi.require_capacity()
    attempt = await percobaan.begin([(f"warga-sandi:{row.id}", percobaan.PER_ACCOUNT)])
    right, _ = await sandi.check(password, row.password_hash)
    if not right:
        raise WrongPassword
    return attempt


async def _still(session: AsyncSession, before: WargaAkun, proven: percobaan.Attempt | None) -> WargaAkun:
    """The account in the transaction of the deed, with the password that was proven."""
    if proven:
        await percobaan.succeed(session, proven)
    row = await repository.locked(session, before.id)
    if row is None:
        raise NotSignedIn
    if proven and row.password_hash != before.password_hash:
        raise WrongPassword
    return row


async def _count_code(warga: Warga, phone: str) -> None:
    key = audit.keyed(phone)
    await percobaan.begin(
        [
            (f"kode-hp:{warga.device_id}", CODES_A_DEVICE),
            (f"kode:{key}", CODES_A_PHONE),
            (f"kode-alamat:{network(warga.address)}", CODES_AN_ADDRESS),
        ]
    )
    async with reading() as session:
        if await repository.codes_since(session, key, now() - KEPT) >= CODES_A_DAY:
            raise TooManyAttempts(int(KEPT.total_seconds()) // CODES_A_DAY)


async def _new_code(
    session: AsyncSession,
    warga: Warga,
    purpose: str,
    phone: str,
    data: dict[str, Any],
    *,
    open_: bool,
    whose: WargaAkun | None = None,
) -> str:
    """Note a code for this phone and give it; one that is not ``open_`` fits nothing."""
    id_, code, at = uuid7(), f"{secrets.randbelow(1_000_000):06}", now()
    session.add(
        WargaKode(
            id=id_,
            device_id=warga.device_id,
            purpose=purpose,
            phone_key=audit.keyed(phone),
            akun_warga_id=whose.id if whose else None,
            hash=_hash(id_, code) if open_ else None,
            data=data,
            expires_at=at + CODE_TTL,
            created_at=at,
        )
    )
    await session.flush()
    return code


def _hash(id_: UUID, code: str) -> bytes:
    return hmac.digest(get_settings().secret_key, b"kode:" + id_.bytes + code.encode(), "sha256")


async def _with_code(
    warga: Warga, purpose: str, code: str, deed: Callable[[AsyncSession, WargaKode], Awaitable[UUID]]
) -> str:
    """Count the try, and if the code fits do the deed with it and sign in. The try is counted whatever happens then."""
    async with transaction() as session:
        row = await repository.code(session, warga.device_id, purpose, now())
        fits = row is not None and row.tries < TRIES and _fits(row, code)
        if row:
            row.tries += 1
    if row is None or not fits:
        raise WrongCode
    async with transaction() as session:
        if not await repository.use_up(session, row.id):
            raise WrongCode
        return await _bind(session, warga, await deed(session, row))


def _fits(row: WargaKode, code: str) -> bool:
    return row.hash is not None and hmac.compare_digest(row.hash, _hash(row.id, code))


async def sweep() -> int:
    """Delete codes of yesterday, with what was typed beside them (run now and then); gives how many."""
    async with transaction() as session:
        return len(await repository.sweep(session, now() - KEPT))
