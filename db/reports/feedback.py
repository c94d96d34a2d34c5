"""Satisfaction by category and over time."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select

from db.records.base import Records, loads
from db.tables.feedback import Rating, Response
from db.tables.fulfillment import Project


class FeedbackReports(Records):
    def by_category(self) -> pd.DataFrame:
        """Ratings by `category`: `mean` (1–5) and `n`."""
        return self._frame(
            select(Rating.category, func.avg(Rating.value).label("mean"), func.count().label("n"))
            .group_by(Rating.category)
            .order_by(Rating.category)
        )

    def over_time(self) -> pd.DataFrame:
        """Each response with a score, in order: `received_at`, `satisfaction` (0–100), `project`."""
        return self._frame(
            select(
                Response.received_at,
                Response.satisfaction,
                func.coalesce(Project.name, Response.project_id).label("project"),
            )
            .join(Project, Project.project_id == Response.project_id, isouter=True)
            .where(Response.satisfaction.is_not(None))
            .order_by(Response.received_at)
        )

    def overall_counts(self) -> dict[str, int]:
        """How many overall_satisfaction ratings there are (`n`) and how many of them are 4 or 5 (`satisfied`)."""
        with self._workspace.reading() as session:
            ratings = session.execute(
                select(func.count(), func.sum((Rating.value >= 4).cast(Rating.id.type))).where(
                    Rating.category == "overall_satisfaction"
                )
            ).one()
        return {"n": int(ratings[0]), "satisfied": int(ratings[1] or 0)}

    def recommend_scores(self) -> list[int]:
        """Every 0–10 answer to "how likely to recommend", in no order."""
        frame = self._frame(select(Response.answers_json))
        scores: list[int] = []
        for text in frame["answers_json"]:
            scores += loads(text).get("likelihood_to_recommend") or []
        return scores

    def themes(self) -> pd.DataFrame:
        """Themes over all responses: `theme`, `strength` and `improvement` count the responses naming it."""
        counts: dict[str, dict[str, int]] = {}
        for text in self._frame(select(Response.analysis_json))["analysis_json"]:
            evidence = loads(text)["feedback_analysis"].get("evidence", [])
            for theme, kind in {(item.get("theme"), item.get("kind")) for item in evidence}:
                if theme and kind in ("strength", "improvement"):
                    counts.setdefault(theme, {"strength": 0, "improvement": 0})[kind] += 1
        rows = [{"theme": theme, **line} for theme, line in sorted(counts.items())]
        return pd.DataFrame(rows, columns=["theme", "strength", "improvement"])
