"""What came in by WhatsApp, its contacts, and what goes out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from sambang_digital.models import (
    Akun,
    Pengaduan,
    PeranAkun,
    PerangkatWarga,
    Teguran,
    WaBerkas,
    WaKeadaan,
    WaKeluar,
    WaKontak,
    WaMasuk,
)
from sambang_digital.models.base import now
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.permissions import Permission, holders

STATUS_COLUMNS = {"sent": "sent_at", "delivered": "delivered_at", "read": "read_at"}


async def take_in(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> int:
    """Store what a webhook brought; what was here before stays as it is. How many are new."""
    new = 0
    for row in rows:
        statement = insert_into(dialect_of(session), WaMasuk).values(**row).on_conflict_do_nothing()
        new += len((await session.execute(statement.returning(WaMasuk.id))).all())
    return new


async def incoming(session: AsyncSession, at: datetime, limit: int) -> Sequence[WaMasuk]:
    """The first that waits of each sender, if its time has come: a later one never overtakes it."""
    earlier = aliased(WaMasuk)
    overtaken = (
        select(earlier.id)
        .where(earlier.sender == WaMasuk.sender, earlier.done_at.is_(None), earlier.id < WaMasuk.id)
        .exists()
    )
    statement = select(WaMasuk).where(WaMasuk.done_at.is_(None), WaMasuk.due_at <= at, ~overtaken).order_by(WaMasuk.id)
    return (await session.scalars(statement.limit(limit))).all()


async def more_of(session: AsyncSession, row: WaMasuk) -> bool:
    """Whether more of the same sender waits behind this one."""
    later = (WaMasuk.sender == row.sender, WaMasuk.done_at.is_(None), WaMasuk.id > row.id)
    return await session.scalar(select(WaMasuk.id).where(*later).limit(1)) is not None


async def finish(session: AsyncSession, row: WaMasuk, error: str | None = None) -> None:
    """It was dealt with: what it said is kept here no longer, unless it failed for good."""
    kept: dict[str, Any] = {} if error is None else {"error": error[:200]}
    gone: dict[str, Any] = {"payload": {}} if error is None else {}
    await session.execute(update(WaMasuk).where(WaMasuk.id == row.id).values(done_at=now(), **kept, **gone))


async def postpone(session: AsyncSession, row: WaMasuk | WaKeluar | WaBerkas, until: datetime, error: str) -> None:
    """Try again later."""
    table = type(row)
    values = {"due_at": until, "attempts": row.attempts + 1, "error": error[:200]}
    await session.execute(update(table).where(table.id == row.id).values(**values))


async def contact(session: AsyncSession, key: bytes, *, lock: bool = False) -> WaKontak | None:
    """Whoever has this key."""
    statement = select(WaKontak).where(WaKontak.key == key)
    return await session.scalar(statement.with_for_update() if lock else statement)


async def new_contact(session: AsyncSession, key: bytes, wa_id: str, at: datetime) -> WaKontak:
    """Somebody who writes for the first time: a phone of their own for limits and tickets."""
    device = PerangkatWarga()
    session.add(device)
    await session.flush()
    row = WaKontak(key=key, wa_id=wa_id, device_id=device.id, last_message_at=at)
    session.add(row)
    await session.flush()
    return row


async def contact_of(session: AsyncSession, device_id: UUID) -> WaKontak | None:
    """The contact behind a phone, if it is one."""
    return await session.scalar(select(WaKontak).where(WaKontak.device_id == device_id))


async def drop_unsent(session: AsyncSession, pengaduan_id: UUID) -> None:
    """News of a report that was not sent yet is overtaken by newer news of it."""
    unsent = (WaKeluar.pengaduan_id == pengaduan_id, WaKeluar.kind == "kabar")
    await session.execute(delete(WaKeluar).where(*unsent, WaKeluar.state.in_(("menunggu", "ditahan"))))


async def outgoing(session: AsyncSession, at: datetime, limit: int) -> Sequence[tuple[WaKeluar, WaKontak]]:
    """The first that waits for each contact, if its time has come, with the contact."""
    earlier = aliased(WaKeluar)
    overtaken = (
        select(earlier.id)
        .where(
            earlier.kontak_id == WaKeluar.kontak_id,
            earlier.kind == "balasan",
            earlier.state == "menunggu",
            earlier.id < WaKeluar.id,
        )
        .exists()
    )
    statement = (
        select(WaKeluar, WaKontak)
        .join(WaKontak, WaKontak.id == WaKeluar.kontak_id)
        .where(WaKeluar.state == "menunggu", WaKeluar.due_at <= at, ~overtaken)
        .order_by(WaKeluar.id)
    )
    return [(row[0], row[1]) for row in await session.execute(statement.limit(limit))]


async def sent(session: AsyncSession, row: WaKeluar, wamid: str, words: dict[str, Any]) -> None:
    """Meta took it; ``words`` is what is kept of it."""
    values = {"state": "terkirim", "wamid": wamid[:200] or None, "sent_at": now(), "words": words, "error": None}
    await session.execute(update(WaKeluar).where(WaKeluar.id == row.id).values(**values))


async def settle(session: AsyncSession, row: WaKeluar, state: str, error: str, words: dict[str, Any]) -> None:
    """It is held back, or will never be sent."""
    values = {"state": state, "error": error[:200], "words": words}
    await session.execute(update(WaKeluar).where(WaKeluar.id == row.id).values(**values))


async def release(session: AsyncSession, kontak_id: int) -> int:
    """The contact wrote: what was held back may go. How many."""
    held = (WaKeluar.kontak_id == kontak_id, WaKeluar.state == "ditahan")
    statement = update(WaKeluar).where(*held).values(state="menunggu", due_at=now(), attempts=0, error=None)
    return len((await session.execute(statement.returning(WaKeluar.id))).all())


async def expire(session: AsyncSession, before: datetime) -> None:
    """What has waited since before ``before`` is not sent any more."""
    old = (WaKeluar.state.in_(("menunggu", "ditahan")), WaKeluar.created_at < before)
    await session.execute(update(WaKeluar).where(*old).values(state="gagal", error="kedaluwarsa", words={}))


async def delivered(session: AsyncSession, wamid: str, status: str, at: datetime) -> bool:
    """Note that a message arrived or was read; the first moment counts. Whether it is one of ours."""
    column = getattr(WaKeluar, STATUS_COLUMNS[status])
    statement = update(WaKeluar).where(WaKeluar.wamid == wamid).values({column: func.coalesce(column, at)})
    return (await session.execute(statement.returning(WaKeluar.id))).first() is not None


async def undelivered(session: AsyncSession, wamid: str, error: str, *, hold: bool) -> bool:
    """Note that Meta could not deliver it after all; news that came outside of the 24 hours is held back (``hold``)."""
    held = and_(WaKeluar.kind == "kabar", hold)
    state = case((held, "ditahan"), else_="gagal")
    statement = update(WaKeluar).where(WaKeluar.wamid == wamid).values(state=state, error=error[:200])
    return (await session.execute(statement.returning(WaKeluar.id))).first() is not None


async def name_files(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Let these be fetched from Meta; twice is once."""
    for row in rows:
        await session.execute(insert_into(dialect_of(session), WaBerkas).values(**row).on_conflict_do_nothing())


async def files_due(session: AsyncSession, at: datetime, limit: int) -> Sequence[WaBerkas]:
    """Files that are to be fetched, the longest waiting first."""
    statement = select(WaBerkas).where(WaBerkas.done_at.is_(None), WaBerkas.due_at <= at)
    return (await session.scalars(statement.order_by(WaBerkas.due_at, WaBerkas.id).limit(limit))).all()


async def file_done(session: AsyncSession, row: WaBerkas, error: str | None = None) -> None:
    """It is here, or will never be."""
    values = {"done_at": now(), "error": error and error[:200]}
    await session.execute(update(WaBerkas).where(WaBerkas.id == row.id).values(**values))


async def is_due(session: AsyncSession, at: datetime) -> bool:
    """Whether anything is to be done."""
    wanted = (
        select(WaMasuk.id).where(WaMasuk.done_at.is_(None), WaMasuk.due_at <= at),
        select(WaKeluar.id).where(WaKeluar.state == "menunggu", WaKeluar.due_at <= at),
        select(WaBerkas.id).where(WaBerkas.done_at.is_(None), WaBerkas.due_at <= at),
    )
    for one in wanted:
        if await session.scalar(one.limit(1)) is not None:
            return True
    return False


async def keadaan(session: AsyncSession) -> WaKeadaan | None:
    """What the last look found."""
    return await session.get(WaKeadaan, 1)


async def note(session: AsyncSession, **values: Any) -> None:
    """Keep what a look found."""
    statement = insert_into(dialect_of(session), WaKeadaan).values(
        {"id": 1, "checked_at": now(), "refused": False} | values
    )
    await session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


async def begin_telling(session: AsyncSession, before: datetime, at: datetime) -> bool:
    """Whether admins are to be told now: nobody has since ``before``. Only one process gets a yes."""
    free = or_(WaKeadaan.told_at.is_(None), WaKeadaan.told_at < before)
    statement = update(WaKeadaan).where(WaKeadaan.id == 1, free).values(told_at=at).returning(WaKeadaan.id)
    return (await session.execute(statement)).first() is not None


async def admins(session: AsyncSession) -> Sequence[int]:
    """Who keeps the installation running."""
    roles = PeranAkun.role.in_(holders(Permission.AKUN_ADMIN, Permission.PENGATURAN_WRITE))
    statement = select(Akun.id).join(PeranAkun, PeranAkun.akun_id == Akun.id).where(Akun.active, roles)
    return (await session.scalars(statement.distinct())).all()


async def figures(session: AsyncSession, since: datetime) -> dict[str, Any]:
    """Of the channel: when something last came and went, since when the oldest waits, how many are held back or failed."""
    waits_in = select(func.min(WaMasuk.received_at)).where(WaMasuk.done_at.is_(None))
    waits_out = select(func.min(WaKeluar.created_at)).where(WaKeluar.state == "menunggu", WaKeluar.attempts > 0)
    held = select(func.count()).select_from(WaKeluar).where(WaKeluar.state == "ditahan")
    failed = select(func.count()).select_from(WaKeluar).where(WaKeluar.state == "gagal", WaKeluar.created_at > since)
    lost = select(func.count()).select_from(WaMasuk).where(WaMasuk.error.is_not(None), WaMasuk.done_at > since)
    return {
        "last_webhook": await session.scalar(select(func.max(WaMasuk.received_at))),
        "last_sent": await session.scalar(select(func.max(WaKeluar.sent_at))),
        "waiting": [one for one in (await session.scalar(waits_in), await session.scalar(waits_out)) if one],
        "held": await session.scalar(held) or 0,
        "failed": (await session.scalar(failed) or 0) + (await session.scalar(lost) or 0),
    }


async def stale(session: AsyncSession, before: datetime, limit: int) -> Sequence[WaKontak]:
    """Contacts in the middle of a report who have not written since ``before``."""
    statement = select(WaKontak).where(WaKontak.last_message_at < before, WaKontak.created_at < before)
    in_the_middle = WaKontak.state["step"].as_string() != "awal"
    return (await session.scalars(statement.where(in_the_middle).limit(limit).with_for_update(skip_locked=True))).all()


async def forget(session: AsyncSession, before: datetime) -> None:
    """Let go of what was dealt with before ``before``, and of contacts about whom nothing has happened since."""
    await session.execute(delete(WaMasuk).where(WaMasuk.done_at < before))
    done = WaKeluar.state.in_(("terkirim", "gagal"))
    await session.execute(delete(WaKeluar).where(done, WaKeluar.created_at < before))
    alive = or_(Pengaduan.state.in_(OPEN), Pengaduan.changed_at >= before)
    report = select(Pengaduan.id).where(Pengaduan.device_id == WaKontak.device_id, alive).exists()
    waiting = select(WaMasuk.id).where(WaMasuk.sender == WaKontak.key, WaMasuk.done_at.is_(None)).exists()
    # A pause for pranks does not end by being forgotten.
    strikes = select(Teguran.id).where(Teguran.device_id == WaKontak.device_id, Teguran.expires_at > now()).exists()
    old = WaKontak.last_message_at < before
    await session.execute(delete(WaKontak).where(old, ~report, ~waiting, ~strikes))
