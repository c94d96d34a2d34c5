"""A project was finished: keep what was delivered and the survey that asks the client about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from core.ports import Run
from db.deliveries import RecordRef
from db.deliveries.sales_to_fulfillment import keep_client
from db.transaction import Transaction
from db.values import cents


def deliver(transaction: Transaction, run: Run, actor: str) -> RecordRef:
    """Writes clients, projects, deliverables and surveys; the handoff is about the survey."""
    request = run.result.handoff_data["feedback_request"]
    data = run.data or {}
    client_id = keep_client(transaction, data["client_info"], run)
    _finish_project(transaction, data, client_id, run)
    key = {"request_id": request["request_id"]}
    values = {
        "project_id": data["project_id"],
        "status": "ready",
        "sends_on": request["schedule"]["sends_on"],
        "expires_on": request["schedule"]["expires_on"],
        "request_json": request,
        "updated_at": run.started_at,
    }
    transaction.upsert("surveys", key, values, created={"created_at": run.started_at, "version": 1})
    return RecordRef("survey", request["request_id"])


def _finish_project(transaction: Transaction, data: dict[str, Any], client_id: str, run: Run) -> None:
    key = {"project_id": data["project_id"]}
    values = {
        "name": data["project_name"],
        "client_id": client_id,
        "status": "completed",
        "starts_on": data["start_date"][:10],
        "completed_on": data["completion_date"][:10],
        "updated_at": run.started_at,
    }
    if data.get("planned_end"):
        values["planned_end_on"] = data["planned_end"][:10]
    if not transaction.update("projects", key, values):
        value = data.get("contract_value")
        new = {
            "offer_id": data.get("offer_id"),
            "value_cents": cents(value) if value is not None else None,
            "promises_json": data.get("promises") or [],
            "created_at": run.started_at,
            "version": 1,
        }
        transaction.insert("projects", {**key, **values, **new})
    # A finished project has reached every milestone that was still open.
    for line in transaction.fetch_all(
        "SELECT milestones.id FROM milestones "
        "JOIN projects ON projects.work_order_id = milestones.work_order_id "
        "WHERE projects.project_id = :project_id AND milestones.done_on IS NULL",
        key,
    ):
        transaction.update("milestones", {"id": line["id"]}, {"done_on": values["completed_on"]})
    for position, item in enumerate(data["deliverables_status"]):
        state = {
            "status": item["status"],
            "completed_at": _first_moment(item.get("completed_date")),
            "client_approved": bool(item.get("client_approved")),
        }
        line = {**key, "name": item["name"]}
        if not transaction.update("deliverables", line, state):
            transaction.insert("deliverables", {**line, **state, "position": position})


def _first_moment(day: str | None) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time(), UTC) if day else None
