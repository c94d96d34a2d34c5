"""One transaction: the import, its leads, its changes, its rejected rows, and the line in the audit trail."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from core.errors import HandoffRefused
from core.intake.lead_columns import header_key
from core.intake.lead_verdict import LeadJudge
from db.lead_import.cleaning import CleanList, Step
from db.lead_import.matching import KnownRow, NewRow, match_leads
from db.lead_import.types import ImportCounts, ImportOptions
from db.transaction import Transaction
from db.values import person_key, phone_key

DEFAULT_CAMPAIGN = ("camp_imported", "Imported leads")

_CONTACT = ("name", "email", "phone", "company")
_VERDICT = ("score", "band", "completeness", "approach", "status", "next_action_due_at")
_RESTORED = (
    *_CONTACT, "email_key", "phone_key", "name_key", "source", "urgency", "received_at", *_VERDICT,
    "input_json",
)  # fmt: skip


def campaign_of(write: Transaction, options: ImportOptions, now: datetime) -> tuple[str, str]:
    """The id and the name of the campaign, which is started where it is new."""
    campaign_id, name = options.campaign_id, ""
    if campaign_id is None and options.new_campaign:
        from core.business_ids import business_id

        name = options.new_campaign.strip()
        campaign_id = business_id("campaign", name)
    elif campaign_id is None:
        campaign_id, name = DEFAULT_CAMPAIGN
    found = write.fetch_one("SELECT name FROM campaigns WHERE campaign_id = :id", {"id": campaign_id})
    if found is not None:
        return campaign_id, str(found["name"])
    if not name:
        raise HandoffRefused(f"There is no campaign {campaign_id[:80]!r} any more. Choose another.")
    write.insert(
        "campaigns",
        {
            "campaign_id": campaign_id, "name": name, "status": "active", "impressions": 0, "clicks": 0,
            "created_at": now, "updated_at": now, "version": 1,
        },
    )  # fmt: skip
    return campaign_id, name


def store_leads(
    write: Transaction,
    clean: CleanList,
    options: ImportOptions,
    *,
    import_id: str,
    file: tuple[str, str, str],
    judge: LeadJudge,
    now: datetime,
    actor: str,
    step: Step,
) -> tuple[str, str, ImportCounts]:
    """Store what the list brings; the id and name of the campaign, and counts that add up."""
    campaign_id, campaign = campaign_of(write, options, now)
    file_name, sha256, options_digest = file
    write.insert(
        "lead_imports",
        {
            "import_id": import_id, "file_name": file_name, "sha256": sha256,
            "options_digest": options_digest, "state": "done",
            "campaign_id": campaign_id, "rows_read": clean.read, "created": 0, "updated": 0, "unchanged": 0,
            "merged": 0, "rejected": 0, "started_at": now, "finished_at": now, "actor": actor,
            "headers_json": list(clean.headers),
            "warnings_json": [f"{text} ({n:,} ×)" if n > 1 else text for text, n in clean.warnings.items()],
        },
    )  # fmt: skip
    rejected = list(clean.rejected)
    counts = ImportCounts(read=clean.read)
    if _is_repeated(write, import_id, sha256, options_digest):
        # The same list as in the last import, read in the same way: it has nothing new to say.
        counts = replace(counts, unchanged=clean.read - len(clean.merged) - len(rejected))
        clean = replace(clean, leads=[])
    ids = _taken_ids(write, campaign_id)
    for matched in match_leads(clean, options, campaign_id, write.fetch_all, step):
        write.insert_many("leads", [_new(row, campaign_id, import_id, ids, now) for row in matched.new])
        for known in matched.changed:
            _change(write, known, import_id, judge, now)
        rejected.extend(matched.rejected)
        counts = replace(
            counts,
            created=counts.created + len(matched.new),
            updated=counts.updated + len(matched.changed),
            unchanged=counts.unchanged + len(matched.unchanged),
        )
    counts = replace(counts, merged=len(clean.merged), rejected=len(rejected))
    step("Storing", clean.read)
    write.insert_many(
        "rejected_rows",
        [
            {"import_id": import_id, "line": line, "reason": reason, "cells_json": cells or "[]"}
            for line, reason, cells in sorted(rejected)
        ],
    )
    _check(counts)
    figures = {name: number for name, number in asdict(counts).items() if name != "read"}
    write.update("lead_imports", {"import_id": import_id}, figures)
    for choice in clean.mapping:
        write.upsert(
            "remembered_columns",
            {"header_key": header_key(choice.header)},
            {"field": choice.field, "updated_at": now},
            created={},
        )
    write.insert(
        "audit_lines",
        {
            "at": now, "actor": actor, "action": "import leads", "record_type": "campaign",
            "record_id": campaign_id,
            "summary": f"{file_name[:120]}: {counts.created:,} new, {counts.updated:,} changed, "
            f"{counts.rejected:,} rejected of {counts.read:,}",
        },
    )  # fmt: skip
    return campaign_id, campaign, counts


def _is_repeated(write: Transaction, import_id: str, sha256: str, options_digest: str) -> bool:
    """Whether the latest import that stands was of the same bytes with the same options."""
    latest = write.fetch_one(
        "SELECT sha256, options_digest FROM lead_imports WHERE state = 'done' AND import_id <> :id "
        "ORDER BY started_at DESC, import_id DESC LIMIT 1",
        {"id": import_id},
    )
    return latest is not None and (latest["sha256"], latest["options_digest"]) == (sha256, options_digest)


def _check(counts: ImportCounts) -> None:
    total = counts.created + counts.updated + counts.unchanged + counts.merged + counts.rejected
    if total != counts.read:
        raise AssertionError(f"{counts.read} rows were read, but {total} are accounted for: {counts}")


def _taken_ids(write: Transaction, campaign_id: str) -> set[str]:
    rows = write.fetch_all("SELECT lead_id FROM leads WHERE campaign_id = :id", {"id": campaign_id})
    return {str(row["lead_id"]) for row in rows}


def _new(row: NewRow, campaign_id: str, import_id: str, ids: set[str], now: datetime) -> dict[str, Any]:
    columns = row.columns
    lead_id = columns["given_id"]
    if not lead_id or lead_id in ids:
        lead_id = f"{import_id}-{row.line}"
    ids.add(lead_id)
    contact = row.lead["contact_info"]
    return {
        "campaign_id": campaign_id,
        "lead_id": lead_id,
        **_contact_columns(contact, columns["name_key"]),
        "source": row.lead.get("source"),
        "urgency": row.lead.get("urgency"),
        "received_at": row.lead.get("received_at"),
        **{name: columns[name] for name in _VERDICT},
        "import_id": import_id,
        "source_line": row.line,
        "input_json": {"id": lead_id, **row.lead},
        "original_json": columns["original_json"],
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }


def _change(write: Transaction, row: KnownRow, import_id: str, judge: LeadJudge, now: datetime) -> None:
    stored = row.stored
    columns: dict[str, Any] = {
        **_contact_columns(row.lead["contact_info"], stored["name_key"]),
        "source": row.lead.get("source"),
        "urgency": row.lead.get("urgency"),
        "received_at": row.lead.get("received_at"),
        "input_json": row.lead,
    }
    if stored["workflow_id"] is None:
        # A lead that sales already has keeps the score that it was handed over with.
        columns |= judge.judge({**row.lead, "contact_info": row.lead["contact_info"]})
    old = {name: _plain(stored[name]) for name in _RESTORED}
    write.insert("imported_changes", {"import_id": import_id, "lead_pk": int(stored["id"]), "old_json": old})
    write.update(
        "leads",
        {"id": int(stored["id"])},
        {**columns, "updated_at": now, "version": int(stored["version"]) + 1},
    )


def _contact_columns(contact: dict[str, Any], known_as: str | None) -> dict[str, Any]:
    email = contact.get("email")
    return {
        **{name: contact.get(name) for name in _CONTACT},
        "email_key": email.strip().casefold() if email else None,
        "phone_key": phone_key(contact.get("phone")),
        "name_key": person_key(contact.get("name"), contact.get("company")) or known_as,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
