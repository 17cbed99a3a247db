"""An index of the reports that went back: few among a million, and asked for on *Hari ini*."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_index(
        "ix_laporan_returned",
        "laporan",
        ["received_at", "satuan_id", "author_id", "area_code", "kind", "verdict", "severity"],
        sqlite_where=sa.text("current = 1 AND practice = 0 AND state = 'dikembalikan'"),
        postgresql_where=sa.text("current AND NOT practice AND state = 'dikembalikan'"),
    )


def downgrade() -> None:
    op.drop_index("ix_laporan_returned", "laporan")
