"""A staged file → its leads and its rejected rows, batch by batch, before the database is asked anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from core.intake.column_mapping import ATTRIBUTES, LEAD_FIELDS, ColumnChoice, propose_mapping
from core.intake.lead_cleaner import ColumnDecisions, ColumnSurvey, LeadCleaner, cells_of
from core.intake.lead_verdict import LeadJudge
from core.intake.table_file import open_table
from core.intake.table_types import TableFile
from core.lead_matching import By, KeyIndex, Keys
from core.lead_merging import merge_lead
from db.lead_import.clean_list import CleanList
from db.lead_import.steps import CHECKING, LOOKING, Step
from db.lead_import.types import ImportOptions

BATCH = 25000

# The columns that an error file adds to those of the list; when it comes back they say nothing about a lead.
LINE_HEADER, WHY_HEADER = "Line", "Why"


def open_list(path: Path, name: str, options: ImportOptions) -> TableFile:
    """The staged file as a table. InputRejected where it is none."""
    return open_table(path, name, options.reading)


def choose_mapping(
    table: TableFile, options: ImportOptions, remembered: dict[str, str]
) -> tuple[ColumnChoice, ...]:
    """What was proposed, with what a person chose; the columns of an error file stay out."""
    proposed = propose_mapping(table.headers, table.sample, remembered)
    chosen = dict(options.mapping) if options.mapping is not None else {}
    ends_with_why = table.headers[-2:] == (LINE_HEADER, WHY_HEADER)
    found = []
    for choice in proposed:
        wanted = chosen.get(choice.column, choice.field)
        found.append(replace(choice, field=wanted if wanted in LEAD_FIELDS else ATTRIBUTES))
    return tuple(found[:-2]) if ends_with_why else tuple(found)


def survey_list(
    table: TableFile, mapping: Sequence[ColumnChoice], options: ImportOptions, usual_country: str
) -> ColumnDecisions:
    """What the whole file decides; only columns that need it make it be read twice. `usual_country` (ISO
    3166) is the agency's."""
    survey = ColumnSurvey(mapping)
    if survey.is_needed:
        for batch in table.batches(BATCH):
            survey.feed(batch)
    return survey.decide(usual_country, options.country, options.date_order)


def clean_list(
    table: TableFile,
    mapping: tuple[ColumnChoice, ...],
    options: ImportOptions,
    usual_country: str,
    judge: LeadJudge,
    step: Step,
    folder: Path,
) -> CleanList:
    """Every row as a lead or with the reason why it is none; rows of the same person are found.

    `folder` is where a long list may leave its files until the answer is closed.
    """
    step(LOOKING, 0, table.rows_estimate)
    decisions = survey_list(table, mapping, options, usual_country)
    headers = table.headers[: len(mapping)]
    cleaner = LeadCleaner(headers, mapping, decisions, judge)
    found = CleanList(folder, headers, mapping)
    try:
        for batch in table.batches(BATCH):
            if len(mapping) < len(table.headers):
                extra = [f"c{column}" for column in range(len(mapping), len(table.headers))]
                batch = replace(batch, frame=batch.frame.drop(extra))
            clean = cleaner.clean(batch)
            if options.mode == "update":
                # A row that updates nothing goes back as it was written.
                leads = clean.accepted.join(cells_of(batch), on="line", how="left", maintain_order="left")
                clean = replace(clean, accepted=leads)
            found.add(clean)
            step(CHECKING, found.read, table.rows_estimate)
        _merge_repeats(found, step, _earlier_of(options.merge_rows))
    except BaseException:
        found.__exit__()
        raise
    found.warnings = cleaner.warnings
    if decisions.scale.words:
        found.warnings[f"The {decisions.scale.words}"] += 1
    if not decisions.date.is_certain and decisions.date.reason:
        found.warnings[f"Dates: {decisions.date.reason}"] += 1
    if not decisions.phone.is_certain:
        found.warnings[f"Phone numbers: {decisions.phone.reason}"] += 1
    return found


def _merge_repeats(found: CleanList, step: Step, wished: dict[int, int]) -> None:
    """Find the rows that are the same person as an earlier one, and what they add to it; `wished` names more
    of them, by line."""
    shared = found.close_reading()
    if wished:
        shared = shared.append(pl.Series([*wished, *wished.values()], dtype=pl.UInt32)).unique()
    if not len(shared):
        return
    step(CHECKING, found.read, found.read)
    columns = ("line", "email_key", "phone_key", "name_key", "input_json")
    index: KeyIndex[int] = KeyIndex()
    known: dict[int, Keys] = {}  # by the first line of each person
    for frame in found.leads():
        asked = frame.filter(pl.col("line").is_in(shared.implode()))
        for line, email, phone, name, text in asked.select(columns).iter_rows():
            keys = Keys(email, phone, name)
            same = _wished(wished.get(line), known, found.merged) or index.find(keys)
            if same is None:
                index.add(line, keys)
                known[line] = keys
                continue
            first, by = same
            found.merged[line] = first, by
            before, lead = found.added.get(first, {}), json.loads(text)
            _keep_further(lead, before, known[first], keys)
            found.added[first] = merge_lead(before, lead, {"": "fill"})[0]
            found.keys[first] = known[first] = index.join(first, known[first], keys)


def _earlier_of(pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """An earlier line of the same person, by line; whoever is the same as one is the same as all."""
    earlier: dict[int, int] = {}
    for pair in pairs:
        ends = []
        for line in pair:
            while line in earlier:
                line = earlier[line]
            ends.append(line)
        if ends[0] != ends[1]:
            earlier[max(ends)] = min(ends)
    return earlier


def _wished(
    line: int | None, known: dict[int, Keys], merged: dict[int, tuple[int, By]]
) -> tuple[int, By] | None:
    """The first line of whom a person took the row for, if that row came before it."""
    first = merged[line][0] if line in merged else line
    return None if first is None or first not in known else (first, "your choice")


def _keep_further(lead: dict[str, Any], before: dict[str, Any], known: Keys, keys: Keys) -> None:
    """A second address or number of the same person is kept beside the first."""
    attributes = lead.setdefault("attributes", {})
    for header, name, has, says in (
        ("Further e-mail", "email", known.email, keys.email),
        ("Further phone", "phone", known.phone, keys.phone),
    ):
        if has and says and has != says:
            value, kept = lead["contact_info"][name], before.get("attributes", {}).get(header, "")
            if value not in kept.split("; "):
                attributes[header] = "; ".join(filter(None, (kept, value)))
                before.get("attributes", {}).pop(header, None)
    if not attributes:
        del lead["attributes"]
