"""From what clients said to the next version of an offer: rank, decide, publish, and tell the clients."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Integer, and_, case, cast, func, or_, select, true
from sqlmodel import Session

from core.effect_measures import measure_of
from core.errors import HandoffRefused
from core.offer_changes import Proposal, TermChange, suggested_change
from db.records.base import Records, loads
from db.tables.clients import Client, Contact
from db.tables.feedback import Invitation, Recommendation, Response, ResponseFigures
from db.tables.fulfillment import Project
from db.tables.offers import Offer

MOST_RANKED = 200  # proposals that one page shows; the weightiest
MOST_QUOTED = 200  # recommendations whose quotes are read for one page


class LoopRecords(Records):
    def ranked(self, offer_id: str | None = None) -> pd.DataFrame:
        """What is still to decide, the weightiest first, the same wish of many responses in one line.

        `offer_id` keeps what is about one offer.

        Columns: offer_id, offer, kind, theme, proposal, named (people), people (who answered about this
        offer), impact (0–1, mean over those who named it), priority = named ÷ people × impact, responses,
        decided (earlier decisions about the same).
        """
        people = (
            select(Response.offer_id, func.sum(ResponseFigures.people).label("people"))
            .join(ResponseFigures, ResponseFigures.feedback_id == Response.feedback_id)
            .group_by(Response.offer_id)
            .subquery()
        )
        is_open = Recommendation.status == "proposed"
        named = func.sum(case((is_open, Recommendation.named), else_=0))
        weight = func.sum(case((is_open, Recommendation.named * Recommendation.impact), else_=0.0))
        # What was counted before each of these columns was kept stands as one person.
        least = func.coalesce(func.max(people.c.people), func.sum(Recommendation.people), 1)
        share = weight / case((least > 0, least), else_=1)
        frame = self._frame(
            select(
                Recommendation.offer_id,
                func.max(Offer.product_name).label("offer"),
                Recommendation.kind,
                func.max(Recommendation.theme).label("theme"),
                Recommendation.proposal,
                cast(named, Integer).label("named"),
                cast(least, Integer).label("people"),
                (weight / case((named > 0, named), else_=1)).label("impact"),
                share.label("priority"),
                func.sum(case((is_open, 1), else_=0)).label("responses"),
                func.sum(case((is_open, 0), else_=1)).label("decided"),
            )
            .join(Offer, Offer.offer_id == Recommendation.offer_id, isouter=True)
            .join(people, people.c.offer_id == Recommendation.offer_id, isouter=True)
            .where(true() if offer_id is None else Recommendation.offer_id == offer_id)
            .group_by(Recommendation.offer_id, Recommendation.kind, Recommendation.proposal)
            .having(func.sum(case((is_open, 1), else_=0)) > 0)
            .order_by(share.desc(), named.desc(), Recommendation.proposal)
            .limit(MOST_RANKED)
        )
        frame["priority"] = frame["priority"].astype(float).round(3)
        frame["impact"] = frame["impact"].astype(float).round(3)
        return frame

    def evidence(self, proposals: Sequence[Proposal]) -> dict[Proposal, list[dict[str, Any]]]:
        """The quotes of proposals still to decide, newest first: text, client, feedback_id, received_at."""
        if not proposals:
            return {}
        frame = self._frame(
            select(
                Recommendation.offer_id,
                Recommendation.kind,
                Recommendation.proposal,
                Recommendation.evidence_json,
                Recommendation.feedback_id,
                Client.name.label("client"),
                Response.received_at,
            )
            .join(Response, Response.feedback_id == Recommendation.feedback_id)
            .join(Project, Project.project_id == Response.project_id, isouter=True)
            .join(Client, Client.client_id == Project.client_id, isouter=True)
            .where(
                or_(*(and_(*asking_the_same(one)) for one in proposals)), Recommendation.status == "proposed"
            )
            .order_by(Response.received_at.desc())
            .limit(MOST_QUOTED)
        )
        found: dict[Proposal, list[dict[str, Any]]] = {}
        for row in frame.to_dict("records"):
            key = Proposal(row["offer_id"] or None, row["kind"], row["proposal"])
            told = {name: row[name] for name in ("client", "feedback_id", "received_at")}
            found.setdefault(key, []).extend({**quote, **told} for quote in loads(row["evidence_json"]) or [])
        return found

    def decide(
        self,
        proposal: Proposal,
        *,
        accept: bool,
        reason: str,
        change: TermChange | None = None,
        hypothesis: str = "",
    ) -> int | None:
        """Decide every open recommendation that asks this; accepting returns the draft's number.

        `change` is what becomes of the offer's terms; without it the recommendation is taken as it is.
        """
        with self._workspace.editing() as session:
            lines = list(
                session.execute(
                    select(Recommendation)
                    .where(*asking_the_same(proposal), Recommendation.status == "proposed")
                    .order_by(Recommendation.id)
                    .with_for_update()
                ).scalars()
            )
            if not lines:
                raise HandoffRefused(
                    "Somebody decided this meanwhile; nothing was changed. Look at it again."
                )
            return self.decide_lines(
                session, lines, accept=accept, reason=reason, change=change, hypothesis=hypothesis
            )

    def decide_lines(
        self,
        session: Session,
        lines: Sequence[Recommendation],
        *,
        accept: bool,
        reason: str,
        change: TermChange | None = None,
        hypothesis: str = "",
    ) -> int | None:
        """`decide` for rows that the caller holds; they all belong to one offer."""
        first, now = lines[0], self._now
        if not accept and not reason.strip():
            raise HandoffRefused("Say why it is declined, so that the next person knows.")
        number = None
        decision: dict[str, Any] | None = None
        if accept:
            change = change or suggested_change(first.kind, first.proposal)
            decision = {
                **change._asdict(),
                "hypothesis": hypothesis.strip() or reason.strip(),
                "measure": measure_of(first.theme, first.kind),
            }
            if first.offer_id:
                number = self._workspace.offers.add_draft(
                    session,
                    first.offer_id,
                    change=change,
                    feedback_id=first.feedback_id,
                    hypothesis=decision["hypothesis"] or None,
                )
        for line in lines:
            line.status = "accepted" if accept else "declined"
            line.reason = reason.strip() or None
            line.decided_by = self._workspace.actor
            line.decided_at = now
            line.offer_version = number
            line.decision_json = json.dumps(decision) if decision else None
            session.add(line)
        word = "accept" if accept else "decline"
        self._audit(
            session,
            action=f"{word} recommendation",
            record=("response", first.feedback_id),
            summary=first.proposal,
            old={"status": "proposed"},
            new={"status": first.status, "recommendations": len(lines), "decision": decision},
        )
        return number

    def decided(self, offer_id: str | None = None, *, limit: int = 50) -> pd.DataFrame:
        """What was decided last, the same decision in one line: proposal, status, reason, by, at, version.

        `offer_id` keeps what is about one offer.
        """
        return self._frame(
            select(
                func.min(Recommendation.id).label("id"),
                Recommendation.proposal,
                Recommendation.status,
                Recommendation.reason,
                Recommendation.decided_by,
                Recommendation.decided_at,
                Recommendation.offer_id,
                Recommendation.offer_version,
                func.max(Offer.product_name).label("offer"),
                func.max(Recommendation.decision_json).label("decision_json"),
                func.count().label("responses"),
            )
            .join(Offer, Offer.offer_id == Recommendation.offer_id, isouter=True)
            .where(
                Recommendation.status != "proposed",
                true() if offer_id is None else Recommendation.offer_id == offer_id,
            )
            .group_by(
                Recommendation.proposal,
                Recommendation.status,
                Recommendation.reason,
                Recommendation.decided_by,
                Recommendation.decided_at,
                Recommendation.offer_id,
                Recommendation.offer_version,
            )
            .order_by(Recommendation.decided_at.desc())
            .limit(limit)
        )

    def behind_version(self, offer_id: str, number: int) -> list[dict[str, Any]]:
        """Who asked for what became a version: client, contact, email, proposal, decision, quotes.

        A response by link is of the invited person, who is then the contact. `own_words` says that nobody
        else at the client is known who could have said the quotes.
        """
        frame = self._frame(
            select(
                Recommendation.proposal,
                Recommendation.decision_json,
                Recommendation.evidence_json,
                Invitation.name.label("invited"),
                Invitation.email.label("invited_email"),
                Client.client_id,
                Client.name.label("client"),
            )
            .join(Response, Response.feedback_id == Recommendation.feedback_id)
            .join(Invitation, Invitation.feedback_id == Response.feedback_id, isouter=True)
            .join(Project, Project.project_id == Response.project_id, isouter=True)
            .join(Client, Client.client_id == Project.client_id, isouter=True)
            .where(
                Recommendation.offer_id == offer_id,
                Recommendation.offer_version == number,
                Recommendation.status == "accepted",
            )
            .order_by(Recommendation.id)
        )
        contacts = self._contacts(list(frame["client_id"].dropna().unique()))
        nobody = {"contact": None, "email": None, "own_words": True}
        return [
            {
                "proposal": row["proposal"],
                "decision": loads(row["decision_json"]) or {},
                "quotes": [quote["text"] for quote in loads(row["evidence_json"]) or []],
                "client": row["client"],
                **(
                    {"contact": row["invited"], "email": row["invited_email"] or None, "own_words": True}
                    if isinstance(row["invited"], str)
                    else contacts.get(row["client_id"], nobody)
                ),
            }
            for row in frame.to_dict("records")
        ]

    def _contacts(self, client_ids: list[str]) -> dict[str, dict[str, Any]]:
        """The first contact of each client, and whether there is no other."""
        frame = self._frame(
            select(Contact.client_id, Contact.name, Contact.email)
            .where(Contact.client_id.in_(client_ids))
            .order_by(Contact.id.desc())
        )
        several = set(frame.loc[frame["client_id"].duplicated(), "client_id"])
        return {
            row["client_id"]: {
                "contact": row["name"],
                "email": row["email"],
                "own_words": row["client_id"] not in several,
            }
            for row in frame.to_dict("records")
        }


def asking_the_same(proposal: Proposal) -> tuple[Any, ...]:
    """The conditions for recommendations that ask this."""
    offer = (
        Recommendation.offer_id.is_(None)
        if proposal.offer_id is None
        else Recommendation.offer_id == proposal.offer_id
    )
    return offer, Recommendation.kind == proposal.kind, Recommendation.proposal == proposal.proposal
