"""Delivery templates of offers, results of campaigns, change orders, and the people there are."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "offer_templates",
        sa.Column("offer_id", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("template_json", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.offer_id"], name="fk_offer_templates_offer_id_offers"),
        sa.PrimaryKeyConstraint("offer_id", name="pk_offer_templates"),
    )
    op.create_table(
        "campaign_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign_id", sa.String(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("channel_key", sa.String(), nullable=False),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("spend_cents", "impressions", "clicks")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.campaign_id"], name="fk_campaign_results_campaign_id_campaigns"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_results"),
        sa.UniqueConstraint(
            "campaign_id", "day_on", "channel_key", name="uq_campaign_results_campaign_id_day_on_channel_key"
        ),
    )
    op.create_index("ix_campaign_results_day_on", "campaign_results", ["day_on"])
    for table in ("deliverables", "payments"):
        op.add_column(table, sa.Column("change_number", sa.Integer()))
    op.create_table(
        "change_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("agreed_with", sa.String()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("value_change_cents", WHOLE, nullable=False),
        sa.Column("old_json", sa.String(), nullable=False),
        sa.Column("new_json", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.project_id"], name="fk_change_orders_project_id_projects"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_change_orders"),
        sa.UniqueConstraint("project_id", "number", name="uq_change_orders_project_id_number"),
    )
    op.create_table(
        "role_capacities",
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("role", name="pk_role_capacities"),
    )
    op.create_table(
        "capacity_weeks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role"], ["role_capacities.role"], name="fk_capacity_weeks_role_role_capacities"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_capacity_weeks"),
        sa.UniqueConstraint("role", "week_on", name="uq_capacity_weeks_role_week_on"),
    )
