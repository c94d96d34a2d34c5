"""Leads were qualified: keep every one of them, with the brief of those that sales should call."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from core.canonical import short_suffix
from core.ports import Run
from db.deliveries import RecordRef
from db.transaction import Transaction, as_json
from db.values import person_key, phone_key


def deliver(transaction: Transaction, run: Run, actor: str) -> RecordRef:
    """Writes campaigns and leads; the handoff is about the campaign.

    A lead that the campaign already has is updated: its contact history stays. A rejected one is known
    by what was given, so that the same file again adds nothing.
    """
    package = run.result.handoff_data
    campaign_id = str(package["campaign_id"])
    _keep_campaign(transaction, package, run)
    known = {
        str(row["lead_id"]): int(row["id"])
        for row in transaction.fetch_all(
            "SELECT lead_id, id FROM leads WHERE campaign_id = :campaign_id", {"campaign_id": campaign_id}
        )
    }
    new: list[dict[str, Any]] = []
    for values in _rows(package, run):
        row_id = known.get(values["lead_id"])
        if row_id is None:
            new.append({**values, "campaign_id": campaign_id, "created_at": run.started_at, "version": 1})
        else:
            transaction.update("leads", {"id": row_id}, values)
    if new:
        transaction.insert_many("leads", new)
    return RecordRef("campaign", campaign_id)


def _keep_campaign(transaction: Transaction, package: dict[str, Any], run: Run) -> None:
    metrics = package["campaign_metrics"]
    values: dict[str, Any] = {"updated_at": run.started_at}
    values |= {name: metrics[name] for name in ("impressions", "clicks") if metrics.get(name)}
    key = {"campaign_id": package["campaign_id"]}
    # Leads that come say that a planned campaign runs.
    transaction.update("campaigns", {**key, "status": "planned"}, {"status": "active"})
    if not transaction.update("campaigns", key, values):
        start = {
            "name": package["campaign_name"],
            "status": "active",
            "impressions": 0,
            "clicks": 0,
            "created_at": run.started_at,
            "version": 1,
        }
        transaction.insert("campaigns", {**key, **start, **values})


def _rows(package: dict[str, Any], run: Run) -> list[dict[str, Any]]:
    given = _given_by_id(run)
    rows = []
    groups = (
        ("qualified", "sales_briefs"),
        ("nurture", "nurture_leads"),
        ("disqualified", "disqualified_leads"),
    )
    for status, name in groups:
        for lead in package[name]:
            contact = lead["contact_info"]
            rows.append(
                {
                    "lead_id": str(lead["prospect_id"]),
                    "name": contact.get("name"),
                    "email": contact.get("email"),
                    "email_key": _email_key(contact.get("email")),
                    "phone": contact.get("phone"),
                    "phone_key": phone_key(contact.get("phone")),
                    "name_key": person_key(contact.get("name"), contact.get("company")),
                    "company": contact.get("company"),
                    **outcome_columns(status, lead),
                    "source": lead.get("source"),
                    "urgency": lead.get("urgency"),
                    "input_json": json.dumps(given.get(str(lead["prospect_id"]), {})),
                    "received_at": lead.get("received_at"),
                    "workflow_id": run.result.workflow_id,
                    "updated_at": run.started_at,
                }
            )
    seen: Counter[str] = Counter()
    for lead in package["rejected_leads"]:
        content = short_suffix(json.dumps(lead["given"], sort_keys=True))
        seen[content] += 1
        rows.append(_rejected_row(lead, f"rejected {content} {seen[content]}", run))
    return rows


def outcome_columns(status: str, lead: Mapping[str, Any]) -> dict[str, Any]:
    """What a lead's row says of its outcome; `lead` is its entry in the package. A rejected one has no
    score."""
    actions = lead.get("next_actions")
    return {
        "status": status,
        "score": lead.get("qualification_score"),
        "band": lead.get("band"),
        "completeness": lead.get("completeness"),
        "approach": lead.get("recommended_approach"),
        "next_action_due_at": actions[0]["due_at"] if actions else None,
        "brief_json": as_json(lead),
    }


def _rejected_row(lead: dict[str, Any], lead_id: str, run: Run) -> dict[str, Any]:
    # A rejected lead may lack an id or repeat one, so its own id does not name it.
    return {
        "lead_id": lead_id,
        **outcome_columns("rejected", lead),
        "input_json": json.dumps(lead["given"]),
        "workflow_id": run.result.workflow_id,
        "updated_at": run.started_at,
    }


def _given_by_id(run: Run) -> dict[str, dict[str, Any]]:
    leads = (run.data or {}).get("leads_generated", [])
    return {str(lead["id"]): lead for lead in reversed(leads) if isinstance(lead, dict) and "id" in lead}


def _email_key(email: str | None) -> str | None:
    return email.strip().casefold() if email else None
