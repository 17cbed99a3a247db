"""Indexes for the page of the audit trail: by object alone, by deed, and without the intake's receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

DEEDS = sa.text("action <> 'laporan.diterima'")


def upgrade() -> None:
    op.drop_index("ix_audit_object", "audit")
    op.create_index("ix_audit_object", "audit", ["object_id"])
    op.create_index("ix_audit_action", "audit", ["action", "id"])
    op.create_index("ix_audit_deeds", "audit", ["id"], sqlite_where=DEEDS, postgresql_where=DEEDS)


def downgrade() -> None:
    for name in ("ix_audit_deeds", "ix_audit_action", "ix_audit_object"):
        op.drop_index(name, "audit")
    op.create_index("ix_audit_object", "audit", ["object_type", "object_id"])
