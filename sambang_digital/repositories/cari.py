"""The index of search: what is filed, and which of it a question finds. Both databases file the same words and are asked the same;
only how a question is spelt, and how its answer is kept from being sorted whole, is each one's own.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    asc,
    bindparam,
    cast,
    delete,
    desc,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    text,
    tuple_,
    update,
)  # fmt: skip
from sqlalchemy import column as sql_column
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import AntreanCari, Cari, Laporan, Subjek, Tugas, Utas
from sambang_digital.models.akun import Akun
from sambang_digital.models.base import now
from sambang_digital.models.cari import HEADS, is_head
from sambang_digital.repositories import antrean
from sambang_digital.repositories.upsert import dialect_of

CARI, QUEUE = Cari.__table__, AntreanCari.__table__
NEAR = 4_000
"""PostgreSQL reads so many things of a sort one by one, from where it begins, before it asks its index: what is frequent is found among
them, and an index that gives its finds in no order would have to sort all of them."""
SORT = literal_column("CASE jenis WHEN 'pribadi' THEN 'register' ELSE jenis END")
"""As what a thing is looked for. Spelt as in the index ``cari_fts_sort`` of PostgreSQL."""

DOUBLE, SINGLE = '"', "'"
FTS = table("cari_fts", sql_column("rowid"))
MERGED = 100
"""Pages of the index that one step merges: less than a tenth of a second in which nobody else writes."""


def _quoted(word: str, quote: str) -> str:
    return quote + word.replace(quote, quote * 2) + quote


def _begun(term: Any) -> str:
    """What a beginning is looked for by: of a long one the longest head, which says as much."""
    word: str = term.word
    return word[: HEADS[-1]] if word.isalpha() else word


def _fts5(term: Any) -> str:
    return f"{_quoted(_begun(term), DOUBLE)} *" if term.begins else _quoted(term.word, DOUBLE)


def _tsquery(term: Any) -> str:
    if not term.begins:
        return _quoted(term.word, SINGLE)
    begun = _begun(term)
    return _quoted(f"{begun}^", SINGLE) if is_head(begun) else f"{_quoted(begun, SINGLE)}:*"


def _spelt(question: Iterable[Any], term: Callable[[Any], str], both: str, either: str) -> str:
    """A question (``services/kata.py``) in a database's own words."""

    def way(terms: Iterable[Any]) -> str:
        return f"({both.join(term(one) for one in terms)})"

    return both.join(f"({either.join(way(terms) for terms in group)})" for group in question)


def _fts(question: Iterable[Any]) -> Select[Any]:
    matches = literal_column(FTS.name).op("MATCH")(_spelt(question, _fts5, " AND ", " OR "))
    return select(FTS.c.rowid.label("id")).where(matches)


def _asked(question: Iterable[Any]) -> Any:
    return cast(_spelt(question, _tsquery, " & ", " | "), TSQUERY)


def all_refs(session: AsyncSession, question: Iterable[Any]) -> Select[tuple[UUID]]:
    """Everything that the question finds, in no order, to be read from within another statement."""
    if dialect_of(session) == "sqlite":
        return select(CARI.c.ref).where(CARI.c.id.in_(_fts(question)))
    return select(CARI.c.ref).where(CARI.c.words.op("@@")(_asked(question)))


async def refs(
    session: AsyncSession, question: Iterable[Any], jenis: str, limit: int, *, oldest_first: bool = False
) -> list[UUID]:
    """What of this sort the question finds, the newest first or the oldest, at most ``limit``. The question must say by a mark whose
    things it is about: on SQLite that alone keeps other sorts out."""
    order = asc if oldest_first else desc
    if dialect_of(session) == "sqlite":
        # FTS5 walks in this order by itself and stops at the limit.
        hits = _fts(question).order_by(order(FTS.c.rowid)).limit(limit).subquery()
        in_order = select(CARI.c.ref).join(hits, hits.c.id == CARI.c.id).order_by(order(hits.c.id))
        return list(await session.scalars(in_order))
    asked = _asked(question)
    of_sort = select(CARI).where(jenis == SORT).order_by(order(CARI.c.id))
    near = of_sort.limit(NEAR).subquery()
    # The function is what the operator calls, and no index knows it.
    one_by_one = select(near.c.ref).where(func.ts_match_vq(near.c.words, asked)).order_by(order(near.c.id))
    found = list(await session.scalars(one_by_one.limit(limit)))
    if len(found) < limit:
        end = of_sort.with_only_columns(CARI.c.id).offset(NEAR - 1).limit(1).scalar_subquery()
        # ``id + 0``: not in the order of ids, in which it would read everything where little is found.
        key = CARI.c.id + 0
        by_index = select(CARI.c.ref).where(CARI.c.words.op("@@")(asked), jenis == SORT)
        by_index = by_index.where(key > end if oldest_first else key < end).order_by(order(key))
        found += await session.scalars(by_index.limit(limit - len(found)))
    return found


async def filed(
    session: AsyncSession, jenis: Collection[str], refs: Collection[UUID]
) -> dict[tuple[str, UUID], Row[Any]]:
    """What of this is filed: (id, jenis, ref, at, sum) by jenis and ref."""
    columns = select(CARI.c.id, CARI.c.jenis, CARI.c.ref, CARI.c.at, CARI.c.sum)
    rows = await session.execute(columns.where(CARI.c.ref.in_(refs), CARI.c.jenis.in_(jenis)))
    return {(row.jenis, row.ref): row for row in rows}


async def remove(session: AsyncSession, ids: Collection[int]) -> None:
    """File these no longer."""
    if ids:
        await session.execute(delete(CARI).where(CARI.c.id.in_(ids)))


async def change(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """File these (``id``, ``sum``, ``words``) under other words, in their place."""
    if rows:
        statement = update(CARI).where(CARI.c.id == bindparam("key"))
        values = {"sum": bindparam("new_sum"), "words": bindparam("new_words", type_=CARI.c.words.type)}
        parameters = [{"key": row["id"], "new_sum": row["sum"], "new_words": row["words"]} for row in rows]
        await (await session.connection()).execute(statement.values(values), parameters)


async def add(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """File these as the newest, in their order."""
    if rows:
        await session.execute(insert(CARI), list(rows))


async def forget(session: AsyncSession, laporan_id: UUID) -> None:
    """Nothing of this report is found any more, nor once a turn that has just read it has written."""
    await session.execute(delete(CARI).where(CARI.c.ref == laporan_id))
    await antrean.enqueue(session, QUEUE, [{"jenis": jenis, "ref": laporan_id} for jenis in ("laporan", "percakapan")])


_EVERYTHING: dict[str, Any] = {
    "laporan": select(Laporan.id).where(Laporan.current).order_by(Laporan.received_at, Laporan.id),
    "register": select(Subjek.id).where(Subjek.removed_at.is_(None)).order_by(Subjek.changed_at, Subjek.id),
    "tugas": select(Tugas.id).order_by(Tugas.created_at, Tugas.id),
    "percakapan": select(Utas.id).order_by(Utas.last_at, Utas.id),
}


async def enqueue_everything(session: AsyncSession) -> None:
    """Let everything there is be filed anew, in the order in which it came, and what is filed but gone be looked for."""
    at = now()
    waiting = [literal(value, QUEUE.c[name].type).label(name) for name, value in (("due_at", at), ("attempts", 0))]

    async def wait(jenis: Any, ref: Any, rows: Any) -> None:
        chosen = rows.with_only_columns(jenis.label("jenis"), ref, *waiting)
        await session.execute(insert(QUEUE).from_select(["jenis", "ref", "due_at", "attempts"], chosen))

    await session.execute(delete(QUEUE))
    for jenis, rows in _EVERYTHING.items():
        await wait(literal(jenis, QUEUE.c.jenis.type), rows.selected_columns[0], rows)
    people = await session.scalars(select(Akun.id).order_by(Akun.id))
    some = [{"jenis": "petugas", "ref": UUID(int=id_), "due_at": at, "attempts": 0} for id_ in people]
    if some:
        await session.execute(insert(QUEUE), some)
    there = select(QUEUE.c.jenis, QUEUE.c.ref)
    gone = select(CARI).where(tuple_(SORT, CARI.c.ref).not_in(there)).order_by(CARI.c.id)
    await wait(SORT, CARI.c.ref, gone)


async def waiting(session: AsyncSession) -> int:
    """How much waits to be filed."""
    return await session.scalar(select(func.count()).select_from(QUEUE)) or 0


async def tidy(session: AsyncSession) -> None:
    """After much was filed: put the index in order (SQLite), count what is in it (PostgreSQL)."""
    if dialect_of(session) == "sqlite":
        await session.execute(text("INSERT INTO cari_fts(cari_fts) VALUES ('optimize')"))
    await session.execute(text("ANALYZE cari"))


async def merge(session: AsyncSession, *, begun: bool) -> bool:
    """One step of putting SQLite's index into one piece, about :data:`MERGED` pages; whether there is more to do.

    A word that was taken out is legible in older pieces until they are merged, and what was merged is written over.
    """
    if dialect_of(session) != "sqlite":
        return False
    done = select(func.total_changes())
    before = await session.scalar(done)
    step = text("INSERT INTO cari_fts(cari_fts, rank) VALUES ('merge', :pages)")
    # A negative number puts all pieces on one level first: https://www.sqlite.org/fts5.html#the_merge_command
    await session.execute(step, {"pages": MERGED if begun else -MERGED})
    return await session.scalar(done) - before > 1
