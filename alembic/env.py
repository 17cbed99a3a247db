"""Runs migrations with the product's own engine, on SQLite and PostgreSQL."""

import asyncio

from alembic import context
from sqlalchemy.engine import Connection

from sambang_digital.db import make_engine
from sambang_digital.models.base import metadata
from sambang_digital.models.cari import BESIDE
from sambang_digital.settings import get_settings


def run(connection: Connection) -> None:
    """Run the migrations on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        # The index of search, which no model can say.
        include_name=lambda name, _kind, _parents: not (name or "").startswith(BESIDE),
    )
    with context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    """Open one connection and migrate."""
    engine = make_engine(context.config.attributes.get("url") or get_settings().database_url)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


asyncio.run(main())
