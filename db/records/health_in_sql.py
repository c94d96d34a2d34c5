"""The health of all clients as a table that the database makes while it answers: for filters and orders.

The facts are those of client_health.py, the rules those of core/client_health.py; only the points are counted
here once more, and a test holds both against each other.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Subquery, and_, case, func, literal, or_, select

from core.client_health import HealthRules
from db.records.client_health import fact_questions
from db.tables.clients import Client


def health_table(now: datetime, rules: HealthRules) -> Subquery:
    """client_id, score (None where nothing is known) and band of every client.

    Six aggregates, each over one pass of its tables, joined by client.
    """
    fact: dict[str, Any] = {}
    statement: Any = select(Client.client_id)
    tables = []
    for names, question in fact_questions(now, rules).items():
        table = question.subquery()
        client, *columns = table.c
        fact |= dict(zip(names, columns, strict=True))
        tables.append((table, client))
    known = or_(*(func.coalesce(fact[name], 0) > 0 for name in ("answers", "active", "finished", "overdue")))
    points = _points(fact, now, rules)
    score = case((~known, None), (points > 100, 0), else_=100 - points)
    for table, client in tables:
        statement = statement.join(table, client == Client.client_id, isouter=True)
    scored = statement.add_columns(score.label("score")).subquery()
    band = case(
        (scored.c.score.is_(None), "not known"),
        (scored.c.score >= rules.good_from, "good"),
        (scored.c.score < rules.at_risk_below, "at risk"),
        else_="watch",
    )
    return select(scored.c.client_id, scored.c.score, band.label("band")).subquery()


def _points(fact: dict[str, Any], now: datetime, rules: HealthRules) -> Any:
    """What all facts together take off; a fact that is not there takes nothing."""
    today = now.date()

    def longer_ago(name: str, days: int) -> Any:
        return fact[name] < today - timedelta(days=days)

    quiet_since = today - timedelta(days=rules.quiet_days)
    midnight = datetime.combine(quiet_since, time.min, tzinfo=UTC)
    last = [(fact["dealt_at"], midnight), (fact["answered_at"], midnight), (fact["paid_on"], quiet_since)]
    is_quiet = and_(
        func.coalesce(fact["active"], 0) == 0,
        func.coalesce(fact["open_deals"], 0) == 0,
        or_(*(moment.is_not(None) for moment, _ in last)),
        *(or_(moment.is_(None), moment < since) for moment, since in last),
    )
    return sum(
        (
            case(*cases, else_=0)
            for cases in (
                (
                    (fact["rating"] < rules.bad_rating, rules.bad_rating_points),
                    (fact["rating"] < rules.low_rating, rules.low_rating_points),
                ),
                ((fact["unheard"] > 0, rules.unheard_points),),
                (
                    (longer_ago("overdue_since", rules.long_overdue_days), rules.long_overdue_points),
                    (fact["overdue_since"].is_not(None), rules.overdue_points),
                ),
                (
                    (longer_ago("late_since", rules.very_late_days), rules.very_late_points),
                    (fact["late_since"].is_not(None), rules.late_points),
                ),
                ((is_quiet, rules.quiet_points),),
            )
        ),
        start=literal(0),
    )
