"""Vulnerable spots."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "titik_rawan",
        sa.Column("laporan_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("satuan_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(13), nullable=True),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("threat", sa.String(60), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("frequency", sa.String(16), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_titik_rawan_position")),
        sa.ForeignKeyConstraint(["area_code"], ["wilayah.code"], name=op.f("fk_titik_rawan_area_code_wilayah")),
        sa.ForeignKeyConstraint(["satuan_id"], ["satuan.id"], name=op.f("fk_titik_rawan_satuan_id_satuan")),
        sa.PrimaryKeyConstraint("laporan_id", name=op.f("pk_titik_rawan")),
    )
    op.create_index("ix_titik_rawan_area_day", "titik_rawan", ["area_code", "day"])
    op.create_index(op.f("ix_titik_rawan_day"), "titik_rawan", ["day"])


def downgrade() -> None:
    op.drop_table("titik_rawan")
