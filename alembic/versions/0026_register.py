"""The register: moved away, declined, merged; doubles; requests of citizens."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from sambang_digital.models.base import UtcDateTime

revision = "0026"
down_revision = "0025"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = UtcDateTime(timezone=True)
THERE, MERGED, OPEN = (
    {"sqlite_where": sa.text(rows), "postgresql_where": sa.text(rows)}
    for rows in ("removed_at IS NULL", "merged_into IS NOT NULL", "dismissed_at IS NULL")
)
COVERAGE = ["area_code", "kind", "rw", "rt", "last_visit_at", "removed_at"]


def added() -> tuple[sa.Column[Any], ...]:
    """New columns of ``subjek``, made anew at each call: one belongs to the table that it was added to."""
    return (
        sa.Column("words", sa.String(430), server_default="", nullable=False),
        sa.Column("declined", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("moved_at", TIME, nullable=True),
        sa.Column("moved_reason", sa.String(200), nullable=True),
        sa.Column("moved_by", sa.Integer(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("compared", sa.String(32), nullable=True),
    )


def upgrade() -> None:
    for column in added():
        op.add_column("subjek", column)
    op.execute("UPDATE subjek SET words = lower(name || ' ' || address) WHERE removed_at IS NULL")
    op.execute(sa.text("UPDATE subjek SET declined = :yes WHERE name LIKE 'Rumah yang menolak didata%'").bindparams(yes=True))
    op.drop_index("ix_subjek_coverage", "subjek")
    op.create_index("ix_subjek_coverage", "subjek", [*COVERAGE, "moved_on"])
    op.create_index(
        "ix_subjek_list",
        "subjek",
        ["last_visit_at", "id", "area_code", "kind", "declined", "moved_on", "rw", "rt", "words"],
        **THERE,
    )
    op.create_index("ix_subjek_place", "subjek", ["area_code", "kind", "lat"])
    op.create_index("ix_subjek_merged_into", "subjek", ["merged_into"], **MERGED)
    op.create_table(
        "calon_ganda",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(13), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=True),
        sa.Column("found_at", TIME, nullable=False),
        sa.Column("dismissed_by", sa.Integer(), nullable=True),
        sa.Column("dismissed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["dismissed_by"], ["akun.id"], name="fk_calon_ganda_dismissed_by_akun"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name="pk_calon_ganda"),
    )
    op.create_index("ix_calon_ganda_open", "calon_ganda", ["area_code", "score"], **OPEN)
    op.create_index("ix_calon_ganda_other", "calon_ganda", ["other_id"])
    op.create_table(
        "gabungan_subjek",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("taken", JSON, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["akun.id"], name="fk_gabungan_subjek_by_id_akun"),
        sa.ForeignKeyConstraint(["undone_by"], ["akun.id"], name="fk_gabungan_subjek_undone_by_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_gabungan_subjek"),
    )
    for column in ("kept_id", "gone_id"):
        op.create_index(f"ix_gabungan_subjek_{column}", "gabungan_subjek", [column])
    op.create_table(
        "permintaan_warga",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subjek_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(13), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("requester", sa.String(120), nullable=False),
        sa.Column("identity", sa.String(20), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("answer", sa.String(1000), nullable=False),
        sa.CheckConstraint(
            "kind IN ('perbaikan', 'penghapusan', 'tarik_persetujuan', 'salinan')", name="ck_permintaan_warga_kind"
        ),
        sa.CheckConstraint(
            "state IN ('baru', 'dikerjakan', 'selesai', 'ditolak')", name="ck_permintaan_warga_state"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["akun.id"], name="fk_permintaan_warga_created_by_akun"),
        sa.ForeignKeyConstraint(["decided_by"], ["akun.id"], name="fk_permintaan_warga_decided_by_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_permintaan_warga"),
    )
    op.create_index("ix_permintaan_warga_subjek_id", "permintaan_warga", ["subjek_id"])
    op.create_index("ix_permintaan_warga_state", "permintaan_warga", ["state", "created_at"])


def downgrade() -> None:
    for table in ("permintaan_warga", "gabungan_subjek", "calon_ganda"):
        op.drop_table(table)
    for index in ("ix_subjek_merged_into", "ix_subjek_place", "ix_subjek_list", "ix_subjek_coverage"):
        op.drop_index(index, "subjek")
    op.create_index("ix_subjek_coverage", "subjek", COVERAGE)
    for column in reversed(added()):
        op.drop_column("subjek", column.name)
