"""A won deal was handed over: its client, its deal and the work order that fulfillment accepts."""

from __future__ import annotations

from typing import Any

from core.business_ids import business_id, name_key
from core.errors import HandoffRefused
from core.ports import Run
from db.deliveries import RecordRef
from db.transaction import Transaction
from db.values import cents


def deliver(transaction: Transaction, run: Run, actor: str) -> RecordRef:
    """Writes clients, contacts, deals, stage_changes, work_orders, deliverables, milestones, payments.

    The same deal again corrects its work order: what was delivered, reached and paid stays so.
    """
    order = run.result.handoff_data["work_order"]
    client_id = keep_client(transaction, order["client_info"], run)
    _close_deal(transaction, order, client_id, run, actor)
    _keep_work_order(transaction, order, client_id, run)
    return RecordRef("work_order", order["work_order_id"])


def keep_client(transaction: Transaction, client_info: dict[str, Any], run: Run) -> str:
    """The id of the client with that company name, new or known, with the contact kept."""
    name = client_info["company_name"]
    client_id = business_id("client", name)
    known = transaction.fetch_one(
        "SELECT client_id FROM clients WHERE name_key = :key", {"key": name_key(name)}
    )
    stamp = {"updated_at": run.started_at}
    if known:
        client_id = str(known["client_id"])
        if client_info.get("tier"):
            transaction.update("clients", {"client_id": client_id}, {"tier": client_info["tier"], **stamp})
    else:
        transaction.insert(
            "clients",
            {
                "client_id": client_id,
                "name": name,
                "name_key": name_key(name),
                "tier": client_info.get("tier"),
                "created_at": run.started_at,
                "version": 1,
                **stamp,
            },
        )
    contact = client_info.get("primary_contact") or {}
    if contact.get("email"):
        key = {"client_id": client_id, "email_key": contact["email"].strip().casefold()}
        values = {"name": contact.get("name") or contact["email"], "phone": contact.get("phone"), **stamp}
        created = {"email": contact["email"], "created_at": run.started_at, "version": 1}
        transaction.upsert("contacts", key, values, created=created)
    return client_id


def _close_deal(
    transaction: Transaction, order: dict[str, Any], client_id: str, run: Run, actor: str
) -> None:
    data = run.data or {}
    deal_id = order["deal_id"]
    contact = order["client_info"].get("primary_contact") or {}
    known = transaction.fetch_one("SELECT stage FROM deals WHERE deal_id = :id", {"id": deal_id})
    values = {
        "client_id": client_id,
        "company_name": order["client_info"]["company_name"],
        "contact_name": contact.get("name"),
        "contact_email": contact.get("email"),
        "contact_phone": contact.get("phone"),
        "tier": order["client_info"].get("tier"),
        "stage": "closed_won",
        "value_cents": cents(order["contract_value"]),
        "currency": order["currency"],
        "input_json": data,
        "updated_at": run.started_at,
    }
    if known is not None:
        _refuse_changed(transaction, deal_id)
    if known is None:
        linked = {name: data.get(name) for name in ("campaign_id", "offer_id")}
        name = f"{order['client_info']['company_name']} · {order['service_type']}"
        created = {"deal_id": deal_id, "name": name, "created_at": run.started_at, "version": 1}
        transaction.insert("deals", {**created, **values, **linked, "closed_on": run.started_at.date()})
    else:
        transaction.update("deals", {"deal_id": deal_id}, values)
    if known is None or known["stage"] != "closed_won":
        transaction.update("deals", {"deal_id": deal_id}, {"closed_on": run.started_at.date()})
        change = {"from_stage": known["stage"] if known else None, "to_stage": "closed_won"}
        transaction.insert(
            "stage_changes",
            {"deal_id": deal_id, **change, "changed_at": run.started_at, "changed_by": actor},
        )


def _refuse_changed(transaction: Transaction, deal_id: str) -> None:
    """A contract that was changed since is not put back to what the deal once said."""
    changed = transaction.fetch_one(
        "SELECT change_orders.number FROM change_orders JOIN projects "
        "ON projects.project_id = change_orders.project_id WHERE projects.deal_id = :id",
        {"id": deal_id},
    )
    if changed:
        raise HandoffRefused(
            "The project of this deal was changed by a change order since, so handing the deal over again "
            "would undo that. Agree on another change order on the project's page instead."
        )


def _keep_work_order(transaction: Transaction, order: dict[str, Any], client_id: str, run: Run) -> None:
    key = {"work_order_id": order["work_order_id"]}
    values = {
        "deal_id": order["deal_id"],
        "client_id": client_id,
        "status": order["status"],
        "priority": order["priority"],
        "starts_on": order["starts_on"],
        "ends_on": order["ends_on"],
        "value_cents": cents(order["contract_value"]),
        "currency": order["currency"],
        "document_json": order,
        "updated_at": run.started_at,
    }
    transaction.upsert("work_orders", key, values, created={"created_at": run.started_at, "version": 1})
    requirements = order["requirements"]
    _replace(
        transaction,
        "deliverables",
        key,
        [
            {
                "name": item["name"],
                "description": item.get("description"),
                "hours": item.get("hours"),
                "planned_start_on": item["starts_on"],
                "planned_end_on": item["ends_on"],
                "status": "planned",
                "client_approved": False,
            }
            for item in requirements["deliverables"]
        ],
        same=("name",),
        stays=("project_id", "status", "started_on", "completed_at", "client_approved"),
    )
    _replace(
        transaction,
        "milestones",
        key,
        [
            {"name": item["name"], "kind": item["kind"], "due_on": item["due_on"]}
            for item in requirements["milestones"]
        ],
        same=("name", "kind"),
        stays=("done_on",),
    )
    _replace(
        transaction,
        "payments",
        key,
        [
            {
                "label": item["terms"],
                "amount_cents": cents(item["amount"]),
                "currency": order["currency"],
                "milestone": item["milestone"],
                "due_on": item["due_on"],
            }
            for item in order["payments"]
        ],
        # Money that came in was this amount; a part that changed is to be looked at again.
        same=("label", "amount_cents", "currency"),
        stays=("paid_on",),
    )


def _replace(
    transaction: Transaction,
    table: str,
    key: dict[str, Any],
    rows: list[dict[str, Any]],
    *,
    same: tuple[str, ...],
    stays: tuple[str, ...],
) -> None:
    """The lines of a work order as they are now: corrected terms replace the earlier lines.

    A line with the values of an earlier one in the columns `same` takes over its columns `stays`; of
    several equal ones the first takes over from the first.
    """
    earlier: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in transaction.fetch_all(
        f"SELECT {', '.join(same + stays)} FROM {table} "  # noqa: S608 - fixed names
        "WHERE work_order_id = :work_order_id ORDER BY position",
        key,
    ):
        earlier.setdefault(tuple(row[name] for name in same), []).append(row)
    transaction.delete(table, key)
    kept = []
    for position, row in enumerate(rows):
        before = earlier.get(tuple(row[name] for name in same))
        progress = before.pop(0) if before else {}
        taken = {name: progress[name] for name in stays if progress.get(name) is not None}
        kept.append({**key, "position": position, **row, **taken})
    if kept:
        transaction.insert_many(table, kept)
