"""Changes of many records at once, who looks after leads, and versions of payments."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "bulk_changes",
        sa.Column("bulk_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("actor", "record_type", "summary")),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by", sa.String()),
        sa.PrimaryKeyConstraint("bulk_id", name="pk_bulk_changes"),
    )
    op.create_index("ix_audit_lines_workflow_id", "audit_lines", ["workflow_id"])
    op.add_column("leads", sa.Column("owner", sa.String()))
    has_owner = sa.text("owner IS NOT NULL")
    op.create_index(
        "ix_leads_owners",
        "leads",
        ["owner", "status", "score", "band", "campaign_id"],
        sqlite_where=has_owner,
        postgresql_where=has_owner,
    )
    op.add_column("payments", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
