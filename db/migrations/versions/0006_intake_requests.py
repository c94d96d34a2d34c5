"""Requests to the lead intake by their idempotency key."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "intake_requests",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_id", sa.String()),
        sa.Column("status", sa.Integer()),
        sa.Column("answer_json", sa.String()),
        sa.PrimaryKeyConstraint("key", name="pk_intake_requests"),
    )
