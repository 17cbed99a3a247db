"""Second factors and their recovery codes; every question names one person."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import FaktorKedua, KodePemulihan, SesiPerangkat
from sambang_digital.models.base import now
from sambang_digital.repositories.upsert import dialect_of, insert_into


async def of(session: AsyncSession, akun_id: int) -> FaktorKedua | None:
    """The person's second factor, confirmed or not."""
    return await session.get(FaktorKedua, akun_id)


async def propose(session: AsyncSession, akun_id: int, secret: bytes) -> bool:
    """Keep a secret until its first code confirms it; False if the person has a confirmed one already."""
    statement = insert_into(dialect_of(session), FaktorKedua).values(
        akun_id=akun_id, secret=secret, last_step=0, created_at=now()
    )
    statement = statement.on_conflict_do_update(
        index_elements=["akun_id"],
        set_={"secret": statement.excluded.secret, "last_step": 0, "created_at": statement.excluded.created_at},
        where=FaktorKedua.confirmed_at.is_(None),
    ).returning(FaktorKedua.akun_id)
    return (await session.execute(statement)).first() is not None


async def take_step(session: AsyncSession, akun_id: int, secret: bytes, step: int) -> bool:
    """Use the code of a time step up, with all before it; False if it was used, or the secret is no longer this one."""
    statement = update(FaktorKedua).where(
        FaktorKedua.akun_id == akun_id, FaktorKedua.secret == secret, FaktorKedua.last_step < step
    )
    done = await session.execute(statement.values(last_step=step))
    return cast(CursorResult[None], done).rowcount == 1


async def confirm(session: AsyncSession, akun_id: int, moment: datetime) -> None:
    """From now on the person is asked for it."""
    await session.execute(update(FaktorKedua).where(FaktorKedua.akun_id == akun_id).values(confirmed_at=moment))


async def passed(session: AsyncSession, session_id: int, moment: datetime) -> None:
    """The session has shown the second factor."""
    await session.execute(update(SesiPerangkat).where(SesiPerangkat.id == session_id).values(factor_at=moment))


async def replace_codes(session: AsyncSession, akun_id: int, hashes: Iterable[bytes]) -> None:
    """Give new recovery codes (their hashes); all older ones are void."""
    await session.execute(delete(KodePemulihan).where(KodePemulihan.akun_id == akun_id))
    await session.execute(insert(KodePemulihan), [{"akun_id": akun_id, "hash": hash_} for hash_ in hashes])


async def use_code(session: AsyncSession, akun_id: int, hash_: bytes, moment: datetime) -> bool:
    """Use a recovery code up; False if there is none with this hash, or it was used."""
    statement = update(KodePemulihan).where(
        KodePemulihan.akun_id == akun_id, KodePemulihan.hash == hash_, KodePemulihan.used_at.is_(None)
    )
    return cast(CursorResult[None], await session.execute(statement.values(used_at=moment))).rowcount == 1


async def codes_left(session: AsyncSession, akun_id: int) -> int:
    """How many recovery codes are unused."""
    statement = select(func.count()).where(KodePemulihan.akun_id == akun_id, KodePemulihan.used_at.is_(None))
    return await session.scalar(statement) or 0


async def forget(session: AsyncSession, akun_id: int) -> bool:
    """Take the second factor and its codes away; whether there was one."""
    await session.execute(delete(KodePemulihan).where(KodePemulihan.akun_id == akun_id))
    done = await session.execute(delete(FaktorKedua).where(FaktorKedua.akun_id == akun_id))
    return cast(CursorResult[None], done).rowcount == 1
