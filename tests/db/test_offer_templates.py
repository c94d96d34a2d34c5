"""Delivery templates in the database: deals start from them, and two editors notice each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.errors import HandoffRefused, InputRejected
from db.tables.runs import AuditLine
from db.tables.sales import Deal
from db.workspace import Workspace
from tests.core.test_service_template import RAW

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    opened.run("offer_to_marketing", json.loads((SAMPLES / "offer_to_marketing.json").read_text()))
    yield opened
    opened.close()


def offer_of(workspace: Workspace) -> str:
    return str(workspace.offers.overview()["offer_id"].iloc[0])


def add_deal(workspace: Workspace, offer_id: str, **changes: Any) -> None:
    now = workspace.clock.now()
    values: dict[str, Any] = {
        "stage": "negotiation",
        "currency": "USD",
        "company_name": "Acme",
        "name": "Acme",
    }
    with workspace.editing() as session:
        session.add(
            Deal(deal_id="d1", created_at=now, updated_at=now, offer_id=offer_id, **(values | changes))
        )


def test_a_deal_of_the_offer_is_drafted_from_its_template_and_can_be_handed_over(
    workspace: Workspace,
) -> None:
    offer_id = offer_of(workspace)
    workspace.offer_templates.save(offer_id, RAW)
    add_deal(workspace, offer_id, contact_name="Ann", contact_email="ann@acme.example")
    draft = workspace.deals.draft("d1")
    assert draft["contract_terms"]["total_value"] == "7400.00"
    result = workspace.run("sales_to_fulfillment", {**draft, "payment_status": "verified"})
    assert result.success, result.problems
    assert [line["name"] for line in result.handoff_data["work_order"]["requirements"]["deliverables"]] == [
        "Audit",
        "Pages",
    ]
    copied = workspace.offer_templates.of_last_deal(offer_id)
    assert copied is not None and copied["type"] == "local_seo" and len(copied["deliverables"]) == 2


def test_every_save_is_kept_with_old_and_new_and_the_second_editor_is_told(workspace: Workspace) -> None:
    offer_id = offer_of(workspace)
    workspace.offer_templates.save(offer_id, RAW)
    kept = workspace.offer_templates.template(offer_id)
    assert kept is not None and kept.version == 1
    workspace.offer_templates.save(offer_id, {**RAW, "price": "$8,000"}, version=1)
    for stale in (0, 1):
        with pytest.raises(HandoffRefused, match="Somebody changed"):
            workspace.offer_templates.save(offer_id, {**RAW, "price": "$9,000"}, version=stale)
    with pytest.raises(InputRejected):
        workspace.offer_templates.save(offer_id, {}, version=2)
    workspace.offer_templates.save(offer_id, {**RAW, "price": "$8,000"}, version=2)  # changes nothing
    with workspace.reading() as session:
        lines = session.exec(
            select(AuditLine).where(AuditLine.action == "change template").order_by(AuditLine.id)
        ).all()
    prices = [json.loads(line.new_json or "{}")["price"] for line in lines]
    assert prices == ["7400.00", "8000.00"]
    assert json.loads(lines[1].old_json or "{}")["price"] == "7400.00"


def test_an_offer_that_is_gone_takes_no_template(workspace: Workspace) -> None:
    with pytest.raises(HandoffRefused, match="no offer"):
        workspace.offer_templates.save("offer_gone", RAW)
    assert workspace.offer_templates.template("offer_gone") is None
    assert workspace.offer_templates.of_last_deal("offer_gone") is None
