"""Files of citizens: photos and videos that belong to a phone instead of an account."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime

revision = "0035"
down_revision = "0034"

CHECKS = {
    "owner": "(uploader_id IS NULL) != (device_id IS NULL)",
    "kind": "kind IN ('foto', 'video')",
    "point": "(lat IS NULL) = (lon IS NULL)",
}
NEW = ("lon", "lat", "taken_at", "mime", "duration_s", "kind", "device_id")


def upgrade() -> None:
    with op.batch_alter_table("media") as table:
        table.alter_column("uploader_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("device_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("kind", sa.String(8), nullable=False, server_default="foto"))
        table.add_column(sa.Column("duration_s", sa.Float(), nullable=True))
        table.add_column(sa.Column("mime", sa.String(32), nullable=True))
        table.add_column(sa.Column("taken_at", UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("lat", sa.Float(), nullable=True))
        table.add_column(sa.Column("lon", sa.Float(), nullable=True))
        table.create_foreign_key("fk_media_device_id_perangkat_warga", "perangkat_warga", ["device_id"], ["id"])
        table.create_unique_constraint("uq_media_device_id_sha256", ["device_id", "sha256"])
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_media_{name}"), rule)
    with op.batch_alter_table("media") as table:
        table.alter_column("kind", existing_type=sa.String(8), existing_nullable=False, server_default=None)


def downgrade() -> None:
    # Nobody's without its phone; the files themselves go with the next sweep.
    op.execute("INSERT INTO foto_hapus (media_id, at) SELECT id, created_at FROM media WHERE device_id IS NOT NULL")
    op.execute("DELETE FROM media WHERE device_id IS NOT NULL")
    with op.batch_alter_table("media") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_media_{name}"), type_="check")
        table.drop_constraint("uq_media_device_id_sha256", type_="unique")
        table.drop_constraint("fk_media_device_id_perangkat_warga", type_="foreignkey")
        for name in NEW:
            table.drop_column(name)
        table.alter_column("uploader_id", existing_type=sa.Integer(), nullable=False)
