"""Reports of Mode latihan found by their author, and vulnerable spots in the register."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    practice = sa.text("practice")
    op.create_index("ix_laporan_practice", "laporan", ["author_id"], sqlite_where=practice, postgresql_where=practice)
    op.add_column("subjek", sa.Column("vulnerable", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("subjek", "vulnerable")
    op.drop_index("ix_laporan_practice", "laporan")
