"""Retention: addresses of points by when they were asked for."""

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_index("ix_alamat_asked_at", "alamat", ["asked_at"])


def downgrade() -> None:
    op.drop_index("ix_alamat_asked_at", "alamat")
