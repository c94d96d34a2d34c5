"""Indexes that lists of a million leads need, and the record that an inbox line opens."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("record_type", sa.String()))
    op.add_column("handoffs", sa.Column("record_id", sa.String()))
    op.create_index("ix_handoffs_record_type_record_id", "handoffs", ["record_type", "record_id"])
    for columns in (
        ["score"],
        ["status", "score", "band"],
        ["status", "band", "contacted_at", "next_action_due_at"],
    ):
        op.create_index(f"ix_leads_{'_'.join(columns)}", "leads", columns)
