"""Texts of the library that visits brought to people."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "laporan_bacaan",
        sa.Column("laporan_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("bacaan_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("laporan_id", "revision", "bacaan_id", name="pk_laporan_bacaan"),
    )
    op.create_index("ix_laporan_bacaan_bacaan", "laporan_bacaan", ["bacaan_id"])


def downgrade() -> None:
    op.drop_table("laporan_bacaan")
