"""A form made from a plan: draws each field in its kind, shows errors at the field, returns the input.

    fields = plan_of_model(OfferInput)
    data = schema_form(fields, key="offer_new", problems=result.problems)

`load_form(key, data)` fills it. Only what a person changes is written; everything else, fields that the
plan does not know included, comes back as it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from core.errors import Problem
from pages.shared.form_fields import MISSING, draw_field, is_filled
from pages.shared.form_number_lists import draw_number_lists, draw_numbers
from pages.shared.form_plan import FieldPlan
from pages.shared.form_problems import in_labels, place_in_lists, place_of
from pages.shared.form_state import load_form, resume
from pages.shared.form_table_fields import draw_groups, draw_texts
from pages.shared.user_text import escape, sentence

_HALF_WIDTH = {"text", "money", "date", "number", "whole_number", "choice", "toggle"}
_COLUMN_PX = 280  # narrower than this, two fields side by side become one column


def schema_form(
    fields: Sequence[FieldPlan], *, key: str, problems: Sequence[Problem] = (), currency: str = "USD"
) -> dict[str, Any]:
    """Draw the form `key` and return its content, ready to run.

    `problems` are the last answer's: each is shown at the field it names, the rest above the form.
    `currency` is assumed where an amount names none.
    """
    state = resume(key)
    form = _Form(f"{key}.{state.revision}", list(problems), currency, state.widgets)
    above = st.container()
    data = form.section(fields, state.base, "", fold=True)
    unknown = [name for name in state.base if name not in {field.name for field in fields}]
    if unknown:
        st.caption("Also handed over as given: " + ", ".join(escape(name) for name in unknown))
    for problem in form.unshown:
        place = f"{escape(problem.field)}: " if problem.field else ""
        above.error(place + sentence(problem.message), icon=":material/error:")
    state.draft = data
    if form.is_wider:
        load_form(key, data)
        st.rerun()
    return data


class _Form:
    """One drawing of a form."""

    def __init__(self, prefix: str, problems: list[Problem], currency: str, widgets: set[str]) -> None:
        self.prefix = prefix
        self.unshown = problems
        self.currency = currency
        self.widgets = widgets
        self.is_wider = False

    def section(
        self, fields: Sequence[FieldPlan], base: Mapping[str, Any], path: str, *, fold: bool
    ) -> dict[str, Any]:
        """The fields of one group; with `fold`, optional ones without content lie in an expander."""
        answers: dict[str, Any] = {}
        first = [field for field in fields if not fold or self.is_open(field, base, path)]
        later = [field for field in fields if field not in first]
        if not first:
            first, later = later, []
        self.rows(first, base, path, answers)
        if later:
            with st.expander("Optional details", icon=":material/add_notes:"):
                self.rows(later, base, path, answers)
        result = dict(base)
        for field in fields:
            answer = answers[field.name]
            if answer is MISSING:
                result.pop(field.name, None)
            else:
                result[field.name] = answer
        return result

    def is_open(self, field: FieldPlan, base: Mapping[str, Any], path: str) -> bool:
        here = _join(path, field.name)
        wrong = any(
            problem.field == here or problem.field.startswith((here + ".", here + "["))
            for problem in self.unshown
        )
        return field.required or field.prominent or wrong or is_filled(base.get(field.name))

    def rows(
        self, fields: Iterable[FieldPlan], base: Mapping[str, Any], path: str, answers: dict[str, Any]
    ) -> None:
        grid = None
        for field in fields:
            if field.kind in _HALF_WIDTH:
                grid = grid or st.grid(2, min_column_width=_COLUMN_PX)
                with grid.cell():
                    answers[field.name] = self.answer(field, base, path)
            else:
                grid = None
                answers[field.name] = self.answer(field, base, path)

    def answer(self, field: FieldPlan, base: Mapping[str, Any], path: str) -> Any:
        """Draw one field with its errors; MISSING where it stays out of the input."""
        here = _join(path, field.name)
        given = base.get(field.name, MISSING)
        if given is None and field.kind in ("texts", "numbers", "number_lists", "groups"):
            given = MISSING
        widget = f"{self.prefix}.{here}"
        if field.kind == "group" and (isinstance(given, Mapping) or not is_filled(given)):
            return self.group(field, given, here)
        is_group = isinstance(given, Mapping)
        if (field.kind == "number_lists" and (is_group or given is MISSING)) or (
            field.kind == "numbers" and not is_group
        ):
            return self.number_lists(field, given, here, widget)
        drawers: dict[str, Callable[..., Any]] = {"texts": draw_texts, "groups": draw_groups}
        draw = drawers.get(field.kind)
        if draw is not None and (given is MISSING or isinstance(given, list)):
            answer = draw(field, given, key=widget)
            self.widgets.add(widget)
            self.show_problems(here, field)
            return answer
        answer = draw_field(field, given, key=widget, currency=self.currency)
        self.widgets.add(widget)
        self.show_problems(here, field)
        return answer

    def number_lists(self, field: FieldPlan, given: Any, here: str, widget: str) -> Any:
        draw = draw_numbers if field.kind == "numbers" else draw_number_lists
        drawn = draw(field, given, key=widget)
        self.widgets.add(widget)
        self.is_wider |= drawn.is_wider
        self.show_problems(here, field, drawn.rows)
        return drawn.answer

    def group(self, field: FieldPlan, given: Any, here: str) -> Any:
        parts = given if isinstance(given, Mapping) else {}
        with st.container(border=True):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{escape(field.label)}**")
                if field.help:
                    st.caption(escape(field.help))
            own = [problem for problem in self.unshown if problem.field == here]
            for problem in own:
                self.show(problem, field.label, field)
            answer = self.section(field.children, parts, here, fold=False)
        return MISSING if not answer and given is MISSING else answer

    def show_problems(
        self, here: str, field: FieldPlan, rows: Mapping[str, Sequence[int]] | None = None
    ) -> None:
        """The problems at `here` and below it, in words; those of a table name the row.

        `rows` are those in which the numbers of each list stand.
        """
        own = [
            problem
            for problem in self.unshown
            if problem.field == here or problem.field.startswith((here + "[", here + "."))
        ]
        for problem in own:
            rest = problem.field.removeprefix(here)
            place, about = place_of(rest, field) if rows is None else (place_in_lists(rest, rows), field)
            self.show(problem, place or field.label, about)

    def show(self, problem: Problem, place: str, field: FieldPlan) -> None:
        self.unshown.remove(problem)
        message = escape(in_labels(problem.message, field), limit=500)
        st.markdown(f":red[:material/error: {escape(place)} {message}]")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
