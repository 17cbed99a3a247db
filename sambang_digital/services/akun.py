"""Signing in and out, devices, the first password change."""

import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models import SesiPerangkat
from sambang_digital.models.base import now
from sambang_digital.repositories import akun as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import SECOND_FACTOR, Peran
from sambang_digital.services import audit, broadcast, percobaan, sandi
from sambang_digital.settings import get_settings

CACHE_SECONDS = 30
"""How long a revocation in another process may stay unnoticed here."""
CACHE_SIZE = 10_000
TOUCH_AFTER = timedelta(hours=1)
TOKEN_BYTES = 32
SESI = "sesi"
"""Channel on which ended sessions are told to all processes: ``{"ended": [hex of the token hash, …]}``."""


class WrongCredentials(Exception):
    """NRP or password are wrong; which of them is not told."""


class PasswordExpired(Exception):
    """The password is right, but an admin gave it for a while that is over."""


class WrongPassword(Exception):
    """The present password given for a change is wrong."""


@dataclass(frozen=True, slots=True)
class Device:
    """Where somebody signs in from. ``id`` is made by the device and kept there."""

    address: str
    id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A signed-in person gave their password again: the attempt as it was counted, and the hash that it fitted."""

    attempt: percobaan.Attempt
    password_hash: str | None


class _Known:
    """Actors of this process by token hash, for :data:`CACHE_SECONDS`."""

    def __init__(self) -> None:
        self._actors: dict[bytes, tuple[float, Actor]] = {}
        self.generation = 0

    def get(self, token_hash: bytes) -> Actor | None:
        until, actor = self._actors.get(token_hash, (0.0, None))
        return actor if until > time.monotonic() else None

    def put(self, token_hash: bytes, actor: Actor, generation: int) -> None:
        # Something was revoked while this actor was being read: it may be the one.
        if generation != self.generation:
            return
        if len(self._actors) >= CACHE_SIZE:
            self._actors.clear()
        self._actors[token_hash] = (time.monotonic() + CACHE_SECONDS, actor)

    def forget(self) -> None:
        """Read everybody afresh: revocations are rare and a read costs a millisecond."""
        self.generation += 1
        self._actors.clear()


_known = _Known()


async def announce(ended: Sequence[bytes] = ()) -> None:
    """Sessions ended, or what one allows changed: forget here at once, elsewhere as soon as the message arrives.

    Called after the commit.
    """
    _known.forget()
    await broadcast.publish(SESI, {"ended": [digest.hex() for digest in ended]})


async def endings() -> AsyncIterator[list[str]]:
    """Follow, for as long as the process lives, which sessions end (hex of their hashes)."""
    async with broadcast.subscribe(SESI) as messages:
        async for message in messages:
            _known.forget()
            yield message["ended"]


def token_hash(token: str) -> bytes:
    """What the database keeps instead of the token."""
    return sha256(token.encode()).digest()


def must_enrol() -> frozenset[Peran]:
    """Roles whose holders may do nothing without a second factor."""
    # Demo accounts exist on loopback only and are there to be tried: whoever set a second factor up is asked for it,
    # nobody is made to.
    return frozenset() if get_settings().is_demo else SECOND_FACTOR


def _seen_after() -> datetime:
    return now() - timedelta(days=get_settings().session_days)


async def actor_of_hash(digest: bytes) -> Actor | None:
    """Who holds the token with this hash, or nobody. Using it keeps the device signed in."""
    if (actor := _known.get(digest)) is not None:
        return actor
    generation = _known.generation
    async with reading() as session:
        found = await repository.actor_by_token(session, digest, seen_after=_seen_after(), enrol=must_enrol())
    if found is None:
        return None
    actor, last_seen_at = found
    if now() - last_seen_at > TOUCH_AFTER:
        async with transaction() as session:
            await repository.touch(session, actor.session_id)
    _known.put(digest, actor, generation)
    return actor


async def sign_in(nrp: str, password: str, device: Device, *, instead_of: Actor | None = None) -> tuple[str, Actor]:
    """Open a session: the token for the cookie, and who signed in.

    ``instead_of`` is whoever is still signed in on this browser; that session ends. Raises
    :class:`WrongCredentials`, :class:`PasswordExpired`, :class:`percobaan.TooManyAttempts` or :class:`sandi.Busy`.
    """
    sandi.require_capacity()
    async with reading() as session:
        person = await repository.by_nrp(session, nrp)
        known = bool(person and device.id and await repository.knows_device(session, person.id, device.id))
    limits = percobaan.sign_in_limits(nrp, device.id, known=known, address=device.address)
    attempt = await percobaan.begin(limits)
    right, renewed = await sandi.check(password, person.password_hash if person else None)
    if not right or person is None:
        async with transaction() as session:
            await audit.record(
                session, None, audit.Aksi.SESI_DITOLAK, person.id if person else "", nrp=audit.keyed(nrp)
            )
        raise WrongCredentials
    if person.must_change_password and person.password_until and person.password_until < now():
        raise PasswordExpired
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with transaction() as session:
        await percobaan.succeed(session, attempt)
        if await repository.password_hash(session, person.id, lock=True) != person.password_hash:
            raise WrongCredentials  # changed, or the person was deactivated, while it was being checked
        if renewed:
            await repository.set_password(session, person.id, renewed, chosen=False)
        ended = []
        if instead_of:
            ended += await repository.revoke(session, instead_of.id, only=instead_of.session_id)
        if device.id:
            ended += await repository.revoke(session, person.id, device_id=device.id)
        opened = await repository.open_session(session, person.id, token_hash(token), device.id, device.name)
        await audit.record(session, audit.Pelaku(person.id, opened), audit.Aksi.SESI_MASUK, opened, known=known)
    await announce(ended)
    actor = await actor_of_hash(token_hash(token))
    if actor is None:  # deactivated in this very moment
        raise WrongCredentials
    return token, actor


async def devices(akun_id: int) -> list[SesiPerangkat]:
    """Where the person is signed in, and which devices are lost; the last used first."""
    async with reading() as session:
        return await repository.devices(session, akun_id, seen_after=_seen_after())


async def sign_out(actor: Actor) -> None:
    """End this session."""
    async with transaction() as session:
        ended = await repository.revoke(session, actor.id, only=actor.session_id)
        await audit.record(session, actor, audit.Aksi.SESI_KELUAR, actor.session_id)
    await announce(ended)


async def end_device(actor: Actor, akun_id: int, session_id: int, *, lost: bool = False) -> bool:
    """Sign a device of ``akun_id`` out; one that is ``lost`` also erases that person's data at its next contact.

    The caller has made sure that ``actor`` may do so to this person. Whether anything changed: False if there is no
    such device, or it is signed out (and called lost) already.
    """
    async with transaction() as session:
        ended = await repository.revoke(session, akun_id, only=session_id)
        changed = (await repository.mark_lost(session, akun_id, session_id)) if lost else bool(ended)
        if changed:
            deed = audit.Aksi.PERANGKAT_HILANG if lost else audit.Aksi.PERANGKAT_DIKELUARKAN
            await audit.record(session, actor, deed, session_id, akun_id=akun_id)
    await announce(ended)
    return changed


async def prove(actor: Actor, password: str) -> Proof:
    """Ask a signed-in person for their password again. A deed that needs it goes on with :func:`accept`.

    Raises :class:`WrongPassword`, :class:`percobaan.TooManyAttempts` or :class:`sandi.Busy`.
    """
    sandi.require_capacity()
    attempt = await percobaan.begin([(f"sandi:{actor.id}", percobaan.PER_ACCOUNT)])
    async with reading() as session:
        before = await repository.password_hash(session, actor.id)
    right, _ = await sandi.check(password, before)
    if not right:
        raise WrongPassword
    return Proof(attempt, before)


async def accept(session: AsyncSession, actor: Actor, proof: Proof) -> None:
    """In the transaction of the deed: the password is still the one that was given. Raises :class:`WrongPassword`."""
    await percobaan.succeed(session, proof.attempt)
    if await repository.password_hash(session, actor.id, lock=True) != proof.password_hash:
        raise WrongPassword


async def change_password(actor: Actor, current: str, new: str) -> None:
    """Set a password of the person's own choice and sign all their other devices out.

    Raises :class:`WrongPassword`, :class:`sandi.WeakPassword`, :class:`percobaan.TooManyAttempts`.
    """
    if current == new:
        raise sandi.WeakPassword("Harus berbeda dari kata sandi lama.")
    await sandi.require_strong(new, nrp=actor.nrp, name=actor.name)
    proof = await prove(actor, current)
    fresh = await sandi.make_hash(new)
    async with transaction() as session:
        await accept(session, actor, proof)
        await repository.set_password(session, actor.id, fresh, chosen=True)
        ended = await repository.revoke(session, actor.id, all_but=actor.session_id)
        await audit.record(session, actor, audit.Aksi.AKUN_SANDI_DIGANTI, actor.id, ended=len(ended))
    await announce(ended)


async def sweep() -> None:
    """Delete counters and sessions that can no longer matter (run now and then)."""
    async with transaction() as session:
        await repository.sweep(session, attempts_before=now() - timedelta(days=1), sessions_before=_seen_after())
