"""Which schema this version of the app needs, known without loading Alembic."""

from __future__ import annotations

HEAD = "0024"
VERSIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
    "0020",
    "0021",
    "0022",
    "0023",
    "0024",
)  # every version that can be brought to HEAD, oldest first

# "HAND": written into the header of each SQLite database of this app, so that it never takes the
# file of another program for its own.
APPLICATION_ID = 0x48414E44

TABLES = frozenset(
    (
        "alembic_version",
        "audit_lines",
        "bulk_changes",
        "campaign_results",
        "campaigns",
        "capacity_weeks",
        "change_orders",
        "clients",
        "contact_attempts",
        "contacts",
        "deals",
        "deliverables",
        "follow_ups",
        "forecast_snapshots",
        "handoffs",
        "import_presets",
        "imported_changes",
        "intake_requests",
        "invitations",
        "lead_imports",
        "leads",
        "milestones",
        "offer_templates",
        "offer_versions",
        "offers",
        "payments",
        "policies",
        "projects",
        "promise_answers",
        "ratings",
        "recommendations",
        "rejected_rows",
        "remembered_columns",
        "response_figures",
        "responses",
        "role_capacities",
        "runs",
        "saved_views",
        "stage_changes",
        "survey_mails",
        "surveys",
        "theme_counts",
        "theme_mentions",
        "work_orders",
    )
)
