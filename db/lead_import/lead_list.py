"""A lead list read into the leads of a Marketing → Sales handoff, by the reading of every import."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.intake.column_mapping import ColumnChoice
from core.intake.decoding import reject
from core.intake.lead_verdict import LeadJudge
from core.intake.table_file import open_table
from core.intake.table_types import FileReading
from core.lead_merging import merge_lead
from db.lead_import.cleaning import choose_mapping, clean_list
from db.lead_import.types import ImportOptions, RejectedRow

MOST_ROWS = 20_000  # a form holds all of them; longer lists have a page of their own
_ID_DIGITS = 12  # among so many two meet with a chance of one in a million
_TOO_MANY = f"has more than {MOST_ROWS:,} rows; bring it in on the page Import leads"


@dataclass(frozen=True, slots=True)
class LeadList:
    """What a list holds: rows = leads + merged + rejected.

    `leads` is `leads_generated` of the handoff; a merged row belongs to the lead of an earlier one. `mapping`
    says what each column was read as, `warnings` what a person should know.
    """

    leads: list[dict[str, Any]]
    rows: int
    merged: int
    rejected: tuple[RejectedRow, ...]
    reading: FileReading
    mapping: tuple[ColumnChoice, ...]
    warnings: tuple[str, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(choice.header for choice in self.mapping)


def read_list(
    name: str,
    content: bytes,
    options: ImportOptions,
    usual_country: str,
    remembered: Mapping[str, str],
    judge: LeadJudge,
) -> LeadList:
    """The leads of a file whose name is `name`. InputRejected where it is no list, or one beyond 20,000 rows;
    a row that is no lead is in `rejected` with its reason."""
    table = open_table(content, name, options.reading)
    if (table.rows_estimate or 0) > 2 * MOST_ROWS:  # it may be wrong by a little
        raise reject(_TOO_MANY)
    mapping = choose_mapping(table, options, dict(remembered))

    def step(_: str, rows: int, __: int | None = None) -> None:
        if rows > MOST_ROWS:
            raise reject(_TOO_MANY)

    # So few rows need no files: the folder is never looked at.
    with clean_list(table, mapping, options, usual_country, judge, step, Path()) as clean:
        leads = []
        for frame in clean.leads():
            for line, given_id, text in frame.select("line", "given_id", "input_json").iter_rows():
                lead = json.loads(text)
                if line in clean.added:
                    lead = merge_lead(lead, clean.added[line], {"": "fill"})[0]
                leads.append({"id": given_id or _derived_id(lead), **lead})
        rejected = [row for frame in clean.rejected() for row in frame.iter_rows()]
        return LeadList(
            leads,
            clean.read,
            len(clean.merged),
            tuple(RejectedRow(line, why, tuple(json.loads(cells))) for line, cells, why in rejected),
            table.reading,
            clean.mapping,
            tuple(f"{text} ({n:,} ×)" if n > 1 else text for text, n in clean.warnings.items()),
        )


def _derived_id(lead: dict[str, Any]) -> str:
    """The same id for the same person on every upload: from the e-mail, else from all that is known."""
    email = lead["contact_info"].get("email")
    seed = email.casefold() if email else json.dumps(lead, sort_keys=True)
    return f"lead_{hashlib.sha256(seed.encode()).hexdigest()[:_ID_DIGITS]}"
