"""Search: the newest of each sort of things, by themselves (PostgreSQL; FTS5 walks in this order by itself)."""

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        sort = "CASE jenis WHEN 'pribadi' THEN 'register' ELSE jenis END"
        op.execute(f"CREATE INDEX cari_fts_sort ON cari (({sort}), id)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX cari_fts_sort")
