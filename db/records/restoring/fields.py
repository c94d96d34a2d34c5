"""Changed fields put back: each kind of record by its own way to change it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import Session

from core.campaigns import CampaignFacts
from core.capacity import CapacityChange
from core.deliverables import DeliverableProgress
from core.errors import HandoffRefused
from core.money import format_money
from db.records.base import loads
from db.records.campaigns import audit_values as campaign_values
from db.records.campaigns import facts_of
from db.records.deliverables import audit_values, progress_of
from db.records.policies import published_values
from db.records.restoring.kind import PutBackKind, Values
from db.tables.clients import Client, Contact
from db.tables.fulfillment import CapacityWeek, Deliverable, Payment, Project, RoleCapacity
from db.tables.marketing import Campaign, CampaignResult, Lead
from db.tables.offers import OfferTemplate
from db.tables.runs import AuditLine
from db.tables.sales import Deal
from db.values import amount

if TYPE_CHECKING:
    from db.workspace import Workspace


_DAYS = ("starts_on", "ends_on")


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _deal(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    deal = session.get(Deal, line.record_id)
    if deal is None:
        return None
    days = {name: _day(getattr(deal, name)) for name in ("expected_close_on", "closed_on")}
    names = {**(loads(line.old_json) or {}), **new}
    return {name: days[name] if name in days else getattr(deal, name, None) for name in names}


def _restore_deal(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del new
    deal = workspace.deals.deal(line.record_id)
    cents = old.get("value_cents", deal.value_cents)
    currency = str(old.get("currency", deal.currency))
    close = old.get("expected_close_on", _day(deal.expected_close_on))
    workspace.deals.change(
        deal.deal_id,
        name=str(old.get("name", deal.name)),
        value="" if cents is None else format_money(amount(int(cents)), currency),
        owner=str(old.get("owner", deal.owner) or ""),
        expected_close_on=date.fromisoformat(close) if close else None,
        version=deal.version,
    )


def _restore_stage(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del new
    deal = workspace.deals.deal(line.record_id)
    closed_on = old.get("closed_on")
    workspace.deals.move(
        deal.deal_id,
        str(old["stage"]),
        version=deal.version,
        # Lines of an older version kept no reason.
        lost_reason=old.get("lost_reason") or deal.lost_reason or "Put back from the history",
        closed_on=date.fromisoformat(closed_on) if closed_on else None,
    )


def _lead(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    lead = session.get(Lead, int(line.record_id))
    return {name: getattr(lead, name, None) for name in new} if lead else None


def _restore_lead(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del new
    workspace.bulk_leads.put(line.record_id, old.get("owner"))


def _client(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    client = session.get(Client, line.record_id)
    return {name: getattr(client, name, None) for name in new} if client else None


def _restore_client(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del new
    client = workspace.clients.client(line.record_id)
    workspace.clients.change(client.client_id, tier=old.get("tier"), version=client.version)


def _campaign(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    row = session.get(Campaign, line.record_id)
    if row is None:
        return None
    now = campaign_values(facts_of(row))
    return {name: now.get(name) for name in new}


def _restore_campaign(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del new
    seen = workspace.campaigns.facts(line.record_id)
    values = {**campaign_values(seen), **old}
    starts, ends = (date.fromisoformat(day) if (day := values[name]) else None for name in _DAYS)
    facts = CampaignFacts(str(values["name"]), str(values["status"]), starts, ends)
    workspace.campaigns.change(line.record_id, facts, seen=seen)


def _contact_row(session: Session, line: AuditLine, new: Values) -> Contact | None:
    key = str(new.get("email") or "").strip().casefold()
    found = session.execute(
        select(Contact).where(Contact.client_id == line.record_id, Contact.email_key == key)
    )
    return found.scalar_one_or_none()


def _contact(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    contact = _contact_row(session, line, new)
    return {name: getattr(contact, name, None) for name in new} if contact else None


def _restore_contact(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    with workspace.reading() as session:
        contact = _contact_row(session, line, new)
    if contact is None:
        raise HandoffRefused("This contact has another address by now, or is gone.")
    workspace.clients.keep_contact(line.record_id, dict(old), contact_id=contact.id)


def _deliverable(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    del line
    row = session.get(Deliverable, new.get("deliverable_id") or 0)
    return audit_values(progress_of(row), row.id or 0) if row else None


def _restore_deliverable(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    status = str(old.get("status"))
    started, completed = old.get("started_on"), old.get("completed_on")
    if status == "completed" and not completed:
        completed = line.at.date().isoformat()  # lines of an older version kept no day: at the latest then
    workspace.deliverables.change(
        int(new["deliverable_id"]),
        DeliverableProgress(
            status,
            date.fromisoformat(started) if started else None,
            date.fromisoformat(completed) if completed else None,
            bool(old.get("client_approved")),
        ),
    )


def _payment(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    del line
    row = session.get(Payment, new.get("payment_id") or 0)
    return {"payment_id": row.id, "paid_on": _day(row.paid_on)} if row else None


def _restore_payment(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del line
    paid_on = old.get("paid_on")
    workspace.fulfillment.set_paid(int(new["payment_id"]), date.fromisoformat(paid_on) if paid_on else None)


def _capacity(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    row: Any
    if new.get("week"):
        row = session.execute(
            select(CapacityWeek).where(
                CapacityWeek.role == line.record_id,
                CapacityWeek.week_on == date.fromisoformat(new["week"]),
            )
        ).scalar_one_or_none()
    else:
        row = session.get(RoleCapacity, line.record_id)
    return {"people": row.people if row else None, "week": new.get("week")}


def _restore_capacity(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    week = date.fromisoformat(new["week"]) if new.get("week") else None
    with workspace.reading() as session:
        now = (_capacity(session, line, new) or {}).get("people")
    workspace.capacity.save([CapacityChange(line.record_id, week, now, old.get("people"))])


def _template(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    row = session.get(OfferTemplate, line.record_id)
    known = loads(row.template_json) if row else None
    return {name: known.get(name) for name in {**known, **new}} if known else None


def _restore_template(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del new
    kept = workspace.offer_templates.template(line.record_id)
    workspace.offer_templates.save(line.record_id, dict(old), version=kept.version if kept else 0)


def _result_rows(session: Session, line: AuditLine) -> dict[str, dict[str, Any]]:
    rows = session.execute(
        select(CampaignResult).where(CampaignResult.campaign_id == line.record_id)
    ).scalars()
    return {result_name(row.day_on, row.channel): result_values(row) for row in rows}


def result_name(day: date, channel: str) -> str:
    """A result's name in the audit trail: its day and channel."""
    return f"{day.isoformat()} {channel}"


def result_values(row: CampaignResult) -> dict[str, int]:
    return {"spend_cents": row.spend_cents, "impressions": row.impressions, "clicks": row.clicks}


def _results(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    now = _result_rows(session, line)
    return {name: now.get(name) for name in {**(loads(line.old_json) or {}), **new}}


def _restore_results(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    workspace.campaign_results.put_back(
        line.record_id,
        {(date.fromisoformat(name[:10]), name[11:]): old.get(name) for name in {**old, **new}},
    )


def _manager(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    del new
    project = session.get(Project, line.record_id)
    return {"manager": project.manager} if project else None


def _restore_manager(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del new
    workspace.fulfillment.set_manager(line.record_id, old.get("manager"))


def _policy(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    values = published_values(session, line.record_id)
    if values is None:
        return None
    return {name: values.get(name) for name in {**(loads(line.old_json) or {}), **new}}


def _restore_policy(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    workspace.policy_records.put_back(line.record_id, {name: old.get(name) for name in {**old, **new}})


KINDS: dict[str, PutBackKind] = {
    "change deal": PutBackKind(_deal, _restore_deal),
    "move deal": PutBackKind(_deal, _restore_stage),
    "change client": PutBackKind(_client, _restore_client),
    "change campaign": PutBackKind(_campaign, _restore_campaign),
    "change contact": PutBackKind(_contact, _restore_contact),
    "update deliverable": PutBackKind(_deliverable, _restore_deliverable),
    "note payment": PutBackKind(_payment, _restore_payment),
    "change capacity": PutBackKind(_capacity, _restore_capacity),
    "change template": PutBackKind(_template, _restore_template),
    "change results": PutBackKind(_results, _restore_results),
    "change project manager": PutBackKind(_manager, _restore_manager),
    "change lead": PutBackKind(_lead, _restore_lead),
    "publish policy": PutBackKind(_policy, _restore_policy),
}
