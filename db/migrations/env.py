"""How Alembic reaches the database: over the connection that db/upgrade.py hands it.

To write the next migration: change db/tables, then `alembic revision --autogenerate -m "<what a reader
gets>"`, look the file over, and set db.schema_version.HEAD.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from db.lead_search import in_tables
from db.tables import Base


def render_item(kind: str, item: Any, autogen_context: AutogenContext) -> str | Literal[False]:  # noqa: ARG001 - the signature is Alembic's
    """SQLModel's column types as SQLAlchemy's own, so that a migration imports nothing of the app."""
    if kind == "type":
        name = type(item).__name__
        if name == "UTCDateTime":
            return "sa.DateTime(timezone=True)"
        if name == "AutoString":
            return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        include_name=in_tables,
        # SQLite undoes a half-done migration too, when it runs inside one transaction.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    from db.engine import open_engine
    from db.settings import Settings

    with open_engine(Settings.from_environment()).begin() as opened:
        migrate(opened)
