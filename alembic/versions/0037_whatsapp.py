"""WhatsApp: what came in, contacts, what goes out, files to be fetched, and how the channel fares."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from sambang_digital.models.base import UtcDateTime

revision = "0037"
down_revision = "0036"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = UtcDateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS = sa.text("done_at IS NULL")


def _to(table: str, column: str, other: str, key: str = "id", **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=f"fk_{table}_{column}_{other}", **options)


def _id() -> sa.Column[int]:
    return sa.Column("id", BIG_ID, autoincrement=True, nullable=False)


def upgrade() -> None:
    op.create_table(
        "wa_masuk",
        _id(),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("sender", sa.LargeBinary(32), nullable=True),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("error", sa.String(200), nullable=True),
        sa.CheckConstraint("kind IN ('pesan', 'status', 'lain')", name=op.f("ck_wa_masuk_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_wa_masuk"),
        sa.UniqueConstraint("message_id", name="uq_wa_masuk_message_id"),
    )
    op.create_index(
        "ix_wa_masuk_waiting", "wa_masuk", ["sender", "id"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_index("ix_wa_masuk_received_at", "wa_masuk", ["received_at"])
    op.create_table(
        "wa_kontak",
        _id(),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("wa_id", sa.String(160), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("state", JSON, nullable=False),
        sa.Column("last_message_at", TIME, nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        _to("wa_kontak", "device_id", "perangkat_warga"),
        sa.PrimaryKeyConstraint("id", name="pk_wa_kontak"),
        sa.UniqueConstraint("key", name="uq_wa_kontak_key"),
        sa.UniqueConstraint("device_id", name="uq_wa_kontak_device_id"),
    )
    op.create_table(
        "wa_keluar",
        _id(),
        sa.Column("kontak_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("pengaduan_id", sa.Uuid(), nullable=True),
        sa.Column("words", JSON, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("wamid", sa.String(200), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("delivered_at", TIME, nullable=True),
        sa.Column("read_at", TIME, nullable=True),
        sa.Column("error", sa.String(200), nullable=True),
        sa.CheckConstraint("state IN ('menunggu', 'terkirim', 'ditahan', 'gagal')", name=op.f("ck_wa_keluar_state")),
        sa.CheckConstraint("kind IN ('balasan', 'kabar')", name=op.f("ck_wa_keluar_kind")),
        _to("wa_keluar", "kontak_id", "wa_kontak", ondelete="CASCADE"),
        _to("wa_keluar", "pengaduan_id", "pengaduan"),
        sa.PrimaryKeyConstraint("id", name="pk_wa_keluar"),
        sa.UniqueConstraint("wamid", name="uq_wa_keluar_wamid"),
    )
    op.create_index("ix_wa_keluar_waiting", "wa_keluar", ["state", "kontak_id", "id"])
    op.create_index("ix_wa_keluar_kontak_id", "wa_keluar", ["kontak_id"])
    op.create_index("ix_wa_keluar_pengaduan_id", "wa_keluar", ["pengaduan_id"])
    op.create_index("ix_wa_keluar_created_at", "wa_keluar", ["created_at"])
    op.create_table(
        "wa_berkas",
        _id(),
        sa.Column("media_id", sa.String(100), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("error", sa.String(200), nullable=True),
        _to("wa_berkas", "device_id", "perangkat_warga"),
        sa.PrimaryKeyConstraint("id", name="pk_wa_berkas"),
        sa.UniqueConstraint("media_id", name="uq_wa_berkas_media_id"),
    )
    op.create_index("ix_wa_berkas_device_id", "wa_berkas", ["device_id"])
    op.create_index(
        "ix_wa_berkas_waiting", "wa_berkas", ["due_at", "id"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_table(
        "wa_keadaan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checked_at", TIME, nullable=False),
        sa.Column("failing_since", TIME, nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(200), nullable=True),
        sa.Column("told_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_wa_keadaan"),
    )


def downgrade() -> None:
    for table in ("wa_keadaan", "wa_berkas", "wa_keluar", "wa_kontak", "wa_masuk"):
        op.drop_table(table)
