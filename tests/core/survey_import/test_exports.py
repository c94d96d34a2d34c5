"""Exports of survey tools are read by themselves: columns, ratings in words, what cannot be read by line."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.contract import Contract
from core.errors import InputRejected
from core.responses import FeedbackInput
from core.statistics import nps_figure
from core.survey_import.cells import any_scale, read_score, read_stars, word_scale
from core.survey_import.columns import IGNORED, OWN_QUESTION, OWN_RATING, Column, propose
from core.survey_import.files import MOST_ROWS, open_export
from core.survey_import.rows import ImportReading, read_rows
from tests.core.intake.workbooks import simple_workbook
from tests.survey_exports import GOOGLE_FORMS, REQUEST, SURVEYMONKEY, TYPEFORM

REAL = Path("/work/shared/data/survey_exports")


def read(content: str | bytes, name: str = "answers.csv") -> tuple[dict[str, str], ImportReading]:
    export = open_export(name, content if isinstance(content, bytes) else content.encode())
    columns = propose(export.headers, export.samples(), REQUEST)
    assert [column.position for column in columns] == list(range(len(export.headers)))
    targets = {column.header: column.target for column in columns if column.target != IGNORED}
    return targets, read_rows(export.rows, columns, REQUEST, {})


def accepted(raw: dict[str, Any]) -> Contract:
    return FeedbackInput.model_validate(raw)


def test_surveymonkey_with_two_header_rows() -> None:
    targets, found = read(SURVEYMONKEY)
    assert list(targets.values()) == [
        "respondent",
        "rating.overall_satisfaction",
        "rating.communication",
        "rating.timeliness",
        "rating.quality",
        "rating.value_for_money",
        "answer.likelihood_to_recommend",
        "answer.liked_most",
        "answer.could_improve",
        "answer.would_recommend",
    ]
    (first, one), (second, two) = found.inputs
    assert (first, second) == (3, 4)
    assert one["responses"] == [
        {"likelihood_to_recommend": 9, "liked_most": "Great people, fast answers", "would_recommend": "yes"}
    ]
    assert one["ratings"]["value_for_money"] == [3]
    assert two["ratings"] == {"overall_satisfaction": [5], "timeliness": [4], "quality": [5]}
    assert two["responses"][0]["could_improve"] == "The price\nis high"
    places = [(problem.field.split(",")[0], problem.value) for problem in found.problems]
    assert places == [("line 4", "6"), ("line 4", "11")]
    assert found.silent == [6]
    assert two["promises"] == REQUEST["promises"]
    for _, raw in found.inputs:
        accepted(raw)


def test_no_name_address_or_number_of_a_person_becomes_an_answer() -> None:
    _, found = read(SURVEYMONKEY)
    assert not {"ann@x.example", "Ann", "192.0.2.1", "118473020411"} & set(_texts(found.inputs[0][1]))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else [str(value)]


def test_typeform() -> None:
    targets, found = read(TYPEFORM)
    assert list(targets.values()) == [
        "respondent",
        "rating.overall_satisfaction",
        "rating.communication",
        "answer.likelihood_to_recommend",
        "answer.liked_most",
        "answer.could_improve",
        OWN_QUESTION,
    ]
    assert found.inputs[0][1]["responses"][0]["anything_else"] == "Say hello to the whole team"
    assert found.problems == []


def test_google_forms_with_grids_stars_and_promises() -> None:
    targets, found = read(GOOGLE_FORMS)
    assert targets["How would you rate our work? [Timeliness]"] == "rating.timeliness"
    assert found.inputs[1][1]["ratings"] == {
        "overall_satisfaction": [4],
        "communication": [4],
        "timeliness": [5],
    }
    assert found.inputs[1][1]["responses"][0]["likelihood_to_recommend"] == 8
    assert found.inputs[0][1]["responses"][0]["promise_2"] == "kept"
    assert [problem.value for problem in found.problems] == ["never"]


def test_the_same_answers_in_a_workbook() -> None:
    rows = [
        [int(cell) if cell.isdigit() else cell for cell in line]
        for line in csv.reader(GOOGLE_FORMS.splitlines())
    ]
    targets, found = read(simple_workbook(rows), "answers.xlsx")
    assert targets == read(GOOGLE_FORMS)[0]
    assert [raw["ratings"] for _, raw in found.inputs] == [
        raw["ratings"] for _, raw in read(GOOGLE_FORMS)[1].inputs
    ]
    assert [line for line, _ in found.inputs] == [2, 3]


def test_typeform_as_it_is_sent_in_json() -> None:
    fields = [
        {"id": "a", "title": "How likely are you to recommend us?"},
        {"id": "b", "title": "What did you like most?"},
    ]
    answers = [
        {"type": "number", "number": 9, "field": {"id": "a"}},
        {"type": "text", "text": "All of it", "field": {"id": "b"}},
    ]
    form = {"form_id": "x", "token": "tok1", "definition": {"fields": fields}, "answers": answers}
    targets, found = read(json.dumps({"items": [form]}), "answers.json")
    assert set(targets.values()) == {"respondent", "answer.likelihood_to_recommend", "answer.liked_most"}
    assert found.inputs[0][1]["responses"] == [{"likelihood_to_recommend": 9, "liked_most": "All of it"}]


@pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real exports is not here")
def test_real_exports() -> None:
    targets, found = read((REAL / "50_surveymonkey_condensed.csv").read_bytes())
    assert set(targets.values()) == {
        "respondent",
        "rating.overall_satisfaction",
        "answer.likelihood_to_recommend",
    }
    scores = [raw["responses"][0]["likelihood_to_recommend"] for _, raw in found.inputs]
    assert (len(found.inputs), nps_figure(scores)["value"]) == (10, 20)
    assert [line for line, _ in found.inputs][:2] == [3, 4]
    targets, found = read((REAL / "51_surveymonkey_likert.csv").read_bytes())
    assert list(targets.values()) == ["respondent", OWN_RATING, OWN_RATING, "rating.overall_satisfaction"]
    assert found.inputs[4][1]["ratings"] == {
        "the_product_meets_my_needs": [1],
        "i_would_buy_again": [1],
        "overall_satisfaction": [1],
    }
    assert found.problems == []
    for _, raw in found.inputs:
        accepted(raw)


@pytest.mark.parametrize(
    ("cell", "stars"),
    [
        ("5", 5),
        ("4.0", 4),
        ("4,5", 4.5),
        ("4/5", 4),
        ("4 out of 5", 4),
        ("8/10", None),
        ("5 - Very satisfied", 5),
        ("Very satisfied (5)", 5),
        ("★★★", 3),
        ("0", None),
        ("6", None),
        ("-1", None),
        ("five", None),
        ("2026-11-20", None),
    ],
)
def test_stars(cell: str, stars: float | None) -> None:
    assert read_stars(cell, {}) == stars


@pytest.mark.parametrize(
    ("cell", "score"),
    [("10", 10), ("0", 0), ("10 - Extremely likely", 10), ("Not likely - 0", 0), ("7.5", None), ("11", None)],
)
def test_scores(cell: str, score: int | None) -> None:
    assert read_score(cell) == score


def test_the_words_of_a_column_decide_what_good_is_worth() -> None:
    assert word_scale(["Good", "Excellent", "Average", "Very poor"])["good"] == 4
    assert word_scale(["Good", "Excellent", "Very good", "Fair"])["good"] == 3
    assert word_scale(["Good", "Blue"]) == {}
    assert "good" not in any_scale()
    assert any_scale()["strongly agree"] == 5


def test_a_column_of_another_scale_is_not_taken_for_stars() -> None:
    targets, _ = read("Overall satisfaction,What did you like most?\n8,All of it\n9,The team\n10,Speed\n")
    assert "Overall satisfaction" not in targets


@pytest.mark.parametrize(
    ("promise", "target"),
    [
        ("Live in 45 days", "answer.promise_1"),
        ("Weekly report", "answer.promise_2"),
        ("Monthly report", None),
    ],
)
def test_a_question_about_one_promise_is_not_taken_for_another(promise: str, target: str | None) -> None:
    header = f"We promised: “{promise}”. Did we keep it?"
    targets, _ = read(f"Overall satisfaction,{header}\n5,kept\n4,partly kept\n")
    assert targets.get(header) == target


def test_the_same_rows_get_the_same_names_and_alike_rows_are_two_people() -> None:
    text = "Quality,What did you like most?\n5,All\n5,All\n4,Speed\n"
    names = [[raw["feedback_id"] for _, raw in read(text)[1].inputs] for _ in range(2)]
    assert names[0] == names[1]
    assert len(set(names[0])) == 3
    longer = [raw["feedback_id"] for _, raw in read(text + "3,New\n")[1].inputs]
    assert longer[:3] == names[0]


def test_a_response_listed_twice_counts_once() -> None:
    _, found = read("Respondent ID,Quality\n118473020411,5\n118473020411,5\n")
    assert len(found.inputs) == 1
    assert "line 2 again" in found.problems[0].message


def test_short_numbers_of_two_tables_are_not_the_same_people() -> None:
    one = read("id,Quality\n1,5\n")[1].inputs[0][1]["feedback_id"]
    other = read("id,Quality,Timeliness\n1,5,4\n")[1].inputs[0][1]["feedback_id"]
    assert one != other


def test_two_columns_cannot_answer_one_question() -> None:
    export = open_export("a.csv", b"Quality,Speed\n5,4\n")
    columns = [replace(column, target="rating.quality") for column in _columns(export.headers)]
    with pytest.raises(InputRejected, match="both read as"):
        read_rows(export.rows, columns, REQUEST, {})
    with pytest.raises(InputRejected, match="No column"):
        read_rows(export.rows, [replace(column, target=IGNORED) for column in columns], REQUEST, {})


def _columns(headers: tuple[str, ...]) -> list[Column]:
    return [Column(position, header, IGNORED, "") for position, header in enumerate(headers)]


def test_a_second_text_column_is_kept_as_a_question_of_its_own() -> None:
    targets, found = read(
        "What did you like most?,What did you like best?\n"
        "The whole team was great,The quick answers by phone\n"
    )
    assert list(targets.values()) == ["answer.liked_most", OWN_QUESTION]
    assert found.inputs[0][1]["responses"][0]["what_did_you_like_best"] == "The quick answers by phone"


def test_a_thousand_rows_are_read_in_no_time() -> None:
    rows = "".join(f"{100000 + n},{n % 5 + 1},{n % 11},Great communication {n}\n" for n in range(1000))
    started = time.perf_counter()
    _, found = read("Respondent ID,Overall satisfaction,NPS,What did you like most?\n" + rows)
    assert time.perf_counter() - started < 3
    assert len(found.inputs) == 1000


def test_a_file_beyond_the_limit_is_refused_in_words() -> None:
    with pytest.raises(InputRejected, match="split it"):
        open_export("a.csv", b"Quality,Speed\n" + b"5,4\n" * (MOST_ROWS + 1))


@pytest.mark.parametrize("content", [b"", b"Quality\n", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_export_is_refused(content: bytes) -> None:
    with pytest.raises(InputRejected):
        open_export("a.csv", content)
