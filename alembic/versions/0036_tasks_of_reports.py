"""Tasks that follow up a citizen's report."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

GIVEN = sa.text("pengaduan_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("tugas", sa.Column("pengaduan_id", sa.Uuid(), nullable=True))
    op.create_index("ix_tugas_pengaduan", "tugas", ["pengaduan_id"], sqlite_where=GIVEN, postgresql_where=GIVEN)


def downgrade() -> None:
    op.drop_index("ix_tugas_pengaduan", "tugas")
    op.drop_column("tugas", "pengaduan_id")
