"""Portraits of officers."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "potret",
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("set_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_potret_akun_id_akun", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("akun_id", name="pk_potret"),
        sa.UniqueConstraint("id", name="uq_potret_id"),
    )


def downgrade() -> None:
    op.drop_table("potret")
