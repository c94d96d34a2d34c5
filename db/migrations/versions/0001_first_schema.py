"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

EDITED = ("created_at", "updated_at")
INDEXES: dict[str, tuple[str, ...]] = {
    "audit_lines": ("at", "record_id at"),
    "clients": ("name",),
    "runs": ("outcome started_at", "started_at workflow_id", "workflow outcome started_at"),
    "campaigns": ("created_at", "offer_id"),
    "contacts": ("email_key",),
    "handoffs": ("target status created_at", "workflow source target status created_at"),
    "leads": ("campaign_id band score status", "email_key"),
    "deals": ("client_id", "closed_on", "lead_pk", "stage currency value_cents", "updated_at"),
    "stage_changes": ("deal_id changed_at", "to_stage deal_id"),
    "work_orders": ("client_id", "created_at", "deal_id"),
    "milestones": ("due_on", "work_order_id position"),
    "payments": ("paid_on due_on", "work_order_id position"),
    "projects": ("client_id", "created_at", "offer_id", "status planned_end_on"),
    "deliverables": ("project_id position", "work_order_id position"),
    "surveys": ("created_at", "project_id", "status"),
    "responses": ("offer_id", "project_id", "received_at", "request_id"),
    "ratings": ("category value", "feedback_id"),
    "recommendations": ("feedback_id", "offer_id", "status priority"),
}


def edited() -> tuple[sa.Column[Any], ...]:
    """The columns of every record that people edit."""
    moments = (sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in EDITED)
    return (*moments, sa.Column("version", sa.Integer(), nullable=False))


def reference(table: str, column: str, to: str, *, required: bool) -> sa.Column[Any]:
    key = sa.ForeignKey(to, name=f"fk_{table}_{column}_{to.split('.')[0]}")
    return sa.Column(column, sa.Integer() if to.endswith(".id") else sa.String(), key, nullable=not required)


def upgrade() -> None:
    op.create_table(
        "audit_lines",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("record_type", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("old_json", sa.String()),
        sa.Column("new_json", sa.String()),
        sa.Column("workflow_id", sa.String()),
    )
    op.create_table(
        "clients",
        *edited(),
        sa.Column("client_id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("tier", sa.String()),
        sa.UniqueConstraint("name_key", name="uq_clients_name_key"),
    )
    op.create_table(
        "offers",
        *edited(),
        sa.Column("offer_id", sa.String(), primary_key=True),
        sa.Column("product_name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("name_key", name="uq_offers_name_key"),
    )
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("body_json", sa.String(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("workflow", "version", name="uq_policies_workflow_version"),
    )
    op.create_table(
        "runs",
        sa.Column("workflow_id", sa.String(), primary_key=True),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("code", sa.String()),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String()),
        sa.Column("input_digest", sa.String()),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("error", sa.String()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_ms", sa.Float(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("retry_of", sa.String()),
        sa.Column("replays", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("raw_json", sa.String(), nullable=False),
        sa.Column("data_json", sa.String()),
        sa.Column("result_json", sa.String(), nullable=False),
        sa.UniqueConstraint("idempotency_key", name="uq_runs_idempotency_key"),
    )
    op.create_table(
        "campaigns",
        *edited(),
        sa.Column("campaign_id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        reference("campaigns", "offer_id", "offers.offer_id", required=False),
        sa.Column("offer_version", sa.Integer()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("budget_cents", sa.Integer()),
        sa.Column("currency", sa.String(3)),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("impressions", sa.Integer(), nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.Column("brief_json", sa.String()),
    )
    op.create_table(
        "contacts",
        *edited(),
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("contacts", "client_id", "clients.client_id", required=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("phone", sa.String()),
        sa.UniqueConstraint("client_id", "email_key", name="uq_contacts_client_id_email_key"),
    )
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("handoffs", "workflow_id", "runs.workflow_id", required=True),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.String()),
        sa.Column("reason", sa.String()),
        sa.UniqueConstraint("workflow_id", name="uq_handoffs_workflow_id"),
    )
    op.create_table(
        "offer_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("offer_versions", "offer_id", "offers.offer_id", required=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("change_note", sa.String()),
        sa.Column("hypothesis", sa.String()),
        sa.Column("feedback_id", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("terms_json", sa.String(), nullable=False),
        sa.UniqueConstraint("offer_id", "number", name="uq_offer_versions_offer_id_number"),
    )
    op.create_table(
        "leads",
        *edited(),
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("leads", "campaign_id", "campaigns.campaign_id", required=True),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("name", sa.String()),
        sa.Column("email", sa.String()),
        sa.Column("email_key", sa.String()),
        sa.Column("phone", sa.String()),
        sa.Column("company", sa.String()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("score", sa.Integer()),
        sa.Column("band", sa.String()),
        sa.Column("completeness", sa.Float()),
        sa.Column("approach", sa.String()),
        sa.Column("source", sa.String()),
        sa.Column("urgency", sa.String()),
        sa.Column("next_action_due_at", sa.DateTime(timezone=True)),
        sa.Column("contacted_at", sa.DateTime(timezone=True)),
        sa.Column("received_at", sa.DateTime(timezone=True)),
        sa.Column("workflow_id", sa.String()),
        sa.Column("input_json", sa.String(), nullable=False),
        sa.Column("brief_json", sa.String()),
        sa.UniqueConstraint("campaign_id", "lead_id", name="uq_leads_campaign_id_lead_id"),
    )
    op.create_table(
        "deals",
        *edited(),
        sa.Column("deal_id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        reference("deals", "client_id", "clients.client_id", required=False),
        sa.Column("company_name", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String()),
        sa.Column("contact_email", sa.String()),
        sa.Column("contact_phone", sa.String()),
        sa.Column("tier", sa.String()),
        reference("deals", "lead_pk", "leads.id", required=False),
        sa.Column("campaign_id", sa.String()),
        sa.Column("offer_id", sa.String()),
        sa.Column("offer_version", sa.Integer()),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("value_cents", sa.Integer()),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("expected_close_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("lost_reason", sa.String()),
        sa.Column("owner", sa.String()),
        sa.Column("input_json", sa.String()),
    )
    op.create_table(
        "stage_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("stage_changes", "deal_id", "deals.deal_id", required=True),
        sa.Column("from_stage", sa.String()),
        sa.Column("to_stage", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
    )
    op.create_table(
        "work_orders",
        *edited(),
        sa.Column("work_order_id", sa.String(), primary_key=True),
        reference("work_orders", "deal_id", "deals.deal_id", required=True),
        reference("work_orders", "client_id", "clients.client_id", required=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("value_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("document_json", sa.String(), nullable=False),
    )
    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("milestones", "work_order_id", "work_orders.work_order_id", required=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("done_on", sa.Date()),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("payments", "work_order_id", "work_orders.work_order_id", required=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("milestone", sa.String()),
        sa.Column("due_on", sa.Date()),
        sa.Column("paid_on", sa.Date()),
    )
    op.create_table(
        "projects",
        *edited(),
        sa.Column("project_id", sa.String(), primary_key=True),
        reference("projects", "work_order_id", "work_orders.work_order_id", required=False),
        sa.Column("deal_id", sa.String()),
        reference("projects", "client_id", "clients.client_id", required=True),
        sa.Column("offer_id", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("planned_end_on", sa.Date()),
        sa.Column("completed_on", sa.Date()),
        sa.Column("value_cents", sa.Integer()),
        sa.Column("currency", sa.String(3)),
        sa.Column("promises_json", sa.String()),
        sa.UniqueConstraint("work_order_id", name="uq_projects_work_order_id"),
    )
    op.create_table(
        "deliverables",
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("deliverables", "work_order_id", "work_orders.work_order_id", required=False),
        reference("deliverables", "project_id", "projects.project_id", required=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String()),
        sa.Column("hours", sa.Float()),
        sa.Column("planned_start_on", sa.Date()),
        sa.Column("planned_end_on", sa.Date()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.Column("client_approved", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "surveys",
        *edited(),
        sa.Column("request_id", sa.String(), primary_key=True),
        reference("surveys", "project_id", "projects.project_id", required=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sends_on", sa.Date()),
        sa.Column("expires_on", sa.Date()),
        sa.Column("request_json", sa.String(), nullable=False),
    )
    op.create_table(
        "responses",
        sa.Column("feedback_id", sa.String(), primary_key=True),
        reference("responses", "request_id", "surveys.request_id", required=False),
        sa.Column("project_id", sa.String()),
        sa.Column("offer_id", sa.String()),
        sa.Column("satisfaction", sa.Integer()),
        sa.Column("sentiment", sa.String()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("answers_json", sa.String(), nullable=False),
        sa.Column("analysis_json", sa.String(), nullable=False),
    )
    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("ratings", "feedback_id", "responses.feedback_id", required=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer(), primary_key=True),
        reference("recommendations", "feedback_id", "responses.feedback_id", required=True),
        sa.Column("offer_id", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("theme", sa.String()),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("priority", sa.Float(), nullable=False),
        sa.Column("evidence_json", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String()),
        sa.Column("offer_version", sa.Integer()),
    )
    for table, indexes in INDEXES.items():
        for columns in map(str.split, indexes):
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
