"""Tasks of officers with their history, and the task that a report answers."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0022"
down_revision = "0021"
STATES = ("baru", "dilihat", "dikerjakan", "selesai", "tidak_dapat", "dibatalkan")


def upgrade() -> None:
    op.create_table(
        "tugas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("satuan_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("due_all_day", sa.Boolean(), nullable=False),
        sa.Column("area_code", sa.String(13), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"state IN {STATES}", name="state"),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
        sa.ForeignKeyConstraint(["officer_id"], ["akun.id"]),
        sa.ForeignKeyConstraint(["giver_id"], ["akun.id"]),
        sa.ForeignKeyConstraint(["satuan_id"], ["satuan.id"]),
        sa.ForeignKeyConstraint(["area_code"], ["wilayah.code"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_tugas_officer_changed", "tugas", ["officer_id", "changed_at"])
    op.create_index("ix_tugas_satuan_state_due", "tugas", ["satuan_id", "state", "due_at"])
    op.create_index("ix_tugas_source", "tugas", ["source_id"])
    op.create_table(
        "tugas_langkah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tugas_id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("laporan", sa.Uuid(), nullable=True),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["tugas_id"], ["tugas.id"]),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_tugas_langkah_order", "tugas_langkah", ["tugas_id", "at"])
    op.add_column("laporan", sa.Column("task_id", sa.Uuid(), nullable=True))
    answers = sa.text("task_id IS NOT NULL")
    op.create_index("ix_laporan_task", "laporan", ["task_id"], sqlite_where=answers, postgresql_where=answers)


def downgrade() -> None:
    op.drop_index("ix_laporan_task", "laporan")
    op.drop_column("laporan", "task_id")
    op.drop_table("tugas_langkah")
    op.drop_table("tugas")
