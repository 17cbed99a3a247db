"""Citizens' phones that hear of their tickets, and the messages that wait for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import (
    AntreanTiket,
    KabarDijaga,
    LanggananTiket,
    Pengaduan,
    PengaduanPengikut,
    PerangkatWarga,
    Teguran,
)
from sambang_digital.models.base import now
from sambang_digital.repositories.pengaduan import opened_by, openers
from sambang_digital.repositories.upsert import dialect_of, insert_into

QUEUE, PHONES = AntreanTiket.__table__, LanggananTiket.__table__


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits for one phone; ``seen_at``: when it was here last."""

    browser: LanggananTiket
    seen_at: datetime
    rows: list[AntreanTiket]

    @property
    def attempts(self) -> int:
        """How often it was tried."""
        return max(row.attempts for row in self.rows)


def _told(device_id: UUID) -> ColumnElement[bool]:
    """Reports that a phone opens or follows."""
    follows = select(PengaduanPengikut.pengaduan_id).where(PengaduanPengikut.device_id == device_id)
    return or_(Pengaduan.id.in_(opened_by(device_id)), Pengaduan.id.in_(follows))


async def subscribe(session: AsyncSession, device_id: UUID, values: dict[str, str]) -> None:
    """Let this phone take messages at another address than before; no other phone takes any there: a browser that lost its cookie is
    one phone, not two."""
    other = (LanggananTiket.endpoint == values["endpoint"], LanggananTiket.device_id != device_id)
    await session.execute(delete(LanggananTiket).where(*other))
    fresh = values | {"created_at": now()}
    statement = insert_into(dialect_of(session), PHONES).values(device_id=device_id, **fresh)
    await session.execute(statement.on_conflict_do_update(index_elements=["device_id"], set_=fresh))


async def unsubscribe(session: AsyncSession, device_id: UUID) -> None:
    """This phone takes none any more; what it chose and what waits for it goes, too."""
    await session.execute(delete(LanggananTiket).where(LanggananTiket.device_id == device_id))


async def subscribed(session: AsyncSession, device_id: UUID, server_key: str) -> LanggananTiket | None:
    """Where this phone takes messages, unless that was made for another key of ours."""
    mine = (LanggananTiket.device_id == device_id, LanggananTiket.server_key == server_key)
    return await session.scalar(select(LanggananTiket).where(*mine))


async def choose(session: AsyncSession, device_id: UUID, pengaduan_id: UUID) -> None:
    """This phone hears of a guarded report, too."""
    row = {"device_id": device_id, "pengaduan_id": pengaduan_id, "at": now()}
    await session.execute(insert_into(dialect_of(session), KabarDijaga).values(row).on_conflict_do_nothing())


async def leave(session: AsyncSession, device_id: UUID, pengaduan_id: UUID) -> None:
    """It hears of it no more."""
    same = (KabarDijaga.device_id == device_id, KabarDijaga.pengaduan_id == pengaduan_id)
    await session.execute(delete(KabarDijaga).where(*same))


async def chosen(session: AsyncSession, device_id: UUID) -> frozenset[UUID]:
    """Guarded reports of which this phone hears."""
    return frozenset(await session.scalars(select(KabarDijaga.pengaduan_id).where(KabarDijaga.device_id == device_id)))


async def drop_unopened(session: AsyncSession, pengaduan_id: UUID) -> None:
    """Phones that may not open a report's ticket chose nothing about it."""
    closed = (KabarDijaga.pengaduan_id == pengaduan_id, KabarDijaga.device_id.not_in(openers(pengaduan_id)))
    await session.execute(delete(KabarDijaga).where(*closed).execution_options(synchronize_session=False))


async def has_any(session: AsyncSession, device_id: UUID) -> bool:
    """Whether there is anything of which this phone could hear."""
    return await session.scalar(select(Pengaduan.id).where(_told(device_id)).limit(1)) is not None


async def merged_into(session: AsyncSession, pengaduan_id: UUID) -> Sequence[Pengaduan]:
    """Reports that became part of this one."""
    parts = (Pengaduan.merged_into == pengaduan_id, Pengaduan.state == "digabung")
    return (await session.scalars(select(Pengaduan).where(*parts))).all()


async def enqueue(
    session: AsyncSession,
    pengaduan_id: UUID,
    *,
    openers_too: bool,
    followers_too: bool,
    guarded: bool,
    at: datetime,
    due_at: datetime,
) -> bool:
    """Let phones hear of a change: those that open the ticket, those that follow the report. Whether any waits.

    ``guarded``: only those that chose it. What waits already goes when it was to go; what is on its way goes once more.
    """
    follows = select(PengaduanPengikut.device_id).where(PengaduanPengikut.pengaduan_id == pengaduan_id)
    ways = [*([openers(pengaduan_id)] if openers_too else []), *([follows] if followers_too else [])]
    if not ways:
        return False
    told = or_(*(LanggananTiket.device_id.in_(way) for way in ways))
    return await _wait(session, pengaduan_id, told, strike=False, guarded=guarded, at=at, due_at=due_at)


async def enqueue_strike(
    session: AsyncSession, pengaduan_id: UUID, strike: Teguran, *, guarded: bool, at: datetime, due_at: datetime
) -> bool:
    """As :func:`enqueue`, of a strike: phones that open the ticket and are shown the strike, by themselves or by their account."""
    phone = LanggananTiket.device_id
    shown = phone == strike.device_id
    if strike.akun_warga_id:
        shown |= phone.in_(select(PerangkatWarga.id).where(PerangkatWarga.akun_warga_id == strike.akun_warga_id))
    told = phone.in_(openers(pengaduan_id)) & shown
    return await _wait(session, pengaduan_id, told, strike=True, guarded=guarded, at=at, due_at=due_at)


async def _wait(
    session: AsyncSession,
    pengaduan_id: UUID,
    told: ColumnElement[bool],
    *,
    strike: bool,
    guarded: bool,
    at: datetime,
    due_at: datetime,
) -> bool:
    columns = {
        "pengaduan_id": pengaduan_id, "guarded": guarded, "strike": strike, "at": at, "due_at": due_at, "attempts": 0,
    }  # fmt: skip
    values = (literal(value, QUEUE.c[name].type) for name, value in columns.items())
    rows = select(LanggananTiket.device_id, *values).where(told)
    if guarded:
        chosen = select(KabarDijaga.device_id).where(KabarDijaga.pengaduan_id == pengaduan_id)
        rows = rows.where(LanggananTiket.device_id.in_(chosen))
    statement = insert_into(dialect_of(session), QUEUE).from_select(["device_id", *columns], rows)
    fresh = statement.excluded
    changed = {
        "guarded": fresh.guarded,
        "strike": or_(QUEUE.c.strike, fresh.strike),
        "at": fresh.at,
        "due_at": case((QUEUE.c.due_at > fresh.at, QUEUE.c.due_at), else_=fresh.due_at),
    }
    statement = statement.on_conflict_do_update(index_elements=["device_id", "pengaduan_id"], set_=changed)
    return (await session.execute(statement.returning(QUEUE.c.id))).first() is not None


async def is_due(session: AsyncSession, at: datetime) -> bool:
    """Whether any message is to be sent."""
    return await session.scalar(select(AntreanTiket.id).where(AntreanTiket.due_at <= at).limit(1)) is not None


async def due(session: AsyncSession, at: datetime, limit: int) -> list[Waiting]:
    """Phones to which something is to be sent, the longest waiting first, each with all that waits for it."""
    first = select(AntreanTiket.device_id).where(AntreanTiket.due_at <= at).group_by(AntreanTiket.device_id)
    ids = (await session.scalars(first.order_by(func.min(AntreanTiket.due_at)).limit(limit))).all()
    statement = (
        select(AntreanTiket, LanggananTiket, PerangkatWarga.last_seen_at)
        .join(LanggananTiket, LanggananTiket.device_id == AntreanTiket.device_id)
        .join(PerangkatWarga, PerangkatWarga.id == AntreanTiket.device_id)
        .where(AntreanTiket.device_id.in_(ids))
        .order_by(AntreanTiket.id)
    )
    found: dict[UUID, Waiting] = {}
    for row, browser, seen_at in (await session.execute(statement)).all():
        found.setdefault(row.device_id, Waiting(browser, seen_at, [])).rows.append(row)
    return [found[one] for one in ids if one in found]


async def heard(session: AsyncSession, device_id: UUID, ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these reports a phone opens or follows now."""
    wanted = select(Pengaduan.id).where(Pengaduan.id.in_(ids), _told(device_id))
    return frozenset(await session.scalars(wanted))


async def done(session: AsyncSession, waiting: Waiting) -> None:
    """They were taken, or are not to be sent any more; but for what changed again meanwhile."""
    for row in waiting.rows:
        await session.execute(delete(AntreanTiket).where(AntreanTiket.id == row.id, AntreanTiket.at == row.at))


async def postpone(session: AsyncSession, waiting: Waiting, until: datetime, attempts: int) -> None:
    """Try again later."""
    ids = [row.id for row in waiting.rows]
    later = update(AntreanTiket).where(AntreanTiket.id.in_(ids)).values(due_at=until, attempts=attempts)
    await session.execute(later)


async def forget(session: AsyncSession, browser: LanggananTiket) -> None:
    """The phone takes no messages at this address any more, unless it asked anew meanwhile."""
    same = (LanggananTiket.device_id == browser.device_id, LanggananTiket.endpoint == browser.endpoint)
    await session.execute(delete(LanggananTiket).where(*same, LanggananTiket.server_key == browser.server_key))
