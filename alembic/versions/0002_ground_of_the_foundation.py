"""Audit, settings of a Polres, and what a report carries for flags, kinerja and practice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from sambang_digital.models.base import UtcDateTime

revision = "0002"
down_revision = "0001"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(48), nullable=False),
        sa.Column("object_type", sa.String(32), nullable=False),
        sa.Column("object_id", sa.String(64), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("hash", sa.LargeBinary(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("place", name="uq_audit_place"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_akun_id", "audit", ["akun_id"])
    op.create_index("ix_audit_object", "audit", ["object_type", "object_id"])
    unsealed = sa.text("place IS NULL")
    op.create_index("ix_audit_unsealed", "audit", ["id"], sqlite_where=unsealed, postgresql_where=unsealed)
    op.create_table(
        "nilai_pengaturan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("satuan_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["satuan_id"], ["satuan.id"], name="fk_nilai_pengaturan_satuan_id_satuan"),
        sa.ForeignKeyConstraint(["changed_by"], ["akun.id"], name="fk_nilai_pengaturan_changed_by_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_nilai_pengaturan"),
    )
    op.create_index("ix_nilai_pengaturan_satuan_id", "nilai_pengaturan", ["satuan_id"])
    op.create_index("uq_nilai_pengaturan_satuan", "nilai_pengaturan", ["satuan_id", "key"], unique=True)
    everywhere = sa.text("satuan_id IS NULL")
    op.create_index(
        "uq_nilai_pengaturan_all",
        "nilai_pengaturan",
        ["key"],
        unique=True,
        sqlite_where=everywhere,
        postgresql_where=everywhere,
    )
    op.add_column("laporan", sa.Column("severity", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("laporan", sa.Column("upheld", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("laporan", sa.Column("practice", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    # No batch: SQLite drops a column in place, and copying the table would lose nothing but time.
    for column in ("practice", "upheld", "severity"):
        op.drop_column("laporan", column)
    op.drop_table("nilai_pengaturan")
    op.drop_table("audit")
