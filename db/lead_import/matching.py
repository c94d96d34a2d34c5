"""Which leads of a list are known, and what the list changes in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from core.intake.lead_frames import REJECTED
from core.lead_matching import KEY_COLUMNS, WAYS, By, KeyIndex, Keys
from core.lead_merging import FieldChange, merge_lead
from db.lead_import.clean_list import CleanList
from db.lead_import.steps import COMPARING, Step
from db.lead_import.types import ImportOptions
from db.transaction import Row

Fetch = Callable[[str, dict[str, Any]], list[Row]]
"""A query with :named parameters, in whichever transaction it runs."""
FetchColumn = Callable[[str, dict[str, Any]], list[Any]]
"""The same for a query of one column."""

NOT_KNOWN = "No stored lead has this e-mail, phone or name and company, and this import only updates"
# A list of at least this part of the stored leads is compared by reading their keys once.
_SCANNED_FROM = 0.1
_CHUNK = 300  # parameters of one query; SQLite takes 32,766, PostgreSQL plans short lists better
_STORED = (
    "SELECT id, campaign_id, lead_id, name, email, phone, company, email_key, phone_key, name_key, status, "
    "score, band, completeness, approach, source, urgency, next_action_due_at, received_at, workflow_id, "
    "version, updated_at, input_json, original_json FROM leads WHERE "
)
# Without what the lead says, where only its keys are asked for.
_KEYS_STORED = "SELECT id, campaign_id, lead_id, email_key, phone_key, name_key, status FROM leads WHERE "


@dataclass(slots=True)
class NewRow:
    """A row that becomes a lead: its columns, and the lead as JSON."""

    line: int
    columns: dict[str, Any]
    lead: dict[str, Any]


@dataclass(slots=True)
class KnownRow:
    """A row whose lead is stored: the stored row, the lead as it would be, and what changes."""

    line: int
    columns: dict[str, Any]
    stored: Row
    lead: dict[str, Any]
    changes: list[FieldChange]
    by: By | str


@dataclass(slots=True)
class Matched:
    """The rows of one batch, sorted by what they would do. `plain` rows become leads just as they are
    (columns of core.intake.lead_frames.ACCEPTED); `rejected` rows have the columns of REJECTED."""

    plain: pl.DataFrame
    new: list[NewRow] = field(default_factory=list)
    changed: list[KnownRow] = field(default_factory=list)
    unchanged: list[KnownRow] = field(default_factory=list)
    rejected: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTED))


class KnownLeads:
    """The stored leads, as far as a list has to be compared with them."""

    def __init__(self, fetch: Fetch, fetch_column: FetchColumn) -> None:
        self.fetch = fetch
        self._fetch_column = fetch_column
        (self.count,) = fetch_column("SELECT COUNT(*) FROM leads", {})

    def asked_lines(self, clean: CleanList, options: ImportOptions, campaign_id: str) -> pl.Series | None:
        """The lines that may have a stored lead; None where all are to be asked about."""
        if clean.read < self.count * _SCANNED_FROM:
            return None
        found = pl.Series([*_wished(clean, options)], dtype=pl.UInt32)
        if not self.count:
            return found
        for key, lacks, lead_lacks in WAYS:
            if clean.names_any(key, lacks):
                sql = f"SELECT {key} FROM leads WHERE {key} IS NOT NULL{_null(lead_lacks)}"  # noqa: S608 - ours
                found.append(clean.lines_whose(key, self._hashes(sql, {}), lacks))
        if clean.names_any("given_id"):
            sql = "SELECT lead_id FROM leads WHERE campaign_id = :id"
            found.append(clean.lines_whose("given_id", self._hashes(sql, {"id": campaign_id})))
        return found

    def _hashes(self, sql: str, params: dict[str, Any]) -> pl.Series:
        return pl.Series(self._fetch_column(sql, params), dtype=pl.String).hash().unique()


def match_leads(
    clean: CleanList, options: ImportOptions, campaign_id: str, known: KnownLeads, step: Step
) -> Iterator[Matched]:
    """Batch by batch what each first row of a person would do; merged rows are left out."""
    met: dict[int, int] = {}  # stored lead → the first line that is the same
    asked = known.asked_lines(clean, options, campaign_id)
    if clean.is_portioned:
        _merge_apart(clean, options, campaign_id, known.fetch, asked)
    filled = pl.Series(sorted(clean.added), dtype=pl.UInt32)
    done = 0
    for frame in clean.leads():
        may_be_known = _among(frame, asked)
        matches = _matches(may_be_known, clean, options, campaign_id, known.fetch, met)
        by_itself = pl.Series([*matches], dtype=pl.UInt32).append(filled)
        merged = pl.Series(sorted(clean.merged.keys() & set(may_be_known["line"])), dtype=pl.UInt32)
        apart = pl.col("line").is_in(by_itself.implode())
        rest = frame.filter(~pl.col("line").is_in(merged.implode()))
        matched = Matched(rest.filter(~apart))
        unknown: list[int] = []
        for row in rest.filter(apart).iter_rows(named=True):
            _sort(row, matches, matched, unknown, clean, options)
        if options.mode == "update":
            matched.rejected = _rejected(rest.filter(~apart | pl.col("line").is_in(unknown)))
            matched.plain = matched.plain.clear()
        done += frame.height
        step(COMPARING, done, clean.read)
        yield matched


def _merge_apart(
    clean: CleanList, options: ImportOptions, campaign_id: str, fetch: Fetch, asked: pl.Series | None
) -> None:
    """Merge rows that have no key in common and meet at one stored lead, wherever in the list they stand:
    a portion that was compared is compared no more.

    Rows with the same e-mail are merged already, so that one of two such rows was found in another way.
    """
    wished = pl.Series([*_wished(clean, options)], dtype=pl.UInt32)
    lines = pl.Series([], dtype=pl.UInt32)
    emails: set[str] = set()
    for frame in clean.leads():
        otherwise = pl.col("email_key").is_null() | pl.col("given_id").is_not_null()
        rows = _among(frame, asked).filter(otherwise | pl.col("line").is_in(wished.implode()))
        found = _found(rows, clean, options, campaign_id, fetch, _KEYS_STORED)
        ways = {line: row for line, (row, by) in found.items() if by != "e-mail"}
        lines = lines.append(pl.Series([*ways], dtype=pl.UInt32))
        emails.update(row["email_key"] for row in ways.values() if row["email_key"])
    if not len(lines):
        return
    lines = lines.append(clean.lines_whose("email_key", pl.Series([*emails], dtype=pl.String).hash()))
    met: dict[int, int] = {}
    for frame in clean.leads():
        _matches(_among(frame, lines), clean, options, campaign_id, fetch, met, _KEYS_STORED)


def _among(frame: pl.DataFrame, lines: pl.Series | None) -> pl.DataFrame:
    return frame if lines is None else frame.filter(pl.col("line").is_in(lines.implode()))


def _rejected(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("line", cells_json="cells_json", reason=pl.lit(NOT_KNOWN))


def _sort(
    row: dict[str, Any],
    known: dict[int, tuple[Row, By | str]],
    matched: Matched,
    unknown: list[int],
    clean: CleanList,
    options: ImportOptions,
) -> None:
    line = row["line"]
    lead: dict[str, Any] = json.loads(row["input_json"])
    if line in clean.added:
        lead = merge_lead(lead, clean.added[line], {"": "fill"})[0]
    found = known.get(line)
    if found is None:
        if options.mode == "update":
            unknown.append(line)
        else:
            matched.new.append(NewRow(line, row, lead))
        return
    stored, by = found
    before = json.loads(stored["input_json"])
    merged, changes = merge_lead(before, lead, dict(options.on_conflict))
    target = matched.unchanged if not changes or options.mode == "create" else matched.changed
    target.append(KnownRow(line, row, stored, merged, changes, by))


def _matches(
    rows: pl.DataFrame,
    clean: CleanList,
    options: ImportOptions,
    campaign_id: str,
    fetch: Fetch,
    met: dict[int, int],
    columns: str = _STORED,
) -> dict[int, tuple[Row, By | str]]:
    """The stored lead of each row that has one, by line, and what says that it is the same. A later row that
    meets the same lead is merged into the first."""
    matches: dict[int, tuple[Row, By | str]] = {}
    late: list[int] = []
    for line, (row, by) in _found(rows, clean, options, campaign_id, fetch, columns).items():
        first = met.setdefault(int(row["id"]), line)
        if first == line:
            matches[line] = (row, by)
        else:
            # Two rows that have no key in common may still meet at one stored lead.
            clean.merged[line] = (first, "e-mail" if by == "e-mail" else "phone")
            late.append(line)
    for line, text in rows.filter(pl.col("line").is_in(late)).select("line", "input_json").iter_rows():
        first = clean.merged[line][0]
        clean.added[first] = merge_lead(clean.added.get(first, {}), json.loads(text), {"": "fill"})[0]
    return matches


def _found(
    rows: pl.DataFrame, clean: CleanList, options: ImportOptions, campaign_id: str, fetch: Fetch, columns: str
) -> dict[int, tuple[Row, By | str]]:
    """The stored lead of each row that has one, by line, and what says that it is the same."""
    wished = _wished(clean, options)
    stored: dict[int, Row] = {}
    for key, lacks, lead_lacks in WAYS:
        for found in _in(fetch, columns, key, _asked(rows, clean, key, lacks), _null(lead_lacks)):
            stored[int(found["id"])] = found
    own = {
        str(found["lead_id"]): found
        for found in _in(fetch, columns, "lead_id", _distinct(rows, "given_id"))
        if found["campaign_id"] == campaign_id
    }
    lines = set(rows["line"]) if wished else set()
    for found in _in(fetch, columns, "id", sorted({pk for line, pk in wished.items() if line in lines})):
        stored[int(found["id"])] = found
    if not stored and not own:
        return {}
    index: KeyIndex[int] = KeyIndex()
    for pk in sorted(stored):
        found = stored[pk]
        if found["status"] != "rejected" and (
            options.match_scope == "all" or found["campaign_id"] == campaign_id
        ):
            index.add(pk, Keys(found["email_key"], found["phone_key"], found["name_key"]))
    matches: dict[int, tuple[Row, By | str]] = {}
    compared = ("line", "email_key", "phone_key", "name_key", "given_id")
    for line, email, phone, name, given_id in rows.select(compared).iter_rows():
        keys = clean.keys.get(line) or Keys(email, phone, name)
        match, by = _match(line, keys, given_id, index, own, wished, stored)
        if match is not None:
            matches[line] = (stored[match], by)
    return matches


def _wished(clean: CleanList, options: ImportOptions) -> dict[int, int]:
    """Line → the stored lead that a person took it for; the line of a merged row is that of its first row."""
    return {clean.merged.get(line, (line,))[0]: pk for line, pk in options.merge}


def _match(
    line: int,
    keys: Keys,
    given_id: str | None,
    index: KeyIndex[int],
    own: dict[str, Row],
    wished: dict[int, int],
    stored: dict[int, Row],
) -> tuple[int | None, By | str]:
    wish = wished.get(line)
    if wish is not None and wish in stored:
        return wish, "your choice"
    found = index.find(keys)
    if found is not None:
        return found
    same_id = own.get(given_id) if given_id else None
    if same_id is not None:
        stored[int(same_id["id"])] = same_id
        return int(same_id["id"]), "lead id"
    return None, ""


def _asked(rows: pl.DataFrame, clean: CleanList, key: str, lacks: Sequence[str]) -> list[str]:
    """The keys of the rows that lack others, together with those of the rows that were merged into them."""
    lacking = rows.filter(pl.all_horizontal(pl.col(lacks).is_null())) if lacks else rows
    values = set(_distinct(lacking, key))
    if clean.keys:
        joined = (clean.keys[line] for line in rows["line"] if line in clean.keys)
        for keys in (dict(zip(KEY_COLUMNS, keys, strict=True)) for keys in joined):
            value = keys[key]
            if value and not any(keys[other] for other in lacks):
                values.add(value)
    return sorted(values)


def _null(columns: Sequence[str]) -> str:
    return "".join(f" AND {column} IS NULL" for column in columns)


def _distinct(rows: pl.DataFrame, column: str) -> list[str]:
    return rows[column].drop_nulls().unique().sort().to_list()


def _in(fetch: Fetch, columns: str, column: str, values: Sequence[Any], condition: str = "") -> Iterator[Row]:
    for chunk in _chunks(values):
        marks = ", ".join(f":v{place}" for place in range(len(chunk)))
        params = {f"v{place}": value for place, value in enumerate(chunk)}
        yield from fetch(f"{columns}{column} IN ({marks}){condition}", params)


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
