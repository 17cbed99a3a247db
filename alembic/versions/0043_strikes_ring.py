"""News of a strike rings although its phone is held back."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.add_column("antrean_tiket", sa.Column("strike", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("antrean_tiket", "strike")
