"""What a lead list was taken for, in words, with controls to read it otherwise and its first rows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.intake.dialect import DELIMITER_NAMES
from core.intake.encodings import ENCODINGS
from core.intake.table_types import FileReading, ReadingChoices
from pages.shared.formats import count
from pages.shared.user_text import escape, sentence

_KINDS = {
    "csv": "a text table (CSV)",
    "xlsx": "an Excel workbook",
    "ods": "an OpenDocument spreadsheet",
    "json": "JSON",
    "jsonl": "JSON Lines",
}
_TEXT_KINDS = ("csv", "json", "jsonl")
_SHEET_KINDS = ("xlsx", "ods")
_OFFERED_DELIMITERS = (",", ";", "\t", "|", " ", ":", "^", "~")
_PREAMBLE_LINES = 8


def taken_for(reading: FileReading) -> str:
    """One sentence on what the file was taken for, as Markdown."""
    parts = [f"**{_KINDS[reading.kind]}**"]
    if reading.compressed:
        parts.append("packed with gzip")
    if reading.encoding and reading.kind in _TEXT_KINDS:
        parts.append(f"encoded as **{escape(reading.encoding)}**")
    if reading.kind == "csv":
        between = _delimiter_words(reading.delimiter)
        parts.append(f"**{between}** between the cells" if between else "**one column**")
    if reading.sheet is not None:
        parts.append(f"sheet **{escape(reading.sheet)}**")
    if reading.kind == "csv" or reading.kind in _SHEET_KINDS:
        place = "line" if reading.kind == "csv" else "row"
        parts.append(
            f"header in **{place} {reading.header_line:,}**" if reading.header_line else "**no header**"
        )
    return "Taken for " + ", ".join(parts) + "."


def reading_controls(key: str, reading: FileReading) -> ReadingChoices:
    """Controls for what the file was taken for; an empty one leaves it as it was found.

    `reading` is the latest reading; what a person chose before stays chosen.
    """
    sheet = _sheet_choice(key, reading)
    if reading.kind not in ("csv", *_SHEET_KINDS, "json", "jsonl"):
        return ReadingChoices(sheet=sheet)
    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    with st.expander("Read it differently", icon=":material/tune:", key=f"{key}_differently"):
        st.caption("Leave a box empty to take what was found. The first rows below follow at once.")
        with st.grid(3, min_column_width=180):
            if reading.kind in _TEXT_KINDS:
                encoding = st.selectbox(
                    "Encoding",
                    list(ENCODINGS),
                    index=None,
                    placeholder=reading.encoding or "Found by itself",
                    key=f"{key}_encoding",
                    persist_state="session",
                    help="Choose another one when letters such as é, ß or ł look wrong.",
                )
            if reading.kind == "csv":
                delimiter = st.selectbox(
                    "Between the cells",
                    _OFFERED_DELIMITERS,
                    index=None,
                    format_func=_delimiter_words,
                    placeholder=_delimiter_words(reading.delimiter) or "One column",
                    key=f"{key}_delimiter",
                    persist_state="session",
                )
            if reading.kind == "csv" or reading.kind in _SHEET_KINDS:
                header_line = st.number_input(
                    "Header in line" if reading.kind == "csv" else "Header in row",
                    min_value=0,
                    max_value=10_000,
                    value=None,
                    step=1,
                    placeholder=str(reading.header_line),
                    key=f"{key}_header",
                    persist_state="session",
                    help="What stands above it is left out. 0: the list has no header.",
                )
    return ReadingChoices(encoding, delimiter, header_line, sheet)


def show_beginning(reading: FileReading, headers: Sequence[str], first: pd.DataFrame) -> None:
    """The notes on the reading, what stands above the header, and the first rows of the list.

    first: the cells as text, one column a header, indexed by the line or row of the file.
    """
    for note in reading.notes:
        text = f"{note.field} {note.message}".rstrip(".")
        st.warning(sentence(text) + ".", icon=":material/lightbulb:")
    if reading.preamble:
        with st.expander(
            f"Above the header: {count(len(reading.preamble), 'line')}, left out",
            icon=":material/vertical_align_top:",
        ):
            st.text("\n".join(reading.preamble[:_PREAMBLE_LINES]))
    shown = first.copy()
    shown.columns = pd.Index(list(headers))
    place = "Row" if reading.kind in _SHEET_KINDS else "Entry" if reading.kind == "json" else "Line"
    shown.index.name = place
    st.dataframe(shown, width="stretch", alt="The first rows of the file")


def _sheet_choice(key: str, reading: FileReading) -> str | None:
    if len(reading.sheets) < 2:
        return None
    chosen: str | None = st.selectbox(
        "Sheet",
        reading.sheets,
        index=None,
        placeholder=reading.sheet or reading.sheets[0],
        key=f"{key}_sheet",
        persist_state="session",
        width=360,
    )
    return chosen


def _delimiter_words(delimiter: str | None) -> str:
    """`;` as "semicolons"; nothing for None."""
    if not delimiter:
        return ""
    name = DELIMITER_NAMES.get(delimiter)
    return f"{name}s" if name and name[-1].isalpha() else name or escape(repr(delimiter))
