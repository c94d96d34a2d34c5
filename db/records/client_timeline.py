"""Every event of a client from all domains, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Select, select

from core.client_events import ClientEvent, EventKind
from core.follow_up import OUTCOMES as TALKS
from core.golden_thread import StepKey
from core.money import Money
from core.speed_to_lead import CHANNELS
from core.speed_to_lead import OUTCOMES as CALLS
from db.records.base import Records
from db.tables.feedback import FollowUp, Response, Survey
from db.tables.fulfillment import ChangeOrder, Milestone, Payment, Project, WorkOrder
from db.tables.marketing import Lead
from db.tables.runs import AuditLine
from db.tables.sales import ContactAttempt, Deal, StageChange
from db.values import amount

# What has no event of its own.
_EDITS = ("change deal", "change client", "change contact", "add contact")

Read = Callable[[Any], ClientEvent]


class ClientTimeline(Records):
    def events(self, client_id: str, *, size: int = 50) -> list[ClientEvent]:
        """The latest events, at most `size`; a day stands at its beginning.

        Each source is asked for its own latest, so that nothing later is missing between them.
        """
        found: list[ClientEvent] = []
        with self._workspace.reading() as session:
            for statement, moment, read in self._sources(client_id):
                found += map(read, session.execute(statement.order_by(moment.desc()).limit(size)))
        found.sort(key=lambda event: (event.at, event.title), reverse=True)
        return found[:size]

    def _sources(self, client_id: str) -> Iterator[tuple[Select[*tuple[Any, ...]], Any, Read]]:
        yield from self._sales(client_id)
        yield from self._work(client_id)
        yield from self._feedback(client_id)
        yield from self._edits(client_id)

    def _sales(self, client_id: str) -> Iterator[tuple[Select[*tuple[Any, ...]], Any, Read]]:
        rules = self._workspace.deals.rules
        labels = {stage.name: stage.label for stage in rules.stages}
        ours = Deal.client_id == client_id
        yield (
            select(Lead.received_at, Lead.name, Lead.source, Lead.id)
            .join(Deal, Deal.lead_pk == Lead.id)
            .where(ours, Lead.received_at.is_not(None))
            .distinct(),
            Lead.received_at,
            lambda row: ClientEvent(
                row[0],
                "lead",
                f"Lead: {row[1] or 'no name'}",
                row[2] or "",
                record=StepKey("lead", str(row[3])),
            ),
        )
        yield (
            select(
                ContactAttempt.at,
                ContactAttempt.channel,
                ContactAttempt.outcome,
                ContactAttempt.note,
                ContactAttempt.actor,
                ContactAttempt.lead_pk,
            )
            .join(Deal, Deal.lead_pk == ContactAttempt.lead_pk)
            .where(ours)
            .distinct(),
            ContactAttempt.at,
            lambda row: ClientEvent(
                row[0],
                "contact",
                f"{CHANNELS.get(row[1], row[1])}: {CALLS.get(row[2], row[2]).lower()}",
                row[3] or "",
                record=StepKey("lead", str(row[5])),
                who=row[4],
            ),
        )
        yield (
            select(
                StageChange.changed_at,
                StageChange.from_stage,
                StageChange.to_stage,
                Deal.name,
                Deal.deal_id,
                StageChange.changed_by,
                Deal.lost_reason,
            )
            .join(Deal, Deal.deal_id == StageChange.deal_id)
            .where(ours),
            StageChange.changed_at,
            lambda row: ClientEvent(
                row[0],
                "stage" if row[1] else "deal",
                f"{row[3]}: {labels.get(row[2], row[2])}" if row[1] else f"Deal opened: {row[3]}",
                (row[6] or "") if row[2] == "closed_lost" else "",
                record=StepKey("deal", row[4]),
                who=row[5],
            ),
        )

    def _work(self, client_id: str) -> Iterator[tuple[Select[*tuple[Any, ...]], Any, Read]]:
        orders = select(WorkOrder.work_order_id).where(
            WorkOrder.client_id == client_id, WorkOrder.status != "superseded"
        )
        yield (
            select(
                WorkOrder.created_at, WorkOrder.value_cents, WorkOrder.currency, WorkOrder.work_order_id
            ).where(WorkOrder.work_order_id.in_(orders)),
            WorkOrder.created_at,
            lambda row: ClientEvent(
                row[0],
                "work order",
                "Work order handed to fulfillment",
                money=Money(amount(row[1]), row[2]),
                record=StepKey("work_order", row[3]),
            ),
        )
        yield (
            select(Milestone.done_on, Milestone.name, Project.name, Project.project_id)
            .join(Project, Project.work_order_id == Milestone.work_order_id)
            .where(Milestone.work_order_id.in_(orders), Milestone.done_on.is_not(None)),
            Milestone.done_on,
            lambda row: _day_event(row[0], "milestone", row[1], row[2], StepKey("project", row[3])),
        )
        yield (
            select(
                Payment.paid_on,
                Payment.label,
                Payment.amount_cents,
                Payment.currency,
                Payment.work_order_id,
            ).where(Payment.work_order_id.in_(orders), Payment.paid_on.is_not(None)),
            Payment.paid_on,
            lambda row: _day_event(
                row[0],
                "payment",
                "Paid",
                row[1],
                StepKey("work_order", row[4]),
                Money(amount(row[2]), row[3]),
            ),
        )
        yield (
            select(
                ChangeOrder.created_at,
                ChangeOrder.number,
                ChangeOrder.reason,
                Project.project_id,
                ChangeOrder.actor,
            )
            .join(Project, Project.project_id == ChangeOrder.project_id)
            .where(Project.client_id == client_id),
            ChangeOrder.created_at,
            lambda row: ClientEvent(
                row[0],
                "change",
                f"Change order {row[1]}",
                row[2],
                record=StepKey("project", row[3]),
                who=row[4],
            ),
        )

    def _feedback(self, client_id: str) -> Iterator[tuple[Select[*tuple[Any, ...]], Any, Read]]:
        ours = Project.client_id == client_id
        yield (
            select(Survey.created_at, Project.name, Survey.request_id)
            .join(Project, Project.project_id == Survey.project_id)
            .where(ours),
            Survey.created_at,
            lambda row: ClientEvent(
                row[0], "survey", "Project handed to feedback", row[1], record=StepKey("survey", row[2])
            ),
        )
        yield (
            select(
                Response.received_at,
                Response.satisfaction,
                Response.sentiment,
                Project.name,
                Response.feedback_id,
            )
            .join(Project, Project.project_id == Response.project_id)
            .where(ours),
            Response.received_at,
            lambda row: ClientEvent(
                row[0],
                "answer",
                f"Answered: {row[1]} % average rating" if row[1] is not None else "Answered in words",
                f"{row[3]}, {(row[2] or 'not clear').replace('_', ' ')}",
                record=StepKey("response", row[4]),
            ),
        )
        yield (
            select(FollowUp.at, FollowUp.outcome, FollowUp.note, FollowUp.actor, FollowUp.feedback_id)
            .join(Response, Response.feedback_id == FollowUp.feedback_id)
            .join(Project, Project.project_id == Response.project_id)
            .where(ours),
            FollowUp.at,
            lambda row: ClientEvent(
                row[0],
                "follow-up",
                TALKS.get(row[1], row[1]),
                row[2] or "",
                record=StepKey("response", row[4]),
                who=row[3],
            ),
        )

    def _edits(self, client_id: str) -> Iterator[tuple[Select[*tuple[Any, ...]], Any, Read]]:
        deals = select(Deal.deal_id).where(Deal.client_id == client_id)
        projects = select(Project.project_id).where(Project.client_id == client_id)
        own = select(AuditLine.id).where(
            (AuditLine.record_id == client_id)
            | AuditLine.record_id.in_(deals)
            | AuditLine.record_id.in_(projects)
        )
        yield (
            select(AuditLine.at, AuditLine.summary, AuditLine.actor).where(
                AuditLine.id.in_(own), AuditLine.action.in_(_EDITS)
            ),
            AuditLine.at,
            lambda row: ClientEvent(row[0], "edit", row[1], who=row[2]),
        )


def _day_event(
    day: date, kind: EventKind, title: str, detail: str, record: StepKey, money: Money | None = None
) -> ClientEvent:
    at = datetime.combine(day, time.min, UTC)
    return ClientEvent(at, kind, title, detail, money, record, is_day=True)
