"""Queue and fingerprints of the flags that compare reports; the number of a visit at its address."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0009"
down_revision = "0008"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "antrean_bendera",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("laporan_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_antrean_bendera"),
    )
    op.create_index("ix_antrean_bendera_due", "antrean_bendera", ["due_at", "id"])
    op.create_table(
        "sidik",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("laporan_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("key", "author_id", "laporan_id", name="pk_sidik"),
    )
    op.add_column("laporan", sa.Column("visit_number", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("laporan", "visit_number")
    op.drop_table("sidik")
    op.drop_table("antrean_bendera")
