"""Rulings of reviewers on the flags of a report, and lists of flagged reports."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "putusan_bendera",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("laporan_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("ruling", sa.String(10), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("evidence", sa.String(1000), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ruling IN ('upheld', 'dismissed')", name="ck_putusan_bendera_ruling"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["akun.id"], name="fk_putusan_bendera_reviewer_id_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_putusan_bendera"),
    )
    op.create_index("ix_putusan_bendera_laporan", "putusan_bendera", ["laporan_id", "revision"])
    op.create_index("ix_putusan_bendera_reviewer_id", "putusan_bendera", ["reviewer_id"])
    flagged = sa.text("current AND severity > 0")
    op.create_index(
        "ix_laporan_flagged",
        "laporan",
        ["satuan_id", "severity", "received_at"],
        sqlite_where=flagged,
        postgresql_where=flagged,
    )


def downgrade() -> None:
    op.drop_index("ix_laporan_flagged", "laporan")
    op.drop_table("putusan_bendera")
