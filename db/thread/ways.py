"""From a record to those that led to it and those it led to, one way a pair of kinds.

Each answer is (keys, how many there are in all): a campaign may have led to thousands of deals.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session

from core.golden_thread import StepKey, read_version_id, version_id
from db.tables.feedback import Recommendation, Response, Survey
from db.tables.fulfillment import Project, WorkOrder
from db.tables.marketing import Campaign, Lead
from db.tables.sales import Deal

MOST = 8  # steps that one record led to; the rest is counted


def parents(session: Session, key: StepKey) -> list[StepKey]:
    """What led to the record."""
    match key.kind:
        case "campaign":
            campaign = session.get(Campaign, key.id)
            return _version(campaign and campaign.offer_id, campaign and campaign.offer_version)
        case "lead":
            lead = session.get(Lead, int(key.id))
            if lead is None:
                return []
            source = lead.import_id is not None or lead.workflow_id is not None
            return [*([StepKey("source", key.id)] if source else []), StepKey("campaign", lead.campaign_id)]
        case "deal":
            return _before_a_deal(session, session.get(Deal, key.id))
        case "work_order":
            order = session.get(WorkOrder, key.id)
            return [StepKey("deal", order.deal_id)] if order else []
        case "project":
            return _before_a_project(session, session.get(Project, key.id))
        case "survey":
            survey = session.get(Survey, key.id)
            return [StepKey("project", survey.project_id)] if survey else []
        case "response":
            return _before_a_response(session, session.get(Response, key.id))
        case "recommendation":
            line = session.get(Recommendation, int(key.id))
            return [StepKey("response", line.feedback_id)] if line else []
        case "offer_version":
            return _before_a_version(session, key.id)
        case _:
            return []


def _version(offer_id: Any, number: Any) -> list[StepKey]:
    return [StepKey("offer_version", version_id(offer_id, number))] if offer_id and number else []


def _before_a_deal(session: Session, deal: Deal | None) -> list[StepKey]:
    if deal is None:
        return []
    if deal.lead_pk is not None:
        return [StepKey("lead", str(deal.lead_pk))]
    if deal.campaign_id and session.get(Campaign, deal.campaign_id):
        return [StepKey("campaign", deal.campaign_id)]
    return _version(deal.offer_id, deal.offer_version)


def _before_a_project(session: Session, project: Project | None) -> list[StepKey]:
    if project is None:
        return []
    if project.work_order_id:
        return [StepKey("work_order", project.work_order_id)]
    if project.deal_id and session.get(Deal, project.deal_id):
        return [StepKey("deal", project.deal_id)]
    return []


def _before_a_response(session: Session, response: Response | None) -> list[StepKey]:
    if response is None:
        return []
    if response.request_id:
        return [StepKey("survey", response.request_id)]
    if response.project_id and session.get(Project, response.project_id):
        return [StepKey("project", response.project_id)]
    return []


def _before_a_version(session: Session, text: str) -> list[StepKey]:
    named = read_version_id(text)
    if named is None:
        return []
    offer_id, number = named
    found = session.execute(
        select(Recommendation.id)
        .where(
            Recommendation.offer_id == offer_id,
            Recommendation.offer_version == number,
            Recommendation.status == "accepted",
        )
        .order_by(Recommendation.id)
        .limit(MOST)
    ).scalars()
    return [StepKey("recommendation", str(one)) for one in found]


def children(session: Session, key: StepKey) -> tuple[list[StepKey], int]:
    """What the record led to, at most 8, and how many there are."""
    match key.kind:
        case "source":
            return [StepKey("lead", key.id)], 1
        case "offer_version":
            return _after_a_version(session, key.id)
        case "campaign":
            return _after_a_campaign(session, key.id)
        case "lead":
            return _found(session, "deal", select(Deal.deal_id).where(Deal.lead_pk == int(key.id)))
        case "deal":
            orders = select(WorkOrder.work_order_id).where(WorkOrder.deal_id == key.id)
            return _found(session, "work_order", orders)
        case "work_order":
            projects = select(Project.project_id).where(Project.work_order_id == key.id)
            return _found(session, "project", projects)
        case "project":
            return _after_a_project(session, key.id)
        case "survey":
            answers = select(Response.feedback_id).where(Response.request_id == key.id)
            return _found(session, "response", answers)
        case "response":
            lines = select(Recommendation.id).where(Recommendation.feedback_id == key.id)
            return _found(session, "recommendation", lines)
        case "recommendation":
            line = session.get(Recommendation, int(key.id))
            accepted = line is not None and line.status == "accepted"
            found = _version(line.offer_id, line.offer_version) if line and accepted else []
            return found, len(found)


def _found(session: Session, kind: Any, statement: Select[Any]) -> tuple[list[StepKey], int]:
    """The first keys of a statement that answers one id a row, and how many rows it has."""
    ids = [str(one) for one in session.execute(statement.limit(MOST + 1)).scalars()]
    total = len(ids)
    if total > MOST:
        counted = select(func.count()).select_from(statement.subquery())
        total = int(session.execute(counted).scalar_one())
    return [StepKey(kind, one) for one in ids[:MOST]], total


def _after_a_version(session: Session, text: str) -> tuple[list[StepKey], int]:
    """Its campaigns, and deals that came without one."""
    named = read_version_id(text)
    if named is None:
        return [], 0
    offer_id, number = named
    campaigns, of_campaigns = _found(
        session,
        "campaign",
        select(Campaign.campaign_id)
        .where(Campaign.offer_id == offer_id, Campaign.offer_version == number)
        .order_by(Campaign.created_at.desc()),
    )
    known = select(Campaign.campaign_id).where(Campaign.campaign_id == Deal.campaign_id).exists()
    deals, of_deals = _found(
        session,
        "deal",
        select(Deal.deal_id)
        .where(
            Deal.offer_id == offer_id,
            Deal.offer_version == number,
            Deal.lead_pk.is_(None),
            or_(Deal.campaign_id.is_(None), ~known),
        )
        .order_by(Deal.created_at.desc()),
    )
    return campaigns + deals, of_campaigns + of_deals


def _after_a_campaign(session: Session, campaign_id: str) -> tuple[list[StepKey], int]:
    """Leads that became deals, and deals that name the campaign but no lead."""
    leads, of_leads = _found(
        session,
        "lead",
        select(Lead.id)
        .join(Deal, Deal.lead_pk == Lead.id)
        .where(Lead.campaign_id == campaign_id)
        .group_by(Lead.id)
        .order_by(func.max(Deal.updated_at).desc()),
    )
    deals, of_deals = _found(
        session,
        "deal",
        select(Deal.deal_id)
        .where(Deal.campaign_id == campaign_id, Deal.lead_pk.is_(None))
        .order_by(Deal.updated_at.desc()),
    )
    return leads + deals, of_leads + of_deals


def _after_a_project(session: Session, project_id: str) -> tuple[list[StepKey], int]:
    """Its surveys, and answers that came without one."""
    surveys, of_surveys = _found(
        session, "survey", select(Survey.request_id).where(Survey.project_id == project_id)
    )
    answers, of_answers = _found(
        session,
        "response",
        select(Response.feedback_id).where(Response.project_id == project_id, Response.request_id.is_(None)),
    )
    return surveys + answers, of_surveys + of_answers
