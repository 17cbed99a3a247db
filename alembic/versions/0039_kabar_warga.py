"""Citizens' phones that hear of their tickets by Web Push."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0039"
down_revision = "0038"

TIME = UtcDateTime(timezone=True)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_index("ix_pengaduan_merged_into", "pengaduan", ["merged_into"])
    op.create_table(
        "langganan_tiket",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("p256dh", sa.String(120), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("server_key", sa.String(100), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        _to("langganan_tiket", "device_id", "perangkat_warga"),
        sa.PrimaryKeyConstraint("device_id", name="pk_langganan_tiket"),
        sa.UniqueConstraint("endpoint", name="uq_langganan_tiket_endpoint"),
    )
    op.create_table(
        "kabar_dijaga",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("kabar_dijaga", "device_id", "langganan_tiket", "device_id"),
        _to("kabar_dijaga", "pengaduan_id", "pengaduan"),
        sa.PrimaryKeyConstraint("device_id", "pengaduan_id", name="pk_kabar_dijaga"),
    )
    op.create_index("ix_kabar_dijaga_pengaduan_id", "kabar_dijaga", ["pengaduan_id"])
    op.create_table(
        "antrean_tiket",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=False),
        sa.Column("guarded", sa.Boolean(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _to("antrean_tiket", "device_id", "langganan_tiket", "device_id"),
        _to("antrean_tiket", "pengaduan_id", "pengaduan"),
        sa.PrimaryKeyConstraint("id", name="pk_antrean_tiket"),
        sa.UniqueConstraint("device_id", "pengaduan_id", name="uq_antrean_tiket_device_id_pengaduan_id"),
    )
    op.create_index("ix_antrean_tiket_due", "antrean_tiket", ["due_at", "id"])
    op.create_index("ix_antrean_tiket_pengaduan_id", "antrean_tiket", ["pengaduan_id"])


def downgrade() -> None:
    for table in ("antrean_tiket", "kabar_dijaga", "langganan_tiket"):
        op.drop_table(table)
    op.drop_index("ix_pengaduan_merged_into", "pengaduan")
