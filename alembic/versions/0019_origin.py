"""Out of which report another one was made, and the index that finds what was made out of one."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("laporan", sa.Column("origin_id", sa.Uuid(), nullable=True))
    op.add_column("laporan", sa.Column("origin_path", sa.String(120), nullable=True))
    made = sa.text("origin_id IS NOT NULL")
    op.create_index("ix_laporan_origin", "laporan", ["origin_id"], sqlite_where=made, postgresql_where=made)


def downgrade() -> None:
    op.drop_index("ix_laporan_origin", "laporan")
    op.drop_column("laporan", "origin_path")
    op.drop_column("laporan", "origin_id")
