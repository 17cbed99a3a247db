"""Accounts of citizens, their codes and tickets; strikes; phones that follow a report."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from sambang_digital.models.base import UtcDateTime

revision = "0038"
down_revision = "0037"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = UtcDateTime(timezone=True)


def _to(table: str, column: str, other: str, **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}", **options)


def upgrade() -> None:
    op.create_index("ix_pengaduan_near", "pengaduan", ["category", "received_at", "lat", "lon"])
    # Without a foreign key: SQLite could add one only by making the table anew, and what points at it would go with the old one.
    op.add_column("perangkat_warga", sa.Column("akun_warga_id", sa.Uuid(), nullable=True))
    op.create_index("ix_perangkat_warga_akun_warga_id", "perangkat_warga", ["akun_warga_id"])
    op.create_table(
        "warga_akun",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.String(300), nullable=True),
        sa.Column("email", sa.String(200), nullable=True),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("verified_at", TIME, nullable=False),
        sa.Column("verified_by", sa.String(12), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_warga_akun"),
        sa.UniqueConstraint("phone", name="uq_warga_akun_phone"),
    )
    op.create_table(
        "warga_kode",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("phone_key", sa.String(64), nullable=False),
        sa.Column("akun_warga_id", sa.Uuid(), nullable=True),
        sa.Column("hash", sa.LargeBinary(32), nullable=True),
        sa.Column("data", JSON, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("purpose IN ('daftar', 'sandi')", name=op.f("ck_warga_kode_purpose")),
        _to("warga_kode", "device_id", "perangkat_warga", ondelete="CASCADE"),
        _to("warga_kode", "akun_warga_id", "warga_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_warga_kode"),
    )
    op.create_index("ix_warga_kode_device", "warga_kode", ["device_id", "purpose", "created_at"])
    op.create_index("ix_warga_kode_phone", "warga_kode", ["phone_key", "created_at"])
    op.create_index("ix_warga_kode_created_at", "warga_kode", ["created_at"])
    op.create_table(
        "tiket_akun",
        sa.Column("akun_warga_id", sa.Uuid(), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("tiket_akun", "akun_warga_id", "warga_akun"),
        _to("tiket_akun", "pengaduan_id", "pengaduan"),
        sa.PrimaryKeyConstraint("akun_warga_id", "pengaduan_id", name="pk_tiket_akun"),
    )
    op.create_index("ix_tiket_akun_pengaduan_id", "tiket_akun", ["pengaduan_id"])
    op.create_table(
        "teguran",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("akun_warga_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", TIME, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("expires_at", TIME, nullable=True),
        sa.Column("appeal", sa.String(2000), nullable=True),
        sa.Column("appealed_at", TIME, nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("outcome", sa.String(12), nullable=True),
        sa.CheckConstraint(
            "state IN ('diusulkan', 'tidak_terbukti', 'berlaku', 'dicabut')", name=op.f("ck_teguran_state")
        ),
        sa.CheckConstraint("outcome IS NULL OR outcome IN ('ditolak', 'dikabulkan')", name=op.f("ck_teguran_outcome")),
        _to("teguran", "pengaduan_id", "pengaduan"),
        _to("teguran", "device_id", "perangkat_warga"),
        _to("teguran", "akun_warga_id", "warga_akun"),
        _to("teguran", "proposed_by", "akun"),
        _to("teguran", "confirmed_by", "akun"),
        _to("teguran", "decided_by", "akun"),
        sa.PrimaryKeyConstraint("id", name="pk_teguran"),
        sa.UniqueConstraint("pengaduan_id", name="uq_teguran_pengaduan_id"),
    )
    op.create_index("ix_teguran_device_id", "teguran", ["device_id"])
    op.create_index("ix_teguran_akun_warga_id", "teguran", ["akun_warga_id"])
    op.create_table(
        "pengaduan_pengikut",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("pengaduan_pengikut", "device_id", "perangkat_warga", ondelete="CASCADE"),
        _to("pengaduan_pengikut", "pengaduan_id", "pengaduan"),
        sa.PrimaryKeyConstraint("id", name="pk_pengaduan_pengikut"),
        sa.UniqueConstraint("device_id", "pengaduan_id", name="uq_pengaduan_pengikut_device_id_pengaduan_id"),
    )
    op.create_index("ix_pengaduan_pengikut_pengaduan_id", "pengaduan_pengikut", ["pengaduan_id"])


def downgrade() -> None:
    for table in ("pengaduan_pengikut", "teguran", "tiket_akun", "warga_kode", "warga_akun"):
        op.drop_table(table)
    op.drop_index("ix_perangkat_warga_akun_warga_id", "perangkat_warga")
    op.drop_column("perangkat_warga", "akun_warga_id")
    op.drop_index("ix_pengaduan_near", "pengaduan")
