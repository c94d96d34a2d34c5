"""Satisfaction by category and over time, and the themes of what clients said."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import case, func, select

from db.records.base import Records, loads
from db.tables.feedback import Rating, Response


class FeedbackReports(Records):
    def by_category(self) -> pd.DataFrame:
        """Ratings: `category` (as people call it), `mean` (1–5), `n`."""
        frame = self._frame(
            select(Rating.category, func.avg(Rating.value).label("mean"), func.count().label("n"))
            .group_by(Rating.category)
            .order_by(Rating.category)
        )
        frame["category"] = [str(name).replace("_", " ").capitalize() for name in frame["category"]]
        return frame

    def by_month(self) -> pd.DataFrame:
        """Average rating in % by `month` (its first day): `score` (0–100, mean over responses), `n`."""
        frame = self._frame(
            select(Response.received_at, Response.satisfaction).where(Response.satisfaction.is_not(None))
        )
        frame["month"] = [moment.date().replace(day=1) for moment in frame["received_at"]]
        grouped = frame.groupby("month")["satisfaction"].agg(["mean", "size"]).reset_index()
        return grouped.rename(columns={"mean": "score", "size": "n"})

    def csat(self) -> tuple[int, int]:
        """How many of the overall_satisfaction ratings are 4 or 5, and how many there are."""
        satisfied = func.sum(case((Rating.value >= 4, 1), else_=0))
        with self._workspace.reading() as session:
            row = session.execute(
                select(satisfied, func.count()).where(Rating.category == "overall_satisfaction")
            ).one()
        return int(row[0] or 0), int(row[1])

    def mean_satisfaction(self) -> tuple[float | None, int]:
        """The mean average rating in % over all responses with ratings, and how many those are."""
        with self._workspace.reading() as session:
            row = session.execute(
                select(func.avg(Response.satisfaction), func.count(Response.satisfaction))
            ).one()
        return (float(row[0]) if row[0] is not None else None), int(row[1])

    def recommend_scores(self) -> list[int]:
        """Every 0–10 answer to "how likely to recommend", in no order."""
        scores: list[int] = []
        for text in self._frame(select(Response.answers_json))["answers_json"]:
            scores += loads(text).get("likelihood_to_recommend") or []
        return scores
