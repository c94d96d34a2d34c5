"""The single fields of a form: one widget for each kind, whatever value it is given."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

import streamlit as st

from core.money import format_money, read_money
from pages.shared.form_plan import FieldPlan, read_date
from pages.shared.form_tables import number_of
from pages.shared.user_text import escape, label_text

MISSING: Final[Any] = object()
"""The answer of a field that stays out of the input."""

_SEGMENTS = 3  # more options than this are better chosen from a list
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)  # a date outside is kept as text


def is_filled(value: Any) -> bool:
    """Whether there is something to see in `value`."""
    return value not in (MISSING, None, "", [], {})


def draw_field(field: FieldPlan, given: Any, *, key: str, currency: str) -> Any:
    """Draw `field` and return its answer: `given` itself while nobody changes it.

    A value that the field's own widget cannot hold (a number in words, a date that does not exist) is
    shown as text, so that it can be seen and corrected.
    """
    kind = field.kind
    if kind == "toggle" and (given is MISSING or isinstance(given, bool | None)):
        return _toggle(field, given, key)
    if kind == "date" and (not is_filled(given) or _day(given) is not None):
        return _date(field, given, key)
    if kind in ("number", "whole_number") and (not is_filled(given) or _is_number(given)):
        return _number(field, given, key)
    if kind == "choice" and (not is_filled(given) or isinstance(given, str)):
        return _choice(field, given, key)
    if kind in ("json", "texts", "numbers", "number_lists", "groups") or isinstance(given, dict | list):
        return _json(field, given, key)
    return _text(field, given, key, currency)


def _toggle(field: FieldPlan, given: Any, key: str) -> Any:
    before = given is True
    after = st.toggle(label_text(field.label), before, key=key, help=_help(field))
    return given if after == before else after


def _date(field: FieldPlan, given: Any, key: str) -> Any:
    before = _day(given) if is_filled(given) else None
    after = st.date_input(
        label_text(field.label),
        before,
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        help=_help(field),
    )
    if after == before:
        return _unchanged(given)
    return after.isoformat() if isinstance(after, date) else MISSING


def _number(field: FieldPlan, given: Any, key: str) -> Any:
    before = given if is_filled(given) else None
    # A contract's limits are no limits of the widget: a number outside them has to be seen to be corrected.
    if field.kind == "whole_number" and (before is None or isinstance(before, int)):
        after: float | None = st.number_input(
            label_text(field.label),
            value=before,
            step=1,
            key=key,
            help=_help(field),
            placeholder=_example(field),
        )
    else:
        start = None if before is None else float(before)
        after = st.number_input(
            label_text(field.label),
            value=start,
            format="%0.10g",
            key=key,
            help=_help(field),
            placeholder=_example(field),
        )
    if after == before:
        return _unchanged(given)
    if after is None:
        return MISSING
    return int(after) if float(after).is_integer() else after


def _choice(field: FieldPlan, given: Any, key: str) -> Any:
    options = list(field.options)
    before: str | None = None
    if is_filled(given):
        before = next((option for option in options if option.lower() == given.strip().lower()), given)
        if before not in options:
            options.append(before)

    after: str | None
    if len(options) <= _SEGMENTS and not field.others:
        after = st.segmented_control(
            label_text(field.label),
            options,
            default=before,
            format_func=lambda option: escape(field.label_of(option)),
            key=key,
            help=_help(field),
        )
    else:
        if before is not None:
            # Given this way and not as the default, a choice can be taken back.
            st.session_state.setdefault(key, before)
        after = st.selectbox(
            label_text(field.label),
            options,
            index=None,
            format_func=field.label_of,  # a list shows its options letter by letter
            key=key,
            help=_help(field),
            placeholder="Choose or type one" if field.others else "Choose one",
            accept_new_options=field.others,
        )
    if after == before:
        return _unchanged(given)
    return MISSING if after is None else after


def _json(field: FieldPlan, given: Any, key: str) -> Any:
    before = "" if given is MISSING else json.dumps(given, indent=2, ensure_ascii=False)
    after = st.text_area(label_text(field.label), before, key=key, help=_help(field), height=140)
    if after == before:
        return _unchanged(given)
    if not after.strip():
        return MISSING
    try:
        return json.loads(after)
    except (ValueError, RecursionError):
        st.caption("Not valid JSON yet; it is handed over as text.")
        return after


def _text(field: FieldPlan, given: Any, key: str, currency: str) -> Any:
    before = str(given) if is_filled(given) else ""
    if field.kind == "long_text" or "\n" in before:
        after = st.text_area(
            label_text(field.label), before, key=key, help=_help(field), placeholder=_example(field)
        )
    else:
        after = st.text_input(
            label_text(field.label), before, key=key, help=_help(field), placeholder=_example(field)
        )
    if field.kind == "money":
        _show_reading(after, currency)
    if after == before:
        return _unchanged(given)
    if not after.strip():
        return MISSING
    return number_of(after) if field.kind in ("number", "whole_number") else after


def _show_reading(text: str, currency: str) -> None:
    """How an amount is understood, or what is unclear about it, right below it."""
    if not text.strip():
        return
    reading = read_money(text, currency)
    if reading.money is not None:
        amount = format_money(reading.money.amount, reading.money.currency)
        st.caption(f":material/check: Read as {escape(amount)} {escape(reading.money.currency)}")
    elif reading.question:
        st.caption(f":orange[:material/help: {escape(reading.question)}]")


def _unchanged(given: Any) -> Any:
    """What was given; an empty value that nobody filled stays out."""
    return given if is_filled(given) else MISSING


def _day(value: Any) -> date | None:
    day = read_date(value)
    return day if day is not None and _FIRST_DAY <= day <= _LAST_DAY else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53


def _help(field: FieldPlan) -> str | None:
    return escape(field.help, limit=500) if field.help else None


def _example(field: FieldPlan) -> str | None:
    """An example as grey text in an empty field; it is never sent."""
    if field.example is None or isinstance(field.example, dict | list):
        return None
    return f"e.g. {field.example}"
