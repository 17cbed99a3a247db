"""Second factor of sign-in, and passwords that an admin gives for a while."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("akun", sa.Column("password_until", UtcDateTime(timezone=True), nullable=True))
    op.add_column("sesi_perangkat", sa.Column("factor_at", UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "faktor_kedua",
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_faktor_kedua_akun_id_akun", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("akun_id", name="pk_faktor_kedua"),
    )
    op.create_table(
        "kode_pemulihan",
        sa.Column("akun_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("used_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name="fk_kode_pemulihan_akun_id_akun", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("akun_id", "hash", name="pk_kode_pemulihan"),
    )


def downgrade() -> None:
    op.drop_table("kode_pemulihan")
    op.drop_table("faktor_kedua")
    op.drop_column("sesi_perangkat", "factor_at")
    op.drop_column("akun", "password_until")
