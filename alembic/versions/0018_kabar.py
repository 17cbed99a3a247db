"""News for people, what they want to hear, and the devices and queue of Web Push."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from sambang_digital.models.base import UtcDateTime

revision = "0018"
down_revision = "0017"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = UtcDateTime(timezone=True)
UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "kabar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(24), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("read_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_kabar_akun_id_akun", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_kabar"),
    )
    op.create_index(
        "uq_kabar_unread",
        "kabar",
        ["akun_id", "jenis", "ref"],
        unique=True,
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )
    op.create_index("ix_kabar_list", "kabar", ["akun_id", "at", "id"])
    op.create_index("ix_kabar_changed", "kabar", ["akun_id", "changed_at", "id"])
    op.create_table(
        "pilihan_kabar",
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("levels", JSON, nullable=False),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_pilihan_kabar_akun_id_akun", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("akun_id", name="pk_pilihan_kabar"),
    )
    op.create_table(
        "langganan_push",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("p256dh", sa.String(120), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_langganan_push_akun_id_akun", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sesi_perangkat.id"],
            name="fk_langganan_push_session_id_sesi_perangkat",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_langganan_push"),
        sa.UniqueConstraint("session_id", name="uq_langganan_push_session_id"),
        sa.UniqueConstraint("endpoint", name="uq_langganan_push_endpoint"),
    )
    op.create_index("ix_langganan_push_akun_id", "langganan_push", ["akun_id"])
    op.create_table(
        "antrean_push",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("kabar_id", sa.Uuid(), nullable=False),
        sa.Column("langganan_id", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kabar_id"], ["kabar.id"], name="fk_antrean_push_kabar_id_kabar", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["langganan_id"],
            ["langganan_push.id"],
            name="fk_antrean_push_langganan_id_langganan_push",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_antrean_push"),
        sa.UniqueConstraint("kabar_id", "langganan_id", name="uq_antrean_push_kabar_id_langganan_id"),
    )
    op.create_index("ix_antrean_push_due", "antrean_push", ["due_at", "id"])
    op.create_index("ix_antrean_push_langganan_id", "antrean_push", ["langganan_id"])
    op.create_table(
        "kabar_harian", sa.Column("day", sa.Date(), nullable=False), sa.PrimaryKeyConstraint("day", name="pk_kabar_harian")
    )


def downgrade() -> None:
    for table in ("kabar_harian", "antrean_push", "langganan_push", "pilihan_kabar", "kabar"):
        op.drop_table(table)
