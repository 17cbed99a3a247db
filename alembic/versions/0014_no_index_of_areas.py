"""The index of reports by village and day goes: nothing asks it, and SQLite took it for questions that another answers better."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.drop_index("ix_laporan_area_day", "laporan")


def downgrade() -> None:
    op.create_index("ix_laporan_area_day", "laporan", ["area_code", "day"])
