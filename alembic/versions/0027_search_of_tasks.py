"""Search of tasks and of what is sensitive in the register: both wait to be filed, and threads of tasks with them."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

NAMED = sa.text("subject_id IS NOT NULL")
SOURCES = (
    ("register", "FROM subjek WHERE removed_at IS NULL ORDER BY changed_at, id"),
    ("tugas", "FROM tugas ORDER BY created_at, id"),
    ("percakapan", "FROM utas WHERE id IN (SELECT id FROM tugas) ORDER BY last_at, id"),
)


def upgrade() -> None:
    op.create_index("ix_tugas_subject", "tugas", ["subject_id"], sqlite_where=NAMED, postgresql_where=NAMED)
    for jenis, rows in SOURCES:
        op.execute(
            f"INSERT INTO antrean_cari (jenis, ref, due_at, attempts) SELECT '{jenis}', id, CURRENT_TIMESTAMP, 0 {rows}"
        )


def downgrade() -> None:
    for table in ("cari", "antrean_cari"):
        op.execute(f"DELETE FROM {table} WHERE jenis IN ('tugas', 'pribadi')")
    # What only a later version files of a task's thread, the earlier one does not know how to read.
    op.execute("DELETE FROM cari WHERE jenis = 'percakapan' AND ref IN (SELECT id FROM tugas)")
    op.drop_index("ix_tugas_subject", "tugas")
