"""Type and manager of a project: from its work order, and from who took that on."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

AT_ONCE = 500  # work orders whose documents are held in memory together


def upgrade() -> None:
    op.add_column("projects", sa.Column("service_type", sa.String()))
    op.add_column("projects", sa.Column("manager", sa.String()))
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "UPDATE projects SET manager = (SELECT MAX(handoffs.owner) FROM handoffs "
            "WHERE handoffs.workflow = 'sales_to_fulfillment' AND handoffs.status = 'accepted' "
            "AND handoffs.record_id = projects.work_order_id)"
        )
    )
    last = ""
    while True:
        orders = connection.execute(
            sa.text(
                "SELECT work_order_id, document_json FROM work_orders WHERE work_order_id > :last "
                "ORDER BY work_order_id LIMIT :most"
            ),
            {"last": last, "most": AT_ONCE},
        ).all()
        if not orders:
            return
        for work_order_id, text in orders:
            found = _service_type(text)
            if found:
                connection.execute(
                    sa.text("UPDATE projects SET service_type = :type WHERE work_order_id = :id"),
                    {"type": found, "id": work_order_id},
                )
        last = orders[-1][0]


def _service_type(text: Any) -> str | None:
    try:
        found = json.loads(text)["service_type"]
    except (ValueError, TypeError, KeyError):
        return None
    return found if isinstance(found, str) and found else None
