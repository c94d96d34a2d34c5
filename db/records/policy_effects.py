"""What rules would change in the records before anybody publishes them."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from sqlalchemy import case, func, select

from core.client_health import HealthRules
from db.records.base import Records
from db.records.health_in_sql import health_table
from db.tables.clients import Client

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


class PolicyEffects(Records):
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
