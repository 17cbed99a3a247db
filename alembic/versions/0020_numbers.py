"""Numbers of Laporan Informasi, and the index by which these reports are found."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0020"
down_revision = "0019"

TIME = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "nomor_seri",
        sa.Column("satuan_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["satuan_id"], ["satuan.id"], name="fk_nomor_seri_satuan_id_satuan"),
        sa.PrimaryKeyConstraint("satuan_id", "year", name="pk_nomor_seri"),
    )
    op.create_table(
        "nomor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("satuan_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(160), nullable=False),
        sa.Column("given_at", TIME, nullable=False),
        sa.Column("void_at", TIME, nullable=True),
        sa.Column("void_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(["satuan_id"], ["satuan.id"], name="fk_nomor_satuan_id_satuan"),
        sa.ForeignKeyConstraint(["void_by"], ["akun.id"], name="fk_nomor_void_by_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_nomor"),
        sa.UniqueConstraint("satuan_id", "year", "n", name="uq_nomor_series"),
    )
    op.add_column("laporan", sa.Column("number", sa.String(160), nullable=True))
    op.create_index(
        "ix_laporan_secret",
        "laporan",
        ["received_at", "satuan_id", "state"],
        sqlite_where=sa.text("current = 1 AND kind = 'laporan_informasi'"),
        postgresql_where=sa.text("current AND kind = 'laporan_informasi'"),
    )


def downgrade() -> None:
    op.drop_index("ix_laporan_secret", "laporan")
    op.drop_column("laporan", "number")
    op.drop_table("nomor")
    op.drop_table("nomor_seri")
