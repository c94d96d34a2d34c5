"""From what clients said to the next version and its effect, on every database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.errors import HandoffRefused
from core.offer_changes import Proposal, TermChange, term_differences
from db.tables.clients import Client, Contact
from db.tables.feedback import (
    Invitation,
    PromiseAnswer,
    Recommendation,
    ResponseFigures,
    Survey,
    ThemeCount,
)
from db.tables.fulfillment import Project
from db.tables.marketing import Campaign
from db.tables.offers import OfferVersion
from db.tables.runs import AuditLine
from db.tables.sales import Deal
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
NOW = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    run(opened, "offer_to_marketing", json.loads((SAMPLES / "offer_to_marketing.json").read_text()))
    yield opened
    opened.close()


def run(workspace: Workspace, name: str, raw: dict[str, Any]) -> Any:
    result = workspace.run(name, raw)
    assert result.success, (result.error, result.problems)
    return result


def offer_id(workspace: Workspace) -> str:
    return str(workspace.offers.overview()["offer_id"].iloc[0])


def answer(workspace: Workspace, number: int, **changes: Any) -> None:
    raw = {
        "feedback_id": f"fb_{number}",
        "project_id": f"p_{number}",
        "offer_id": offer_id(workspace),
        "responses": [{"could_improve": "Faster delivery", "future_services_interest": "ongoing support"}],
        "ratings": {"overall_satisfaction": [4], "timeliness": [2]},
    }
    run(workspace, "feedback_to_offer", raw | changes)


def all_rows(workspace: Workspace, table: Any, order: Any = None) -> list[Any]:
    with workspace.reading() as session:
        return list(session.exec(select(table).order_by(order if order is not None else table.id)).all())


def timeliness(workspace: Workspace) -> Proposal:
    line = next(line for line in workspace.loop.ranked().itertuples() if line.theme == "timeliness")
    return Proposal(str(line.offer_id), str(line.kind), str(line.proposal))


def put(workspace: Workspace, *lines: Any) -> None:
    with workspace.editing() as session:
        for line in lines:
            session.add(line)
            session.flush()


def project(number: int, version: int, **changes: Any) -> list[Any]:
    """A won deal of a version with its finished project."""
    values: dict[str, Any] = {"completed_on": date(2025, 2, 1), "planned_end_on": date(2025, 2, 1)}
    deal = Deal(
        deal_id=f"d_{number}",
        name="d",
        company_name="c",
        stage="closed_won",
        currency="USD",
        offer_id=changes.pop("offer_id"),
        offer_version=version,
        created_at=NOW,
        updated_at=NOW,
    )
    work = Project(
        project_id=f"p_{number}",
        client_id="c1",
        name=f"Project {number}",
        status="completed",
        created_at=NOW,
        updated_at=NOW,
        deal_id=deal.deal_id,
        offer_id=deal.offer_id,
        **(values | changes),
    )
    return [deal, work]


def client() -> Client:
    return Client(client_id="c1", name="Tech Corp", name_key="tech corp", created_at=NOW, updated_at=NOW)


def test_the_same_wish_of_many_responses_is_one_line_by_frequency_and_impact(workspace: Workspace) -> None:
    answer(workspace, 1)
    answer(workspace, 2, ratings={"overall_satisfaction": [4], "timeliness": [3]})
    answer(workspace, 3, responses=[{"liked_most": "Everything"}], ratings={"overall_satisfaction": [5]})
    found = workspace.loop.ranked()
    first = next(line for line in found.itertuples() if line.theme == "timeliness")
    # Two of three people; impacts (5 − 2) ÷ 4 and (5 − 3) ÷ 4; priority (1 × 0.75 + 1 × 0.5) ÷ 3.
    assert (first.named, first.people, first.responses) == (2, 3, 2)
    assert first.impact == pytest.approx(0.625)
    assert first.priority == pytest.approx(0.417, abs=0.001)
    support = next(line for line in found.itertuples() if line.kind == "new_service")
    assert (support.named, support.impact, support.priority) == (2, 0.5, 0.333)
    assert list(found["priority"]) == sorted(found["priority"], reverse=True)
    evidence = workspace.loop.evidence([timeliness(workspace)])[timeliness(workspace)]
    assert [quote["text"] for quote in evidence] == ["Faster delivery"] * 2
    assert {quote["feedback_id"] for quote in evidence} == {"fb_1", "fb_2"}


def test_accepting_changes_the_draft_and_decides_every_response_that_asked(workspace: Workspace) -> None:
    answer(workspace, 1)
    answer(workspace, 2)
    change = TermChange("new promise", "Every date is kept")
    number = workspace.loop.decide(
        timeliness(workspace), accept=True, reason="", change=change, hypothesis="On-time rate goes up"
    )
    assert number == 2
    draft = all_rows(workspace, OfferVersion)[-1]
    assert (draft.status, draft.change_note, draft.hypothesis) == (
        "draft",
        "Every date is kept",
        "On-time rate goes up",
    )
    first = json.loads(all_rows(workspace, OfferVersion)[0].terms_json)
    [line] = term_differences(first, json.loads(draft.terms_json))
    assert (line["before"], line["after"]) == (None, "Every date is kept")
    decided = [line for line in all_rows(workspace, Recommendation) if line.theme == "timeliness"]
    assert {(line.status, line.offer_version) for line in decided} == {("accepted", 2)}
    assert json.loads(str(decided[0].decision_json))["measure"] == "on_time"
    # A second one joins the same draft.
    support = workspace.loop.ranked().iloc[0]
    again = Proposal(support["offer_id"], support["kind"], support["proposal"])
    assert workspace.loop.decide(again, accept=True, reason="often asked") == 2
    assert len(all_rows(workspace, OfferVersion)) == 2
    assert workspace.loop.ranked().empty
    with pytest.raises(HandoffRefused, match="meanwhile"):
        workspace.loop.decide(again, accept=False, reason="no")
    actions = [line.action for line in all_rows(workspace, AuditLine)]
    assert actions.count("accept recommendation") == 2


def test_declining_needs_a_reason_and_a_refused_change_decides_nothing(workspace: Workspace) -> None:
    answer(workspace, 1)
    asked = timeliness(workspace)
    with pytest.raises(HandoffRefused, match="Say why"):
        workspace.loop.decide(asked, accept=False, reason=" ")
    with pytest.raises(HandoffRefused, match="says exactly this already"):
        workspace.loop.decide(
            asked, accept=True, reason="", change=TermChange("new promise", "AI-powered automation")
        )
    assert {line.status for line in all_rows(workspace, Recommendation)} == {"proposed"}
    assert workspace.loop.decide(asked, accept=False, reason="Not now") is None
    [line] = workspace.loop.decided().itertuples()
    assert (line.status, line.reason, line.responses) == ("declined", "Not now", 1)


def test_a_discarded_draft_gives_its_recommendations_back(workspace: Workspace) -> None:
    answer(workspace, 1)
    workspace.loop.decide(timeliness(workspace), accept=True, reason="")
    workspace.offers.discard_draft(offer_id(workspace), 2)
    assert len(all_rows(workspace, OfferVersion)) == 1
    assert {line.status for line in all_rows(workspace, Recommendation)} == {"proposed"}
    with pytest.raises(HandoffRefused, match="meanwhile"):
        workspace.offers.discard_draft(offer_id(workspace), 2)
    with pytest.raises(HandoffRefused, match="meanwhile"):
        workspace.offers.discard_draft(offer_id(workspace), 1)


def test_publishing_the_draft_briefs_marketing_on_the_new_version(workspace: Workspace) -> None:
    answer(workspace, 1)
    workspace.loop.decide(timeliness(workspace), accept=True, reason="")
    result = run(workspace, "offer_to_marketing", workspace.offers.draft(offer_id(workspace)))
    assert not result.replayed
    assert [line.status for line in all_rows(workspace, OfferVersion)] == ["published", "published"]
    campaigns = all_rows(workspace, Campaign, Campaign.created_at)
    assert [line.offer_version for line in campaigns][-1] == 2
    assert workspace.offers.overview()["current_version"].iloc[0] == 2
    assert workspace.reports.offer_effect.version_before(offer_id(workspace), 2) == 1
    assert workspace.reports.offer_effect.version_before(offer_id(workspace), 1) is None


def test_who_asked_is_told_by_name_with_their_own_words(workspace: Workspace) -> None:
    put(workspace, client(), *project(1, 1, offer_id=offer_id(workspace)))
    answer(workspace, 1)
    workspace.loop.decide(timeliness(workspace), accept=True, reason="")
    [line] = workspace.loop.behind_version(offer_id(workspace), 2)
    assert (line["client"], line["quotes"], line["email"]) == ("Tech Corp", ["Faster delivery"], None)
    assert line["decision"]["place"] == "delivery"


def test_words_go_to_who_said_them(workspace: Workspace) -> None:
    put(workspace, client(), *project(1, 1, offer_id=offer_id(workspace)))
    answer(workspace, 1)
    workspace.loop.decide(timeliness(workspace), accept=True, reason="")
    now: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}
    for name in ("Ann", "Bo"):
        email = f"{name.lower()}@t.example"
        put(workspace, Contact(client_id="c1", name=name, email=email, email_key=email, **now))
    [line] = workspace.loop.behind_version(offer_id(workspace), 2)
    assert not line["own_words"]  # of two people nobody knows whose they are
    put(
        workspace,
        Survey(request_id="FR_1", project_id="p_1", status="answered", request_json="{}", **now),
        Invitation(
            created_at=NOW,
            request_id="FR_1",
            token_digest="x",  # noqa: S106 - no secret
            name="Cy Young",
            email="cy@t.example",
            email_key="cy@t.example",
            invited_by="Mara",
            expires_at=NOW,
            feedback_id="fb_1",
        ),
    )
    [line] = workspace.loop.behind_version(offer_id(workspace), 2)
    assert (line["contact"], line["email"], line["own_words"]) == ("Cy Young", "cy@t.example", True)
    names = workspace.reports.known_names
    assert names.redactor(but_client="Other").text("Cy Young of Tech Corp") == "[name] of [company]"
    assert names.redactor(but_client="Tech Corp").text("Cy Young of Tech Corp") == "Cy Young of Tech Corp"


def test_a_version_is_held_against_the_one_before_it(workspace: Workspace) -> None:
    offer = offer_id(workspace)
    put(workspace, client())
    for number in range(12):
        version, is_late = (1, True) if number < 6 else (2, False)
        more = {"planned_end_on": date(2025, 1, 20)} if is_late else {}
        margin = {"value_cents": 10_000, "cost_cents": 9_000 - number if is_late else 4_000 + number}
        put(workspace, *project(number, version, offer_id=offer, **more, **margin))
        answer(
            workspace,
            number,
            likelihood_to_recommend=[3 if is_late else 10],
            ratings={"overall_satisfaction": [2 if is_late else 5]},
        )
    effect = workspace.reports.offer_effect.effect(offer, 1, 2)
    assert {name: line["verdict"] for name, line in effect.items()} == {
        "win_rate": "no clear change",
        "csat": "better",
        "nps": "better",
        "on_time": "better",
        "margin": "better",
    }
    assert effect["nps"]["change"] == 200.0
    assert (effect["on_time"]["before"]["value"], effect["on_time"]["after"]["value"]) == (0.0, 100.0)
    assert effect["margin"]["before"]["value"] == 10.0
    nothing = workspace.reports.offer_effect.effect(offer, 2, 3)
    assert {line["verdict"] for line in nothing.values()} == {"too few to tell"}
    assert workspace.reports.offer_effect.unversioned(offer) == 0


def test_a_response_is_kept_in_numbers_and_counted_anew_when_it_comes_again(workspace: Workspace) -> None:
    given = {
        "promises": ["Live in 30 days", "Weekly report"],
        "responses": [
            {"could_improve": "Late delivery", "promise_1": "not kept", "promise_2": "kept"},
            {"liked_most": "The weekly report", "likelihood_to_recommend": 9},
        ],
        "likelihood_to_recommend": [6],
        "ratings": {"overall_satisfaction": [5, 2]},
    }
    answer(workspace, 1, **given)
    [figures] = all_rows(workspace, ResponseFigures, ResponseFigures.feedback_id)
    counted = (figures.people, figures.rated, figures.satisfied, figures.scored)
    assert counted == (2, 2, 1, 2)
    assert (figures.promoters, figures.detractors, figures.unhappy) == (1, 1, True)
    first, second = all_rows(workspace, PromiseAnswer)
    assert (first.promise_key, first.not_kept, first.to_improve) == ("live in 30 days", 1, 0)
    assert (second.kept, second.praised) == (1, 1)
    assert json.loads(second.quotes_json)[0]["text"] == "The weekly report"
    themes = {line.theme: (line.praised, line.to_improve) for line in all_rows(workspace, ThemeCount)}
    assert themes["timeliness"] == (0, 1)
    answer(workspace, 1, responses=[{"liked_most": "All of it"}], ratings={"overall_satisfaction": [5]})
    [figures] = all_rows(workspace, ResponseFigures, ResponseFigures.feedback_id)
    assert (figures.people, figures.detractors, figures.unhappy) == (1, 0, False)
    assert all_rows(workspace, PromiseAnswer) == []
