"""All rows of all tables, out of one database and into another of either kind."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    MetaData,
    Table,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models.base import metadata
from sambang_digital.repositories.upsert import dialect_of

VERSION_TABLE = "alembic_version"
MADE_BY_MIGRATIONS = frozenset({"versi"})
"""Tables into which the migrations themselves put rows: what lies there does not make a database a filled one."""
MADE_ANEW = ("cari", "antrean_cari")
"""Tables that follow from the others, and those whose names begin so: they are not carried but filled again."""
CHUNK = 2_000
"""Rows read or written at once."""
# A value that is missing stays missing, instead of becoming the word "null".
_JSON = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter behind a table's own numbers; ``next`` is the number it gives out next."""

    table: str
    next: int


async def snapshot(session: AsyncSession) -> None:
    """From here on this session sees the database as it is now, whatever others write (on SQLite it does so by itself)."""
    if dialect_of(session) == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        await session.connection(execution_options=options)


async def revision(session: AsyncSession) -> str | None:
    """The migration at which the database stands; None if there is nothing yet."""
    connection = await session.connection()
    if not await connection.run_sync(lambda sync: inspect(sync).has_table(VERSION_TABLE)):
        return None
    return await session.scalar(select(sql_column("version_num")).select_from(sql_table(VERSION_TABLE)))


async def tables(session: AsyncSession) -> list[Table]:
    """The tables as they are in the database, each after those it refers to; the models know their columns' types."""
    return await (await session.connection()).run_sync(_tables)


def _tables(connection: Connection) -> list[Table]:
    found, ours = MetaData(), metadata()
    found.reflect(connection, only=lambda name, _: not name.startswith(MADE_ANEW))
    for table in found.tables.values():
        known = ours.tables.get(table.name)
        for column in table.columns:
            if known is not None and column.name in known.columns:
                column.type = known.columns[column.name].type
            if isinstance(column.type, JSON):
                column.type = _JSON
    return [table for table in found.sorted_tables if table.name != VERSION_TABLE]


async def filled(session: AsyncSession) -> tuple[str, int] | None:
    """The first table that holds rows, and how many; None if there are only tables as the migrations leave them."""
    for table in await tables(session):
        if table.name not in MADE_BY_MIGRATIONS and (count := await count_of(session, table)):
            return table.name, count
    return None


async def count_of(session: AsyncSession, table: Table) -> int:
    """Number of rows."""
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def rows(session: AsyncSession, table: Table) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """All rows in the order of their keys, :data:`CHUNK` at a time."""
    stream = await session.stream(
        select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": CHUNK}
    )
    async for part in stream.partitions():
        yield part


async def begin_load(session: AsyncSession, found: Sequence[Table]) -> None:
    """Make room: what the migrations put in comes back with the backup."""
    for table in found:
        if table.name in MADE_BY_MIGRATIONS:
            await session.execute(delete(table))


async def insert_rows(session: AsyncSession, table: Table, values: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put rows in, without what they say of rows of their own table; gives those for :func:`link_rows`."""
    own = dict.fromkeys(_own_references(table))
    await (await session.connection()).execute(insert(table), [row | own for row in values])
    return [row for row in values if any(row[name] is not None for name in own)]


async def link_rows(session: AsyncSession, table: Table, linked: Sequence[dict[str, Any]]) -> None:
    """Once all are there, write what rows say of others of their own table."""
    if not linked:
        return
    own = _own_references(table)
    keys = list(table.primary_key.columns)
    statement = update(table).where(*(key == bindparam(f"key_{key.name}", type_=key.type) for key in keys))
    statement = statement.values({name: bindparam(f"new_{name}") for name in own})
    parameters = [
        {f"key_{key.name}": row[key.name] for key in keys} | {f"new_{name}": row[name] for name in own}
        for row in linked
    ]
    await (await session.connection()).execute(statement, parameters)


def _own_references(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _counted(table: Table) -> Column[Any] | None:
    """The column whose numbers the database gives out by itself."""
    column = table.autoincrement_column
    return (
        column if column is not None and getattr(column.type, "impl_instance", column.type).python_type is int else None
    )


async def sequences(session: AsyncSession, found: Sequence[Table]) -> list[Counter]:
    """Where each table's counter stands; SQLite has none, it counts on from the highest number."""
    counters = []
    for table in found:
        column = _counted(table)
        if column is None:
            continue
        name = await _sequence_name(session, table, column)
        if name:
            value = select(text("CASE WHEN is_called THEN last_value + 1 ELSE last_value END")).select_from(text(name))
        else:
            value = select(func.coalesce(func.max(column), 0) + 1)
        counters.append(Counter(str(table.name), await session.scalar(value) or 1))
    return counters


async def set_sequences(session: AsyncSession, found: Sequence[Table], counters: Sequence[Counter]) -> None:
    """Let each counter go on where it stood."""
    following = {counter.table: counter.next for counter in counters}
    for table in found:
        column = _counted(table)
        if column is not None and table.name in following and (name := await _sequence_name(session, table, column)):
            await session.execute(select(func.setval(name, following[table.name], False)))


async def _sequence_name(session: AsyncSession, table: Table, column: Column[Any]) -> str | None:
    if dialect_of(session) != "postgresql":
        return None
    return await session.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
