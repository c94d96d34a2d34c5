"""The campaign's page hands every waiting lead over, and shows what Sales got."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import HandoffRefused
from db.bulk_handoff import WaitingLeads
from db.lead_import import ImportOptions
from db.workspace import Workspace
from pages.shared.bulk_handoff import waiting_words

ROOT = Path(__file__).resolve().parents[2]
LIST = b"""Name,Email,Score,Urgency
Ada,ada@x.org,95,high
Bob,bob@x.org,20,low
"""


def campaign_page(workspace: Workspace) -> AppTest:
    staged = workspace.lead_imports.stage("leads.csv", LIST)
    workspace.lead_imports.run(staged.import_id, ImportOptions())
    app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30).run()
    app.switch_page("domains/marketing.py")
    app.query_params["part"] = "records"
    app.query_params["campaign"] = "camp_imported"
    app.run()
    assert not app.exception
    return app


def test_one_click_hands_every_waiting_lead_over(workspace: Workspace) -> None:
    app = campaign_page(workspace)
    (button,) = [button for button in app.button if button.label.startswith("Hand over")]
    assert button.label == "Hand over 2 leads to Sales"
    button.click().run()
    assert not app.exception
    assert workspace.inbox.waiting_counts() == {"sales": 1}
    assert {metric.label: metric.value for metric in app.metric}["Leads in"] == "2"
    app.query_params["part"] = "records"
    app.run()
    assert not [button for button in app.button if button.label.startswith("Hand over")]


def test_a_refusal_is_said_and_the_leads_wait_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise HandoffRefused("Sales is closed today.")

    app = campaign_page(workspace)
    monkeypatch.setattr("db.bulk_handoff.handoff.StoredLeadsHandoff._read", refuse)
    (button,) = [button for button in app.button if button.label.startswith("Hand over")]
    button.click().run()
    assert not app.exception
    assert any("Sales is closed today" in message.value for message in [*app.warning, *app.error])
    assert [button.label for button in app.button if button.label == "Stop"] == []
    assert workspace.marketing.waiting_leads("camp_imported").total == 2


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        (WaitingLeads(qualified=1), "1 lead waits to go to Sales: 1 worth a call."),
        (
            WaitingLeads(1_200, 3, 2, came_back=5),
            "1,205 leads wait to go to Sales: 1,200 worth a call, 3 to nurture, 2 that cannot be worked yet. "
            "5 of them came back from Sales.",
        ),
    ],
    ids=["one", "many"],
)
def test_what_waits_is_said_in_a_sentence(waiting: WaitingLeads, words: str) -> None:
    assert waiting_words(waiting) == words


def test_many_leads_go_over_beside_the_page_which_says_what_came_of_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.shared.bulk_handoff.IN_PAGE", 1)
    begun: list[str] = []

    def begin(*what: str, **_: object) -> int:
        begun.append(what[1])
        return os.getpid()

    monkeypatch.setattr("db.bulk_handoff.jobs.start_worker", begin)
    app = campaign_page(workspace)
    (button,) = [button for button in app.button if button.label.startswith("Hand over")]
    button.click().run()
    assert begun == ["camp_imported"]
    assert [button.label for button in app.button if button.label == "Stop the handoff"]
    workspace.handoff_jobs.run("camp_imported")  # what the worker does
    app.run()
    assert any("The leads are with Sales" in message.value for message in app.success)
    app.run()
    assert not any("The leads are with Sales" in message.value for message in app.success)


def test_the_report_of_an_import_hands_its_leads_over(workspace: Workspace) -> None:
    staged = workspace.lead_imports.stage("leads.csv", LIST)
    workspace.lead_imports.run(staged.import_id, ImportOptions())
    app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30).run()
    app.switch_page("domains/lead_import.py")
    app.query_params["import"] = staged.import_id
    app.run()
    (button,) = [button for button in app.button if button.label == "Hand over 2 leads to Sales"]
    button.click().run()
    assert not app.exception
    assert workspace.inbox.waiting_counts() == {"sales": 1}
