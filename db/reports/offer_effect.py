"""What a version of an offer did: its figures beside those of the version before it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float, case, cast, func, select

from core.comparisons import Comparison, Recommenders, Share, Sums, compare_means, compare_nps, compare_shares
from core.effect_measures import FORMULAS, Measure
from db.records.base import Records
from db.tables.feedback import Response, ResponseFigures
from db.tables.fulfillment import Project
from db.tables.offers import OfferVersion
from db.tables.sales import Deal

WON, LOST = "closed_won", "closed_lost"


class OfferEffectReports(Records):
    def version_before(self, offer_id: str, number: int) -> int | None:
        """The newest published version before `number`; None for the first."""
        with self._workspace.reading() as session:
            found = session.execute(
                select(func.max(OfferVersion.number)).where(
                    OfferVersion.offer_id == offer_id,
                    OfferVersion.number < number,
                    OfferVersion.status == "published",
                )
            ).scalar_one()
        return int(found) if found is not None else None

    def effect(self, offer_id: str, before: int, after: int) -> dict[Measure, Comparison]:
        """Each measure of two versions. Work belongs to the version under which its deal was opened."""
        won, csat, nps = self._won(offer_id), self._csat(offer_id), self._nps(offer_id)
        on_time, margin = self._on_time(offer_id), self._margin(offer_id)
        none, nobody, nothing = Share(0, 0), Recommenders(0, 0, 0), Sums(0.0, 0.0, 0)
        return {
            "win_rate": compare_shares(won.get(before, none), won.get(after, none), FORMULAS["win_rate"]),
            "csat": compare_shares(csat.get(before, none), csat.get(after, none), FORMULAS["csat"]),
            "nps": compare_nps(nps.get(before, nobody), nps.get(after, nobody)),
            "on_time": compare_shares(
                on_time.get(before, none), on_time.get(after, none), FORMULAS["on_time"]
            ),
            "margin": compare_means(
                margin.get(before, nothing), margin.get(after, nothing), FORMULAS["margin"]
            ),
        }

    def unversioned(self, offer_id: str) -> int:
        """How many finished projects of the offer belong to no version, as no deal of theirs is known."""
        with self._workspace.reading() as session:
            return int(
                session.execute(
                    select(func.count())
                    .select_from(Project)
                    .join(Deal, Deal.deal_id == Project.deal_id, isouter=True)
                    .where(
                        Project.offer_id == offer_id,
                        Project.status == "completed",
                        Deal.offer_version.is_(None),
                    )
                ).scalar_one()
            )

    def _rows(self, statement: Any) -> list[Any]:
        with self._workspace.reading() as session:
            return list(session.execute(statement).all())

    def _won(self, offer_id: str) -> dict[int, Share]:
        rows = self._rows(
            select(Deal.offer_version, func.sum(case((Deal.stage == WON, 1), else_=0)), func.count())
            .where(Deal.offer_id == offer_id, Deal.stage.in_((WON, LOST)), Deal.offer_version.is_not(None))
            .group_by(Deal.offer_version)
        )
        return {number: Share(int(hits), int(n)) for number, hits, n in rows}

    def _figures(self, offer_id: str, *columns: Any) -> list[Any]:
        return self._rows(
            select(Deal.offer_version, *(func.sum(column) for column in columns))
            .join(Project, Project.deal_id == Deal.deal_id)
            .join(Response, Response.project_id == Project.project_id)
            .join(ResponseFigures, ResponseFigures.feedback_id == Response.feedback_id)
            .where(Deal.offer_id == offer_id, Deal.offer_version.is_not(None))
            .group_by(Deal.offer_version)
        )

    def _csat(self, offer_id: str) -> dict[int, Share]:
        rows = self._figures(offer_id, ResponseFigures.satisfied, ResponseFigures.rated)
        return {number: Share(int(hits), int(n)) for number, hits, n in rows}

    def _nps(self, offer_id: str) -> dict[int, Recommenders]:
        rows = self._figures(
            offer_id, ResponseFigures.promoters, ResponseFigures.detractors, ResponseFigures.scored
        )
        return {number: Recommenders(int(up), int(down), int(n)) for number, up, down, n in rows}

    def _on_time(self, offer_id: str) -> dict[int, Share]:
        in_time = case((Project.completed_on <= Project.planned_end_on, 1), else_=0)
        rows = self._rows(
            select(Deal.offer_version, func.sum(in_time), func.count())
            .join(Project, Project.deal_id == Deal.deal_id)
            .where(
                Deal.offer_id == offer_id,
                Deal.offer_version.is_not(None),
                Project.status == "completed",
                Project.completed_on.is_not(None),
                Project.planned_end_on.is_not(None),
            )
            .group_by(Deal.offer_version)
        )
        return {number: Share(int(hits), int(n)) for number, hits, n in rows}

    def _margin(self, offer_id: str) -> dict[int, Sums]:
        value, cost = cast(Project.value_cents, Float), cast(Project.cost_cents, Float)
        margin = 100.0 * (value - cost) / value
        rows = self._rows(
            select(Deal.offer_version, func.sum(margin), func.sum(margin * margin), func.count())
            .join(Project, Project.deal_id == Deal.deal_id)
            .where(
                Deal.offer_id == offer_id,
                Deal.offer_version.is_not(None),
                Project.status == "completed",
                Project.cost_cents.is_not(None),
                Project.value_cents > 0,
            )
            .group_by(Deal.offer_version)
        )
        return {number: Sums(float(total), float(squares), int(n)) for number, total, squares, n in rows}
