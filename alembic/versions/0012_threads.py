"""Threads of reports: posts, photos, who takes part."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from sambang_digital.models.base import UtcDateTime

revision = "0012"
down_revision = "0011"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "utas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["akun.id"], name="fk_utas_author_id_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_utas"),
    )
    op.create_index("ix_utas_author_changed", "utas", ["author_id", "changed_at"])
    op.create_table(
        "utas_pesan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("utas_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("mentions", JSON, nullable=False),
        sa.Column("photos", JSON, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["utas_id"], ["utas.id"], name="fk_utas_pesan_utas_id_utas"),
        sa.ForeignKeyConstraint(["sender_id"], ["akun.id"], name="fk_utas_pesan_sender_id_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_utas_pesan"),
    )
    op.create_index("ix_utas_pesan_order", "utas_pesan", ["utas_id", "received_at"])
    op.create_table(
        "utas_foto",
        sa.Column("pesan_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("utas_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["pesan_id"], ["utas_pesan.id"], name="fk_utas_foto_pesan_id_utas_pesan"),
        sa.PrimaryKeyConstraint("pesan_id", "sha256", name="pk_utas_foto"),
    )
    op.create_index("ix_utas_foto_sender_sha256", "utas_foto", ["sender_id", "sha256"])
    op.create_table(
        "utas_peserta",
        sa.Column("utas_id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("read_at", TIME, nullable=True),
        sa.Column("unread", sa.Integer(), server_default="0", nullable=False),
        sa.Column("mentioned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["utas_id"], ["utas.id"], name="fk_utas_peserta_utas_id_utas"),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_utas_peserta_akun_id_akun"),
        sa.PrimaryKeyConstraint("utas_id", "akun_id", name="pk_utas_peserta"),
    )
    unread = sa.text("unread > 0")
    op.create_index(
        "ix_utas_peserta_unread", "utas_peserta", ["akun_id"], sqlite_where=unread, postgresql_where=unread
    )


def downgrade() -> None:
    for table in ("utas_peserta", "utas_foto", "utas_pesan", "utas"):
        op.drop_table(table)
