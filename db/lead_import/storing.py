"""One transaction: the import, its leads, its changes, its rejected rows, and the line in the audit trail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from core.errors import HandoffRefused
from core.intake.columns.json_text import quoted
from core.intake.lead_columns import header_key
from core.intake.lead_frames import MOMENT
from core.intake.lead_verdict import LeadJudge
from db.lead_import.clean_list import CleanList
from db.lead_import.matching import KnownLeads, KnownRow, NewRow, match_leads
from db.lead_import.steps import INDEXING, STORING, Step
from db.lead_import.types import ImportCounts, ImportOptions
from db.transaction import Transaction
from db.values import person_key, phone_key

DEFAULT_CAMPAIGN = ("camp_imported", "Imported leads")

_CONTACT = ("name", "email", "phone", "company")
_VERDICT = ("score", "band", "completeness", "approach", "status", "next_action_due_at")
_KEYS = ("email_key", "phone_key", "name_key")
_SAID = ("source", "urgency", "received_at")
_RESTORED = (*_CONTACT, *_KEYS, *_SAID, *_VERDICT, "input_json", "original_json")
_CHANGE = (
    "UPDATE leads SET "  # noqa: S608 - our own names
    + ", ".join(f"{name} = :{name}" for name in (*_RESTORED, "updated_at", "version"))
    + " WHERE id = :key_id"
)
# Indexes are built anew for so many new leads, and for such a part of the table; below that, keeping them
# up costs less.
_INDEXES_REBUILT_FROM, _INDEXES_REBUILT_SHARE = 2_000, 0.25


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
    # Two lists may name the same people: the second is compared with what the first stored.
    write.only_one("lead import")
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
    counts = ImportCounts(read=clean.read, rejected=clean.rejected_count)
    for frame in clean.rejected():
        _reject(write, frame, import_id)
    if _is_repeated(write, import_id, sha256, options_digest):
        # The same list as in the last import, read in the same way: it has nothing new to say.
        counts = replace(counts, unchanged=clean.read - len(clean.merged) - counts.rejected)
    else:
        store = _Store(write, import_id, campaign_id, judge, now)
        counts = store.leads(clean, options, counts, step)
    counts = replace(counts, merged=len(clean.merged))
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


class _Store:
    """What one import writes into the table of leads."""

    def __init__(
        self, write: Transaction, import_id: str, campaign_id: str, judge: LeadJudge, now: datetime
    ) -> None:
        self._write = write
        self._import_id = import_id
        self._campaign_id = campaign_id
        self._judge = judge
        self._now = now

    def leads(
        self, clean: CleanList, options: ImportOptions, counts: ImportCounts, step: Step
    ) -> ImportCounts:
        """First the rows that have to do with a stored lead, while its indexes are there; then the others,
        many at once."""
        write = self._write
        known = KnownLeads(write.fetch_all, write.fetch_column)
        plain: list[pl.Series] = []
        for matched in match_leads(clean, options, self._campaign_id, known, step):
            write.insert_many("leads", [self._new(row) for row in matched.new])
            self._change(matched.changed)
            _reject(write, matched.rejected, self._import_id)
            plain.append(matched.plain["line"])
            counts = replace(
                counts,
                created=counts.created + len(matched.new) + matched.plain.height,
                updated=counts.updated + len(matched.changed),
                unchanged=counts.unchanged + len(matched.unchanged),
                rejected=counts.rejected + matched.rejected.height,
            )
        number = sum(map(len, plain))
        pays = number >= max(_INDEXES_REBUILT_FROM, known.count * _INDEXES_REBUILT_SHARE)
        done = 0
        with write.rebuilding_indexes("leads") if pays else nullcontext():
            for frame, lines in zip(clean.leads(), plain, strict=True):
                rows = frame.filter(pl.col("line").is_in(lines.implode()))
                write.insert_frame("leads", self._columns(rows))
                done += rows.height
                step(STORING, done, number)
            step(INDEXING if pays else STORING, done, number)
        return counts

    def _change(self, rows: Sequence[KnownRow]) -> None:
        """Change known leads, and keep their columns as they were."""
        if not rows:
            return
        kept = [
            {
                "import_id": self._import_id,
                "lead_pk": int(row.stored["id"]),
                "old_json": {name: _plain(row.stored[name]) for name in (*_RESTORED, "updated_at")},
            }
            for row in rows
        ]
        self._write.insert_many("imported_changes", kept)
        verdicts = self._judge.judge_many([row.lead for row in rows]).iter_rows(named=True)
        changes = []
        for row, verdict in zip(rows, verdicts, strict=True):
            # A lead that sales already has keeps the score that it was handed over with.
            if row.stored["workflow_id"] is not None:
                verdict = {name: row.stored[name] for name in _VERDICT}
            changes.append(
                {
                    **_contact_columns(row.lead["contact_info"], row.stored["name_key"]),
                    **{name: row.lead.get(name) for name in _SAID},
                    **verdict,
                    "input_json": row.lead,
                    "original_json": _written(row),
                    "updated_at": self._now,
                    "version": int(row.stored["version"]) + 1,
                    "key_id": int(row.stored["id"]),
                }
            )
        self._write.change_many(_CHANGE, changes)

    def _columns(self, leads: pl.DataFrame) -> pl.DataFrame:
        """The leads of a list as rows of their table."""
        own = pl.format(f"{self._import_id}-{{}}", pl.col("line").cast(pl.String).str.zfill(7))
        frame = leads.with_columns(lead_id=pl.coalesce("given_id", own))
        ids = quoted(frame["lead_id"])
        moment = pl.lit(self._now, dtype=MOMENT)
        return frame.select(
            campaign_id=pl.lit(self._campaign_id),
            lead_id="lead_id",
            **{name: pl.col(name) for name in (*_CONTACT, *_KEYS, *_SAID, *_VERDICT)},
            import_id=pl.lit(self._import_id),
            source_line=pl.col("line"),
            input_json=pl.lit('{"id":') + ids + "," + pl.col("input_json").str.slice(1),
            original_json="original_json",
            created_at=moment,
            updated_at=moment,
            version=pl.lit(1),
        )

    def _new(self, row: NewRow) -> dict[str, Any]:
        """A row that others of the list add to."""
        columns = row.columns
        lead_id = columns["given_id"] or f"{self._import_id}-{row.line:07d}"
        return {
            "campaign_id": self._campaign_id,
            "lead_id": lead_id,
            **_contact_columns(row.lead["contact_info"], columns["name_key"]),
            **{name: row.lead.get(name) for name in _SAID},
            **self._judge.judge(row.lead),
            "import_id": self._import_id,
            "source_line": row.line,
            "input_json": {"id": lead_id, **row.lead},
            "original_json": columns["original_json"],
            "created_at": self._now,
            "updated_at": self._now,
            "version": 1,
        }


def _reject(write: Transaction, rows: pl.DataFrame, import_id: str) -> None:
    if rows.height:
        write.insert_frame("rejected_rows", rows.insert_column(0, pl.lit(import_id).alias("import_id")))


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


def _contact_columns(contact: dict[str, Any], known_as: str | None) -> dict[str, Any]:
    email = contact.get("email")
    return {
        **{name: contact.get(name) for name in _CONTACT},
        "email_key": email.strip().casefold() if email else None,
        "phone_key": phone_key(contact.get("phone")),
        "name_key": person_key(contact.get("name"), contact.get("company")) or known_as,
    }


def _written(row: KnownRow) -> Any:
    """The cells as they were written, of this list and of those before; None for none."""
    lists = (row.stored["original_json"], row.columns["original_json"])
    cells = [json.loads(text) for text in lists if text]
    return cells[0] | cells[-1] if cells else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
