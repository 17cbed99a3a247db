"""Accounts of citizens: optional, opened by telephone number and password, proven by a code that a messenger brings.

They are no accounts of the desk: what is here gives a phone its tickets, never an ``Actor``. Nothing here tells a stranger whether a
number has an account: asking for a code, signing in and setting a password are answered alike, in the same time. A code works on the
phone that asked for it alone.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.forms.warga import Daftar, Saya
from sambang_digital.models import WargaAkun, WargaKode
from sambang_digital.models.base import now
from sambang_digital.repositories import warga_akun as repository
from sambang_digital.services import audit, percobaan, pesan, sandi, warga_kode
from sambang_digital.services.audit import Aksi
from sambang_digital.services.percobaan import network
from sambang_digital.services.pesan import Message, Recipient, Way
from sambang_digital.services.warga import Warga, new_token, token_hash
from sambang_digital.services.warga_kode import WrongCode

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


@dataclass(frozen=True, slots=True)
class Keadaan:
    """How a phone stands. ``way``: what a code goes to, ``by``: the messenger that brings it, None where there are no accounts;
    ``others``: phones besides this one."""

    way: Way | None
    by: str | None
    me: Me | None = None
    others: int = 0


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
    await warga_kode.count(warga, form.phone)
    account = form.model_dump(include={"phone", "name", "address", "email"})
    account["password_hash"] = await sandi.make_hash(form.password)
    async with transaction() as session:
        person = await repository.by_phone(session, form.phone)
        known = person is not None
        code = await warga_kode.new(session, warga, "daftar", form.phone, {} if known else account, open_=not known)
    if person:
        pesan.send(Recipient(form.phone, person.email), Message(SUBJECT, THERE_TEXT))
    else:
        pesan.send(Recipient(form.phone, form.email), _saying(code))
    return Sent(way, int(warga_kode.CODE_TTL.total_seconds()))


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


async def standing(session: AsyncSession, warga: Warga | None) -> Keadaan:
    """Whether there are accounts here, and which is signed in on this phone."""
    name, by = pesan.messenger() or (None, None)
    open_ = (by.way if by else None, name)
    if warga is None or (row := await repository.of_device(session, warga.device_id)) is None:
        return Keadaan(*open_)
    return Keadaan(*open_, _me(row), await repository.others(session, row.id, warga.device_id))


async def sign_out_others(warga: Warga) -> None:
    """Sign all other phones of the account out; they keep the tickets that came by them. Raises :class:`NotSignedIn`."""
    async with transaction() as session:
        row = await _signed_in(session, warga)
        if ended := await repository.sign_out_others(session, row.id, warga.device_id):
            await audit.record(session, None, Aksi.WARGA_AKUN_KELUAR, row.id, ended=ended)


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
    await warga_kode.count(warga, phone)
    async with transaction() as session:
        person = await repository.by_phone(session, phone)
        code = await warga_kode.new(session, warga, "sandi", phone, {}, open_=person is not None, whose=person)
    if person:
        pesan.send(Recipient(phone, person.email), _saying(code))
    return Sent(way, int(warga_kode.CODE_TTL.total_seconds()))


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


async def _with_code(
    warga: Warga, purpose: str, code: str, deed: Callable[[AsyncSession, WargaKode], Awaitable[UUID]]
) -> str:
    """If the code fits, do the deed with it and sign in."""
    row = await warga_kode.tried(warga, purpose, code)
    async with transaction() as session:
        await warga_kode.use_up(session, row)
        return await _bind(session, warga, await deed(session, row))
