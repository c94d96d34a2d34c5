"""The feedback charts: a click, a list and a chip set and take away the same filter, kept in the URL."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from core.feedback_scope import Scope
from db.workspace import Workspace
from pages.shared.feedback_filter import scope_key
from pages.shared.feedback_report import make_report
from pages.shared.result_view import _json, _printable
from tests.pages.test_every_page import visit

OFFER = "offer_local_search_launch_4e5b90c5"


pytestmark = pytest.mark.usefixtures("demo")


def board(**parameters: str) -> AppTest:
    app: AppTest = visit("domains/feedback.py", {"part": "charts", **parameters})
    return app


def chips(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("chip_")]


def figures(app: AppTest) -> list[str]:
    return [metric.label for metric in app.metric][:4]


def test_the_four_figures_stand_with_their_n() -> None:
    assert figures(board()) == ["CSAT (n 6)", "NPS (n 6)", "Average rating (n 4)", "Response rate (n 0)"]
    assert not chips(board())


def test_with_few_answers_the_page_says_that_there_is_no_trend() -> None:
    words = [caption.value for caption in board().caption]
    assert any(text.startswith("No trend: two periods with at least 5 answers") for text in words)


def test_a_click_on_a_chart_filters_everything_and_the_chip_takes_it_away() -> None:
    app = board()
    key = f"feedback_categories_{scope_key(Scope())}_chart"
    app.session_state[key] = {"selection": {"points": [{"customdata": ["value_for_money"]}]}}
    app.run()
    assert app.query_params["by_low"] == "value_for_money"
    (chip,) = chips(app)
    assert chip == "Rated below 4 stars: Value for money"
    assert figures(app)[2] == "Average rating (n 2)"
    next(button for button in app.button if button.key == "chip_low").click().run()
    assert "by_low" not in app.query_params
    assert not chips(app)


def test_the_list_does_what_a_click_does() -> None:
    app = board()
    app.selectbox(key="filter_offer").select(OFFER).run()
    assert app.query_params["by_offer"] == OFFER
    assert chips(app) == ["Offer: Local Search Launch"]
    app.selectbox(key="filter_offer").select(None).run()
    assert not chips(app)


def test_a_link_opens_the_filtered_page_and_a_wrong_one_finds_nothing() -> None:
    app = board(by_client="nobody <b>*", by_period="2026-Q3")
    assert figures(app)[0] == "CSAT (n 0)"
    assert chips(app)[:2] == ["Client: nobody \\<b\\>\\*", "Time: Q3 2026"]
    next(button for button in app.button if button.key == "chip_none").click().run()
    assert figures(app)[0] == "CSAT (n 6)"


def test_a_download_hides_names_unless_somebody_asks_for_them(demo: Workspace) -> None:
    hidden = make_report(demo, Scope(), hide=True)
    assert hidden.document["in_all"] == "hidden"  # four responses are too few
    named = json.dumps(make_report(demo, Scope(), hide=False).document)
    assert "Oakline" in named
    for name in ("Oakline", "Harbor", "Nordwind", "Maple"):
        assert name not in json.dumps([hidden.document, hidden.cells])
    app = board()
    app.session_state["feedback_report"] = True
    app.run()
    assert app.toggle(key="feedback_report_hide").value is True


def test_a_downloaded_analysis_names_nobody_unless_somebody_asks(demo: Workspace) -> None:
    run = next(
        row for row in demo.runs.page(size=100).rows.itertuples() if row.workflow == "feedback_to_offer"
    )
    result = demo.find_run(str(run.workflow_id))
    assert result is not None
    text = _json(demo, result, hide=True).decode()
    assert "fewer than 5 answers" in text
    for name in ("oakline", "harbor", "nordwind", "maple"):
        assert name not in text.casefold()
        assert name not in _printable(demo, result, "today", hide=True).decode().casefold()
    assert "feedback_analysis" in _json(demo, result, hide=False).decode()
