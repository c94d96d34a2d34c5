"""What rules would change in the records before anybody publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from sqlalchemy import case, func, select

from core.client_health import HealthRules
from core.feedback_text.theme_effect import ThemeEffect, theme_effect
from core.feedback_text.themes import ThemeRules
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy
from db.records.base import loads
from db.records.health_in_sql import health_table
from db.records.sales_effects import SalesEffects
from db.tables.clients import Client
from db.tables.feedback import Response

COMMENTS = 1_000  # the newest are read again
SHOWN = 50  # rows of an effect that are listed; all are counted


class Moves(NamedTuple):
    """`asked` records were looked at. `counts` says how many go from what to what (before, after, n);
    `rows` names the first of them."""

    asked: int
    counts: list[tuple[str, str, int]]
    rows: pd.DataFrame

    @property
    def moved(self) -> int:
        return sum(n for _, _, n in self.counts)


class PolicyEffects(SalesEffects):
    """What each set of rules would move."""

    def themes(self, rules: ThemeRules) -> ThemeEffect:
        """What the newest comments would gain and lose under `rules`."""
        current = self._workspace.policies.current("feedback_to_offer", FeedbackToOfferPolicy).themes
        return theme_effect(self._answers(), current, rules, most=COMMENTS)

    def _answers(self) -> Iterator[tuple[str, str]]:
        """Question and text of the newest answers, response by response."""
        newest = select(Response.answers_json).order_by(Response.received_at.desc()).limit(COMMENTS)
        with self._workspace.reading() as session:
            found = session.execute(newest, execution_options={"yield_per": 100}).scalars()
            for document in found:
                for person in (loads(document) or {}).get("responses") or []:
                    yield from ((str(one), text) for one, text in person.items() if isinstance(text, str))

    def client_health(self, rules: HealthRules) -> Moves:
        """The clients whose band is another one under `rules`: name, before, after, their points in both."""
        old = health_table(self._now, self._workspace.client_health.rules)
        new = health_table(self._now, rules)
        moved = (
            select(
                Client.client_id,
                Client.name,
                old.c.band.label("before"),
                new.c.band.label("after"),
                old.c.score.label("points_before"),
                new.c.score.label("points_after"),
            )
            .join(old, old.c.client_id == Client.client_id)
            .join(new, new.c.client_id == Client.client_id)
            .where(old.c.band != new.c.band)
        )
        table = moved.subquery()
        counted = select(table.c.before, table.c.after, func.count()).group_by(table.c.before, table.c.after)
        worst_first = case({"at risk": 0, "watch": 1, "good": 2}, value=new.c.band, else_=3)
        with self._workspace.reading() as session:
            asked = int(session.execute(select(func.count()).select_from(Client)).scalar_one())
            counts = [(str(one), str(two), int(n)) for one, two, n in session.execute(counted)]
        rows = self._frame(moved.order_by(worst_first, Client.name, Client.client_id).limit(SHOWN))
        return Moves(asked, sorted(counts, key=lambda one: -one[2]), rows)
