"""Indexes of the lists and numbers over all reports.

They replace those that only PostgreSQL took: SQLite takes a partial index for the very expression of the query alone,
which writes ``current = 1``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

FILTERS = ["author_id", "area_code", "kind", "verdict", "severity"]
WAITING = "state IN ('terkirim', 'diperiksa', 'diperbaiki')"


def _partial(name: str, columns: list[str], sqlite: str, postgresql: str) -> None:
    op.create_index(name, "laporan", columns, sqlite_where=sa.text(sqlite), postgresql_where=sa.text(postgresql))


def upgrade() -> None:
    op.drop_index("ix_laporan_queue", "laporan")
    op.drop_index("ix_laporan_flagged", "laporan")
    op.drop_index("ix_laporan_practice", "laporan")
    shown = "current = 1 AND practice = 0", "current AND NOT practice"
    _partial("ix_laporan_received", ["received_at", "satuan_id", "state", *FILTERS], *shown)
    _partial("ix_laporan_waiting", ["received_at", "satuan_id", *FILTERS], *(f"{rows} AND {WAITING}" for rows in shown))
    counted = f"{shown[0]} AND upheld = 0", f"{shown[1]} AND NOT upheld"
    _partial(
        "ix_laporan_counted", ["satuan_id", "day", *FILTERS], *(f"{rows} AND state != 'dikembalikan'" for rows in counted)
    )
    _partial("ix_laporan_practice", ["author_id"], "practice = 1", "practice")


def downgrade() -> None:
    for name in ("received", "waiting", "counted", "practice"):
        op.drop_index(f"ix_laporan_{name}", "laporan")
    _partial("ix_laporan_practice", ["author_id"], "practice", "practice")
    flagged = "current AND severity > 0"
    _partial("ix_laporan_flagged", ["satuan_id", "severity", "received_at"], flagged, flagged)
    _partial("ix_laporan_queue", ["satuan_id", "state", "received_at"], "current", "current")
