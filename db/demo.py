"""The demo agency: plays the steps of sample_data/demo/agency.json through the real engine.

Every step happens at its own moment in the past, by the clock that the workspace is given, so that
lists, charts and ages look as they would after half a year of work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.campaign_results import ResultInput
from core.capacity import CapacityChange
from core.contract import read_contract
from core.errors import DefinitionInvalid, HandoffRefused
from core.intake.ad_report import AdDay
from core.result import HandoffResult
from db.tables.feedback import Recommendation, Response
from db.tables.marketing import Lead
from db.tables.runs import Handoff

if TYPE_CHECKING:
    from db.workspace import Workspace

FOLDER = Path(__file__).resolve().parents[1] / "sample_data" / "demo"
LONGEST = timedelta(days=500)  # no step lies further back
OPENING = timedelta(hours=9, minutes=10)  # the first step of a day; the others follow


class StepClock:
    """The moment of the step being played."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        # A few milliseconds pass between two looks, as they would.
        self.moment += timedelta(milliseconds=3)
        return self.moment


def load_demo(workspace: Workspace, *, year: bool = False) -> Iterator[float]:
    """Play every step; yields the share that is done (0–1) after each.

    The story alone is small enough to be read whole; with the `year` around it there is enough for trends,
    intervals and forecasts.

    HandoffRefused where the workspace already holds work: demo data never mixes with real data.
    """
    if workspace.reports.home.counts()["runs"]:
        raise HandoffRefused(
            "This workspace already holds work. Start the demo in an empty one: "
            "set DATABASE_URL to a new file, or move the old database away."
        )
    steps = _steps("agency.json") + (_steps("year.json") if year else [])
    steps.sort(key=lambda step: int(step["day"]))  # what happens on one day stays in the order of its file
    player = _Player(workspace)
    for position, step in enumerate(steps):
        player.play(step)
        player.keep_forecast()
        yield (position + 1) / len(steps)


def _steps(name: str) -> list[dict[str, Any]]:
    return list(json.loads((FOLDER / name).read_text(encoding="utf-8")))


class _Player:
    def __init__(self, workspace: Workspace) -> None:
        self.today = workspace.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        self.clock = StepClock(self.today - LONGEST)
        self.workspace = workspace.at(self.clock)
        self.saved: dict[str, HandoffResult] = {}
        self.project_of: dict[str, str] = {}
        self.link_of: dict[tuple[str, str], str] = {}

    def play(self, step: dict[str, Any]) -> None:
        moment = self.today + timedelta(days=step["day"]) + OPENING
        self.clock.moment = max(moment, self.clock.moment + timedelta(minutes=11))
        actions: dict[str, Callable[[dict[str, Any]], None]] = {
            "run": self._run,
            "accept": self._accept,
            "accept_waiting": self._accept_waiting,
            "return_it": self._return,
            "open_deal": self._open_deal,
            "move": self._move,
            "win": self._win,
            "finish": self._finish,
            "answer": self._answer,
            "survey": self._survey,
            "answer_link": self._answer_link,
            "follow_up": self._follow_up,
            "decide": self._decide,
            "template": self._template,
            "campaign": self._campaign,
            "people": self._people,
            "change": self._change,
            "contact": self._contact,
            "decline_rest": self._decline_rest,
            "results_of": self._results,
            "progress": self._progress,
            "pay_until": self._pay,
        }
        for name, action in actions.items():
            if name in step:
                action(step)
                return
        raise DefinitionInvalid(f"agency.json has a step of no known kind: {sorted(step)}")

    def keep_forecast(self) -> None:
        """Once a week, as in an agency where somebody looks at it."""
        self.workspace.forecasts.keep_week()

    def _run(self, step: dict[str, Any]) -> None:
        if "brief_of" in step:
            brief = self.saved[step["brief_of"]].handoff_data["marketing_brief"]
            content = (FOLDER / step["leads"]).read_bytes()
            leads = self.workspace.lead_imports.read_list(step["leads"], content).leads
            received = (self.clock.moment - timedelta(hours=step.get("received_hours", 48))).isoformat()
            leads = [{"received_at": received, **lead} for lead in leads]
            raw = {**brief, "leads_generated": leads, "campaign_metrics": step["metrics"]}
        else:
            raw = self._dated(step["input"])
        self._deliver(step, step["run"], raw)

    def _deliver(self, step: dict[str, Any], workflow: str, raw: dict[str, Any]) -> None:
        self.saved[step["save"]] = self.workspace.run(workflow, raw, trigger="demo")

    def _handoff_id(self, name: str) -> int:
        workflow_id = self.saved[name].workflow_id
        with self.workspace.reading() as session:
            found = session.execute(select(Handoff.id).where(Handoff.workflow_id == workflow_id)).scalar_one()
        return int(found or 0)

    def _accept(self, step: dict[str, Any]) -> None:
        self.workspace.inbox.accept(self._handoff_id(step["accept"]), owner=step["owner"])

    def _accept_waiting(self, step: dict[str, Any]) -> None:
        waiting = select(Handoff.id).where(
            Handoff.target == step["accept_waiting"], Handoff.status == "waiting"
        )
        with self.workspace.reading() as session:
            numbers = [int(number or 0) for number in session.execute(waiting).scalars()]
        for number in numbers:
            self.workspace.inbox.accept(number, owner=step["owner"])

    def _return(self, step: dict[str, Any]) -> None:
        self.workspace.inbox.return_(self._handoff_id(step["return_it"]), reason=step["reason"])

    def _open_deal(self, step: dict[str, Any]) -> None:
        self.workspace.deals.open_deal(
            lead_pk=self._lead(step["lead"]),
            name=step["name"],
            value=step["value"],
            owner=step["owner"],
            expected_close_on=date.fromisoformat(self._dated(step["expected_close"])),
            deal_id=step["open_deal"],
        )

    def _lead(self, lead_id: str) -> int:
        with self.workspace.reading() as session:
            lead_pk = session.execute(select(Lead.id).where(Lead.lead_id == lead_id)).scalar_one()
        return int(lead_pk or 0)

    def _move(self, step: dict[str, Any]) -> None:
        self.workspace.deals.move(step["move"], step["stage"], lost_reason=step.get("reason"))

    def _win(self, step: dict[str, Any]) -> None:
        raw = _merge(self.workspace.deals.draft(step["win"]), self._dated(step["input"]))
        self._deliver(step, "sales_to_fulfillment", raw)
        self.project_of[step["win"]] = f"PRJ_{step['win']}"

    def _finish(self, step: dict[str, Any]) -> None:
        project_id = self.project_of[step["finish"]]
        completed = date.fromisoformat(self._dated(step["completed"]))
        lines = self.workspace.deliverables.of_project(project_id)
        for line in lines.itertuples():
            self.workspace.deliverables.mark(
                int(str(line.id)),
                completed=True,
                approved=line.name not in step["not_approved"],
                on=completed,
            )
        raw = {**self.workspace.fulfillment.draft(project_id), "completion_date": completed.isoformat()}
        self._deliver(step, "fulfillment_to_feedback", raw)

    def _answer(self, step: dict[str, Any]) -> None:
        request = self.saved[step["answer"]].handoff_data["feedback_request"]
        raw = {**self.workspace.feedback.draft(request["request_id"]), **step["input"]}
        self._deliver(step, "feedback_to_offer", raw)

    def _survey(self, step: dict[str, Any]) -> None:
        request_id = self.saved[step["survey"]].handoff_data["feedback_request"]["request_id"]
        for person in step["people"]:
            address = self.workspace.invitations.invite(request_id, person["name"], person["email"])
            self.link_of[step["survey"], person["email"]] = address.rpartition("/")[2]

    def _answer_link(self, step: dict[str, Any]) -> None:
        links = self.workspace.survey_links
        link = links.find(self.link_of[step["answer_link"], step["email"]])
        if link is None:
            raise DefinitionInvalid(f"The survey {step['answer_link']} was not sent to {step['email']}.")
        links.opened(link)
        links.send(link, step["given"])
        result = links.hand_over(link.id)  # answers that were handed over already are answered by their run
        if result is not None:
            self.saved[step["save"]] = result

    def _follow_up(self, step: dict[str, Any]) -> None:
        feedback_id = self._feedback_id(step["follow_up"])
        self.workspace.follow_ups.log(feedback_id, channel=step["channel"], outcome=step["outcome"])

    def _feedback_id(self, name: str) -> str:
        """The id of the answers that were saved under a name."""
        run = self.saved[name].workflow_id
        with self.workspace.reading() as session:
            found = session.execute(select(Response.feedback_id).where(Response.workflow_id == run))
            return str(found.scalar_one())

    def _decide(self, step: dict[str, Any]) -> None:
        with self.workspace.reading() as session:
            lines = session.execute(
                select(Recommendation.id, Recommendation.proposal).where(
                    Recommendation.feedback_id == self._feedback_id(step["decide"])
                )
            ).all()
        for number, proposal in lines:
            if step["contains"] in proposal.lower():
                with suppress(HandoffRefused):  # the draft says so already
                    self.workspace.feedback.decide(number, accept=step["accept_it"], reason=step["reason"])
                return

    def _template(self, step: dict[str, Any]) -> None:
        offers = self.workspace.offers.overview()
        offer_id = offers.loc[offers["product_name"] == step["template"], "offer_id"].iloc[0]
        self.workspace.offer_templates.save(str(offer_id), step["input"])

    def _campaign(self, step: dict[str, Any]) -> None:
        campaign_id = self.saved[step["campaign"]].handoff_data["marketing_brief"]["campaign_id"]
        facts = self.workspace.campaigns.facts(campaign_id)
        self.workspace.campaigns.change(campaign_id, facts._replace(**step["facts"]))

    def _people(self, step: dict[str, Any]) -> None:
        now = self.workspace.capacity.capacity().usual
        self.workspace.capacity.save(
            [CapacityChange(role, None, now.get(role), people) for role, people in step["people"].items()]
        )

    def _contact(self, step: dict[str, Any]) -> None:
        lead_pk = self._lead(step["contact"])
        self.workspace.sales.log_contact(lead_pk, channel=step["channel"], outcome=step["outcome"])

    def _decline_rest(self, step: dict[str, Any]) -> None:
        """What nobody accepted of one survey's recommendations is declined, with the reason."""
        with self.workspace.reading() as session:
            open_ = session.execute(
                select(Recommendation.id).where(
                    Recommendation.feedback_id == self._feedback_id(step["decline_rest"]),
                    Recommendation.status == "proposed",
                )
            ).scalars()
            numbers = [int(number or 0) for number in open_]
        for number in numbers:
            self.workspace.feedback.decide(number, accept=False, reason=step["reason"])

    def _change(self, step: dict[str, Any]) -> None:
        project_id = self.project_of[step["change"]]
        projects = self.workspace.fulfillment.projects()
        version = projects.loc[projects["project_id"] == project_id, "version"].iloc[0]
        self.workspace.change_orders.agree(project_id, self._dated(step["input"]), version=int(version))

    def _results(self, step: dict[str, Any]) -> None:
        campaign_id = self.saved[step["results_of"]].handoff_data["marketing_brief"]["campaign_id"]
        lines = [read_contract(ResultInput, self._dated(line)) for line in step["lines"]]
        days = [AdDay(one.day, one.channel, one.spend, one.impressions, one.clicks) for one in lines]
        self.workspace.campaign_results.keep(campaign_id, days, "a report")

    def _progress(self, step: dict[str, Any]) -> None:
        for line in self.workspace.deliverables.of_project(self.project_of[step["progress"]]).itertuples():
            if line.name in step["done"]:
                self.workspace.deliverables.mark(int(str(line.id)), completed=True, approved=True)

    def _pay(self, step: dict[str, Any]) -> None:
        until = date.fromisoformat(self._dated(step["pay_until"]))
        for line in self.workspace.fulfillment.payments().itertuples():
            due: Any = line.due_on
            if due and due <= until:
                self.workspace.fulfillment.set_paid(int(str(line.id)), due + timedelta(days=3))

    def _dated(self, value: Any) -> Any:
        """`{"day": -40}` as the ISO date of that day."""
        if isinstance(value, dict):
            if set(value) == {"day"}:
                return (self.today + timedelta(days=value["day"])).date().isoformat()
            return {name: self._dated(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._dated(item) for item in value]
        return value


def _merge(base: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in added.items():
        both = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merge(merged[name], value) if both else value
    return merged
