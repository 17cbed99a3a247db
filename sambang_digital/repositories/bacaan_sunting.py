"""What citizens read, as those see it who write it: every read starts from the texts within the actor's reach."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, String, and_, cast, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import (
    Akun,
    Bacaan,
    BacaanFoto,
    BacaanHitungan,
    BacaanLangkah,
    BacaanVersi,
    Media,
    PeranAkun,
    Satuan,
)
from sambang_digital.repositories.bacaan import workable
from sambang_digital.repositories.media import of_a_report
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission, holders

PAGE = 30
Tab = Literal["semua", "draf", "ditinjau", "dijadwalkan", "terbit", "diarsipkan"]
TABS: tuple[Tab, ...] = get_args(Tab)
SUMS = ("read", "finished", "quizzes", "quiz_right", "quiz_asked")


@dataclass(frozen=True, slots=True)
class BacaanFilter:
    """Which texts. ``area``: a kecamatan or a village; ``text`` is looked for in title and summary of the newest version."""

    tab: Tab = "semua"
    kind: str | None = None
    area: str | None = None
    text: str = ""
    page: int = 1


def _newest(statement: Select[Any]) -> Select[Any]:
    return statement.join(BacaanVersi, and_(BacaanVersi.bacaan_id == Bacaan.id, BacaanVersi.n == Bacaan.version))


def _matching(actor: Actor, wanted: BacaanFilter, *, every_state: bool = False) -> Select[Any]:
    statement = _newest(workable(actor))
    if wanted.tab != "semua" and not every_state:
        statement = statement.where(Bacaan.state == wanted.tab)
    if wanted.kind:
        statement = statement.where(Bacaan.kind == wanted.kind)
    if wanted.area:
        area = BacaanVersi.parts["area"].as_string()  # type: ignore[index]
        # A kecamatan brings its villages along.
        statement = statement.where(or_(area == wanted.area, area.startswith(f"{wanted.area}.", autoescape=True)))
    for word in wanted.text.split():
        found: list[ColumnElement[bool]] = [
            column.icontains(word, autoescape=True) for column in (BacaanVersi.title, BacaanVersi.summary)
        ]
        statement = statement.where(or_(*found))
    return statement


async def page(session: AsyncSession, actor: Actor, wanted: BacaanFilter) -> Sequence[Row[Any]]:
    """One page of the list, what changed last first: text, newest version, its author's name, its satuan's name."""
    statement = (
        _matching(actor, wanted)
        .outerjoin(Akun, Akun.id == BacaanVersi.author_id)
        .outerjoin(Satuan, Satuan.id == Bacaan.satuan_id)
        .with_only_columns(Bacaan, BacaanVersi, Akun.name.label("author"), Satuan.name.label("satuan"))
        .order_by(Bacaan.changed_at.desc(), Bacaan.slug)  # type: ignore[attr-defined]
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    )
    return (await session.execute(statement)).all()


async def count_states(session: AsyncSession, actor: Actor, wanted: BacaanFilter) -> dict[str, int]:
    """How many of these texts stand in each state, whichever tab is open."""
    matching = _matching(actor, wanted, every_state=True)
    statement = matching.with_only_columns(Bacaan.state, func.count()).group_by(Bacaan.state)
    return {row[0]: row[1] for row in await session.execute(statement)}


async def find(session: AsyncSession, actor: Actor, bacaan_id: UUID, *, lock: bool = False) -> Bacaan | None:
    """One text within reach; ``lock``: nobody else changes it until this transaction ends."""
    statement = workable(actor).where(Bacaan.id == bacaan_id).execution_options(populate_existing=True)
    found: Bacaan | None = await session.scalar(statement.with_for_update() if lock else statement)
    return found


async def reviewers(session: AsyncSession, satuan_id: int, author: Actor) -> set[int]:
    """Who decides about a text of this satuan that ``author`` handed in: those who may publish it, of the satuan itself or, where there is
    nobody else, of the nearest above; of another unit than the author's nobody."""
    roles = PeranAkun.role.in_(holders(Permission.BACAAN_PUBLISH))
    path = select(Satuan.path).where(Satuan.id == satuan_id).scalar_subquery()
    statement = (
        select(Akun.id, Akun.satuan_id)
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(Akun.active, Akun.id != author.id, roles, path.startswith(Satuan.path))
        .order_by(func.length(Satuan.path).desc())
    )
    if author.unit:
        statement = statement.where(or_(Akun.unit == author.unit, Akun.unit.is_(None)))  # type: ignore[union-attr]
    rows = (await session.execute(statement)).all()
    return {row.id for row in rows if row.satuan_id == rows[0].satuan_id}


async def is_taken(session: AsyncSession, *, id_: UUID | None = None, slug: str = "") -> bool:
    """Whether there is a text with this id or slug, in whoever's reach."""
    same = Bacaan.id == id_ if id_ else Bacaan.slug == slug
    return bool(await session.scalar(select(exists().where(same))))


async def version(session: AsyncSession, bacaan_id: UUID, n: int) -> BacaanVersi | None:
    """One version of a text that was found before."""
    return await session.get(BacaanVersi, (bacaan_id, n), populate_existing=True)


async def versions(session: AsyncSession, bacaan_id: UUID) -> list[tuple[BacaanVersi, str | None]]:
    """All versions of a text that was found before, the newest first, with their authors' names."""
    statement = (
        select(BacaanVersi, Akun.name)
        .outerjoin(Akun, Akun.id == BacaanVersi.author_id)
        .where(BacaanVersi.bacaan_id == bacaan_id)
        .order_by(BacaanVersi.n.desc())  # type: ignore[attr-defined]
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def steps(session: AsyncSession, bacaan_id: UUID, limit: int) -> list[tuple[BacaanLangkah, str | None]]:
    """The latest steps of a text that was found before, the last first, with the names of who took them."""
    statement = (
        select(BacaanLangkah, Akun.name)
        .outerjoin(Akun, Akun.id == BacaanLangkah.akun_id)
        .where(BacaanLangkah.bacaan_id == bacaan_id)
        .order_by(BacaanLangkah.at.desc(), BacaanLangkah.id.desc())  # type: ignore[attr-defined]
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


def _sums() -> list[ColumnElement[int]]:
    return [func.coalesce(func.sum(getattr(BacaanHitungan, name)), 0).label(name) for name in SUMS]


async def sums(session: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, Row[Any]]:
    """All that is counted of each of these texts, found before; those that nobody read are left out."""
    statement = select(BacaanHitungan.bacaan_id, *_sums()).where(BacaanHitungan.bacaan_id.in_(ids))  # type: ignore[attr-defined]
    rows = await session.execute(statement.group_by(BacaanHitungan.bacaan_id))  # type: ignore[arg-type]
    return {row.bacaan_id: row for row in rows}


async def sums_by_area(session: AsyncSession, bacaan_id: UUID, since: date) -> Sequence[Row[Any]]:
    """What is counted of a text by kecamatan (empty: not known), from a day on."""
    area = BacaanHitungan.kecamatan_code
    statement = select(area, *_sums()).where(BacaanHitungan.bacaan_id == bacaan_id, BacaanHitungan.day >= since)
    return (await session.execute(statement.group_by(area).order_by(area))).all()


async def sums_by_month(session: AsyncSession, bacaan_id: UUID, since: date) -> Sequence[Row[Any]]:
    """What is counted of a text by month (``2026-11``), from a day on, the last month first."""
    month = func.substr(cast(BacaanHitungan.day, String), 1, 7).label("month")
    statement = select(month, *_sums()).where(BacaanHitungan.bacaan_id == bacaan_id, BacaanHitungan.day >= since)
    return (await session.execute(statement.group_by(month).order_by(month.desc()))).all()


def _due(moment: datetime) -> ColumnElement[bool]:
    return and_(Bacaan.state == "dijadwalkan", Bacaan.publish_at <= moment)  # type: ignore[operator]


async def is_due(session: AsyncSession, moment: datetime) -> bool:
    """Whether a scheduled text has to be published."""
    return bool(await session.scalar(select(exists().where(_due(moment)))))


async def due(session: AsyncSession, moment: datetime, limit: int) -> list[tuple[Bacaan, BacaanVersi]]:
    """Scheduled texts whose time has come, locked; whoever's they are: only for the clock."""
    statement = _newest(select(Bacaan, BacaanVersi).select_from(Bacaan)).where(_due(moment))
    statement = statement.order_by(Bacaan.publish_at).limit(limit).with_for_update(of=Bacaan)
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def photos(session: AsyncSession, bacaan_id: UUID) -> set[UUID]:
    """Photos that versions of a text name."""
    return set(await session.scalars(select(BacaanFoto.media_id).where(BacaanFoto.bacaan_id == bacaan_id)))


async def kinds_of_media(
    session: AsyncSession, actor: Actor, bacaan_id: UUID, ids: Collection[UUID]
) -> dict[UUID, str]:
    """Of these files ``foto`` or ``video`` of those that the text may name: it did before, or the actor uploaded them, and not with a
    report: what a report shows is nobody else's."""
    known = exists().where(BacaanFoto.bacaan_id == bacaan_id, BacaanFoto.media_id == Media.id)
    usable = or_(known, and_(Media.uploader_id == actor.id, ~of_a_report()))  # type: ignore[arg-type]
    rows = await session.execute(
        select(Media.id, Media.kind).where(Media.id.in_(ids), Media.state == "siap", usable)  # type: ignore[attr-defined]
    )
    # PostgreSQL's driver has a UUID class of its own.
    return {UUID(str(row.id)): row.kind for row in rows}


async def forget_photos(session: AsyncSession, bacaan_id: UUID, ids: Collection[UUID]) -> None:
    """The text no longer names these photos, in any version."""
    gone = (BacaanFoto.bacaan_id == bacaan_id, BacaanFoto.media_id.in_(ids))  # type: ignore[attr-defined]
    await session.execute(delete(BacaanFoto).where(*gone))
