"""The history of a kind of record, the latest first, also of a rare one."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_index("ix_audit_lines_record_type_at", "audit_lines", ["record_type", "at"])
