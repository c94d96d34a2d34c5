"""Budgets of campaigns as their briefs read them: earlier versions kept them in the brief alone."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    connection = op.get_bind()
    briefs = connection.execute(
        sa.text(
            "SELECT campaign_id, brief_json FROM campaigns "
            "WHERE budget_cents IS NULL AND brief_json IS NOT NULL"
        )
    ).all()
    for campaign_id, text in briefs:
        found = _budget(text)
        if found is not None:
            connection.execute(
                sa.text(
                    "UPDATE campaigns SET budget_cents = :cents, currency = :currency WHERE campaign_id = :id"
                ),
                {"cents": found[0], "currency": found[1], "id": campaign_id},
            )


def _budget(text: Any) -> tuple[int, str] | None:
    try:
        budget = json.loads(text)["budget"]
        whole, _, part = budget["amount"].partition(".")  # always written with two places
        return int(whole) * 100 + int(part), str(budget["currency"])[:3]
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
