"""Officers: the number that citizens may call."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("akun", sa.Column("public_phone", sa.String(20), nullable=True))


def downgrade() -> None:
    op.drop_column("akun", "public_phone")
