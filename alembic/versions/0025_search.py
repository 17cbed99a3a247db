"""Search: what can be found, its queue, and the full text index of each database. Everything there is waits to be filed."""

import sqlalchemy as sa
from alembic import op

from sambang_digital.models.base import UtcDateTime
from sambang_digital.models.cari import Words

revision = "0025"
down_revision = "0024"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = UtcDateTime(timezone=True)
SQLITE = (
    """CREATE VIRTUAL TABLE cari_fts USING fts5(words, content='cari', content_rowid='id', detail='none', columnsize=0,
       prefix='2 3 4 5 6 7 8 9 10', tokenize="ascii tokenchars '~_-'")""",
    """CREATE TRIGGER cari_fts_insert AFTER INSERT ON cari BEGIN
       INSERT INTO cari_fts(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER cari_fts_delete AFTER DELETE ON cari BEGIN
       INSERT INTO cari_fts(cari_fts, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER cari_fts_update AFTER UPDATE OF words ON cari BEGIN
       INSERT INTO cari_fts(cari_fts, rowid, words) VALUES ('delete', old.id, old.words);
       INSERT INTO cari_fts(rowid, words) VALUES (new.id, new.words); END""",
)
POSTGRESQL = (
    # A short list of what is not yet in its place: each search reads it whole.
    "CREATE INDEX cari_fts ON cari USING gin (words) WITH (fastupdate = on, gin_pending_list_limit = 256)",
    # Rows stay in one piece: a search of the newest reads thousands of them.
    "ALTER TABLE cari SET (toast_tuple_target = 8160)",
)
SOURCES = (
    ("laporan", "id", "FROM laporan WHERE current ORDER BY received_at, id"),
    ("subjek", "id", "FROM subjek WHERE removed_at IS NULL ORDER BY changed_at, id"),
    ("percakapan", "id", "FROM utas ORDER BY last_at, id"),
)


def upgrade() -> None:
    op.create_table(
        "cari",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("jenis", sa.String(12), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("sum", sa.String(32), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cari"),
    )
    op.create_index("uq_cari_ref", "cari", ["ref", "jenis"], unique=True)
    op.create_table(
        "antrean_cari",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("jenis", sa.String(12), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_antrean_cari"),
    )
    op.create_index("ix_antrean_cari_due", "antrean_cari", ["due_at", "id"])
    dialect = op.get_bind().dialect.name
    for statement in SQLITE if dialect == "sqlite" else POSTGRESQL:
        op.execute(statement)
    for jenis, ref, rows in SOURCES:
        op.execute(
            f"INSERT INTO antrean_cari (jenis, ref, due_at, attempts) SELECT '{jenis}', {ref}, CURRENT_TIMESTAMP, 0 {rows}"
        )
    uuid = "printf('%032x', id)" if dialect == "sqlite" else "lpad(to_hex(id), 32, '0')::uuid"
    op.execute(
        f"INSERT INTO antrean_cari (jenis, ref, due_at, attempts) SELECT 'petugas', {uuid}, CURRENT_TIMESTAMP, 0 FROM akun"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE cari_fts")
    op.drop_table("antrean_cari")
    op.drop_table("cari")
