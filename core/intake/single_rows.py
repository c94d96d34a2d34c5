"""One row of a lead list at a time: the reader for rows that are not plain, and the measure for all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.business_ids import name_key
from core.canonical import short_suffix
from core.intake.blank_cells import says_nothing
from core.intake.column_mapping import ATTRIBUTES, NAME_PARTS
from core.intake.columns.json_text import as_text
from core.intake.contact_cells import LOST, name_beside, read_email_cell, read_phone_cell
from core.intake.date_cells import DateOrder, read_date_cell
from core.intake.lead_frames import LEVELS
from core.intake.phone_country import PhoneCountry
from core.intake.scale_cells import ScoreScale, read_any_level, read_score_cell
from core.intake.topic_cells import split_list
from core.plain_json import MAX_TEXT, printable

_BESIDE = "it is kept as written, beside the lead"
_NO_LEVEL = f"is no level such as high, medium or low; {_BESIDE}"
KEPT = {
    "phone": f"What stands in the column of phone numbers is none; {_BESIDE}",
    "received_at": f"A date cannot be read; {_BESIDE}",
    "score": f"A score cannot be read as a number from 0 to 100; {_BESIDE}",
    "engagement_level": f"An engagement {_NO_LEVEL}",
    "budget_indicator": f"A budget {_NO_LEVEL}",
    "urgency": f"An urgency {_NO_LEVEL}",
}
"""What a person is told of a cell that is no value of its column and stops nothing."""
TOTALS = (
    "total", "totals", "grand total", "subtotal", "sub total", "sum", "summe", "gesamt", "gesamtsumme",
    "zwischensumme", "somme", "total général", "totaal", "suma", "suma total", "total general", "total geral",
    "soma",
)  # fmt: skip
REMARKS = (
    r"^(?:(?:generated|exported|printed|created|report run|erstellt|exportiert|gedruckt|généré|exporté|"
    r"generado|exportado|gerado) (?:by|on|at|from|am|von|le|par|el|por|em)\b|"
    r"confidential\b|vertraulich\b|confidentiel\b|copyright\b|©|\(c\) ?\d{4}|"
    r"(?:page|seite|página|pagina) \d+|(?:records?|rows?|total records|anzahl|count|datensätze) ?: ?\d+|"
    r"\(?\d+ (?:rows?|records?)(?: selected)?\)?$)"
)
"""What reports write below a list, in small letters."""
CONTACT = ("name", "email", "phone", "company")


@dataclass(slots=True)
class ReadRow:
    """A row while it is read: where its numbers are from, what became of it, and why it is no lead."""

    country: str
    fields: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    original: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    beside: str | None = None
    """The name that stands beside the address: `Ada <ada@x.org>`."""


class RowReader:
    """Reads rows of one list; `warnings` counts what a person should know, by sentence."""

    def __init__(
        self,
        headers: Sequence[str],
        fields: Sequence[str],
        order: DateOrder,
        scale: ScoreScale,
        country: PhoneCountry,
    ) -> None:
        self._headers = headers
        self._fields = fields
        self._order = order
        self._scale = scale
        self._country = country
        self.warnings: Counter[str] = Counter()

    def read(self, cells: Sequence[str]) -> ReadRow:
        """The row's fields, or the reasons why it is no lead."""
        row = ReadRow(country=self._country.of_row(cells))
        for header, target, cell in zip(self._headers, self._fields, cells, strict=True):
            text = cell.strip()
            if not text:
                continue
            if "\x00" in text or len(text) > MAX_TEXT:
                row.reasons.append(f"{header} holds a NUL character or more than {MAX_TEXT:,} characters")
            elif target == ATTRIBUTES:
                row.attributes[header] = printable(text)
            elif says_nothing(target, text):
                row.original[header] = text
            elif row.reasons and target in KEPT:
                continue  # these give no reason, and the row is none of ours any more
            else:
                self._read_field(row, header, target, printable(text))
        parts = [row.fields.pop(part, None) for part in NAME_PARTS]
        if "name" not in row.fields and any(parts):
            row.fields["name"] = " ".join(filter(None, parts))
        if "name" not in row.fields and row.beside:
            row.fields["name"] = row.beside
        if not row.reasons and not any(row.fields.get(one) for one in CONTACT):
            row.reasons.append("The row names nobody: it has no name, e-mail, phone or company")
        elif not row.reasons and is_total(row.fields):
            row.reasons.append("The row is a total of the list and no lead")
        elif not row.reasons and is_remark(row.fields):
            row.reasons.append("The row is a remark of the report and no lead")
        return row

    def _read_field(self, row: ReadRow, header: str, target: str, text: str) -> None:
        if target == "email":
            found = read_email_cell(text)
            if found.problem:
                row.reasons.append(f"The e-mail {found.problem}; write one like name@example.com")
                return
            row.fields |= {"email": found.email, "email_key": found.key}
            row.beside = name_beside(text)
            self._note(row, header, text, found.email, found.further, "further e-mail")
        elif target == "phone":
            phone = read_phone_cell(text, row.country)
            if phone.phone is None:
                self._keep(row, header, text, target, phone.doubt)
                return
            row.fields |= {"phone": phone.phone, "phone_key": phone.key}
            if phone.extension:
                row.attributes[f"{header} extension"] = phone.extension
            if phone.doubt:
                self.warnings[f"A phone number {phone.doubt}"] += 1
            self._note(row, header, text, phone.phone, phone.further, "further phone")
        elif target in LEVELS:
            level = read_any_level(text)
            if level is None:
                self._keep(row, header, text, target)
            elif level != "unknown":
                row.fields[target] = level
                self._note(row, header, text, level.replace("_", " "))
        elif target == "score":
            score = read_score_cell(text, self._scale)
            if score is None:
                self._keep(row, header, text, target)
            else:
                row.fields["score"] = score
                self._note(row, header, text, f"{score:g}")
        elif target == "received_at":
            moment = read_date_cell(text, self._order)
            if moment is None:
                self._keep(row, header, text, target)
            else:
                row.fields["received_at"] = moment
                self._note(row, header, text, moment.isoformat())
        elif target in ("interests", "pain_points"):
            row.fields[target] = split_list(target, text)
        else:
            row.fields[target] = " ".join(text.split())

    def _note(
        self,
        row: ReadRow,
        header: str,
        text: str,
        kept: str | None,
        further: Sequence[str] = (),
        what: str = "",
    ) -> None:
        """Keep what was written where the lead says it otherwise, and what else the cell held."""
        if kept is None or text.casefold() != kept.casefold():
            row.original[header] = text
        for position, value in enumerate(further, 2):
            row.attributes[f"{header} ({what} {position})" if what else header] = value

    def _keep(self, row: ReadRow, header: str, text: str, target: str, why: str | None = None) -> None:
        row.attributes[header] = text
        self.warnings[f"A phone number {LOST}" if why == LOST else KEPT[target]] += 1


def is_total(fields: Mapping[str, Any]) -> bool:
    """Whether the last line of a report was read as a lead: "Total", and nobody to reach."""
    named = (str(fields.get(one) or "").lower().strip(" :") for one in ("name", "company"))
    return not fields.get("email") and not fields.get("phone") and any(name in TOTALS for name in named)


def is_remark(fields: Mapping[str, Any]) -> bool:
    """Whether what a report says below its list was read as a lead, which has nothing but a name then."""
    others = any(fields.get(one) for one in CONTACT if one != "name")
    return not others and re.search(REMARKS, str(fields.get("name") or "").lower()) is not None


def lead_of_row(line: int, row: ReadRow) -> dict[str, Any]:
    """The lead of a row that has no reason against it (columns: UNJUDGED)."""
    fields = row.fields
    received: datetime | None = fields.get("received_at")
    contact = {one: fields[one] for one in CONTACT if fields.get(one)}
    given: dict[str, Any] = {"contact_info": contact}
    given |= {
        one: fields[one] for one in ("score", *LEVELS, "interests", "pain_points", "source") if one in fields
    }
    if received:
        given["received_at"] = received.isoformat()
    if row.attributes:
        given["attributes"] = row.attributes
    written = as_text(given)
    return {
        "line": line,
        "given_id": fields.get("id"),
        **{one: contact.get(one) for one in CONTACT},
        "email_key": fields.get("email_key"),
        "phone_key": fields.get("phone_key"),
        "name_key": compared_by(contact, written),
        "source": fields.get("source"),
        **{level: fields.get(level) for level in LEVELS},
        "received_at": received,
        "original_json": as_text(row.original) if row.original else None,
        "input_json": written,
        "given_score": fields.get("score"),
        "reachable": "email" in contact or "phone" in contact,
    }


def compared_by(contact: Mapping[str, str], written: str) -> str | None:
    """Name and company as people are compared by them. A row that says too little to be compared, a name
    alone, say, is the same only as a row that says exactly the same."""
    if {"name", "company"} <= contact.keys():
        return name_key(f"{contact['name']} @ {contact['company']}")
    return None if "email" in contact or "phone" in contact else row_key(written)


def row_key(written: str) -> str:
    """What a lead without e-mail, phone or company is compared by: all that it says."""
    return f"row {short_suffix(written)}{short_suffix('again', written)}"
