"""Citizens' accounts, the phones on which they are signed in, and the codes that were asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import PerangkatWarga, TiketAkun, TiketPerangkat, WargaAkun, WargaKode
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories.upsert import dialect_of, insert_into


async def by_phone(session: AsyncSession, phone: str) -> WargaAkun | None:
    """The account with this number."""
    return await session.scalar(select(WargaAkun).where(WargaAkun.phone == phone, WargaAkun.active))


async def of_device(session: AsyncSession, device_id: UUID) -> WargaAkun | None:
    """The account that is signed in on a phone."""
    statement = select(WargaAkun).join(PerangkatWarga, PerangkatWarga.akun_warga_id == WargaAkun.id)
    return await session.scalar(statement.where(PerangkatWarga.id == device_id, WargaAkun.active))


async def account_of(session: AsyncSession, device_id: UUID) -> UUID | None:
    """The citizen's account signed in on a phone."""
    return await session.scalar(select(PerangkatWarga.akun_warga_id).where(PerangkatWarga.id == device_id))


async def locked(session: AsyncSession, akun_id: UUID) -> WargaAkun | None:
    """An account, as it is now and until the transaction ends."""
    statement = select(WargaAkun).where(WargaAkun.id == akun_id, WargaAkun.active)
    return await session.scalar(statement.with_for_update().execution_options(populate_existing=True))


async def create(session: AsyncSession, values: dict[str, Any]) -> UUID | None:
    """A new account; None if the number has one."""
    row = {"id": uuid7(), "active": True, "created_at": now()} | values
    made = insert_into(dialect_of(session), WargaAkun).values(row)
    return await session.scalar(made.on_conflict_do_nothing(index_elements=["phone"]).returning(WargaAkun.id))


async def bind(session: AsyncSession, device_id: UUID, akun_id: UUID, token_hash: bytes) -> None:
    """The account is signed in on this phone, which from now on has another token."""
    await unbind(session, PerangkatWarga.id == device_id)
    values = {"akun_warga_id": akun_id, "token_hash": token_hash}
    await session.execute(update(PerangkatWarga).where(PerangkatWarga.id == device_id).values(**values))


async def sign_out(session: AsyncSession, device_id: UUID) -> None:
    """No account is signed in on this phone."""
    await unbind(session, PerangkatWarga.id == device_id)


async def sign_out_others(session: AsyncSession, akun_id: UUID, device_id: UUID | None) -> int:
    """The account is signed in on no phone but this one; gives how many others there were."""
    others = PerangkatWarga.akun_warga_id == akun_id
    return await unbind(session, others if device_id is None else others & (PerangkatWarga.id != device_id))


async def others(session: AsyncSession, akun_id: UUID, device_id: UUID) -> int:
    """On how many phones besides this one the account is signed in."""
    which = (PerangkatWarga.akun_warga_id == akun_id, PerangkatWarga.id != device_id)
    return int(await session.scalar(select(func.count()).where(*which)) or 0)


async def unbind(session: AsyncSession, which: Any) -> int:
    """Sign phones out. Their tickets stay theirs, and the account's; gives how many were signed in."""
    bound = select(PerangkatWarga.id).where(which, PerangkatWarga.akun_warga_id.is_not(None))
    ids = (await session.scalars(bound.with_for_update())).all()
    if not ids:
        return 0
    tickets = (
        select(PerangkatWarga.akun_warga_id, TiketPerangkat.pengaduan_id, literal(now(), TiketAkun.at.type))
        .join(TiketPerangkat, TiketPerangkat.device_id == PerangkatWarga.id)
        .where(PerangkatWarga.id.in_(ids))
        .distinct()
    )
    kept = insert_into(dialect_of(session), TiketAkun).from_select(["akun_warga_id", "pengaduan_id", "at"], tickets)
    await session.execute(kept.on_conflict_do_nothing())
    await session.execute(update(PerangkatWarga).where(PerangkatWarga.id.in_(ids)).values(akun_warga_id=None))
    return len(ids)


async def erase(session: AsyncSession, akun_id: UUID) -> None:
    """Take everything out of an account that tells of a person. Phones keep their own tickets."""
    await sign_out_others(session, akun_id, None)
    await session.execute(delete(TiketAkun).where(TiketAkun.akun_warga_id == akun_id))
    await session.execute(delete(WargaKode).where(WargaKode.akun_warga_id == akun_id))
    blank = {"phone": None, "name": "", "address": None, "email": None, "password_hash": None, "active": False}
    await session.execute(update(WargaAkun).where(WargaAkun.id == akun_id).values(**blank))


async def codes_since(session: AsyncSession, phone_key: str, since: datetime) -> int:
    """How many codes were asked for a number."""
    statement = select(func.count()).where(WargaKode.phone_key == phone_key, WargaKode.created_at >= since)
    return int(await session.scalar(statement) or 0)


async def code(session: AsyncSession, device_id: UUID, purpose: str, at: datetime) -> WargaKode | None:
    """The last code that was asked for on a phone, if it is not too old, locked."""
    mine = (WargaKode.device_id == device_id, WargaKode.purpose == purpose)
    statement = select(WargaKode).where(*mine).order_by(WargaKode.created_at.desc(), WargaKode.id.desc()).limit(1)
    found = await session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    return found if found and found.expires_at > at else None


async def use_up(session: AsyncSession, kode_id: UUID) -> bool:
    """A code that fitted opens nothing again; False if it was used in this very moment."""
    used = update(WargaKode).where(WargaKode.id == kode_id, WargaKode.hash.is_not(None)).values(hash=None, data={})
    return bool((await session.scalars(used.returning(WargaKode.id))).all())


async def sweep(session: AsyncSession, before: datetime) -> Sequence[UUID]:
    """Delete codes from before."""
    return (await session.scalars(delete(WargaKode).where(WargaKode.created_at < before).returning(WargaKode.id))).all()
