"""Rows of an export → one input of feedback_to_offer each, and every cell that could not be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import InputRejected, Problem
from core.promise_words import PROMISE_CHOICES, promise_number, read_verdict
from core.survey_answers import LONGEST_ANSWER, FormReading, feedback_input
from core.survey_import.cells import any_scale, is_blank, read_score, read_stars, word_scale
from core.survey_import.columns import (
    ANSWER,
    IGNORED,
    LIKELIHOOD,
    OWN_QUESTION,
    OWN_RATING,
    RATING,
    RESPONDENT,
    WOULD,
    Column,
    targets,
    words_of,
)

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES_NO = {"yes": "yes", "no": "no", "maybe": "maybe", "true": "yes", "false": "no", "not sure": "maybe"}
_SHORT = 6  # signs; the numbers that tools give out to all their customers are longer
_LONGEST_KEY = 60  # characters of the name of a question of their own


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: the line on which it begins, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class ImportReading:
    """What an export holds: `inputs` of feedback_to_offer with the line of each, the problems, and how many
    rows say nothing that could be analysed."""

    inputs: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)


def check_columns(columns: Sequence[Column], request: Mapping[str, Any]) -> None:
    """InputRejected where two columns are read as the same, or no column is read at all."""
    names = targets(request)
    first: dict[str, str] = {}
    for column in columns:
        if column.target in (IGNORED, OWN_RATING, OWN_QUESTION):
            continue
        if column.target in first:
            raise InputRejected(
                f"“{first[column.target][:80]}” and “{column.header[:80]}” are both read as "
                f"“{names.get(column.target, column.target)}”. Choose one of them."
            )
        first[column.target] = column.header
    if not any(column.target not in (IGNORED, RESPONDENT) for column in columns):
        raise InputRejected("No column is read as an answer. Choose for at least one what it holds.")


def read_rows(
    rows: Iterable[Row],
    columns: Sequence[Column],
    request: Mapping[str, Any],
    offer: Mapping[str, str],
) -> ImportReading:
    """One input a row. A cell that cannot be read is named with its line and left out; the rest of its row
    counts. The same row of the same file gets the same feedback_id again, whatever it is read as."""
    check_columns(columns, request)
    held = list(rows)
    scales = {
        column.position: _scale(held, column.position) for column in columns if _is_rating(column.target)
    }
    keys = _own_keys(columns)
    number = next((column.position for column in columns if column.target == RESPONDENT), None)
    found, seen, first = ImportReading(), dict[str, int](), dict[str, int]()
    survey, labels = str(request["request_id"]), [column.header for column in columns]
    for row in held:
        reading = FormReading()
        for column in columns:
            cell = row.cells[column.position] if column.position < len(row.cells) else ""
            if column.target in (IGNORED, RESPONDENT) or is_blank(cell):
                continue
            problem = _read(reading, column, cell, keys, scales)
            if problem:
                place = f"line {row.line}, {column.header[:80]}"
                found.problems.append(Problem(place, problem, cell[:200]))
        if not reading.says_something:
            found.silent.append(row.line)
            continue
        given = row.cells[number].strip() if number is not None and number < len(row.cells) else ""
        if given and first.setdefault(given, row.line) != row.line:
            problem = f"is the response of line {first[given]} again and is left out"
            found.problems.append(Problem(f"line {row.line}", problem, given[:200]))
            continue
        feedback_id = f"FB_{survey.removeprefix('FR_')}_{_name(row, given, labels, seen)}"
        found.inputs.append((row.line, feedback_input(request, feedback_id, reading, offer)))
    return found


def _read(
    reading: FormReading,
    column: Column,
    cell: str,
    keys: Mapping[int, str],
    scales: Mapping[int, dict[str, int]],
) -> str | None:
    """Take a cell in; a sentence about it where it is not taken."""
    target = column.target
    if _is_rating(target):
        stars = read_stars(cell, scales[column.position])
        if stars is None:
            return "is no rating from 1 to 5 and is left out"
        key = keys[column.position] if target == OWN_RATING else target.removeprefix(RATING)
        reading.ratings[key] = [stars]
        return None
    if target == LIKELIHOOD:
        score = read_score(cell)
        if score is None:
            return "is no whole number from 0 to 10 and is left out"
        reading.response[target.removeprefix(ANSWER)] = score
        return None
    text = _CONTROLS.sub("", cell).strip()
    if len(text) > LONGEST_ANSWER:
        return f"has more than {LONGEST_ANSWER:,} characters and is left out"
    key = keys[column.position] if target == OWN_QUESTION else target.removeprefix(ANSWER)
    if promise_number(key) is not None:
        verdict = read_verdict(text)
        if verdict is None:
            return f"is none of {', '.join(PROMISE_CHOICES)} and is left out"
        text = verdict
    elif target == WOULD:
        text = _YES_NO.get(text.casefold().rstrip(".!"), text)
    reading.response[key] = text
    return None


def _is_rating(target: str) -> bool:
    return target == OWN_RATING or target.startswith(RATING)


def _scale(rows: Sequence[Row], position: int) -> dict[str, int]:
    """The words of a whole column; a stray word must not take their meaning from the others."""
    values = [row.cells[position] for row in rows if position < len(row.cells)]
    return word_scale(values) or any_scale()


def _own_keys(columns: Sequence[Column]) -> dict[int, str]:
    """A key of its own for every column that is kept under its name, apart from the survey's own keys."""
    used, found = {column.target.rpartition(".")[2] for column in columns}, dict[int, str]()
    for column in columns:
        if column.target in (OWN_RATING, OWN_QUESTION):
            base = key = "_".join(words_of(column.header))[:_LONGEST_KEY].strip("_") or "question"
            number = 1
            while key in used:
                number += 1
                key = f"{base}_{number}"
            used.add(key)
            found[column.position] = key
    return found


def _name(row: Row, given: str, labels: Sequence[str], seen: dict[str, int]) -> str:
    """A name that the same row gets again: from the tool's number, or from all its cells. Of rows that are
    alike in every cell each is a person of its own. A short number ("1", "2") names nobody beyond a table
    with these columns."""
    parts = ("number", given) if given else ("row", *row.cells)
    if given and len(given) < _SHORT:
        parts = (*parts, *labels)
    name = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}_{seen[name]}"
