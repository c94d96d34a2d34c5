"""One record as a step of a golden thread, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from core.golden_thread import Fact, Kind, Step, StepHandoff, StepKey, read_version_id
from core.money import Money
from core.pipeline import PipelineRules
from db.records.base import loads
from db.tables.clients import Client
from db.tables.feedback import Recommendation, Response, Survey
from db.tables.fulfillment import Deliverable, Project, WorkOrder
from db.tables.imports import LeadImport
from db.tables.marketing import Campaign, Lead
from db.tables.offers import Offer, OfferVersion
from db.tables.runs import Handoff, Run
from db.tables.sales import Deal
from db.values import amount

MOST_CELLS = 40  # columns of a source's row that are shown


def describe(session: Session, key: StepKey) -> Step | None:
    """The step of a record; None where there is no such record."""
    return _DESCRIBE[key.kind](session, key)


def _facts(pairs: Iterable[tuple[str, Any]]) -> tuple[Fact, ...]:
    """The facts that are known."""
    return tuple((label, value) for label, value in pairs if value is not None and value != "")


def _worth(cents: int | None, currency: str | None) -> Money | None:
    return Money(amount(cents), currency) if cents is not None and currency else None


_STAGES = {stage.name: stage.label for stage in PipelineRules().stages}


def _words(name: str | None) -> str:
    return (name or "").replace("_", " ")


def handoff_of(session: Session, record_id: str) -> StepHandoff | None:
    """How the record came into its inbox, the latest handoff of it."""
    found = (
        session.execute(
            select(Handoff).where(Handoff.record_id == record_id).order_by(Handoff.created_at.desc()).limit(1)
        )
        .scalars()
        .first()
    )
    if found is None:
        return None
    return StepHandoff(found.workflow_id, found.status, found.created_at, found.decided_by)


def _source(session: Session, key: StepKey) -> Step | None:
    """Where a lead came from: the file and row that was uploaded, else the run that handed it in."""
    lead = session.get(Lead, int(key.id)) if key.id.isdigit() else None
    if lead is None:
        return None
    cells = {str(name): str(cell) for name, cell in (loads(lead.original_json) or {}).items() if cell}
    cells = dict(list(cells.items())[:MOST_CELLS])
    done = session.get(LeadImport, lead.import_id) if lead.import_id else None
    if done is not None:
        line = lead.source_line
        return Step(
            key,
            f"{done.file_name}, line {line}" if line else done.file_name,
            None,
            done.finished_at,
            _facts((("imported by", done.actor), ("rows in the file", done.rows_read))),
            cells=cells,
        )
    run = session.get(Run, lead.workflow_id) if lead.workflow_id else None
    if run is None:
        return None
    return Step(
        key,
        "Handed in with a run",
        None,
        run.started_at,
        _facts((("by", run.actor), ("from", _words(run.trigger)), ("run", run.workflow_id))),
        cells=cells,
    )


def _offer_version(session: Session, key: StepKey) -> Step | None:
    named = read_version_id(key.id)
    if named is None:
        return None
    offer = session.get(Offer, named[0])
    version = (
        session.execute(
            select(OfferVersion).where(OfferVersion.offer_id == named[0], OfferVersion.number == named[1])
        )
        .scalars()
        .first()
    )
    if offer is None or version is None:
        return None
    return Step(
        key,
        f"{offer.product_name}, version {version.number}",
        "offer",
        version.published_at or version.created_at,
        _facts((("state", version.status), ("what changed", version.change_note))),
    )


def _campaign(session: Session, key: StepKey) -> Step | None:
    campaign = session.get(Campaign, key.id)
    if campaign is None:
        return None
    leads = session.execute(select(func.count()).where(Lead.campaign_id == key.id)).scalar_one()
    return Step(
        key,
        campaign.name,
        "marketing",
        campaign.created_at,
        _facts(
            (
                ("leads", int(leads)),
                ("budget", _worth(campaign.budget_cents, campaign.currency)),
                ("starts", campaign.starts_on),
            )
        ),
        handoff_of(session, key.id),
    )


def _lead(session: Session, key: StepKey) -> Step | None:
    lead = session.get(Lead, int(key.id)) if key.id.isdigit() else None
    if lead is None:
        return None
    run = session.get(Run, lead.workflow_id) if lead.workflow_id else None
    return Step(
        key,
        lead.name or lead.company or lead.email or lead.lead_id,
        "marketing",
        lead.received_at or lead.created_at,
        _facts(
            (
                ("company", lead.company),
                ("score", lead.score),
                ("band", _words(lead.band)),
                ("status", _words(lead.status)),
                ("came from", lead.source),
            )
        ),
        StepHandoff(run.workflow_id, "handed over", run.started_at) if run else None,
    )


def _deal(session: Session, key: StepKey) -> Step | None:
    deal = session.get(Deal, key.id)
    if deal is None:
        return None
    return Step(
        key,
        deal.name,
        "sales",
        deal.created_at,
        _facts(
            (
                ("company", deal.company_name),
                ("stage", _STAGES.get(deal.stage, _words(deal.stage))),
                ("value", _worth(deal.value_cents, deal.currency)),
                ("closed", deal.closed_on),
                ("owner", deal.owner),
            )
        ),
    )


def _work_order(session: Session, key: StepKey) -> Step | None:
    order = session.get(WorkOrder, key.id)
    if order is None:
        return None
    client = session.get(Client, order.client_id)
    return Step(
        key,
        f"Work order for {client.name if client else order.client_id}",
        "fulfillment",
        order.created_at,
        _facts(
            (
                ("state", _words(order.status)),
                ("value", _worth(order.value_cents, order.currency)),
                ("starts", order.starts_on),
                ("promised", order.ends_on),
            )
        ),
        handoff_of(session, key.id),
    )


def _project(session: Session, key: StepKey) -> Step | None:
    project = session.get(Project, key.id)
    if project is None:
        return None
    lines = session.execute(
        select(Deliverable.status, func.count())
        .where(Deliverable.project_id == key.id)
        .group_by(Deliverable.status)
    ).all()
    counts = {str(status): int(count) for status, count in lines}
    delivered = f"{counts.get('completed', 0)} of {sum(counts.values())}" if counts else None
    return Step(
        key,
        project.name,
        "fulfillment",
        project.starts_on or project.created_at,
        _facts(
            (
                ("state", _words(project.status)),
                ("delivered", delivered),
                ("planned end", project.planned_end_on),
                ("completed", project.completed_on),
            )
        ),
    )


def _survey(session: Session, key: StepKey) -> Step | None:
    survey = session.get(Survey, key.id)
    if survey is None:
        return None
    project = session.get(Project, survey.project_id)
    return Step(
        key,
        f"Survey about {project.name if project else survey.project_id}",
        "feedback",
        survey.created_at,
        _facts((("state", survey.status), ("to send", survey.sends_on), ("closes", survey.expires_on))),
        handoff_of(session, key.id),
    )


def _response(session: Session, key: StepKey) -> Step | None:
    response = session.get(Response, key.id)
    if response is None:
        return None
    score = f"{response.satisfaction} %" if response.satisfaction is not None else None
    return Step(
        key,
        "What the client said",
        "feedback",
        response.received_at,
        _facts((("average rating", score), ("sentiment", _words(response.sentiment)))),
        handoff_of(session, key.id),
    )


def _recommendation(session: Session, key: StepKey) -> Step | None:
    line = session.get(Recommendation, int(key.id)) if key.id.isdigit() else None
    if line is None:
        return None
    response = session.get(Response, line.feedback_id)
    return Step(
        key,
        line.proposal,
        "feedback",
        line.decided_at or (response.received_at if response else None),
        _facts((("decision", line.status), ("by", line.decided_by), ("because", line.reason))),
    )


_DESCRIBE: dict[Kind, Callable[[Session, StepKey], Step | None]] = {
    "source": _source,
    "offer_version": _offer_version,
    "campaign": _campaign,
    "lead": _lead,
    "deal": _deal,
    "work_order": _work_order,
    "project": _project,
    "survey": _survey,
    "response": _response,
    "recommendation": _recommendation,
}
