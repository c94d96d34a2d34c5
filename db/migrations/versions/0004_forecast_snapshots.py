"""The forecast of each week, so that it can be compared with what came."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "forecast_snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("deals", sa.Integer(), nullable=False),
        sa.Column("value_cents", whole, nullable=False),
        sa.Column("assumed_cents", whole, nullable=False),
        sa.Column("observed_cents", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_forecast_snapshots"),
        sa.UniqueConstraint(
            "taken_on", "month_on", "currency", name="uq_forecast_snapshots_taken_on_month_on_currency"
        ),
    )
