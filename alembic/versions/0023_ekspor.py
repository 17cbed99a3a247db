"""Exports that people asked for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WAITS = sa.text("state IN ('antre', 'berjalan')")


def upgrade() -> None:
    op.create_table(
        "ekspor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("scope", JSON, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('antre', 'berjalan', 'selesai', 'gagal')", name=op.f("ck_ekspor_state")),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_ekspor_akun_id_akun"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ekspor")),
    )
    op.create_index("ix_ekspor_akun", "ekspor", ["akun_id", "created_at"])
    op.create_index("ix_ekspor_expires_at", "ekspor", ["expires_at"])
    op.create_index(
        "ix_ekspor_waiting", "ekspor", ["created_at"], sqlite_where=WAITS, postgresql_where=WAITS
    )


def downgrade() -> None:
    op.drop_table("ekspor")
