"""The turn of citizens' reports at the desk: danger of now, danger that came late, everything else."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0040"
down_revision = "0039"

LATE = timedelta(minutes=10)
TIME = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.add_column("pengaduan", sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="2"))
    _fill()
    op.create_index("ix_pengaduan_queue", "pengaduan", ["priority", "received_at", "id"])


def _fill() -> None:
    """Reckoned here: the databases subtract times each in their own way, and there are few of these."""
    table = sa.table(
        "pengaduan",
        sa.column("id", sa.Uuid()),
        sa.column("urgent", sa.Boolean()),
        sa.column("priority", sa.SmallInteger()),
        sa.column("made_at", TIME),
        sa.column("received_at", TIME),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c.id, table.c.made_at, table.c.received_at).where(table.c.urgent)).all()
    for row in rows:
        turn = 1 if row.received_at - row.made_at > LATE else 0
        connection.execute(sa.update(table).where(table.c.id == row.id).values(priority=turn))


def downgrade() -> None:
    op.drop_index("ix_pengaduan_queue", "pengaduan")
    op.drop_column("pengaduan", "priority")
