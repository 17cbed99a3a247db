"""Photos whose files still have to be deleted."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "foto_hapus",
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("media_id", name="pk_foto_hapus"),
    )


def downgrade() -> None:
    op.drop_table("foto_hapus")
