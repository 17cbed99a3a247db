"""What citizens read. Public rows are everybody's: reads for them start from what is shown, and know no actor. Those who write
start from :func:`workable`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Bacaan, BacaanFoto, BacaanHitungan, BacaanVersi, Media, Satuan, TingkatSatuan, Versi
from sambang_digital.repositories.satuan import below
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor

NAME = "bacaan"
"""Of the token that tells caches of a change."""
HITUNGAN = BacaanHitungan.__table__
_TOKENS = select(Versi.token).where(Versi.name.in_((NAME, "wilayah"))).order_by(Versi.name)
"""Texts say for which area they are, by its name."""


def workable(actor: Actor) -> Select[tuple[Bacaan]]:
    """Texts that the actor may work on: those of their satuan and of all below it, and from a Polres upwards those that came with
    the product."""
    above_polsek = exists().where(Satuan.id == actor.satuan_id, Satuan.level != TingkatSatuan.POLSEK)
    everybodys = and_(Bacaan.satuan_id.is_(None), above_polsek)  # type: ignore[union-attr]
    return select(Bacaan).where(or_(Bacaan.satuan_id.in_(below(actor)), everybodys))  # type: ignore[union-attr]


async def token(session: AsyncSession) -> str:
    """Another one after each change of what is shown, and of the villages that it names."""
    return ":".join(await session.scalars(_TOKENS))


async def renew_token(session: AsyncSession) -> None:
    """Tell all processes that what is shown has changed, with the transaction."""
    await session.execute(update(Versi).where(Versi.name == NAME).values(token=uuid4().hex))


async def shown(session: AsyncSession) -> Sequence[Row[tuple[Bacaan, BacaanVersi]]]:
    """Everything that citizens may read, the newest first."""
    version = and_(BacaanVersi.bacaan_id == Bacaan.id, BacaanVersi.n == Bacaan.shown)
    order = (Bacaan.published_at.desc(), Bacaan.slug)
    return (await session.execute(select(Bacaan, BacaanVersi).join(BacaanVersi, version).order_by(*order))).all()


async def films(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Media]:
    """Of these the videos that are finished, which texts name."""
    named = exists().where(BacaanFoto.media_id == Media.id)
    return (await session.scalars(select(Media).where(Media.id.in_(ids), Media.kind == "video", named))).all()


async def newest(session: AsyncSession, slugs: Sequence[str]) -> dict[str, Row[tuple[Bacaan, BacaanVersi]]]:
    """Those that there are of these, with their newest versions."""
    version = and_(BacaanVersi.bacaan_id == Bacaan.id, BacaanVersi.n == Bacaan.version)
    rows = await session.execute(select(Bacaan, BacaanVersi).join(BacaanVersi, version).where(Bacaan.slug.in_(slugs)))
    return {row.Bacaan.slug: row for row in rows}


async def add_counts(
    session: AsyncSession, bacaan_id: UUID, day: date, kecamatan_code: str, counts: Mapping[str, int]
) -> None:
    """Add to what is counted of a text on a day. ``counts``: columns of :class:`BacaanHitungan` and how much more."""
    zero = dict.fromkeys(("read", "finished", "quizzes", "quiz_right", "quiz_asked"), 0)
    key = {"bacaan_id": bacaan_id, "day": day, "kecamatan_code": kecamatan_code}
    statement = insert_into(dialect_of(session), HITUNGAN).values(key | zero | counts)
    more = {name: HITUNGAN.c[name] + statement.excluded[name] for name in counts}
    await session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=more))


async def counts(session: AsyncSession, bacaan_id: UUID) -> list[BacaanHitungan]:
    """All that is counted of a text, by day."""
    rows = select(BacaanHitungan).where(BacaanHitungan.bacaan_id == bacaan_id).order_by(BacaanHitungan.day)
    return list(await session.scalars(rows))
