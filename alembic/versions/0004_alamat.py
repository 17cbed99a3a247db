"""Addresses told by the geocoder."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "alamat",
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_alamat"),
    )


def downgrade() -> None:
    op.drop_table("alamat")
