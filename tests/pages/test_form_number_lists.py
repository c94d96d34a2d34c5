"""Lists of numbers are typed into a table: several answers a list, lists of any length, lists added."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import InputRejected, Problem
from core.workflows.feedback_to_offer import FeedbackToOfferWorkflow
from pages.shared.form_plan import FieldPlan, plan_of_model, plan_of_sample
from tests.pages.test_schema_form import answer, form, key

WORKFLOW = FeedbackToOfferWorkflow()
PLAN = plan_of_model(WORKFLOW.input_model)
IDS = {"feedback_id": "fb_1", "project_id": "p_1"}
STANDARD = ["overall_satisfaction", "communication", "timeliness", "quality", "value_for_money"]


def edit(app: AppTest, path: str, **edits: Any) -> AppTest:
    empty: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    app.session_state[key(app, path)] = empty | edits
    return app.run()


def columns(app: AppTest, path: str) -> list[str]:
    (table,) = [table for table in app.dataframe if table.key == key(app, path)]
    return list(table.value.columns)


def field(name: str) -> FieldPlan:
    return next(one for one in PLAN if one.name == name)


def test_ratings_are_a_table_and_no_json() -> None:
    assert (field("ratings").kind, field("likelihood_to_recommend").kind) == ("number_lists", "numbers")
    assert not form(IDS, PLAN).text_area


def test_the_categories_of_every_survey_wait_in_their_order() -> None:
    assert columns(form(IDS, PLAN), "ratings") == STANDARD


def test_a_category_that_was_given_gets_its_column() -> None:
    app = form({**IDS, "ratings": {"support": [4], "quality": [5]}}, PLAN)
    assert columns(app, "ratings") == [*STANDARD, "support"]


@pytest.mark.parametrize(
    "ratings",
    [
        {"overall_satisfaction": [5, 4, 3], "timeliness": [4]},
        {"overall_satisfaction": [], "quality": []},
        {"quality": [5.0, 4.5]},
        {"quality": 4},
        {"quality": None},
        {"quality": ["five", 4]},
        {"quality": [True]},
        {"quality": [9, None, 3]},
        {"quality": "good"},
        {"quality": {"mean": 4}},
        {"": [4], "_index": [3], "a.b": [2], "c[1]": [1]},
        {},
        None,
        "good",
        [4, 5],
    ],
    ids=str,
)
def test_untouched_ratings_come_back_as_they_were_given(ratings: Any) -> None:
    given = {**IDS, "ratings": ratings}
    assert answer(form(given, PLAN)) == ({**given} if ratings is not None else IDS)


def test_several_people_rate_and_some_leave_a_category_out() -> None:
    app = edit(
        form(IDS, PLAN),
        "ratings",
        edited_rows={0: {"overall_satisfaction": 5, "timeliness": 4}},
        added_rows=[{"overall_satisfaction": 4}, {"overall_satisfaction": 3, "timeliness": 2}, {}],
    )
    assert answer(app) == {**IDS, "ratings": {"overall_satisfaction": [5, 4, 3], "timeliness": [4, 2]}}
    assert all(isinstance(one, int) for one in answer(app)["ratings"]["timeliness"])


def test_only_the_category_that_was_edited_changes() -> None:
    given = {**IDS, "ratings": {"quality": ["five"], "timeliness": [4, 3]}}
    app = edit(form(given, PLAN), "ratings", edited_rows={1: {"timeliness": 2}})
    assert answer(app)["ratings"] == {"quality": ["five"], "timeliness": [4, 2]}


def test_a_person_taken_out_goes_from_every_list_and_an_emptied_list_stays_empty() -> None:
    given = {**IDS, "ratings": {"quality": [5], "timeliness": [4, 3]}}
    app = edit(form(given, PLAN), "ratings", deleted_rows=[0])
    assert answer(app)["ratings"] == {"quality": [], "timeliness": [3]}


def add_category(app: AppTest, name: str) -> AppTest:
    app.text_input(key=key(app, "ratings") + ":name").set_value(name)
    app.button(key=key(app, "ratings") + ":add").click()
    return app.run()


def test_a_category_is_added_and_what_was_typed_stays() -> None:
    app = edit(form(IDS, PLAN), "ratings", edited_rows={0: {"quality": 5}})
    app.text_input(key=key(app, "project_id")).set_value("p_2")
    add_category(app, " Account  Support ")
    assert columns(app, "ratings") == [*STANDARD, "account_support"]
    edit(app, "ratings", edited_rows={0: {"account_support": 3}})
    assert answer(app) == {
        "feedback_id": "fb_1",
        "project_id": "p_2",
        "ratings": {"quality": [5], "account_support": [3]},
    }


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "Type a name first"), ("  ", "Type a name first"), ("Value for money", "in the table already")],
)
def test_a_category_without_a_name_or_twice_is_told(name: str, told: str) -> None:
    app = add_category(form(IDS, PLAN), name)
    assert columns(app, "ratings") == STANDARD
    assert any(told in caption.value for caption in app.caption)


def test_answers_of_0_to_10_are_a_column() -> None:
    app = edit(
        form({**IDS, "likelihood_to_recommend": [9]}, PLAN),
        "likelihood_to_recommend",
        added_rows=[{"number": 10}, {"number": None}],
    )
    assert answer(app) == {**IDS, "likelihood_to_recommend": [9, 10]}


@pytest.mark.parametrize("given", [[9, 10], [], [9.5], ["nine"], 9, "many"], ids=str)
def test_untouched_answers_of_0_to_10_come_back_as_they_were_given(given: Any) -> None:
    raw = {**IDS, "likelihood_to_recommend": given}
    assert answer(form(raw, PLAN)) == raw


def problems_of(raw: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(InputRejected) as caught:
        WORKFLOW.parse(raw)
    return tuple(caught.value.problems)


@pytest.mark.parametrize(
    ("wrong", "shown"),
    [
        ({"ratings": {"timeliness": [4, 9]}}, "Row 2, Timeliness must be between 1 and 5"),
        ({"ratings": {"value_for_money": [0]}}, "Row 1, Value for money must be between 1 and 5"),
        ({"ratings": {"quality": [None, 4, "x"]}}, "Quality must be a number from 1 to 5"),
        ({"ratings": {"own one": [7]}}, "Row 1, Own one must be between 1 and 5"),
        ({"ratings": {"x[²]": [7]}}, "Row 1, X[²] must be between 1 and 5"),
        ({"ratings": {"quality": "good"}}, "Quality must be a list"),
        ({"ratings": {}}, "Ratings must hold a rating"),
        ({"ratings": {"quality": [4]}, "likelihood_to_recommend": [9, 11]}, "Row 2 must be between 0 and 10"),
        ({"ratings": {"quality": [4]}, "likelihood_to_recommend": 11}, "Row 1 must be between 0 and 10"),
    ],
    ids=str,
)
def test_a_bad_number_is_told_at_its_row_and_category(wrong: dict[str, Any], shown: str) -> None:
    raw = {**IDS, **wrong}
    app = form(raw, PLAN, problems_of(raw))
    assert any(shown in line.value.replace("\\", "") for line in app.markdown)
    assert not app.error


def test_the_row_is_told_where_others_left_the_category_blank() -> None:
    app = form(IDS, PLAN, [Problem("ratings.quality[1]", "must be between 1 and 5")])
    edit(
        app,
        "ratings",
        edited_rows={0: {"quality": 4}},
        added_rows=[{"timeliness": 4}, {"quality": 9}],
    )
    assert any("Row 3, Quality" in line.value.replace("\\", "") for line in app.markdown)


def test_lists_of_numbers_in_a_sample_are_tables_too() -> None:
    scores, visits = plan_of_sample({"scores": {"a": [1, 2], "b": [3]}, "visits": [1, 2]})
    assert (scores.kind, scores.options, visits.kind) == ("number_lists", ("a", "b"), "numbers")
