"""Signed heads of the audit trail."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "kepala_audit",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.Column("exported_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day", name="pk_kepala_audit"),
    )


def downgrade() -> None:
    op.drop_table("kepala_audit")
