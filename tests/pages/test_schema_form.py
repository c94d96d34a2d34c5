"""The form gives back what a person sees: nothing invented, nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import Problem
from pages.shared.form_plan import FieldPlan, plan_of_model, plan_of_sample
from pages.shared.form_problems import in_labels
from tests.pages.test_form_plan import Entry, Everything

PLAN = plan_of_model(Everything, {"leads": Entry})
APP = Path(__file__).with_name("form_app.py")


def form(
    given: dict[str, Any], plan: Sequence[FieldPlan] = PLAN, problems: Sequence[Problem] = ()
) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=15)
    app.session_state["plan"] = list(plan)
    app.session_state["given"] = given
    app.session_state["problems"] = list(problems)
    app.run()
    assert not app.exception
    return app


def key(app: AppTest, path: str) -> str:
    return f"form.{app.session_state['revision']}.{path}"


def answer(app: AppTest) -> dict[str, Any]:
    assert not app.exception
    found: dict[str, Any] = app.session_state["answer"]
    return found


FULL = {
    "product_name": "Widget",
    "story": "A story",
    "marketing_budget": "$10,000",
    "deal_value": 25000,
    "starts_on": "2025-02-03",
    "count": 3,
    "share": 0.5,
    "level": "High",
    "approved": True,
    "points": ["One", "Two"],
    "brand": {"tone": "Friendly", "primary": ["#fff"], "own": {"deep": [1]}},
    "entries": [{"id": "a", "score": 85, "contact": {"tone": "x", "primary": ["y"]}, "own": [1, {"b": 2}]}],
    "leads": [{"id": "b"}],
    "anything": "text",
    "rows": [{"a": 1}, {"a": 2, "b": 3}],
    "unknown_field": {"kept": [1, 2]},
}


def test_an_untouched_form_gives_back_exactly_what_it_was_given() -> None:
    assert answer(form(FULL)) == FULL


def test_an_empty_form_gives_an_empty_input() -> None:
    assert answer(form({})) == {}


@pytest.mark.parametrize(
    "odd",
    [
        {"count": "three"},
        {"share": "0.5"},
        {"count": True},
        {"starts_on": "soon"},
        {"starts_on": "1066-10-14"},
        {"level": "urgent"},
        {"level": 3},
        {"approved": "yes"},
        {"points": "not a list"},
        {"points": ["a", 3]},
        {"brand": "not a group"},
        {"entries": ["not a group", {"id": "a", "score": "many"}]},
        {"entries": {"a": 1}},
        {"product_name": ["a"]},
        {"product_name": {"a": 1}},
        {"deal_value": 2**60},
        {"share": 1e300},
        {"marketing_budget": "??"},
    ],
    ids=str,
)
def test_a_value_of_the_wrong_kind_is_shown_and_kept(odd: dict[str, Any]) -> None:
    assert answer(form(odd)) == odd


def test_typing_changes_only_that_field() -> None:
    app = form(FULL)
    app.text_input(key=key(app, "product_name")).set_value("Gadget").run()
    assert answer(app) == {**FULL, "product_name": "Gadget"}


def test_clearing_a_field_leaves_it_out() -> None:
    app = form(FULL)
    app.text_input(key=key(app, "product_name")).set_value("").run()
    assert "product_name" not in answer(app)


def test_a_date_is_handed_over_in_iso() -> None:
    app = form({"starts_on": "2025-02-03"})
    app.date_input(key=key(app, "starts_on")).set_value(date(2025, 3, 1)).run()
    assert answer(app) == {"starts_on": "2025-03-01"}


def test_a_moment_stays_as_given_while_its_day_does() -> None:
    plan = plan_of_sample({"done_at": "2025-02-15T10:00:00Z"})
    assert answer(form({"done_at": "2025-02-15T10:00:00Z"}, plan)) == {"done_at": "2025-02-15T10:00:00Z"}


def test_a_number_stays_whole() -> None:
    app = form({"count": 3})
    app.number_input(key=key(app, "count")).set_value(4).run()
    assert answer(app) == {"count": 4}
    assert isinstance(answer(app)["count"], int)


def test_a_number_out_of_range_can_be_typed_for_the_contract_to_refuse() -> None:
    app = form({"share": 1.5})
    assert answer(app) == {"share": 1.5}


def test_a_choice_is_made_and_taken_back() -> None:
    app = form({})
    app.segmented_control(key=key(app, "level")).set_value("low").run()
    assert answer(app) == {"level": "low"}
    app.segmented_control(key=key(app, "level")).set_value(None).run()
    assert answer(app) == {}


def test_a_toggle_is_switched() -> None:
    app = form({})
    app.toggle(key=key(app, "approved")).set_value(True).run()
    assert answer(app) == {"approved": True}


def test_money_shows_its_reading() -> None:
    app = form({"marketing_budget": "$10,000"})
    assert any("10\\,000\\.00" in caption.value for caption in app.caption)


def test_texts_are_added_changed_and_removed() -> None:
    app = form({"points": ["One", "Two"]})
    app.session_state[key(app, "points")] = {
        "edited_rows": {0: {"text": "Uno"}},
        "added_rows": [{"text": "Three"}, {"text": " "}],
        "deleted_rows": [1],
    }
    app.run()
    assert answer(app) == {"points": ["Uno", "Three"]}


def test_rows_are_edited_and_what_has_no_column_stays() -> None:
    app = form({"entries": FULL["entries"]})
    app.session_state[key(app, "entries")] = {
        "edited_rows": {0: {"score": 90, "contact.tone": None}},
        "added_rows": [{"id": "new", "contact.tone": "warm"}],
        "deleted_rows": [],
    }
    app.run()
    assert answer(app) == {
        "entries": [
            {"id": "a", "score": 90, "contact": {"primary": ["y"]}, "own": [1, {"b": 2}]},
            {"id": "new", "contact": {"tone": "warm"}},
        ]
    }


def test_what_was_typed_survives_a_visit_elsewhere() -> None:
    app = form({"points": ["One"]})
    app.text_input(key=key(app, "product_name")).set_value("Gadget").run()
    app.session_state[key(app, "points")] = {
        "edited_rows": {},
        "added_rows": [{"text": "Two"}],
        "deleted_rows": [],
    }
    app.run()
    app.session_state["away"] = True
    app.run()
    app.run()
    app.session_state["away"] = False
    app.run()
    assert answer(app) == {"points": ["One", "Two"], "product_name": "Gadget"}
    app.run()
    assert answer(app) == {"points": ["One", "Two"], "product_name": "Gadget"}


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (Problem("product_name", "is required"), "Product is required"),
        (Problem("brand.tone", "must not be blank"), "Tone of voice must not be blank"),
        (Problem("entries[2].score", "must be at most 100"), "Row 3, Score must be at most 100"),
        (Problem("entries[0].contact.tone", "must be text"), "Row 1, Tone of voice must be text"),
        (Problem("entries", "must be a list"), "Entries must be a list"),
        (Problem("points[1]", "must not be blank"), "Row 2 must not be blank"),
        (Problem("points[²]", "must not be blank"), "A row must not be blank"),
    ],
    ids=lambda value: value.field if isinstance(value, Problem) else None,
)
def test_a_problem_stands_at_its_field(problem: Problem, shown: str) -> None:
    app = form({"product_name": "Kept"}, problems=[problem])
    lines = [line.value.replace("\\", "") for line in app.markdown]
    assert any(shown in line for line in lines)
    assert not app.error
    assert answer(app)["product_name"] == "Kept"


def test_a_problem_names_words_as_they_are_offered() -> None:
    field = FieldPlan(
        "s", "S", "choice", options=("in_progress", "in_progress_2", "done"), labels=("Going on",)
    )
    told = "must be one of: in_progress, in_progress_2, done, not main_in_progress"
    assert in_labels(told, field) == "must be one of: going on, in progress 2, done, not main_in_progress"


def test_a_problem_in_a_table_names_the_words_of_its_column() -> None:
    rows = FieldPlan(
        "rows", "Rows", "groups", children=(FieldPlan("s", "State", "choice", options=("a_b",)),)
    )
    app = form({"rows": [{"s": "x"}]}, [rows], [Problem("rows[0].s", "must be a_b")])
    assert any("Row 1, State must be a b" in line.value.replace("\\", "") for line in app.markdown)


def test_what_an_entry_holds_beyond_its_contract_has_columns_too() -> None:
    given = {
        "entries": [
            {"id": "a", "utm": "spring", "_index": 1, "contact": {"tone": "x"}, "contact.tone": "flat"},
            {"id": "b", "visits": 3, "deep": {"er": [1]}},
        ]
    }
    app = form(given)
    (table,) = [table for table in app.dataframe if table.key == key(app, "entries")]
    assert list(table.value.columns) == ["id", "score", "contact.tone", "contact.primary", "utm", "visits"]
    assert answer(app) == given
    app.session_state[key(app, "entries")] = {
        "edited_rows": {0: {"visits": 4}, 1: {"utm": "fall"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    assert [entry.get("visits") for entry in answer(app)["entries"]] == [4, 3]
    assert [entry.get("utm") for entry in answer(app)["entries"]] == ["spring", "fall"]


def test_a_problem_of_no_field_stands_above_the_form() -> None:
    app = form({}, problems=[Problem("elsewhere.deep", "is wrong"), Problem("", "must be a group")])
    assert [error.value.replace("\\", "") for error in app.error] == [
        "elsewhere.deep: Is wrong",
        "Must be a group",
    ]


def test_optional_fields_wait_in_an_expander_until_they_are_filled() -> None:
    app = form({"product_name": "x", "marketing_budget": "$5"})
    folded = {widget.label for widget in app.expander[0].text_input}
    assert "Marketing budget" not in folded
    assert "Deal value" in folded
