"""The golden thread of a record, and finding the record that it starts from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.errors import HandoffRefused
from core.golden_thread import Side, Step, StepKey, Thread, version_id
from db.records.base import Records, contains
from db.tables.clients import Client
from db.tables.fulfillment import Project
from db.tables.marketing import Campaign, Lead
from db.tables.offers import Offer
from db.tables.sales import Deal
from db.thread.steps import describe
from db.thread.ways import children, parents

MOST_STEPS = 60  # a thread that a person can still read; the rest is counted
MOST_FOUND = 5  # records of one kind that a search answers


class ThreadRecords(Records):
    def thread(self, here: StepKey) -> Thread:
        """What led to the record and what it led to. HandoffRefused where there is no such record.

        Backwards it ends at the offer version that was sold; from an offer version it goes on to what
        clients said before it. Forwards it ends at the offer version that was changed.
        """
        with self._workspace.reading() as session:
            start = describe(session, here)
            if start is None:
                raise HandoffRefused(
                    "There is no such record any more. Search for another, or open one from its page."
                )
            gathered = _Gathered(session, start)
            gathered.backwards(here)
            gathered.forwards(here)
        return Thread(
            here,
            tuple(gathered.steps.values()),
            gathered.sides,
            tuple(gathered.links),
            gathered.hidden,
        )

    def search(self, text: str) -> list[Step]:
        """Records with that text in their name, at most five of a kind: offers, campaigns, leads, deals,
        projects. Nothing for a blank text."""
        if not text.strip():
            return []
        statements: list[tuple[str, Any]] = [
            (
                "offer_version",
                select(Offer.offer_id, Offer.current_version).where(contains(text, (Offer.product_name,))),
            ),
            ("campaign", select(Campaign.campaign_id).where(contains(text, (Campaign.name,)))),
            ("lead", select(Lead.id).where(contains(text, (Lead.name, Lead.company, Lead.email)))),
            ("deal", select(Deal.deal_id).where(contains(text, (Deal.name, Deal.company_name)))),
            (
                "project",
                select(Project.project_id)
                .join(Client, Client.client_id == Project.client_id)
                .where(contains(text, (Project.name, Client.name))),
            ),
        ]
        found: list[Step] = []
        with self._workspace.reading() as session:
            for kind, statement in statements:
                for row in session.execute(statement.limit(MOST_FOUND)):
                    record_id = version_id(row[0], row[1]) if kind == "offer_version" else str(row[0])
                    step = describe(session, StepKey(kind, record_id))  # type: ignore[arg-type]  # one of KINDS
                    if step is not None:
                        found.append(step)
        return found


class _Gathered:
    """The steps found so far; a record that is met twice stands once."""

    def __init__(self, session: Session, start: Step) -> None:
        self._session = session
        self.steps: dict[StepKey, Step] = {start.key: start}
        self.sides: dict[StepKey, Side] = {start.key: "here"}
        self.links: list[tuple[StepKey, StepKey]] = []
        self.hidden: dict[StepKey, int] = {}

    def backwards(self, here: StepKey) -> None:
        waiting = [here]
        while waiting:
            key = waiting.pop(0)
            if key.kind == "offer_version" and key != here:
                continue
            for earlier in parents(self._session, key):
                if self._take(earlier, "before"):
                    waiting.append(earlier)
                if earlier in self.steps:
                    self.links.append((earlier, key))

    def forwards(self, here: StepKey) -> None:
        waiting = [here]
        while waiting:
            key = waiting.pop(0)
            if key.kind == "offer_version" and key != here:
                continue
            later_keys, total = children(self._session, key)
            shown = 0
            for later in later_keys:
                if self._take(later, "after"):
                    waiting.append(later)
                if later in self.steps and (key, later) not in self.links:
                    self.links.append((key, later))
                    shown += 1
            if total > shown:
                self.hidden[key] = total - shown

    def _take(self, key: StepKey, side: Side) -> bool:
        """Whether the record is new on the thread; nothing is taken beyond the most that can be read."""
        if key in self.steps or len(self.steps) >= MOST_STEPS:
            return False
        step = describe(self._session, key)
        if step is None:
            return False
        self.steps[key] = step
        self.sides[key] = side
        return True
