"""How the cells of a text are set apart: the delimiter and quotation mark of the most regular table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice

from core.intake.cell_kinds import has_address, is_blank, kind_of
from core.intake.lead_columns import recognised
from core.intake.records import Dialect, read_records

DELIMITER_NAMES = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "space", "^": "caret",
    "~": "tilde", "\x1f": "unit separator", "\x01": "control character 1", ":": "colon",
}  # fmt: skip
_COMMON = ",;\t|"
# How much less likely a delimiter is than the common ones.
_WEIGHT = {"^": 0.9, "~": 0.9, "\x1f": 1.0, "\x01": 1.0, " ": 0.6}
_SAMPLE_CHARACTERS = 64 * 1024
_SAMPLE_ROWS = 120
_HEADER_WITHIN = 25
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\r?(?:\n|\Z)", re.IGNORECASE | re.DOTALL)


def sep_line(text: str) -> tuple[str, int] | None:
    """The delimiter that spreadsheet programs write above the header (`sep=;`), and where that line ends."""
    match = _SEP.match(text)
    return (match[1], match.end()) if match and match[1] not in "\r\n" else None


_NAMED_ADDRESSES = re.compile(r"^[^<>\n]+ <[^<>\s]+@[^<>\s]+>[;,]?\r?$", re.MULTILINE)


def find_dialect(text: str, delimiter: str | None = None) -> Dialect:
    """The dialect of a text; `delimiter` where a person or the file says it."""
    sample = text[:_SAMPLE_CHARACTERS]
    found = sep_line(sample)
    if found:
        sample, delimiter = sample[found[1] :], delimiter or found[0]
    if delimiter:
        candidates = [Dialect(delimiter, quote) for quote in _quotes(sample, delimiter)]
    else:
        candidates = [
            Dialect(known, quote)
            for known in [*_COMMON, *_WEIGHT]
            if known in sample
            for quote in _quotes(sample, known)
        ]
    if delimiter is None:
        candidates += [Dialect(known, wrapped=True) for known in _COMMON if _is_wrapped(sample, known)]
        doubled = [
            pair
            for pair in ("||", "::")
            if pair in sample and 2 * sample.count(pair) == sample.count(pair[0])
        ]
        candidates = [known for known in candidates if known.delimiter * 2 not in doubled]
        candidates += [Dialect(pair) for pair in doubled]
    if delimiter in (None, " ") and "  " in sample:
        candidates += [Dialect(" ", joined=2), Dialect(" ", joined=1)]
    best, best_score = Dialect(delimiter or ""), 0.0 if delimiter else 0.12
    for candidate in candidates:
        score = _score(sample, candidate)
        if score > best_score:
            best, best_score = candidate, score
    return _with_escapes(sample, best)


def _quotes(sample: str, delimiter: str) -> list[str]:
    """The usual quotation mark; the apostrophe too where cells begin and end with it.

    One before a sign that begins a formula is a guard of `safe_cells`.
    """
    edge = re.escape(delimiter)
    found = re.findall(rf"(?:^|{edge})'[^'\n=+\-@\t][^'\n]*'(?={edge}|\r?$)", sample, re.MULTILINE)
    usual = re.findall(rf'(?:^|{edge})"[^"\n]*"(?={edge}|\r?$)', sample, re.MULTILINE)
    return ['"', "'"] if len(found) >= 2 and len(found) > len(usual) else ['"']


def _is_wrapped(sample: str, delimiter: str) -> bool:
    """Whether whole lines stand in quotation marks: `"Name,E-mail"`."""
    lines = [line.rstrip("\r") for line in sample.split("\n")[:_SAMPLE_ROWS] if line.strip()][:-1]
    wrapped = sum(
        len(line) > 2 and line[0] == line[-1] == '"' and delimiter in line and f'"{delimiter}"' not in line
        for line in lines
    )
    return len(lines) >= 2 and wrapped >= 0.8 * len(lines)


def _score(sample: str, dialect: Dialect) -> float:
    """How regular the table is that a dialect makes: equal widths, more cells, cells of known kinds."""
    records = read_records(sample, dialect, at_end=len(sample) < _SAMPLE_CHARACTERS)
    rows = [record.cells for record in islice(records, 2 * _SAMPLE_ROWS) if not is_blank(record.cells)]
    rows = rows[:_SAMPLE_ROWS]
    if not rows or max(map(len, rows)) < 2:
        return 0.0
    widths = Counter(map(len, rows))
    # As in "Wrangling Messy CSV Files by Detecting Row and Type Patterns" (van den Burg et al., 2019): few
    # patterns, each of many rows and many cells.
    pattern = sum(count * (width - 1) / width for width, count in widths.items()) / len(widths) / len(rows)
    usual = max(widths, key=lambda width: (widths[width] if width > 1 else 0, width))
    pattern = max(pattern, widths[usual] / len(rows) * (usual - 1) / usual * 0.8)
    cells = [cell for row in rows for cell in row[:60]]
    known = sum(_is_clean(cell, dialect) for cell in cells) / len(cells)
    # A row of header names is the surest sign that there is.
    named = max(recognised(row[:200]) for row in rows[:_HEADER_WITHIN])
    score = pattern * known * _WEIGHT.get(dialect.delimiter, 1.0)
    if dialect.delimiter == " " and (
        len(_NAMED_ADDRESSES.findall(sample)) >= 0.8 * len(rows)
        or (named < 2 and (usual < 3 or not any(map(has_address, cells))))
        or widths[usual] < 0.8 * len(rows)
    ):
        return 0.0
    return score + (0.25 * min(named, 6) if named >= 2 and widths[usual] >= 0.3 * len(rows) else 0.0)


def _is_clean(cell: str, dialect: Dialect) -> bool:
    if kind_of(cell) != "text":
        return True
    marks = cell.count('"') + (dialect.quote == "'" and cell.count("'"))
    others = sum(cell.count(mark) for mark in _COMMON if mark != dialect.delimiter)
    edges = cell.strip()[:1] in "'\"" or cell.strip()[-1:] in "'\""
    return not (marks % 2 or edges) and others <= 1 + len(cell) // 20


def _with_escapes(sample: str, dialect: Dialect) -> Dialect:
    r"""Whether marks inside quoted cells are written \" as databases write them."""
    edge = re.escape(dialect.delimiter) if dialect.delimiter else r"(?!)"
    quote = re.escape(dialect.quote)
    escaped = len(re.findall(rf"\\{quote}(?!{edge}|\r?$|{quote})", sample, re.MULTILINE))
    doubled = len(re.findall(rf"[^\\{quote}{edge}\s]{quote}{quote}[^{quote}{edge}\s]", sample))
    if escaped > doubled:
        return replace(dialect, escaped=True)
    return dialect
