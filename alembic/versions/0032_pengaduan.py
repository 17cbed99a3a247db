"""Citizens' phones, their reports, all that happens to those, and tickets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from sambang_digital.models.base import UtcDateTime

revision = "0032"
down_revision = "0031"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = UtcDateTime(timezone=True)
OPEN = "'baru', 'diverifikasi', 'ditugaskan', 'ditangani', 'menunggu_pelapor', 'diteruskan'"


def _to(table: str, column: str, other: str, key: str = "id", **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=f"fk_{table}_{column}_{other}", **options)


def upgrade() -> None:
    op.create_table(
        "perangkat_warga",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_perangkat_warga"),
        sa.UniqueConstraint("token_hash", name="uq_perangkat_warga_token_hash"),
    )
    op.create_table(
        "pengaduan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(9), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("category", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(24), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("about_police", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("happened_at", TIME, nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("area_code", sa.String(13), nullable=True),
        sa.Column("satuan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=True),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("address", sa.String(300), nullable=True),
        sa.Column("hide_identity", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("resume_state", sa.String(16), nullable=True),
        sa.Column("reason", sa.String(16), nullable=True),
        sa.Column("to_satuan_id", sa.Integer(), nullable=True),
        sa.Column("to_unit", sa.String(24), nullable=True),
        sa.Column("to_akun_id", sa.Integer(), nullable=True),
        sa.Column("to_name", sa.String(160), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("first_answer_at", TIME, nullable=True),
        sa.Column("dispatched_at", TIME, nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("waiting_since", TIME, nullable=True),
        sa.Column("waited_s", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            f"state IN ({OPEN}, 'selesai', 'ditutup', 'digabung', 'ditolak')", name=op.f("ck_pengaduan_state")
        ),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_pengaduan_point")),
        sa.CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name=op.f("ck_pengaduan_rating")),
        _to("pengaduan", "device_id", "perangkat_warga"),
        _to("pengaduan", "area_code", "wilayah", "code"),
        _to("pengaduan", "satuan_id", "satuan"),
        _to("pengaduan", "to_satuan_id", "satuan"),
        _to("pengaduan", "to_akun_id", "akun"),
        _to("pengaduan", "merged_into", "pengaduan"),
        sa.PrimaryKeyConstraint("id", name="pk_pengaduan"),
        sa.UniqueConstraint("code", name="uq_pengaduan_code"),
    )
    op.create_index("ix_pengaduan_satuan_state", "pengaduan", ["satuan_id", "state", "received_at"])
    op.create_index("ix_pengaduan_to", "pengaduan", ["to_satuan_id", "state"])
    op.create_index("ix_pengaduan_officer", "pengaduan", ["to_akun_id", "state"])
    op.create_index("ix_pengaduan_device", "pengaduan", ["device_id", "received_at"])
    op.create_index("ix_pengaduan_changed", "pengaduan", ["changed_at", "id"])
    op.create_table(
        "pengaduan_langkah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("side IN ('warga', 'petugas', 'sistem')", name=op.f("ck_pengaduan_langkah_side")),
        _to("pengaduan_langkah", "pengaduan_id", "pengaduan"),
        _to("pengaduan_langkah", "akun_id", "akun"),
        sa.PrimaryKeyConstraint("id", name="pk_pengaduan_langkah"),
    )
    op.create_index("ix_pengaduan_langkah_order", "pengaduan_langkah", ["pengaduan_id", "at", "id"])
    op.create_table(
        "pengaduan_berkas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=False),
        sa.Column("langkah_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _to("pengaduan_berkas", "pengaduan_id", "pengaduan"),
        _to("pengaduan_berkas", "langkah_id", "pengaduan_langkah"),
        _to("pengaduan_berkas", "device_id", "perangkat_warga"),
        sa.PrimaryKeyConstraint("id", name="pk_pengaduan_berkas"),
        sa.UniqueConstraint("pengaduan_id", "sha256", name="uq_pengaduan_berkas_pengaduan_id_sha256"),
    )
    op.create_index("ix_pengaduan_berkas_file", "pengaduan_berkas", ["device_id", "sha256"])
    op.create_table(
        "tiket_perangkat",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("tiket_perangkat", "device_id", "perangkat_warga", ondelete="CASCADE"),
        _to("tiket_perangkat", "pengaduan_id", "pengaduan"),
        sa.PrimaryKeyConstraint("device_id", "pengaduan_id", name="pk_tiket_perangkat"),
    )
    op.create_index("ix_tiket_perangkat_pengaduan_id", "tiket_perangkat", ["pengaduan_id"])


def downgrade() -> None:
    for table in ("tiket_perangkat", "pengaduan_berkas", "pengaduan_langkah", "pengaduan", "perangkat_warga"):
        op.drop_table(table)
