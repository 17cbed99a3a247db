"""Cases handed on to other units, and their steps."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0024"
down_revision = "0023"

TIME = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "eskalasi",
        sa.Column("laporan_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("from_satuan_id", sa.Integer(), nullable=False),
        sa.Column("to_name", sa.String(120), nullable=False),
        sa.Column("to_satuan_id", sa.Integer(), nullable=False),
        sa.Column("to_unit", sa.String(32), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["akun.id"], name="fk_eskalasi_author_id_akun"),
        sa.ForeignKeyConstraint(["from_satuan_id"], ["satuan.id"], name="fk_eskalasi_from_satuan_id_satuan"),
        sa.ForeignKeyConstraint(["to_satuan_id"], ["satuan.id"], name="fk_eskalasi_to_satuan_id_satuan"),
        sa.PrimaryKeyConstraint("laporan_id", name="pk_eskalasi"),
    )
    op.create_index("ix_eskalasi_to", "eskalasi", ["to_satuan_id", "state", "sent_at"])
    op.create_index("ix_eskalasi_from", "eskalasi", ["from_satuan_id", "state", "sent_at"])
    op.create_table(
        "eskalasi_langkah",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("laporan_id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("note", sa.String(2000), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["laporan_id"], ["eskalasi.laporan_id"], name="fk_eskalasi_langkah_laporan_id_eskalasi"),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_eskalasi_langkah_akun_id_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_eskalasi_langkah"),
    )
    op.create_index("ix_eskalasi_langkah_laporan_id", "eskalasi_langkah", ["laporan_id"])


def downgrade() -> None:
    for table in ("eskalasi_langkah", "eskalasi"):
        op.drop_table(table)
