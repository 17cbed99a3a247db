"""The editor of what citizens read: when a version was handed in, which steps a text took, which photos it names."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0034"
down_revision = "0033"

TIME = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.add_column("bacaan_versi", sa.Column("submitted_at", TIME, nullable=True))
    # What there is so far came with the product and is shown: none of it is a draft.
    op.execute("UPDATE bacaan_versi SET submitted_at = at")
    op.create_table(
        "bacaan_langkah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bacaan_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("akun_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("publish_at", TIME, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["bacaan_id"], ["bacaan.id"], name="fk_bacaan_langkah_bacaan_id_bacaan", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_bacaan_langkah_akun_id_akun"),
        sa.PrimaryKeyConstraint("id", name="pk_bacaan_langkah"),
    )
    op.create_index("ix_bacaan_langkah_bacaan_id", "bacaan_langkah", ["bacaan_id"])
    op.create_table(
        "bacaan_foto",
        sa.Column("bacaan_id", sa.Uuid(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bacaan_id"], ["bacaan.id"], name="fk_bacaan_foto_bacaan_id_bacaan", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name="fk_bacaan_foto_media_id_media"),
        sa.PrimaryKeyConstraint("bacaan_id", "media_id", name="pk_bacaan_foto"),
    )
    op.create_index("ix_bacaan_foto_media_id", "bacaan_foto", ["media_id"])


def downgrade() -> None:
    op.drop_table("bacaan_foto")
    op.drop_table("bacaan_langkah")
    op.drop_column("bacaan_versi", "submitted_at")
