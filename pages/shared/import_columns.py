"""The columns of a list: each with its samples, the field it becomes, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from core.intake.column_mapping import ATTRIBUTES, LEAD_FIELDS, ColumnChoice
from pages.shared.formats import count
from pages.shared.import_fields import field_choices, field_label
from pages.shared.user_text import escape, sentence

COLUMNS_A_PAGE = 30  # each has a select box, and some exports have hundreds of columns
_SAMPLES = 3
_SAMPLE_LENGTH = 60
_SURE, _LIKELY = 80, 50  # per cent of confidence

# A lead has one of these; of several columns the first filled cell counts.
_ONCE = ("name", "first_name", "middle_name", "last_name", "company", "score", "received_at", "source", "id")


def column_rows(key: str, proposed: Sequence[ColumnChoice], chosen: dict[int, str]) -> dict[int, str]:
    """Draw a row for each column; returns column → field, `chosen` (by a person) before what was proposed.

    `chosen` is kept in step with what a person selects, also on the pages that are not drawn.
    """
    pages = -(-len(proposed) // COLUMNS_A_PAGE)
    number = int(st.session_state.get(f"{key}_page", 1) or 1) if pages > 1 else 1
    for choice in proposed[(number - 1) * COLUMNS_A_PAGE : number * COLUMNS_A_PAGE]:
        _row(key, choice, chosen)
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")
    fields = {choice.column: chosen.get(choice.column, choice.field) for choice in proposed}
    for doubled in doubled_fields(proposed, fields):
        st.info(doubled, icon=":material/call_merge:")
    return fields


def wants_a_look(proposed: Sequence[ColumnChoice]) -> bool:
    """Whether a person should see the columns at once: no way to reach anybody, or a guess among them."""
    fields = {choice.field for choice in proposed}
    guesses = [choice for choice in proposed if choice.field != ATTRIBUTES and choice.confidence < _SURE]
    return bool(guesses) or not fields & {"email", "phone"}


def summary(fields: Mapping[int, str]) -> str:
    """How many columns became what, in a sentence."""
    rest = sum(1 for field in fields.values() if field == ATTRIBUTES)
    known = len(fields) - rest
    text = f"{known:,} of {count(len(fields), 'column')} {_are(known)} read as a field of a lead."
    if rest:
        kept = "an extra field" if rest == 1 else "extra fields"
        text += f" {rest:,} {_are(rest)} kept as {kept}; nothing is dropped."
    return text


def doubled_fields(proposed: Sequence[ColumnChoice], fields: Mapping[int, str]) -> list[str]:
    """A sentence for each field that several columns were given and a lead has once."""
    counts = Counter(fields.values())
    found = []
    for field in _ONCE:
        if counts[field] > 1:
            names = [f"“{choice.header}”" for choice in proposed if fields[choice.column] == field]
            found.append(
                f"{escape(' and '.join(names))} are both read as {escape(field_label(field))}: "
                "the first filled cell of a row counts, the others are kept as extra fields."
            )
    return found


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _row(key: str, choice: ColumnChoice, chosen: dict[int, str]) -> None:
    widget = f"{key}_{choice.column}"
    options = field_choices(LEAD_FIELDS, ATTRIBUTES)
    field = chosen.get(choice.column, choice.field)
    if widget not in st.session_state:
        st.session_state[widget] = field
    with st.container(border=True, key=f"{key}_row_{choice.column}"):
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left:
            st.markdown(f"**{escape(choice.header, limit=120)}**")
            st.text(_samples(choice.samples))
        with right:
            found = st.selectbox(
                f"{escape(choice.header, limit=60)} is read as",
                options,
                format_func=field_label,
                key=widget,
                label_visibility="collapsed",
            )
            st.caption(_certainty(choice, found))
    if found is not None and found != choice.field:
        chosen[choice.column] = found
    else:
        chosen.pop(choice.column, None)


def _samples(samples: Sequence[str]) -> str:
    shown = [sample.replace("\n", " ").strip() for sample in samples if sample.strip()][:_SAMPLES]
    if not shown:
        return "(empty in the first rows)"
    return " · ".join(
        sample if len(sample) <= _SAMPLE_LENGTH else sample[: _SAMPLE_LENGTH - 1] + "…" for sample in shown
    )


def _certainty(choice: ColumnChoice, found: str | None) -> str:
    if found != choice.field:
        return f":material/person_check: chosen by you; found was {escape(field_label(choice.field))}"
    reason = escape(choice.reason)
    if choice.field == ATTRIBUTES:
        return f":gray[:material/sell:] {sentence(choice.reason)}"
    if choice.confidence >= _SURE:
        return f":green[:material/check_circle:] {choice.confidence} % sure: {reason}"
    if choice.confidence >= _LIKELY:
        return f":orange[:material/help:] {choice.confidence} % sure: {reason}"
    return f":red[:material/error:] {choice.confidence} % sure: {reason}; please look"
