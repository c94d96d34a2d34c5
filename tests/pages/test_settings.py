"""Settings on screen: rules changed, their effect seen, published, and refused with what was typed kept."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.feedback_text.reading import comment_themes
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy
from db.tables.runs import PublishedPolicy
from db.workspace import Workspace
from tests.pages.test_every_page import shown, visit

PAGE = "insights/settings.py"


def opened(name: str) -> AppTest:
    return visit(PAGE, {"policy": name})


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def number(app: AppTest, label: str) -> Any:
    return next(one for one in app.number_input if one.label.replace("\\", "") == label)


def publish(app: AppTest, why: str = "Stricter") -> AppTest:
    next(one for one in app.text_input if one.label == "Why").set_value(why)
    return press(app, "Publish")


def change(workspace: Workspace, name: str, **values: Any) -> None:
    state = workspace.policy_records.state(name)
    workspace.policy_records.publish(
        name, {**state.values, **values}, version=state.version, why="Somebody else"
    )


def test_the_effect_is_seen_before_the_rule_is_published(demo: Workspace) -> None:
    app = opened("client_health")
    assert "These are the rules that hold" in shown(app)
    assert not any(one.label == "Publish" for one in app.button)
    number(app, "Good from").set_value(100).run()
    assert "of 5 clients would change" in shown(app)
    assert "Maple Street School" in app.dataframe[0].value["Client"].tolist()
    assert demo.client_health.rules.good_from == 75
    publish(app)
    assert demo.client_health.rules.good_from == 100
    assert "These are the rules that hold" in shown(app)
    assert "Good from 75 → **100**" in shown(app)


@pytest.mark.usefixtures("workspace")
def test_a_wrong_rule_is_told_at_its_field_and_what_was_typed_stays() -> None:
    app = opened("client_health")
    number(app, "Good from").set_value(400).run()
    assert "Good from must be at most 100" in shown(app)
    assert not any(one.label == "Publish" for one in app.button)
    assert number(app, "Good from").value == 400
    press(app, "Drop my changes")
    assert number(app, "Good from").value == 75


def test_no_reason_is_told_and_the_rules_stay(demo: Workspace) -> None:
    app = opened("client_health")
    number(app, "Good from").set_value(100).run()
    publish(app, why=" ")
    assert "Say why the rules change" in shown(app)
    assert number(app, "Good from").value == 100
    assert demo.client_health.rules.good_from == 75


def test_the_second_of_two_sees_what_the_first_did_and_goes_on_with_his_own(demo: Workspace) -> None:
    app = opened("client_health")
    number(app, "Good from").set_value(90).run()
    change(demo, "client_health", at_risk_below=40)
    publish(app)
    assert "published version 2 meanwhile" in shown(app)
    assert number(app, "Good from").value == 90
    press(app, "Go on with mine")
    publish(app)
    rules = demo.client_health.rules
    assert (rules.good_from, rules.at_risk_below) == (90, 40)


def test_the_second_of_two_may_drop_his_own(demo: Workspace) -> None:
    app = opened("client_health")
    number(app, "Good from").set_value(90).run()
    change(demo, "client_health", good_from=80)
    app.run()
    assert "version 2 meanwhile" in shown(app)
    press(app, "Show theirs and drop mine")
    assert number(app, "Good from").value == 80


def test_who_typed_nothing_sees_what_is_published_meanwhile(demo: Workspace) -> None:
    app = opened("client_health")
    change(demo, "client_health", good_from=80)
    app.run()
    assert number(app, "Good from").value == 80
    press(app, "Fill in the defaults")
    publish(app)
    assert demo.client_health.rules.good_from == 75


def test_rules_that_do_not_fit_are_told_and_repaired(demo: Workspace) -> None:
    with demo.editing() as session:
        session.add(
            PublishedPolicy(
                workflow="client_health",
                version=2,
                status="published",
                body_json='{"health": {"gone": 1}}',
                created_at=demo.clock.now(),
            )
        )
    assert "Publish it again in Settings" in shown(visit("domains/clients.py", {}))
    app = opened("client_health")
    assert "do not fit this version of the app" in shown(app)
    publish(app)
    assert demo.client_health.rules.good_from == 75


def area(app: AppTest, label: str) -> Any:
    return next(one for one in app.text_area if one.label == label)


def test_words_of_a_theme_are_tried_on_the_stored_comments_and_published(demo: Workspace) -> None:
    app = opened("themes")
    area(app, "Words that name it").set_value("practice\n<b>friday</b>\n... x").run()
    assert "may have" in shown(app) and "only between words" in shown(app)
    assert not any(one.label == "Publish" for one in app.button)
    area(app, "Words that name it").set_value("practice\nfriday").run()
    assert "Tried on the newest 11 comments" in shown(app)
    assert "A bit expensive for a small :green-background[practice]" in shown(app)
    assert "2 more" in shown(app)
    publish(app)
    themes = demo.policies.current("feedback_to_offer", FeedbackToOfferPolicy).themes
    assert ("communication", "strength") in comment_themes("A lovely practice", themes)
    assert "with practice, friday" in shown(app).replace("\\", "")


def test_a_theme_of_ones_own_is_added_renamed_and_taken_away(demo: Workspace) -> None:
    app = opened("themes")
    app.text_input(key="rules_themes_new").set_value("*Photo* day")
    app.text_area(key="rules_themes_new_words").set_value("photo*")
    press(app, "Add")
    assert app.selectbox[0].value == "photo_day"
    assert "1 more" in shown(app)
    next(one for one in app.text_input if one.label == "Title").set_value("Photos").run()
    publish(app)
    themes = demo.policies.current("feedback_to_offer", FeedbackToOfferPolicy).themes
    assert themes.themes[-1].label == "Photos"
    press(app, "Take this theme away")
    publish(app)
    assert demo.policy_records.state("themes").values == {}


def test_a_theme_keeps_what_was_typed_while_another_is_looked_at(demo: Workspace) -> None:
    app = opened("themes")
    area(app, "Words that name it").set_value("parents").run()
    app.selectbox(key="rules_themes_theme").set_value("team").run()
    assert area(app, "Words that name it").value == ""
    app.selectbox(key="rules_themes_theme").set_value("communication").run()
    assert area(app, "Words that name it").value == "parents"
    assert demo.policy_records.state("themes").version == 1


@pytest.mark.parametrize(
    ("name", "label", "value", "told"),
    [
        ("first_contact", "Hot leads: office hours", 900, "would be late under these rules"),
        ("lead_scoring", "Hot from", 60, "Of the newest 53 leads, scored as of now by both rules"),
        ("pipeline", "Proposal (%)", 90, "The weighted value of"),
    ],
)
@pytest.mark.usefixtures("demo")
def test_each_set_shows_what_it_would_move(name: str, label: str, value: float, told: str) -> None:
    app = opened(name)
    number(app, label).set_value(value).run()
    assert not app.exception
    assert told in shown(app)
    assert any(one.label == "Publish" for one in app.button)


def test_the_agency_is_changed_in_words_and_switches(demo: Workspace) -> None:
    app = opened("agency")
    next(one for one in app.text_input if one.label == "Office closes at").set_value("late").run()
    assert "Office closes at must be a time of the day like 09:00" in shown(app).replace("\\", "")
    next(one for one in app.text_input if one.label == "Office closes at").set_value("18:30").run()
    next(one for one in app.toggle if one.label.startswith("Saturday")).set_value(True).run()
    assert "more of the next 90 would be worked" in shown(app)
    publish(app)
    assert (demo.agency.office_closes, 5 in demo.agency.working_weekdays) == (time(18, 30), True)


@pytest.mark.parametrize(
    ("script", "params", "policy"),
    [
        ("domains/sales.py", {"part": "charts", "show": "Forecast"}, "pipeline"),
        ("domains/feedback.py", {"part": "charts"}, "themes"),
        ("domains/clients.py", {"client": "{client}", "show": "Overview"}, "client_health"),
    ],
)
def test_what_rests_on_rules_links_to_them(
    script: str, params: dict[str, str], policy: str, demo: Workspace
) -> None:
    client = str(demo.clients.page().rows["client_id"].iloc[0])
    app = visit(script, {name: value.replace("{client}", client) for name, value in params.items()})
    links = [one.proto for one in app.get("page_link")]
    assert any(f"policy={policy}" in str(link) for link in links)
