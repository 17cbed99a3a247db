"""What citizens read: texts, their versions, and how often they are read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from sambang_digital.models.base import UtcDateTime

revision = "0030"
down_revision = "0029"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "bacaan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("satuan_id", sa.Integer(), nullable=True),
        sa.Column("area_code", sa.String(13), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.Column("publish_at", TIME, nullable=True),
        sa.Column("published_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.CheckConstraint(
            "state IN ('draf', 'ditinjau', 'dijadwalkan', 'terbit', 'diarsipkan')", name=op.f("ck_bacaan_state")
        ),
        sa.CheckConstraint("shown IS NULL OR published_at IS NOT NULL", name=op.f("ck_bacaan_published")),
        sa.ForeignKeyConstraint(["satuan_id"], ["satuan.id"], name="fk_bacaan_satuan_id_satuan"),
        sa.PrimaryKeyConstraint("id", name="pk_bacaan"),
        sa.UniqueConstraint("slug", name="uq_bacaan_slug"),
    )
    op.create_index("ix_bacaan_list", "bacaan", ["kind", "state", "changed_at"])
    op.create_table(
        "bacaan_versi",
        sa.Column("bacaan_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("summary", sa.String(300), nullable=False),
        sa.Column("body", sa.String(20000), nullable=False),
        sa.Column("topic", sa.String(24), nullable=True),
        sa.Column("audience", JSON, nullable=False),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["bacaan_id"], ["bacaan.id"], name="fk_bacaan_versi_bacaan_id_bacaan", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["akun.id"], name="fk_bacaan_versi_author_id_akun"),
        sa.PrimaryKeyConstraint("bacaan_id", "n", name="pk_bacaan_versi"),
    )
    op.create_table(
        "bacaan_hitungan",
        sa.Column("bacaan_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kecamatan_code", sa.String(8), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("read", "finished", "quizzes", "quiz_right", "quiz_asked")
        ),
        sa.ForeignKeyConstraint(
            ["bacaan_id"], ["bacaan.id"], name="fk_bacaan_hitungan_bacaan_id_bacaan", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bacaan_id", "day", "kecamatan_code", name="pk_bacaan_hitungan"),
    )
    op.execute("INSERT INTO versi (name, token) VALUES ('bacaan', '')")


def downgrade() -> None:
    op.execute("DELETE FROM versi WHERE name = 'bacaan'")
    for table in ("bacaan_hitungan", "bacaan_versi", "bacaan"):
        op.drop_table(table)
