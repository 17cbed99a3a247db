"""Indexes of reports that went back and of those with an upheld flag: few among a million, and asked for by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

FILTERS = ["author_id", "area_code", "kind", "verdict", "severity"]


def _partial(name: str, columns: list[str], rest: tuple[str, str]) -> None:
    sqlite, postgresql = f"current = 1 AND practice = 0 AND {rest[0]}", f"current AND NOT practice AND {rest[1]}"
    op.create_index(name, "laporan", columns, sqlite_where=sa.text(sqlite), postgresql_where=sa.text(postgresql))


def upgrade() -> None:
    _partial("ix_laporan_returned", ["received_at", "satuan_id", *FILTERS], ("state = 'dikembalikan'",) * 2)
    _partial("ix_laporan_upheld", ["received_at", "satuan_id", "state"], ("upheld = 1", "upheld"))


def downgrade() -> None:
    op.drop_index("ix_laporan_upheld", "laporan")
    op.drop_index("ix_laporan_returned", "laporan")
