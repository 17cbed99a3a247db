"""Citizens' reports. Who signs in reads from :func:`readable`, a citizen's phone from :func:`of_device`; there is no third way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    and_,
    case,
    delete,
    false,
    func,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from sambang_digital.models import (
    Akun,
    Laporan,
    Pengaduan,
    PengaduanLangkah,
    PeranAkun,
    PerangkatWarga,
    Satuan,
    TiketAkun,
    TiketPerangkat,
    Wilayah,
)
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.repositories.satuan import below, subtree
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission, holders

PAGE = 50
Tab = Literal["perlu", "baru", "berjalan", "menunggu", "selesai", "semua"]
TABS: dict[Tab, tuple[str, ...]] = {
    "perlu": OPEN,
    "baru": ("baru",),
    "berjalan": ("diverifikasi", "ditugaskan", "ditangani", "diteruskan"),
    "menunggu": ("menunggu_pelapor",),
    "selesai": ("selesai", "ditutup", "digabung", "ditolak"),
    "semua": (),
}
"""Views of the list, by the states in them; *semua* has all."""
CLOSED: frozenset[Tab] = frozenset({"selesai", "semua"})
"""Views with the latest change first; the others with danger of now, then danger that came late, then the longest wait first."""

VILLAGES = "bhabinkamtibmas"
"""The unit whose people are all officers in the villages."""

Officer = aliased(Akun)
Office = aliased(Satuan)


@dataclass(frozen=True, slots=True)
class PengaduanFilter:
    """Which reports. ``mine``: given to the actor, by name or to what they head; ``text``: in the words, the place or the code."""

    tab: Tab = "perlu"
    category: str | None = None
    kind: str | None = None
    area_code: str | None = None
    mine: bool = False
    text: str = ""
    page: int = 1


def given(actor: Actor) -> ColumnElement[bool]:
    """Given to the actor: by name, or to their satuan or one below, and for somebody of a unit to that unit."""
    if not actor.may(Permission.PENGADUAN_HANDLE):
        return false()
    if actor.may(Permission.SAMBANG_WRITE):
        return Pengaduan.to_akun_id == actor.id
    unit = Pengaduan.to_unit == actor.unit if actor.unit else true()
    heads = and_(Pengaduan.to_satuan_id.in_(below(actor)), unit)
    return or_(Pengaduan.to_akun_id == actor.id, heads)


def reach(actor: Actor) -> ColumnElement[bool]:
    """What decides whether the actor may read a report.

    One about an officer is for Propam alone; all others for whoever dispatches or commands in its Polres, and for whom it was
    given to.
    """
    here = Pengaduan.satuan_id.in_(below(actor))
    about = Pengaduan.about_police
    ways: list[ColumnElement[bool]] = [and_(~about, given(actor))]
    if actor.may(Permission.PENGADUAN_READ):
        ways.append(and_(~about, here))
    if actor.may(Permission.PENGADUAN_PROPAM):
        ways.append(and_(about, here))
    return or_(*ways)


def readable(actor: Actor) -> Select[tuple[Pengaduan]]:
    """Reports that the actor may read."""
    return select(Pengaduan).where(reach(actor))


def _matching(actor: Actor, wanted: PengaduanFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).select_from(Pengaduan).where(reach(actor))
    if states := TABS[wanted.tab]:
        statement = statement.where(Pengaduan.state.in_(states))
    for name in ("category", "kind", "area_code"):
        if value := getattr(wanted, name):
            statement = statement.where(getattr(Pengaduan, name) == value)
    if wanted.mine:
        statement = statement.where(given(actor))
    if wanted.text:
        words = (Pengaduan.text, Pengaduan.place, Pengaduan.code)
        statement = statement.where(or_(*(one.icontains(wanted.text, autoescape=True) for one in words)))
    return statement


async def page(session: AsyncSession, actor: Actor, wanted: PengaduanFilter) -> Sequence[Row[Any]]:
    """One page of reports, each with the village, and to whom it was given."""
    statement = (
        _matching(actor, wanted, Pengaduan, *_NAMES)
        .outerjoin(Wilayah, Wilayah.code == Pengaduan.area_code)
        .outerjoin(Officer, Officer.id == Pengaduan.to_akun_id)
        .outerjoin(Office, Office.id == Pengaduan.to_satuan_id)
    )
    order = (
        (Pengaduan.changed_at.desc(),)
        if wanted.tab in CLOSED
        else (Pengaduan.priority.asc(), Pengaduan.received_at.asc())
    )
    statement = statement.order_by(*order, Pengaduan.id)
    return (await session.execute(statement.limit(PAGE).offset((wanted.page - 1) * PAGE))).all()


_NAMES = (
    Wilayah.name.label("area"),
    Officer.name.label("officer"),
    Officer.rank.label("officer_rank"),
    Office.name.label("office"),
)


async def count(session: AsyncSession, actor: Actor, wanted: PengaduanFilter) -> int:
    """How many reports all pages together hold."""
    return int(await session.scalar(_matching(actor, wanted, func.count())) or 0)


async def one(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> Row[Any] | None:
    """A report with the names around it, whether it was given to the actor (``mine``), and is of their own satuan (``here``)."""
    statement = (
        select(Pengaduan, *_NAMES, *_standing(actor))
        .select_from(Pengaduan)
        .where(reach(actor), Pengaduan.id == pengaduan_id)
        .outerjoin(Wilayah, Wilayah.code == Pengaduan.area_code)
        .outerjoin(Officer, Officer.id == Pengaduan.to_akun_id)
        .outerjoin(Office, Office.id == Pengaduan.to_satuan_id)
    )
    return (await session.execute(statement)).one_or_none()


def _standing(actor: Actor) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    here = Pengaduan.satuan_id.in_(below(actor))
    return case((given(actor), True), else_=False).label("mine"), case((here, True), else_=False).label("here")


async def standing(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> Row[Any]:
    """How the actor stands to a report that they read: ``mine`` and ``here`` as :func:`one` says them."""
    return (await session.execute(select(*_standing(actor)).where(Pengaduan.id == pengaduan_id))).one()


async def tally(session: AsyncSession, actor: Actor, wanted: PengaduanFilter) -> dict[str, int]:
    """How many reports stand in which state, whatever the tab."""
    statement = _matching(actor, replace(wanted, tab="semua"), Pengaduan.state, func.count().label("number"))
    return {row.state: row.number for row in await session.execute(statement.group_by(Pengaduan.state))}


async def waiting(session: AsyncSession, actor: Actor) -> tuple[int, int]:
    """How many reports nobody of the actor's side has begun with, and how many of these are danger of now: new ones for whoever reads
    a desk's, else those that were given to the actor or to what they head and not to somebody by name."""
    reads = actor.may(Permission.PENGADUAN_READ) or actor.may(Permission.PENGADUAN_PROPAM)
    own = or_(Pengaduan.to_akun_id == actor.id, Pengaduan.to_akun_id.is_(None))
    due = (Pengaduan.state == "baru",) if reads else (Pengaduan.state == "ditugaskan", own)
    danger = func.count().filter(Pengaduan.priority == 0)
    row = (await session.execute(select(func.count(), danger).where(reach(actor), *due))).one()
    return row[0], row[1]


async def find(session: AsyncSession, actor: Actor, pengaduan_id: UUID, *, lock: bool = False) -> Pengaduan | None:
    """A report that the actor may read."""
    statement = readable(actor).where(Pengaduan.id == pengaduan_id).execution_options(populate_existing=True)
    return await session.scalar(statement.with_for_update() if lock else statement)


async def by_code(session: AsyncSession, actor: Actor, code: str) -> Pengaduan | None:
    """The same, by the code of its ticket."""
    return await session.scalar(readable(actor).where(Pengaduan.code == code))


async def stored(session: AsyncSession, pengaduan_id: UUID, *, lock: bool = False) -> Pengaduan | None:
    """A report, for the rules themselves: whoever asks was let through before."""
    statement = select(Pengaduan).where(Pengaduan.id == pengaduan_id)
    return await session.scalar(statement.with_for_update() if lock else statement)


async def ticket(session: AsyncSession, code: str) -> Pengaduan | None:
    """The report behind a code whose secret is about to be compared."""
    return await session.scalar(select(Pengaduan).where(Pengaduan.code == code))


def phones_of(device_id: UUID) -> ColumnElement[bool]:
    """Tickets of this phone, and of all on which the same citizen's account is signed in."""
    account = select(PerangkatWarga.akun_warga_id).where(PerangkatWarga.id == device_id).scalar_subquery()
    others = select(PerangkatWarga.id).where(PerangkatWarga.akun_warga_id == account)
    return or_(TiketPerangkat.device_id == device_id, TiketPerangkat.device_id.in_(others))


def opened_by(device_id: UUID) -> CompoundSelect[Any]:
    """Ids of reports whose ticket this phone may open: its own, and those of the account signed in on it.

    A guarded report is opened by phones that have its ticket themselves, by no account: whoever signed in on somebody's phone would read along.
    """
    account = select(PerangkatWarga.akun_warga_id).where(PerangkatWarga.id == device_id).scalar_subquery()
    by_account = union(
        select(TiketPerangkat.pengaduan_id).where(phones_of(device_id)),
        select(TiketAkun.pengaduan_id).where(TiketAkun.akun_warga_id == account),
    )
    return union(
        select(TiketPerangkat.pengaduan_id).where(TiketPerangkat.device_id == device_id),
        select(Pengaduan.id).where(~Pengaduan.guarded, Pengaduan.id.in_(by_account)),
    )


def openers(pengaduan_id: UUID) -> CompoundSelect[Any]:
    """Ids of the phones that may open a report's ticket: :func:`opened_by` read the other way round."""
    here, account = TiketPerangkat.pengaduan_id == pengaduan_id, PerangkatWarga.akun_warga_id
    accounts = union(
        select(account)
        .join(TiketPerangkat, TiketPerangkat.device_id == PerangkatWarga.id)
        .where(here, account.is_not(None)),
        select(TiketAkun.akun_warga_id).where(TiketAkun.pengaduan_id == pengaduan_id),
    )
    return union(
        select(TiketPerangkat.device_id).where(here),
        select(PerangkatWarga.id)
        .join(Pengaduan, Pengaduan.id == pengaduan_id)
        .where(~Pengaduan.guarded, account.in_(accounts.subquery().select())),
    )


def of_device(device_id: UUID) -> Select[tuple[Pengaduan]]:
    """Reports whose ticket this phone may open."""
    return select(Pengaduan).where(Pengaduan.id.in_(opened_by(device_id)))


async def tickets(session: AsyncSession, device_id: UUID) -> Sequence[Pengaduan]:
    """They, the latest first."""
    return (await session.scalars(of_device(device_id).order_by(Pengaduan.received_at.desc()))).all()


async def own(session: AsyncSession, device_id: UUID, code: str, *, lock: bool = False) -> Pengaduan | None:
    """One of them, by its code."""
    statement = of_device(device_id).where(Pengaduan.code == code)
    return await session.scalar(statement.with_for_update(of=Pengaduan) if lock else statement)


async def grant(session: AsyncSession, device_id: UUID, pengaduan_id: UUID) -> None:
    """From now on this phone may open the ticket."""
    row = {"device_id": device_id, "pengaduan_id": pengaduan_id}
    await session.execute(insert_into(dialect_of(session), TiketPerangkat).values(row).on_conflict_do_nothing())


async def forget(session: AsyncSession, device_id: UUID, pengaduan_id: UUID) -> None:
    """It may do so no more; nor may the account signed in on it, or else it still could."""
    account = select(PerangkatWarga.akun_warga_id).where(PerangkatWarga.id == device_id).scalar_subquery()
    kept = (TiketAkun.akun_warga_id == account, TiketAkun.pengaduan_id == pengaduan_id)
    await session.execute(delete(TiketAkun).where(*kept))
    opened = (phones_of(device_id), TiketPerangkat.pengaduan_id == pengaduan_id)
    await session.execute(delete(TiketPerangkat).where(*opened).execution_options(synchronize_session=False))


async def step(session: AsyncSession, step_id: UUID) -> PengaduanLangkah | None:
    """A step by its id."""
    return await session.get(PengaduanLangkah, step_id)


async def steps(session: AsyncSession, pengaduan_id: UUID, *, public: bool) -> Sequence[Row[Any]]:
    """The history, the earliest first, each with name and rank of who did it; ``public``: what the citizen may read."""
    statement = (
        select(PengaduanLangkah, Akun.name, Akun.rank)
        .outerjoin(Akun, Akun.id == PengaduanLangkah.akun_id)
        .where(PengaduanLangkah.pengaduan_id == pengaduan_id)
        .order_by(PengaduanLangkah.at, PengaduanLangkah.id)
    )
    if public:
        statement = statement.where(~PengaduanLangkah.internal)
    return (await session.execute(statement)).all()


async def visits(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Officers' reports that steps of a report name which the actor was found to handle, each with name and rank of its author."""
    statement = select(Laporan, Akun.name, Akun.rank).join(Akun, Akun.id == Laporan.author_id)
    return (await session.execute(statement.where(Laporan.id.in_(ids), Laporan.current, ~Laporan.practice))).all()


async def told_at(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the desk last took a step with each of these reports that its citizen may read; those of no such step are missing."""
    theirs = (PengaduanLangkah.pengaduan_id.in_(ids), PengaduanLangkah.side == "petugas", ~PengaduanLangkah.internal)
    statement = select(PengaduanLangkah.pengaduan_id, func.max(PengaduanLangkah.at)).where(*theirs)
    rows = (await session.execute(statement.group_by(PengaduanLangkah.pengaduan_id))).all()
    return dict(rows)


async def desk(session: AsyncSession, satuan_id: int, *, propam: bool) -> Sequence[int]:
    """Who is told of a new report of this satuan: those who dispatch there, or Propam."""
    wanted = Permission.PENGADUAN_PROPAM if propam else Permission.PENGADUAN_TRIAGE
    return await _holders(session, Akun.satuan_id == satuan_id, wanted)


async def heads(session: AsyncSession, satuan_id: int, unit: str | None) -> Sequence[int]:
    """Who is told of a report given to a satuan or its unit: whoever handles reports there, but for officers in the villages."""
    here = and_(Akun.satuan_id == satuan_id, Akun.unit.is_(None) if unit is None else Akun.unit == unit)
    return await _holders(session, here, Permission.PENGADUAN_HANDLE, Permission.LAPORAN_READ)


async def _holders(session: AsyncSession, where: ColumnElement[bool] | bool, *permissions: Permission) -> Sequence[int]:
    roles = PeranAkun.role.in_(holders(*permissions))
    statement = select(Akun.id).join(PeranAkun, PeranAkun.akun_id == Akun.id).where(where, Akun.active, roles)
    return (await session.scalars(statement.distinct())).all()


async def officers(session: AsyncSession, path: str, unit: str | None = None) -> set[int]:
    """Active officers of the villages below this satuan; of the unit alone where one is named."""
    roles = PeranAkun.role.in_(holders(Permission.SAMBANG_WRITE))
    statement = select(Akun.id).join(PeranAkun, PeranAkun.akun_id == Akun.id).where(Akun.active, roles)
    statement = statement.where(Akun.satuan_id.in_(subtree(path)))
    # Officers in the villages serve at their polsek: they are the people of their unit without being entered in it.
    if unit not in (None, VILLAGES):
        statement = statement.where(Akun.unit == unit)
    return set(await session.scalars(statement))


async def officer(session: AsyncSession, akun_id: int, path: str, unit: str | None = None) -> Akun | None:
    """One of them."""
    found = akun_id in await officers(session, path, unit)
    return await session.get(Akun, akun_id) if found else None


async def due_to_close(session: AsyncSession, before: datetime, limit: int) -> Sequence[Pengaduan]:
    """Reports that came to an end before ``before`` and were neither reopened nor closed."""
    old = (Pengaduan.state == "selesai", Pengaduan.done_at < before)
    return (await session.scalars(select(Pengaduan).where(*old).limit(limit).with_for_update(skip_locked=True))).all()
