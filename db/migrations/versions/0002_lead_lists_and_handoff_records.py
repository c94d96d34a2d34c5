"""Indexes that lists of a million leads and long inboxes need, and the record that an inbox line opens."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("record_type", sa.String()))
    op.add_column("handoffs", sa.Column("record_id", sa.String()))
    for table, columns in (
        ("handoffs", ["source", "status", "decided_at"]),
        ("handoffs", ["record_id", "workflow", "created_at"]),
        ("leads", ["score", "band"]),
        ("leads", ["status", "score", "band", "campaign_id"]),
        ("leads", ["status", "band", "contacted_at", "next_action_due_at"]),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
