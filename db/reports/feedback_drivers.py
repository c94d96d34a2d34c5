"""What moves with satisfaction: each rating category and each theme against overall satisfaction, as sums."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float, Select, case, cast, func, select

from core.drivers import Driver, PairSums, driver
from core.feedback_scope import LEAST_GOOD, Scope
from db.records.base import Records
from db.reports.feedback_scope import of_responses
from db.tables.feedback import Rating, Response, ThemeCount
from db.tables.fulfillment import Project

OVERALL = "overall_satisfaction"


class FeedbackDrivers(Records):
    def drivers(self, scope: Scope) -> list[Driver]:
        """Categories and themes, those with most answers first. One response is one pair of values: the mean
        stars of a category (a theme: praise − wishes, ÷ both), and the mean stars for the whole."""
        of_category, happy, n = self._categories(scope)
        overall = happy / n * 100 if n else None
        found = [
            driver(key, label, kind, hits, sums, overall)
            for key, label, kind, hits, sums in [*of_category, *self._themes(scope)]
        ]
        return sorted(found, key=lambda one: (-one.correlation.n, one.label))

    def _overall(self, scope: Scope) -> Any:
        """feedback_id and the mean stars for the whole, of the responses in scope."""
        statement = select(Rating.feedback_id, func.avg(Rating.value).label("stars")).where(
            Rating.category == OVERALL
        )
        if scope.chosen():
            statement = (
                statement.join(Response, Response.feedback_id == Rating.feedback_id)
                .join(Project, Project.project_id == Response.project_id, isouter=True)
                .where(*of_responses(scope))
            )
        return statement.group_by(Rating.feedback_id).subquery()

    def _categories(self, scope: Scope) -> tuple[list[tuple[Any, ...]], int, int]:
        overall = self._overall(scope)
        rated = (
            select(Rating.feedback_id, Rating.category, func.avg(Rating.value).label("stars"))
            .group_by(Rating.feedback_id, Rating.category)
            .subquery()
        )
        satisfied = func.sum(case((rated.c.stars >= LEAST_GOOD, 1), else_=0))
        rows = self._rows(
            select(
                rated.c.category,
                satisfied,
                func.count(),
                *_sums(rated.c.stars, overall.c.stars),
            )
            .join(overall, overall.c.feedback_id == rated.c.feedback_id)
            .group_by(rated.c.category)
        )
        found, happy, n = [], 0, 0
        for category, hits, number, *sums in rows:
            if category == OVERALL:
                happy, n = int(hits), int(number)
                continue
            label = str(category).replace("_", " ").capitalize()
            pairs = PairSums(int(number), *(float(one) for one in sums))
            found.append((category, label, "category", (int(hits), int(number)), pairs))
        return found, happy, n

    def _themes(self, scope: Scope) -> list[tuple[Any, ...]]:
        overall = self._overall(scope)
        named = cast(ThemeCount.praised + ThemeCount.to_improve, Float)
        tone = cast(ThemeCount.praised - ThemeCount.to_improve, Float) / named
        rows = self._rows(
            select(
                ThemeCount.theme,
                func.max(ThemeCount.label),
                func.sum(ThemeCount.praised),
                func.sum(ThemeCount.praised + ThemeCount.to_improve),
                func.count(),
                *_sums(tone, overall.c.stars),
            )
            .join(overall, overall.c.feedback_id == ThemeCount.feedback_id)
            .where(ThemeCount.praised + ThemeCount.to_improve > 0)
            .group_by(ThemeCount.theme)
        )
        return [
            (
                theme,
                f"{label} (in words)",
                "theme",
                (int(praised), int(mentions)),
                PairSums(int(number), *(float(one) for one in sums)),
            )
            for theme, label, praised, mentions, number, *sums in rows
        ]

    def _rows(self, statement: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        with self._workspace.reading() as session:
            return [tuple(row) for row in session.execute(statement)]


def _sums(x: Any, y: Any) -> list[Any]:
    return [func.sum(one) for one in (x, y, x * x, y * y, x * y)]
