"""Lost devices: since when, and when the device was told to erase itself."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("sesi_perangkat", sa.Column("lost_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("sesi_perangkat", sa.Column("wiped_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("sesi_perangkat", "wiped_at")
    op.drop_column("sesi_perangkat", "lost_at")
