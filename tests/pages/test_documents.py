"""Every payload has a document that shows what is in it, and user text stays text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import Problem
from core.registry import Registry
from core.result import HandoffResult
from pages.shared.result_view import field_words, file_name
from tests.pages.guide import INPUTS

APP = Path(__file__).with_name("document_app.py")
SHOWN = {
    "offer_to_marketing": ["Brief completeness", "AI\\-powered automation", "Widget Pro"],
    "marketing_to_sales": ["John Doe", "What to say", "Why this score"],
    "sales_to_fulfillment": ["Tech Corp", "Milestones", "24\\/7 support"],
    "fulfillment_to_feedback": ["What the client will see", "Tech Corp Website"],
    "feedback_to_offer": ["What is strong", "Faster turnaround time", "Ongoing support packages"],
}


def show(result: HandoffResult, **state: Any) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=15)
    app.session_state["result"] = result
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.success, *app.info, *app.warning, *app.error]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("workflow", list(INPUTS))
def test_the_document_shows_what_matters(workflow: str) -> None:
    app = show(Registry().get(workflow).run(INPUTS[workflow]))
    text = said(app) + "".join(str(part.proto) for part in app.get("progress"))
    for words in SHOWN[workflow]:
        assert words in text


@pytest.mark.parametrize("workflow", list(INPUTS))
def test_an_older_payload_with_less_in_it_is_still_shown(workflow: str) -> None:
    result = Registry().get(workflow).run(INPUTS[workflow])
    bare = {
        name: value if isinstance(value, str) else {} if isinstance(value, dict) else []
        for name, value in result.handoff_data.items()
    }
    show(HandoffResult(True, result.workflow_id, workflow, bare))


def test_a_workflow_of_ones_own_gets_the_general_document() -> None:
    data = {"data": {"name": "Anna", "tags": ["a", "b"], "rows": [{"x": 1}], "deep": {"er": {"est": 1}}}}
    text = said(show(HandoffResult(True, "own_1", "own", data)))
    for words in ("Anna", "Tags", "Deep"):
        assert words in text


def test_text_of_a_client_is_escaped_everywhere() -> None:
    given = json.loads(json.dumps(INPUTS["sales_to_fulfillment"]))
    given["client_info"]["company_name"] = "[x](https://evil.example)"
    given["promises"] = ["![p](https://evil.example/p.png)"]
    app = show(Registry().get("sales_to_fulfillment").run(given))
    assert "](https" not in said(app)
    assert "![" not in said(app)


def test_a_delivery_says_where_it_waits() -> None:
    app = show(Registry().get("offer_to_marketing").run(INPUTS["offer_to_marketing"]))
    assert "waits in the inbox of Marketing" in app.success[0].value
    assert next(button.label for button in app.button) == "Continue in Marketing"


def test_a_preview_cannot_be_continued() -> None:
    app = show(Registry().get("offer_to_marketing").run(INPUTS["offer_to_marketing"]), preview=True)
    assert "Nothing is stored yet" in app.info[0].value
    assert not [button for button in app.button if button.label.startswith("Continue")]


def feedback(**more: Any) -> HandoffResult:
    return Registry().get("feedback_to_offer").run({**INPUTS["feedback_to_offer"], **more})


def test_feedback_shows_how_many_would_recommend_us_and_whose_words_could_not_be_read() -> None:
    answers = ["yes", "Yes, gladly", "maybe", "no", "ask my boss"]
    app = show(feedback(responses=[{"would_recommend": answer} for answer in answers]))
    told = said(app).replace("\\", "")
    assert "Would you recommend us? 2 yes, 1 maybe, 1 no (n 4). 1 answered in other words" in told
    assert "Would you recommend us" not in said(show(feedback(responses=[])))


def tables(app: AppTest) -> list[Any]:
    return [table.value.to_dict("records") for table in app.dataframe]


def test_feedback_shows_every_theme_with_who_praised_it_and_who_wants_it_better() -> None:
    app = show(
        feedback(
            responses=[
                {"liked_most": "Great communication", "could_improve": "Faster turnaround time"},
                {"liked_most": "Great communication"},
            ],
            ratings={"timeliness": [2, 5, 3, 4], "quality": [5]},
        )
    )
    themes, ratings = tables(app)[:2]
    counts = {line["Theme"]: (line["Praise it"], line["Want it better"]) for line in themes}
    assert (counts["Communication"], counts["Timeliness"]) == ((2, 0), (0, 1))
    assert "3.5 of 5 from 4, 2 of them low" in [line["Rating"] for line in themes]
    assert "3.5 of 5 from 4, 2 of them low" in said(app).replace("\\", "")
    assert ratings == [
        {"Category": "Timeliness", "Mean, of 5": 3.5, "Ratings (n)": 4, "Low ones": 2},
        {"Category": "Quality", "Mean, of 5": 5.0, "Ratings (n)": 1, "Low ones": 0},
    ]


def test_feedback_quotes_the_words_that_disagree_with_the_stars() -> None:
    words = "The communication was terrible and the work was awful, slow and careless"
    result = feedback(responses=[{"could_improve": words}], ratings={"overall_satisfaction": [5, 5]})
    quotes = result.handoff_data["feedback_analysis"]["disagreement_quotes"]
    assert quotes
    app = show(result)
    assert app.warning[-1].value
    assert any(
        quotes[0]["text"] in line.value.replace("\\", "") and "answer 1\\, could improve" in line.value
        for line in app.markdown
    )


def test_a_replay_says_that_nothing_was_created() -> None:
    result = Registry().get("offer_to_marketing").run(INPUTS["offer_to_marketing"]).as_replay()
    assert "nothing was created twice" in show(result).info[0].value


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("handoff_refused", "warning"),
        ("invalid_input", "error"),
        ("delivery_failed", "error"),
        ("internal_error", "error"),
    ],
)
def test_a_failure_names_its_problems_and_its_run(code: str, kind: str) -> None:
    failed = HandoffResult(
        False,
        "x_1",
        "x",
        code=code,
        error="only a won deal goes on",
        problems=(Problem("a.b[1]", "is open", None),),
    )
    app = show(failed)
    [alert] = getattr(app, kind)
    assert alert.value.startswith("Only a won deal")
    assert "**A\\, b 2** is open" in said(app)
    assert "x\\_1" in said(app)


def test_fields_that_need_attention_are_named_in_words() -> None:
    result = Registry().get("feedback_to_offer").run({"ratings": {"quality": [9]}})
    assert "feedback_id" in str(result.error)
    told = show(result).error[0].value.replace("\\", "")
    assert told == "3 fields need attention: Feedback id, Project id, Ratings, quality 1."


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("leads_generated[3].contact_info.email", "Leads generated 4, contact info, email"),
        ("status", "Status"),
        ("", ""),
    ],
)
def test_a_path_is_told_in_words(path: str, expected: str) -> None:
    assert field_words(path) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Widget Pro_launch", "widget-pro-launch"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "x-1"),
        ("…", "x_1"),
    ],
)
def test_a_download_has_a_name_that_every_system_takes(title: str, expected: str) -> None:
    assert file_name(HandoffResult(True, "x_1", "x", title=title)) == expected
