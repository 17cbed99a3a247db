"""Texts of the library that visits brought to people, and announcements on citizens' phones."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0033"
down_revision = "0032"

TIME = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "laporan_bacaan",
        sa.Column("laporan_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("bacaan_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("laporan_id", "revision", "bacaan_id", name="pk_laporan_bacaan"),
    )
    op.create_index("ix_laporan_bacaan_bacaan", "laporan_bacaan", ["bacaan_id"])
    op.create_table(
        "langganan_warga",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("p256dh", sa.String(120), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("kecamatan_code", sa.String(8), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_langganan_warga"),
        sa.UniqueConstraint("endpoint", name="uq_langganan_warga_endpoint"),
    )
    op.create_index("ix_langganan_warga_kecamatan_code", "langganan_warga", ["kecamatan_code"])
    op.create_table(
        "siaran",
        sa.Column("bacaan_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["bacaan_id"], ["bacaan.id"], name="fk_siaran_bacaan_id_bacaan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bacaan_id", name="pk_siaran"),
    )
    op.create_table(
        "antrean_siaran",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("bacaan_id", sa.Uuid(), nullable=False),
        sa.Column("langganan_id", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bacaan_id"], ["siaran.bacaan_id"], name="fk_antrean_siaran_bacaan_id_siaran", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["langganan_id"], ["langganan_warga.id"], name="fk_antrean_siaran_langganan_id_langganan_warga", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_antrean_siaran"),
        sa.UniqueConstraint("bacaan_id", "langganan_id", name="uq_antrean_siaran_bacaan_id_langganan_id"),
    )
    op.create_index("ix_antrean_siaran_due", "antrean_siaran", ["due_at", "id"])
    op.create_index("ix_antrean_siaran_langganan_id", "antrean_siaran", ["langganan_id"])


def downgrade() -> None:
    for table in ("antrean_siaran", "siaran", "langganan_warga", "laporan_bacaan"):
        op.drop_table(table)
