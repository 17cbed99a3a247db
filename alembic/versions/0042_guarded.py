"""Reports that nobody near their citizen may notice are marked as such."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.add_column("pengaduan", sa.Column("guarded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE pengaduan SET guarded = true WHERE about_police OR hide_identity OR kind = 'kdrt'")


def downgrade() -> None:
    op.drop_column("pengaduan", "guarded")
