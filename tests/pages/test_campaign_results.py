"""Spend and results of a campaign on screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db.workspace import Workspace
from tests.pages.test_every_page import shown, visit

REPORT = Path(__file__).resolve().parents[2] / "sample_data" / "ads_report.csv"


def open_campaign(demo: Workspace, position: int) -> tuple[Any, str]:
    key = str(demo.marketing.campaigns()["campaign_id"].iloc[position])
    return visit("domains/marketing.py", {"part": "records", "campaign": key}), key


def press(app: Any, label: str) -> Any:
    return next(one for one in app.button if one.label == label).click().run()


def test_the_demo_shows_what_a_lead_costs(demo: Workspace) -> None:
    app, key = open_campaign(demo, 2)
    sums = demo.campaign_results.sums(key)
    found = {metric.label: metric.value for metric in app.metric}
    assert found["Cost per lead"] == f"${sums.spend / sums.leads:.2f}"
    assert found["Spent"] == f"${sums.spend:,.0f}"


def test_a_report_is_checked_and_kept_and_the_same_again_changes_nothing(demo: Workspace) -> None:
    app, key = open_campaign(demo, 0)
    app.file_uploader[0].upload(REPORT.name, REPORT.read_bytes(), "text/csv").run()
    assert "5 days" in shown(app)
    campaigns = next(one for one in app.multiselect if one.label.startswith("Campaigns in the file"))
    campaigns.set_value(["Widget Pro launch"]).run()
    press(app, "Keep these results")
    lines = demo.campaign_results.lines(key)
    assert len(lines) == 5 and int(lines["spend_cents"].sum()) == 45_192
    assert demo.campaign_results.keep(key, [], "nothing") == (0, 0)


def test_a_day_is_typed_in_and_taken_back(demo: Workspace) -> None:
    app, key = open_campaign(demo, 0)
    next(one for one in app.segmented_control if one.label == "From").set_value("By hand").run()
    next(one for one in app.text_input if one.label.startswith("Channel")).set_value("Events")
    next(one for one in app.text_input if one.label.startswith("Spent")).set_value("a fortune").run()
    press(app, "Keep this day")
    assert demo.campaign_results.lines(key).empty
    assert next(one for one in app.text_input if one.label.startswith("Spent")).value == "a fortune"
    next(one for one in app.text_input if one.label.startswith("Spent")).set_value("$1,200").run()
    press(app, "Keep this day")
    assert list(demo.campaign_results.lines(key)["spend_cents"]) == [120_000]
