"""A marketing brief was delivered: keep the offer version it sells and start its campaign."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from core.business_ids import business_id, name_key
from core.canonical import digest
from core.ports import Run
from db.deliveries import RecordRef
from db.transaction import Transaction
from db.values import cents


def deliver(transaction: Transaction, run: Run, actor: str) -> RecordRef:
    """Writes offers, offer_versions and campaigns; the handoff is about the campaign."""
    brief = run.result.handoff_data["marketing_brief"]
    terms = run.data or {}
    offer_id, number = _keep_offer(transaction, terms, run.started_at)
    campaign = {
        "offer_id": offer_id,
        "offer_version": number,
        **_budget(brief),
        "brief_json": brief,
        "starts_on": brief["timeline"]["starts_on"] if brief.get("timeline") else None,
        "ends_on": brief["timeline"]["ends_on"] if brief.get("timeline") else None,
        "updated_at": run.started_at,
    }
    created = {
        "name": brief["campaign_name"],  # people may have renamed it since
        "status": "planned",
        "impressions": 0,
        "clicks": 0,
        "created_at": run.started_at,
        "version": 1,
    }
    transaction.upsert("campaigns", {"campaign_id": brief["campaign_id"]}, campaign, created=created)
    return RecordRef("campaign", brief["campaign_id"])


def _budget(brief: dict[str, Any]) -> dict[str, Any]:
    """The budget where it could be read for certain."""
    budget = brief.get("budget") or {}
    read = budget.get("amount") is not None and budget.get("currency")
    return {
        "budget_cents": cents(budget["amount"]) if read else None,
        "currency": budget["currency"] if read else None,
    }


def _keep_offer(transaction: Transaction, terms: dict[str, Any], now: datetime) -> tuple[str, int]:
    """The offer's id and the number of the version that these terms are."""
    key = name_key(terms["product_name"])
    offer_id = business_id("offer", terms["product_name"])
    is_new = transaction.insert_if_new(
        "offers",
        {
            "offer_id": offer_id,
            "product_name": terms["product_name"],
            "name_key": key,
            "status": "active",
            "current_version": 1,
            "created_at": now,
            "updated_at": now,
            "version": 1,
        },
        unique="name_key",
    )
    if is_new:
        _add_version(transaction, offer_id, 1, terms, now)
        return offer_id, 1
    known = transaction.fetch_one("SELECT offer_id FROM offers WHERE name_key = :key", {"key": key})
    if known is None:
        raise LookupError(f"no offer has the name {key!r}, and none could be added")
    offer_id = str(known["offer_id"])
    versions = transaction.fetch_all(
        "SELECT number, status, terms_json FROM offer_versions WHERE offer_id = :id ORDER BY number",
        {"id": offer_id},
    )
    meant = digest(terms)
    # Of two versions with the same terms the newer is meant: a draft may return to what was before.
    same = next((v for v in reversed(versions) if digest(json.loads(v["terms_json"])) == meant), None)
    # New terms while a version is being drafted are what became of the draft.
    chosen = same or next((v for v in versions if v["status"] == "draft"), None)
    if chosen is None:
        number = max((int(v["number"]) for v in versions), default=0) + 1
        _add_version(transaction, offer_id, number, terms, now)
    else:
        number = int(chosen["number"])
    if chosen is not None and chosen["status"] == "draft":
        transaction.update(
            "offer_versions",
            {"offer_id": offer_id, "number": number},
            {"terms_json": terms, "status": "published", "published_at": now},
        )
    transaction.update("offers", {"offer_id": offer_id}, {"current_version": number, "updated_at": now})
    return offer_id, number


def _add_version(
    transaction: Transaction, offer_id: str, number: int, terms: dict[str, Any], now: datetime
) -> None:
    transaction.insert(
        "offer_versions",
        {
            "offer_id": offer_id,
            "number": number,
            "status": "published",
            "terms_json": terms,
            "change_note": "First version" if number == 1 else "Terms changed at the handoff to marketing",
            "created_at": now,
            "published_at": now,
        },
    )
