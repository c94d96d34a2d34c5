"""What moves with satisfaction: each rating category and each theme against overall satisfaction, as sums."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float, Select, and_, case, cast, func, select

from core.drivers import Driver, PairSums, driver
from core.feedback_scope import LEAST_GOOD, Scope
from db.records.base import Records
from db.reports.feedback_scope import narrowed
from db.tables.feedback import Rating, Response, ThemeCount

OVERALL = "overall_satisfaction"
MOST_CATEGORIES = 20  # that are looked at


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
        statement: Any = select(Rating.feedback_id, func.avg(Rating.value).label("stars")).where(
            Rating.category == OVERALL
        )
        if scope.chosen():
            joined = statement.join(Response, Response.feedback_id == Rating.feedback_id)
            statement = narrowed(joined, scope)
        return statement.group_by(Rating.feedback_id).subquery()

    def _categories(self, scope: Scope) -> tuple[list[tuple[Any, ...]], int, int]:
        """Every category beside the whole, in one pass: a response is one row with a column for each."""
        names = self._workspace.reports.feedback.categories()[:MOST_CATEGORIES]
        if OVERALL not in names:
            return [], 0, 0
        means = [func.avg(case((Rating.category == name, Rating.value))) for name in names]
        columns = [mean.label(f"c{place}") for place, mean in enumerate(means)]
        statement: Any = select(Rating.feedback_id, *columns).group_by(Rating.feedback_id)
        if scope.chosen():
            joined = statement.join(Response, Response.feedback_id == Rating.feedback_id)
            statement = narrowed(joined, scope)
        one = statement.subquery()
        y = one.c[f"c{names.index(OVERALL)}"]
        parts: list[Any] = []
        for place in range(len(names)):
            x = one.c[f"c{place}"]
            both = and_(x.is_not(None), y.is_not(None))
            parts += [_sum(and_(both, x >= LEAST_GOOD), 1), _sum(both, 1)]
            parts += [_sum(both, value) for value in (x, y, x * x, y * y, x * y)]
        (row,) = self._rows(select(*parts))
        found, happy, n = [], 0, 0
        for place, name in enumerate(names):
            hits, number, *sums = row[7 * place : 7 * place + 7]
            if name == OVERALL:
                happy, n = int(hits or 0), int(number or 0)
            elif number:
                label = name.replace("_", " ").capitalize()
                pairs = PairSums(int(number), *(float(value) for value in sums))
                found.append((name, label, "category", (int(hits), int(number)), pairs))
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


def _sum(condition: Any, value: Any) -> Any:
    return func.sum(case((condition, value), else_=0))


def _sums(x: Any, y: Any) -> list[Any]:
    return [func.sum(one) for one in (x, y, x * x, y * y, x * y)]
