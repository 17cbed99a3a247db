"""People, the devices they are signed in on, and the counters that slow down guessing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, FaktorKedua, LanggananPush, PeranAkun, Percobaan, Satuan, SesiPerangkat
from sambang_digital.models.base import now
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor, Factor
from sambang_digital.security.permissions import Peran


async def exists(session: AsyncSession) -> bool:
    """Whether anybody has an account."""
    return await session.scalar(select(Akun.id).limit(1)) is not None


async def by_nrp(session: AsyncSession, nrp: str) -> Akun | None:
    """The active person with this service number."""
    return await session.scalar(select(Akun).where(Akun.nrp == nrp, Akun.active))


async def password_hash(session: AsyncSession, akun_id: int, *, lock: bool = False) -> str | None:
    """The active person's password hash; ``lock`` keeps it from changing until the transaction ends."""
    statement = select(Akun.password_hash).where(Akun.id == akun_id, Akun.active)
    return await session.scalar(statement.with_for_update() if lock else statement)


async def lock(session: AsyncSession, akun_id: int) -> Akun | None:
    """The person with this id, their row locked until the transaction ends."""
    return await session.get(Akun, akun_id, with_for_update=True)


async def set_password(session: AsyncSession, akun_id: int, password_hash: str, *, chosen: bool) -> None:
    """Store a hash; ``chosen`` by the person themself ends the duty to change it."""
    values: dict[str, Any] = {"password_hash": password_hash}
    if chosen:
        values |= {"must_change_password": False, "password_until": None}
    await session.execute(update(Akun).where(Akun.id == akun_id).values(**values))


def _person() -> Select[Any]:
    """One row for each role of each active person, on each device they ever signed in on."""
    return (
        select(
            Akun,
            Satuan.name,
            Satuan.path,
            SesiPerangkat.id,
            SesiPerangkat.last_seen_at,
            SesiPerangkat.factor_at,
            FaktorKedua.confirmed_at,
            PeranAkun.role,
        )
        .join(SesiPerangkat, SesiPerangkat.akun_id == Akun.id)
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .outerjoin(PeranAkun, PeranAkun.akun_id == Akun.id)
        .outerjoin(FaktorKedua, FaktorKedua.akun_id == Akun.id)
        .where(Akun.active)
    )


def _actor(rows: Sequence[Any], owed: Factor | None = None) -> Actor:
    akun, satuan_name, satuan_path, session_id, *_ = rows[0]
    return Actor(
        id=akun.id,
        nrp=akun.nrp,
        name=akun.name,
        rank=akun.rank,
        satuan_id=akun.satuan_id,
        satuan_name=satuan_name,
        satuan_path=satuan_path,
        unit=akun.unit,
        roles=_roles(rows),
        session_id=session_id,
        must_change_password=akun.must_change_password,
        factor=owed,
    )


def _roles(rows: Sequence[Any]) -> frozenset[Peran]:
    return frozenset(Peran(row.role) for row in rows if row.role)


def _owed(rows: Sequence[Any], enrol: frozenset[Peran]) -> Factor | None:
    """What the session still owes of the second factor."""
    if rows[0].confirmed_at:
        return None if rows[0].factor_at else Factor.VERIFY
    return Factor.ENROL if _roles(rows) & enrol else None


async def actor_by_token(
    session: AsyncSession, token_hash: bytes, *, seen_after: datetime, enrol: frozenset[Peran]
) -> tuple[Actor, datetime] | None:
    """Who holds this token and when its device was last seen; nobody if revoked or unseen since ``seen_after``.

    ``enrol``: roles that may do nothing until their holder has a second factor.
    """
    live = SesiPerangkat.revoked_at.is_(None), SesiPerangkat.last_seen_at > seen_after
    rows = (await session.execute(_person().where(SesiPerangkat.token_hash == token_hash, *live))).all()
    return (_actor(rows, _owed(rows, enrol)), rows[0].last_seen_at) if rows else None


async def actor_on_device(session: AsyncSession, akun_id: int, device_id: UUID) -> Actor | None:
    """An active person on a device of theirs, signed in there or not any more; nobody on a lost one."""
    theirs = Akun.id == akun_id, SesiPerangkat.device_id == device_id, SesiPerangkat.lost_at.is_(None)
    rows = (await session.execute(_person().where(*theirs))).all()
    return _actor(rows) if rows else None


async def actor_without_device(session: AsyncSession, akun_id: int) -> Actor | None:
    """An active person, for work that they asked for and left: with the rights they have now, in no session (0)."""
    statement = (
        select(Akun, Satuan.name, Satuan.path, literal(0), PeranAkun.role)
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .outerjoin(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(Akun.id == akun_id, Akun.active)
    )
    rows = (await session.execute(statement)).all()
    return _actor(rows) if rows else None


async def device_of(session: AsyncSession, session_id: int) -> UUID | None:
    """The name that the device of a session gave itself, if it did."""
    return await session.scalar(select(SesiPerangkat.device_id).where(SesiPerangkat.id == session_id))


async def open_session(
    session: AsyncSession, akun_id: int, token_hash: bytes, device_id: UUID | None, device_name: str
) -> int:
    """Sign a device in. The same device takes over its old row, whose token ends with that (revoke it first)."""
    moment = now()
    fresh = {"token_hash": token_hash, "device_name": device_name, "created_at": moment, "last_seen_at": moment}
    statement = (
        insert_into(dialect_of(session), SesiPerangkat)
        .values(akun_id=akun_id, device_id=device_id, **fresh)
        .on_conflict_do_update(
            index_elements=["akun_id", "device_id"],
            set_=fresh | {"revoked_at": None, "factor_at": None, "lost_at": None, "wiped_at": None},
        )
        .returning(SesiPerangkat.id)
    )
    return int((await session.execute(statement)).scalar_one())


async def knows_device(session: AsyncSession, akun_id: int, device_id: UUID) -> bool:
    """Whether this person ever signed in on this device."""
    statement = select(SesiPerangkat.id).where(SesiPerangkat.akun_id == akun_id, SesiPerangkat.device_id == device_id)
    return await session.scalar(statement) is not None


async def touch(session: AsyncSession, session_id: int) -> None:
    """Note that the device was used now."""
    await session.execute(update(SesiPerangkat).where(SesiPerangkat.id == session_id).values(last_seen_at=now()))


async def devices(session: AsyncSession, akun_id: int, *, seen_after: datetime) -> list[SesiPerangkat]:
    """The person's devices that are signed in or lost, the last used first."""
    signed_in = SesiPerangkat.revoked_at.is_(None) & (SesiPerangkat.last_seen_at > seen_after)
    statement = (
        select(SesiPerangkat)
        .where(SesiPerangkat.akun_id == akun_id, signed_in | SesiPerangkat.lost_at.is_not(None))
        .order_by(SesiPerangkat.last_seen_at.desc(), SesiPerangkat.id.desc())
    )
    return list((await session.scalars(statement)).all())


async def revoke(
    session: AsyncSession,
    akun_id: int,
    *,
    only: int | None = None,
    all_but: int | None = None,
    device_id: UUID | None = None,
) -> list[bytes]:
    """Sign devices of one person out: one session, one device, all but one session, or all. The token hashes that ended.

    What a signed-out device took by Web Push goes to it no more, even if somebody signs in on it again.
    """
    statement = update(SesiPerangkat).where(SesiPerangkat.akun_id == akun_id, SesiPerangkat.revoked_at.is_(None))
    if only is not None:
        statement = statement.where(SesiPerangkat.id == only)
    if all_but is not None:
        statement = statement.where(SesiPerangkat.id != all_but)
    if device_id is not None:
        statement = statement.where(SesiPerangkat.device_id == device_id)
    ended = SesiPerangkat.id, SesiPerangkat.token_hash
    rows = (await session.execute(statement.values(revoked_at=now()).returning(*ended))).all()
    if rows:
        await session.execute(delete(LanggananPush).where(LanggananPush.session_id.in_([row.id for row in rows])))
    return [row.token_hash for row in rows]


async def mark_lost(session: AsyncSession, akun_id: int, session_id: int) -> bool:
    """Note that a device of this person is lost, signed in or not; whether there was one that was not lost already."""
    changed = await session.execute(
        update(SesiPerangkat)
        .where(SesiPerangkat.akun_id == akun_id, SesiPerangkat.id == session_id, SesiPerangkat.lost_at.is_(None))
        .values(lost_at=now())
        .returning(SesiPerangkat.id)
    )
    return changed.first() is not None


async def lost_device(
    session: AsyncSession, token_hash: bytes | None, device_id: UUID | None
) -> tuple[int, int, bool] | None:
    """(session, account, whether told before) of the lost device that asks: known by its token, else by its own id."""
    same = [SesiPerangkat.token_hash == token_hash] if token_hash else []
    same += [SesiPerangkat.device_id == device_id] if device_id else []
    if not same:
        return None
    statement = (
        select(SesiPerangkat.id, SesiPerangkat.akun_id, SesiPerangkat.wiped_at)
        .where(SesiPerangkat.lost_at.is_not(None), or_(*same))
        .order_by(SesiPerangkat.lost_at.desc())
    )
    found = (await session.execute(statement)).first()
    return (found[0], found[1], found[2] is not None) if found else None


async def mark_wiped(session: AsyncSession, session_id: int) -> None:
    """Note that a lost device was told to erase itself."""
    await session.execute(update(SesiPerangkat).where(SesiPerangkat.id == session_id).values(wiped_at=now()))


async def count_attempt(session: AsyncSession, key: str, window_start: datetime, by: int = 1) -> int:
    """Add to the attempts for ``key`` and return how many the window has now; exact under concurrency."""
    statement = (
        insert_into(dialect_of(session), Percobaan)
        .values(key=key, window_start=window_start, count=by)
        .on_conflict_do_update(index_elements=["key", "window_start"], set_={"count": Percobaan.count + by})
        .returning(Percobaan.count)
    )
    return int((await session.execute(statement)).scalar_one())


async def take_back_attempt(session: AsyncSession, key: str, window_start: datetime) -> None:
    """A success does not count against ``key``."""
    await session.execute(
        update(Percobaan)
        .where(Percobaan.key == key, Percobaan.window_start == window_start, Percobaan.count > 0)
        .values(count=Percobaan.count - 1)
    )


async def sweep(session: AsyncSession, *, attempts_before: datetime, sessions_before: datetime) -> None:
    """Delete counters and sessions that can no longer matter."""
    await session.execute(delete(Percobaan).where(Percobaan.window_start < attempts_before))
    await session.execute(
        delete(SesiPerangkat).where(
            or_(SesiPerangkat.last_seen_at < sessions_before, SesiPerangkat.revoked_at < sessions_before),
            # A lost device may come back after years, and must then still be told.
            or_(SesiPerangkat.lost_at.is_(None), SesiPerangkat.wiped_at < sessions_before),
        )
    )
