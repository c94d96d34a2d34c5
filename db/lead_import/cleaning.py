"""A staged file → its leads and its rejected rows, batch by batch, before the database is asked anything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from core.intake.column_mapping import ATTRIBUTES, LEAD_FIELDS, ColumnChoice, propose_mapping
from core.intake.lead_cleaner import ColumnDecisions, ColumnSurvey, LeadCleaner
from core.intake.lead_verdict import LeadJudge
from core.intake.table_file import open_table
from core.intake.table_types import TableFile
from core.lead_matching import By, KeyIndex, Keys
from core.lead_merging import merge_lead
from db.lead_import.types import ImportOptions

BATCH = 20_000
Step = Callable[[str, int], None]
"""Told what is being done and how many rows of it are; raises to stop the import."""

# The columns that an error file adds to those of the list; when it comes back they say nothing about a lead.
LINE_HEADER, WHY_HEADER = "Line", "Why"


@dataclass(slots=True)
class CleanList:
    """A list that was read: leads in frames (columns of lead_cleaner.ACCEPTED), rejected rows as
    (line, reason, cells as JSON), `merged` rows by line as (first line, which key), and what those add."""

    headers: tuple[str, ...]
    mapping: tuple[ColumnChoice, ...]
    read: int = 0
    leads: list[pl.DataFrame] = field(default_factory=list)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    merged: dict[int, tuple[int, By]] = field(default_factory=dict)
    added: dict[int, dict[str, Any]] = field(default_factory=dict)
    warnings: Counter[str] = field(default_factory=Counter)


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


def survey_list(table: TableFile, mapping: Sequence[ColumnChoice], options: ImportOptions) -> ColumnDecisions:
    """What the whole file decides; only columns that need it make it be read twice."""
    survey = ColumnSurvey(mapping)
    if {choice.field for choice in mapping} & {"received_at", "score"}:
        for batch in table.batches(BATCH):
            survey.feed(batch)
    return survey.decide(options.default_country, options.date_order)


def clean_list(
    table: TableFile,
    mapping: tuple[ColumnChoice, ...],
    options: ImportOptions,
    judge: LeadJudge,
    step: Step,
) -> CleanList:
    """Every row as a lead or with the reason why it is none; rows of the same person are found."""
    step("Looking at the columns", 0)
    decisions = survey_list(table, mapping, options)
    cleaner = LeadCleaner(table.headers[: len(mapping)], mapping, decisions, judge, options.default_country)
    found = CleanList(table.headers[: len(mapping)], mapping)
    index: KeyIndex[int] = KeyIndex()
    for batch in table.batches(BATCH):
        if len(mapping) < len(table.headers):
            extra = [f"c{column}" for column in range(len(mapping), len(table.headers))]
            batch = replace(batch, frame=batch.frame.drop(extra))
        clean = cleaner.clean(batch)
        found.leads.append(clean.accepted)
        columns = ("line", "reason", "cells_json")
        found.rejected.extend(clean.rejected.select(columns).iter_rows())
        found.read += clean.accepted.height + clean.rejected.height
        _merge_repeats(clean.accepted, index, found)
        step("Checking the rows", found.read)
    found.warnings = cleaner.warnings
    if decisions.scale.words:
        found.warnings[f"The {decisions.scale.words}"] += 1
    if not decisions.date.is_certain and decisions.date.reason:
        found.warnings[f"Dates: {decisions.date.reason}"] += 1
    return found


def _merge_repeats(leads: pl.DataFrame, index: KeyIndex[int], found: CleanList) -> None:
    columns = ("line", "email_key", "phone_key", "name_key", "input_json")
    for line, email, phone, name, text in leads.select(columns).iter_rows():
        keys = Keys(email, phone, name)
        first = index.find(keys)
        if first is None:
            index.add(line, keys)
            continue
        found.merged[line] = first
        before = found.added.get(first[0], {})
        found.added[first[0]] = merge_lead(before, json.loads(text), {"": "fill"})[0]
