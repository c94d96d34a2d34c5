"""The people there are, and whether they suffice for what is agreed and what may be won."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlmodel import Session

from core.capacity import Capacity, CapacityChange, Outlook, Work, outlook
from core.contract import read_contract
from core.errors import HandoffRefused
from core.project_planning import Span, schedule, working_days_needed
from core.service_template import ServiceTemplate, template_tasks
from core.staffing import roles_of
from core.workflows.sales_to_fulfillment import SalesToFulfillmentPolicy
from core.working_days import WorkingCalendar
from db.records.base import CHANGED_MEANWHILE, Records, loads
from db.records.deals import CLOSED
from db.tables.clients import Client
from db.tables.fulfillment import CapacityWeek, Deliverable, Project, RoleCapacity, WorkOrder
from db.tables.offers import OfferTemplate
from db.tables.sales import Deal

MOST_PEOPLE = 1_000
_DONE = ("completed", "cancelled")


class Unplanned(NamedTuple):
    """An open deal that is left out of the outlook, and what it lacks."""

    deal_id: str
    name: str
    lacks: str


class CapacityRecords(Records):
    def capacity(self) -> Capacity:
        """The people of each role, with the hours and the utilisation of the policy."""
        rules = self._policy().staffing
        with self._workspace.reading() as session:
            usual = {row.role: row.people for row in session.execute(select(RoleCapacity)).scalars()}
            weeks = {
                (row.role, row.week_on): row.people for row in session.execute(select(CapacityWeek)).scalars()
            }
        return Capacity(usual, weeks, rules.hours_a_day, rules.utilisation)

    def roles(self) -> list[str]:
        """Every role that the policy knows or that somebody named, by name."""
        staffing = self._policy().staffing
        known = {share.role for service in staffing.services for share in service.roles}
        return sorted(known | {share.role for share in staffing.other} | set(self.capacity().usual))

    def save(self, changes: Sequence[CapacityChange]) -> None:
        """Keep all changes or none. HandoffRefused for what is no number of people, and where somebody
        else was faster."""
        for change in changes:
            if change.new is not None and not 0 <= change.new <= MOST_PEOPLE:
                raise HandoffRefused(
                    f"{change.role}: the number of people must be between 0 and {MOST_PEOPLE:,}."
                )
            if not change.role.strip():
                raise HandoffRefused("Name the role of every line.")
        with self._workspace.editing() as session:
            for change in sorted(changes, key=lambda one: one.week is not None):
                self._keep(session, change)

    def _keep(self, session: Session, change: CapacityChange) -> None:
        usual = session.get(RoleCapacity, change.role, with_for_update=True)
        week = None
        if change.week is not None:
            week = session.execute(
                select(CapacityWeek).where(
                    CapacityWeek.role == change.role, CapacityWeek.week_on == change.week
                )
            ).scalar_one_or_none()
        stored: Any = usual if change.week is None else week
        if (stored.people if stored else None) != change.old:
            raise HandoffRefused(CHANGED_MEANWHILE)
        if change.new == change.old:
            return
        if change.week is None:
            self._keep_usual(session, change, usual)
        elif usual is None:
            raise HandoffRefused(f"{change.role}: say first how many people there usually are.")
        elif change.new is None:
            session.delete(stored)
        else:
            week = week or CapacityWeek(role=change.role, week_on=change.week, people=change.new)
            week.people = change.new
            session.add(week)
        when = f" in the week of {change.week.isoformat()}" if change.week else ""
        self._audit(
            session,
            action="change capacity",
            record=("role", change.role),
            summary=f"{change.role}{when}: {_people(change.old)} → {_people(change.new)}",
            old={"people": change.old, "week": change.week.isoformat() if change.week else None},
            new={"people": change.new, "week": change.week.isoformat() if change.week else None},
        )

    def _keep_usual(self, session: Session, change: CapacityChange, row: RoleCapacity | None) -> None:
        if change.new is None:
            session.execute(delete(CapacityWeek).where(CapacityWeek.role == change.role))
            session.delete(row)
            return
        row = row or RoleCapacity(role=change.role, updated_at=self._now, people=change.new)
        row.people, row.updated_at = change.new, self._now
        session.add(row)
        session.flush()

    def outlook(self) -> Outlook:
        """The next twelve weeks: agreed work, and open deals by the probability of their stage."""
        work = [*self._agreed(), *self._possible()]
        return outlook(work, self.capacity(), self._calendar(), self._now.date())

    def unplanned(self) -> list[Unplanned]:
        """Open deals that the outlook leaves out, by name."""
        templates = self._templates()
        with self._workspace.reading() as session:
            deals = session.execute(_OPEN.order_by(Deal.name)).all()
        found = []
        for deal in deals:
            if deal.expected_close_on is None:
                found.append(Unplanned(deal.deal_id, deal.name, "an expected close date"))
            elif deal.offer_id not in templates:
                found.append(Unplanned(deal.deal_id, deal.name, "an offer that says how it is delivered"))
        return found

    def _agreed(self) -> Iterator[Work]:
        """What is still to do in projects, and in work orders that wait for theirs."""
        policy = self._policy()
        statement = (
            select(
                Deliverable.hours,
                Deliverable.planned_start_on,
                Deliverable.planned_end_on,
                Deliverable.work_order_id,
                Project.project_id,
                Project.name,
                Client.name.label("client"),
            )
            .join(WorkOrder, WorkOrder.work_order_id == Deliverable.work_order_id)
            .join(Client, Client.client_id == WorkOrder.client_id)
            .join(Project, Project.work_order_id == WorkOrder.work_order_id, isouter=True)
            .where(
                Deliverable.status.not_in(_DONE),
                Deliverable.planned_end_on.is_not(None),
                WorkOrder.status != "superseded",
                (Project.status == "active") | Project.project_id.is_(None),
            )
        )
        with self._workspace.reading() as session:
            lines = session.execute(statement).all()
            orders = {line.work_order_id for line in lines}
            documents = dict(
                session.execute(
                    select(WorkOrder.work_order_id, WorkOrder.document_json).where(
                        WorkOrder.work_order_id.in_(orders)
                    )
                ).all()
            )
        services = {
            order: str(json.loads(text).get("service_type") or "") for order, text in documents.items()
        }
        calendar = self._calendar()
        for line in lines:
            starts_on = line.planned_start_on or line.planned_end_on
            hours = line.hours
            if hours is None:
                hours = calendar.days_between(starts_on, line.planned_end_on) * policy.planning.hours_a_day
            for share in roles_of(services.get(line.work_order_id, ""), policy.staffing):
                yield Work(
                    line.project_id or line.work_order_id,
                    line.name or line.client,
                    share.role,
                    hours * share.share,
                    starts_on,
                    line.planned_end_on,
                )

    def _possible(self) -> Iterator[Work]:
        """What open deals would bring, from the templates of their offers."""
        policy, calendar = self._policy(), self._calendar()
        templates, today = self._templates(), self._now.date()
        odds = {stage.name: stage.probability for stage in self._workspace.forecasts.rules.stages}

        @lru_cache(maxsize=10_000)
        def planned(offer_id: str, won_on: date) -> list[tuple[float, Span]]:
            template = templates[offer_id]
            tasks = template_tasks(template, policy.planning)
            spans = schedule(tasks, calendar.add(won_on, template.start_after_days), calendar)
            return [
                (
                    item.estimated_hours
                    or working_days_needed(item.estimated_days, None, policy.planning)[0]
                    * policy.planning.hours_a_day,
                    spans[item.name],
                )
                for item in template.deliverables
            ]

        with self._workspace.reading() as session:
            deals = session.execute(_OPEN).all()
        for deal in deals:
            if deal.expected_close_on is None or deal.offer_id not in templates:
                continue
            roles = roles_of(templates[deal.offer_id].type, policy.staffing)
            # A deal that should have closed by now closes today at the earliest.
            for hours, span in planned(deal.offer_id, max(deal.expected_close_on, today)):
                for share in roles:
                    yield Work(
                        deal.deal_id,
                        deal.name,
                        share.role,
                        hours * share.share,
                        span.starts_on,
                        span.ends_on,
                        odds.get(deal.stage, 0.0),
                    )

    def _templates(self) -> dict[str, ServiceTemplate]:
        with self._workspace.reading() as session:
            rows = session.execute(select(OfferTemplate.offer_id, OfferTemplate.template_json)).all()
        return {offer_id: read_contract(ServiceTemplate, loads(text)) for offer_id, text in rows}

    def _calendar(self) -> WorkingCalendar:
        return WorkingCalendar(self._policy().agency)

    def _policy(self) -> SalesToFulfillmentPolicy:
        return self._workspace.policies.current("sales_to_fulfillment", SalesToFulfillmentPolicy)


_OPEN = select(Deal.deal_id, Deal.name, Deal.offer_id, Deal.stage, Deal.expected_close_on).where(
    Deal.stage.not_in(CLOSED)
)


def _people(number: float | None) -> str:
    return "nothing said" if number is None else f"{number:g}"
