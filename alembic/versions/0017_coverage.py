"""The index by which coverage of villages, RW and RT is counted from the register."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_index(
        "ix_subjek_coverage", "subjek", ["area_code", "kind", "rw", "rt", "last_visit_at", "removed_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_subjek_coverage", "subjek")
