"""Leads are found by any three letters in a row, and prospects by who is to be called next."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

# What changes the searched words of a lead changes the index with it. A run that only scores does not.
TRIGGERS = (
    "CREATE TRIGGER lead_search_added AFTER INSERT ON leads BEGIN "
    "INSERT INTO lead_search (rowid, name, company, email) "
    "VALUES (new.id, new.name, new.company, new.email); END",
    "CREATE TRIGGER lead_search_removed AFTER DELETE ON leads BEGIN "
    "INSERT INTO lead_search (lead_search, rowid, name, company, email) "
    "VALUES ('delete', old.id, old.name, old.company, old.email); END",
    "CREATE TRIGGER lead_search_changed AFTER UPDATE OF name, company, email ON leads BEGIN "
    "INSERT INTO lead_search (lead_search, rowid, name, company, email) "
    "VALUES ('delete', old.id, old.name, old.company, old.email); "
    "INSERT INTO lead_search (rowid, name, company, email) "
    "VALUES (new.id, new.name, new.company, new.email); END",
)


def upgrade() -> None:
    """About ten seconds for a million leads."""
    op.drop_index("ix_leads_status_band_contacted_at_next_action_due_at", "leads")
    op.create_index(
        "ix_leads_status_contacted_at_next_action_due_at_band",
        "leads",
        ["status", "contacted_at", "next_action_due_at", "band"],
    )
    op.drop_index("ix_runs_started_at_workflow_id", "runs")
    op.create_index(
        "ix_runs_started_at_workflow_id_title_error", "runs", ["started_at", "workflow_id", "title", "error"]
    )
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        _words_of_sqlite()
    elif connection.dialect.name == "postgresql":
        _words_of_postgresql(connection)


def _words_of_sqlite() -> None:
    try:
        op.execute(
            "CREATE VIRTUAL TABLE lead_search USING fts5(name, company, email, content='leads', "
            "content_rowid='id', tokenize='trigram', detail=none, columnsize=0)"
        )
    except sa.exc.OperationalError:
        return  # an SQLite without FTS5 or from before 3.34: the search reads every lead, as it did
    op.execute("INSERT INTO lead_search (lead_search) VALUES ('rebuild')")
    for trigger in TRIGGERS:
        op.execute(trigger)


def _words_of_postgresql(connection: sa.Connection) -> None:
    try:
        with connection.begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except sa.exc.DBAPIError:
        return  # not installed or not allowed: the search reads every lead, as it did
    for column in ("name", "company", "email"):
        op.execute(f"CREATE INDEX lead_search_{column} ON leads USING gin ({column} gin_trgm_ops)")
