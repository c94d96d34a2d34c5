"""Satisfaction by category and over time, and the themes of what clients said."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import case, func, select, true

from core.feedback_scope import Scope
from db.records.base import Records, loads
from db.reports.feedback_scope import narrowed
from db.tables.clients import Client
from db.tables.feedback import PromiseAnswer, Rating, Response
from db.tables.fulfillment import Project
from db.tables.offers import Offer

SHOWN = 50  # promises on screen


class FeedbackReports(Records):
    def by_category(self, scope: Scope | None = None) -> pd.DataFrame:
        """Ratings: `category` (as people call it), `key`, `mean` (1–5), `n`."""
        statement = select(
            Rating.category.label("category"),
            Rating.category.label("key"),
            func.avg(Rating.value).label("mean"),
            func.count().label("n"),
        )
        if scope is not None and scope.chosen():
            joined = statement.join(Response, Response.feedback_id == Rating.feedback_id)
            statement = narrowed(joined, scope)
        frame = self._frame(statement.group_by(Rating.category).order_by(Rating.category))
        frame["category"] = [str(name).replace("_", " ").capitalize() for name in frame["category"]]
        return frame

    def categories(self) -> list[str]:
        """Every category that somebody rated."""
        with self._workspace.reading() as session:
            found = session.execute(select(Rating.category).distinct().order_by(Rating.category))
            return [str(name) for name in found.scalars()]

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

    def promises(self, offer_id: str | None = None) -> pd.DataFrame:
        """What was promised and what clients say of it, the most broken first: `offer`, `promise`, `kept`,
        `partly`, `not_kept` (answers to "did we keep it?"), `praised`, `to_improve` (people, by their words),
        `responses`, `quotes` (text and client). `offer_id` keeps those of one offer."""
        sums = [
            func.sum(getattr(PromiseAnswer, name)).label(name)
            for name in ("kept", "partly", "not_kept", "praised", "to_improve")
        ]
        found = self._frame(
            select(
                Offer.product_name.label("offer"),
                func.max(PromiseAnswer.promise).label("promise"),
                *sums,
                func.count().label("responses"),
                PromiseAnswer.promise_key,
                Response.offer_id,
            )
            .join(Response, Response.feedback_id == PromiseAnswer.feedback_id)
            .join(Offer, Offer.offer_id == Response.offer_id, isouter=True)
            .where(true() if offer_id is None else Response.offer_id == offer_id)
            .group_by(PromiseAnswer.promise_key, Response.offer_id, Offer.product_name)
            .order_by((sums[2] + sums[4]).desc(), sums[0].desc(), PromiseAnswer.promise_key)
            .limit(SHOWN)
        )
        quotes = self._promise_quotes()
        about = [
            quotes.get((offer or "", key), [])
            for offer, key in zip(found["offer_id"].tolist(), found["promise_key"].tolist(), strict=True)
        ]
        return found.assign(quotes=pd.Series(about, index=found.index, dtype=object))

    def _promise_quotes(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        """The newest words about each promise, by offer and promise."""
        lines = self._frame(
            select(
                Response.offer_id,
                PromiseAnswer.promise_key,
                PromiseAnswer.quotes_json,
                Client.name.label("client"),
            )
            .join(Response, Response.feedback_id == PromiseAnswer.feedback_id)
            .join(Project, Project.project_id == Response.project_id, isouter=True)
            .join(Client, Client.client_id == Project.client_id, isouter=True)
            .where(PromiseAnswer.quotes_json != "[]")
            .order_by(Response.received_at.desc())
            .limit(10 * SHOWN)
        )
        found: dict[tuple[str, str], list[dict[str, str]]] = {}
        columns = ("offer_id", "promise_key", "quotes_json", "client")
        for offer, key, quotes, client in zip(*(lines[name].tolist() for name in columns), strict=True):
            kept = found.setdefault((offer or "", key), [])
            kept += [{"text": one["text"], "client": client or ""} for one in loads(quotes)]
        return found
