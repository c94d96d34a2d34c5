"""Rows of a lead list → leads that are cleaned, checked and scored, and the rows that cannot be, with why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from core.business_ids import name_key
from core.canonical import short_suffix
from core.intake.column_mapping import ATTRIBUTES, ColumnChoice
from core.intake.contact_cells import read_email_cell, read_phone_cell
from core.intake.date_cells import DateOrder, OrderDecision, OrderSurvey, read_date_cell
from core.intake.lead_row import split_list
from core.intake.lead_verdict import LeadJudge
from core.intake.scale_cells import ScoreScale, read_any_level, read_score_cell, score_scale
from core.intake.table_types import Batch
from core.leads import LeadInput
from core.plain_json import MAX_TEXT, printable

LEVELS = ("engagement_level", "budget_indicator", "urgency")
_LABELS = {
    "email": "The e-mail",
    "phone": "The phone number",
    "score": "The score",
    "received_at": "The date",
    "engagement_level": "The engagement",
    "budget_indicator": "The budget",
    "urgency": "The urgency",
}
ACCEPTED: dict[str, Any] = {
    "line": pl.UInt32,
    "given_id": pl.String,
    "name": pl.String,
    "email": pl.String,
    "email_key": pl.String,
    "phone": pl.String,
    "phone_key": pl.String,
    "company": pl.String,
    "name_key": pl.String,
    "source": pl.String,
    "urgency": pl.String,
    "received_at": pl.Datetime("us", "UTC"),
    "original_json": pl.String,
    "input_json": pl.String,
    "score": pl.Int32,
    "band": pl.String,
    "completeness": pl.Float64,
    "approach": pl.String,
    "status": pl.String,
    "next_action_due_at": pl.Datetime("us", "UTC"),
}
REJECTED: dict[str, Any] = {"line": pl.UInt32, "cells_json": pl.String, "reason": pl.String}


@dataclass(frozen=True, slots=True)
class ColumnDecisions:
    """What the whole file decided: the order of dates, and the scale of its scores."""

    date: OrderDecision
    scale: ScoreScale


class ColumnSurvey:
    """A first look over the whole file, before any cell is read."""

    def __init__(self, mapping: Sequence[ColumnChoice]) -> None:
        self._columns = {choice.field: choice.column for choice in mapping if choice.field != ATTRIBUTES}
        self._order = OrderSurvey()
        self._scores: set[str] = set()

    def feed(self, batch: Batch) -> None:
        if "received_at" in self._columns:
            self._order.feed(batch.frame[f"c{self._columns['received_at']}"].unique().to_list())
        if "score" in self._columns:
            self._scores.update(batch.frame[f"c{self._columns['score']}"].unique().to_list())

    def decide(self, country: str, chosen: DateOrder | None = None) -> ColumnDecisions:
        """The decisions; `chosen` is the order of dates that a person set."""
        return ColumnDecisions(self._order.decide(country, chosen), score_scale(self._scores))


@dataclass(frozen=True, slots=True)
class CleanBatch:
    """The leads of a batch (columns: ACCEPTED) and its rejected rows (columns: REJECTED), in their order."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame


@dataclass(slots=True)
class _Row:
    """A row while it is read: what became of it, and what is to be said about it."""

    fields: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    original: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


class LeadCleaner:
    """Reads the rows of one file; `warnings` counts what a person should know, by sentence."""

    def __init__(
        self,
        headers: Sequence[str],
        mapping: Sequence[ColumnChoice],
        decisions: ColumnDecisions,
        judge: LeadJudge,
        country: str,
    ) -> None:
        self._headers = headers
        self._fields = [choice.field for choice in sorted(mapping, key=lambda choice: choice.column)]
        self._decisions = decisions
        self._judge = judge
        self._country = country
        self.warnings: Counter[str] = Counter()

    def clean(self, batch: Batch) -> CleanBatch:
        accepted: list[dict[str, Any]] = []
        rejected: list[tuple[int, str, str]] = [
            (row.line, _as_json(row.cells), f"The row {row.reason}") for row in batch.broken
        ]
        for line, *cells in batch.frame.iter_rows():
            row = self._read(cells)
            if row.reasons:
                rejected.append((line, _as_json(cells), "; ".join(row.reasons)))
            else:
                accepted.append(self._lead(line, row))
        rejected.sort(key=lambda row: row[0])
        return CleanBatch(
            pl.DataFrame(accepted, schema=ACCEPTED, orient="row"),
            pl.DataFrame(rejected, schema=REJECTED, orient="row"),
        )

    def _read(self, cells: Sequence[str]) -> _Row:
        row = _Row()
        for header, target, cell in zip(self._headers, self._fields, cells, strict=True):
            text = cell.strip()
            if not text:
                continue
            if "\x00" in text or len(text) > MAX_TEXT:
                row.reasons.append(f"{header} holds a NUL character or more than {MAX_TEXT:,} characters")
            elif target == ATTRIBUTES:
                row.attributes[header] = printable(text)
            else:
                self._read_field(row, header, target, printable(text))
        first, last = row.fields.pop("first_name", None), row.fields.pop("last_name", None)
        if "name" not in row.fields and (first or last):
            row.fields["name"] = " ".join(part for part in (first, last) if part)
        if not row.reasons and not any(row.fields.get(one) for one in ("name", "email", "phone", "company")):
            row.reasons.append("The row names nobody: it has no name, e-mail, phone or company")
        return row

    def _read_field(self, row: _Row, header: str, target: str, text: str) -> None:
        if target == "email":
            found = read_email_cell(text)
            if found.problem:
                row.reasons.append(f"The e-mail {found.problem}; write one like name@example.com")
                return
            row.fields |= {"email": found.email, "email_key": found.key}
            self._note(row, header, text, found.email, found.further, "further e-mail")
        elif target == "phone":
            phone = read_phone_cell(text, self._country)
            if phone.phone is None:
                self._keep(row, header, text, target, "is no phone number")
                return
            row.fields |= {"phone": phone.phone, "phone_key": phone.key}
            if phone.extension:
                row.attributes[f"{header} extension"] = phone.extension
            if phone.doubt:
                self.warnings[f"{_LABELS[target]} {phone.doubt}"] += 1
            self._note(row, header, text, phone.phone, phone.further, "further phone")
        elif target in LEVELS:
            level = read_any_level(text)
            if level is None:
                row.reasons.append(f"{_LABELS[target]} is no level: {text[:60]}; write high, medium or low")
            elif level != "unknown":
                row.fields[target] = level
                self._note(row, header, text, level.replace("_", " "))
        elif target == "score":
            score = read_score_cell(text, self._decisions.scale)
            if score is None:
                row.reasons.append(f"The score cannot be read: {text[:60]}; write a number from 0 to 100")
            else:
                row.fields["score"] = score
                self._note(row, header, text, f"{score:g}")
        elif target == "received_at":
            moment = read_date_cell(text, self._decisions.date.order)
            if moment is None:
                self._keep(row, header, text, target, "cannot be read")
            else:
                row.fields["received_at"] = moment
                self._note(row, header, text, moment.isoformat())
        elif target in ("interests", "pain_points"):
            row.fields[target] = split_list(target, text)
        else:
            row.fields[target] = " ".join(text.split())

    def _note(
        self, row: _Row, header: str, text: str, kept: str | None, further: Sequence[str] = (), what: str = ""
    ) -> None:
        """Keep what was written where the lead says it otherwise, and what else the cell held."""
        if kept is None or text.casefold() != kept.casefold():
            row.original[header] = text
        for position, value in enumerate(further, 2):
            row.attributes[f"{header} ({what} {position})" if what else header] = value

    def _keep(self, row: _Row, header: str, text: str, target: str, why: str) -> None:
        row.attributes[header] = text
        self.warnings[f"{_LABELS[target]} {why} and is kept as written, beside the lead"] += 1

    def _lead(self, line: int, row: _Row) -> dict[str, Any]:
        fields = row.fields
        received: datetime | None = fields.get("received_at")
        contact = {one: fields[one] for one in ("name", "email", "phone", "company") if fields.get(one)}
        given: dict[str, Any] = {"contact_info": contact}
        given |= {
            one: fields[one]
            for one in ("score", *LEVELS, "interests", "pain_points", "source")
            if one in fields
        }
        if received:
            given["received_at"] = received.isoformat()
        if row.attributes:
            given["attributes"] = row.attributes
        verdict = self._judge.judge(given)
        written = json.dumps(given, ensure_ascii=False)
        return {
            "line": line,
            "given_id": fields.get("id"),
            **{one: contact.get(one) for one in ("name", "email", "phone", "company")},
            "email_key": fields.get("email_key"),
            "phone_key": fields.get("phone_key"),
            "name_key": _person(contact, written),
            "source": fields.get("source"),
            "urgency": fields.get("urgency"),
            "received_at": received,
            "original_json": json.dumps(row.original, ensure_ascii=False) if row.original else None,
            "input_json": written,
            **verdict,
        }


def lead_of(given: Mapping[str, Any], lead_id: str) -> LeadInput:
    """The lead of an `input_json`, with its id."""
    return LeadInput.model_validate({"id": lead_id, **given})


def _person(contact: Mapping[str, str], written: str) -> str | None:
    """Name and company as people are compared by them. A row that says too little to be compared, a name
    alone, say, is the same only as a row that says exactly the same."""
    if {"name", "company"} <= contact.keys():
        return name_key(f"{contact['name']} @ {contact['company']}")
    if "email" in contact or "phone" in contact:
        return None
    return f"row {short_suffix(written)}{short_suffix('again', written)}"


def _as_json(cells: Sequence[str]) -> str:
    return json.dumps([printable(cell) for cell in cells], ensure_ascii=False)
