"""Amounts of more than 21 million and counts of more than two billion, on a database server.

SQLite keeps every whole number in up to eight bytes already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS = (
    ("campaigns", "budget_cents"),
    ("campaigns", "impressions"),
    ("campaigns", "clicks"),
    ("deals", "value_cents"),
    ("work_orders", "value_cents"),
    ("projects", "value_cents"),
    ("payments", "amount_cents"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, column in COLUMNS:
        op.alter_column(table, column, existing_type=sa.Integer(), type_=sa.BigInteger())
