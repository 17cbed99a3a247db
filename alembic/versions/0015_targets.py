"""Targets of one officer and of one satuan."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("akun", sa.Column("target_per_day", sa.Integer(), nullable=True))
    op.add_column("satuan", sa.Column("target_per_day", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("satuan", "target_per_day")
    op.drop_column("akun", "target_per_day")
