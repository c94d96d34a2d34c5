"""The forms of the five workflows: no JSON to type, words to choose from, and nothing lost on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import HandoffRefused, InputRejected
from core.intake.json_text import read_json
from core.registry import CHAIN, Registry
from core.workflow import Workflow
from db.workspace import Workspace
from pages.shared.form_plan import FieldPlan, plan_of_model, with_choices
from tests.pages.guide import INPUTS
from tests.pages.test_every_page import shown, visit
from tests.pages.test_schema_form import answer, form, key

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
REGISTRY = Registry()


def plan_of(workflow: Workflow[Any, Any]) -> list[FieldPlan]:
    return with_choices(plan_of_model(workflow.input_model), workflow.choices(workflow.policy_model()))


PLANS = {name: plan_of(REGISTRY.get(name)) for name in CHAIN}


def workflow_of(given: dict[str, Any]) -> str:
    """The workflow whose form shares the most fields with `given`."""
    return max(PLANS, key=lambda name: len({field.name for field in PLANS[name]} & given.keys()))


def samples() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted([*SAMPLES.glob("*.json"), *SAMPLES.glob("invalid/*.json")]):
        try:
            value = read_json(path.read_bytes())
        except InputRejected:
            continue
        if isinstance(value, dict):
            found.append((str(path.relative_to(SAMPLES)), value))
    lines = (SAMPLES / "deals.jsonl").read_text(encoding="utf-8").splitlines()
    return [*found, *((f"deals.jsonl:{number}", json.loads(line)) for number, line in enumerate(lines, 1))]


def flat(fields: Sequence[FieldPlan], path: str = "") -> Iterator[tuple[str, FieldPlan]]:
    for field in fields:
        yield f"{path}{field.name}", field
        yield from flat(field.children, f"{path}{field.name}.")


@pytest.mark.parametrize("workflow", list(CHAIN))
def test_no_field_of_a_workflow_is_json(workflow: str) -> None:
    assert [path for path, field in flat(PLANS[workflow]) if field.kind == "json"] == []


@pytest.mark.parametrize("workflow", list(CHAIN))
def test_every_offered_word_belongs_to_a_field(workflow: str) -> None:
    found = REGISTRY.get(workflow)
    offered = found.choices(found.policy_model())
    assert offered.keys() <= dict(flat(PLANS[workflow])).keys()


def outcome(workflow: str, raw: dict[str, Any]) -> Any:
    """What the contract makes of `raw`: the validated input, or what is wrong with it."""
    try:
        return REGISTRY.get(workflow).parse(raw).canonical()
    except InputRejected as error:
        return {problem.field for problem in error.problems}


def filled(value: Any) -> Any:
    """`value` without what is empty: a form leaves out what nobody filled in."""
    if isinstance(value, dict):
        return {name: filled(part) for name, part in value.items() if part not in (None, "", {}, [])}
    return [filled(part) for part in value] if isinstance(value, list) else value


def stays(workflow: str, given: dict[str, Any]) -> None:
    back = answer(form(given, PLANS[workflow]))
    assert filled(back) == filled(given)
    assert outcome(workflow, back) == outcome(workflow, given)


@pytest.mark.parametrize("given", [pytest.param(given, id=name) for name, given in samples()])
def test_a_sample_that_nobody_changes_is_handed_over_as_it_was(given: dict[str, Any]) -> None:
    stays(workflow_of(given), given)


@pytest.mark.parametrize("workflow", list(CHAIN))
def test_a_draft_of_the_demo_that_nobody_changes_is_handed_over_as_it_was(
    workflow: str, demo: Workspace
) -> None:
    drafts: dict[str, tuple[Any, Callable[[str], dict[str, Any]]]] = {
        "offer_to_marketing": (demo.offers.overview()["offer_id"], demo.offers.draft),
        "marketing_to_sales": (demo.marketing.campaigns()["campaign_id"], demo.marketing.draft),
        "sales_to_fulfillment": (demo.deals.page().rows["deal_id"], demo.deals.draft),
        "fulfillment_to_feedback": (demo.fulfillment.projects()["project_id"], demo.fulfillment.draft),
        "feedback_to_offer": (demo.feedback.surveys()["request_id"], demo.feedback.draft),
    }
    ids, draft = drafts[workflow]
    assert len(ids) > 1
    for one in ids:
        stays(workflow, draft(one))


# Words to choose from


@pytest.mark.parametrize(
    ("workflow", "path", "labels"),
    [
        ("sales_to_fulfillment", "status", "Won, New, Contacted, Proposal, Negotiation, Lost"),
        ("sales_to_fulfillment", "payment_status", "Verified, Paid, Deposit paid, Pending"),
        ("sales_to_fulfillment", "client_info.tier", "Enterprise, Standard"),
        ("fulfillment_to_feedback", "client_info.tier", "Enterprise, Standard"),
        (
            "sales_to_fulfillment",
            "service_package.type",
            "Web development, Marketing campaign, Local seo, Branding",
        ),
    ],
)
def test_words_of_the_policy_are_offered_with_labels(workflow: str, path: str, labels: str) -> None:
    app = form({}, PLANS[workflow])
    assert ", ".join(app.selectbox(key=key(app, path)).options) == labels


@pytest.mark.parametrize(
    ("workflow", "path", "words"),
    [
        ("fulfillment_to_feedback", "deliverables_status.status", "completed in_progress planned cancelled"),
        ("feedback_to_offer", "responses.would_recommend", "yes maybe no"),
        ("marketing_to_sales", "leads_generated.urgency", "very_high high medium low none"),
    ],
)
def test_words_in_a_table_are_chosen_too(workflow: str, path: str, words: str) -> None:
    field = dict(flat(PLANS[workflow]))[path]
    assert (field.kind, field.options) == ("choice", tuple(words.split()))
    assert field.label_of("in_progress") == "In progress"


def test_a_policy_of_ones_own_changes_the_words() -> None:
    workflow = REGISTRY.get("sales_to_fulfillment")
    policy = workflow.policy_model(
        won_statuses=("signed",), accepted_payment_statuses=("wired",), high_priority_tiers=("key_account",)
    )
    offered = workflow.choices(policy)
    assert "signed" in offered["status"].labels
    assert list(offered["payment_status"].labels) == ["wired", "pending"]
    assert list(offered["client_info.tier"].labels) == ["key_account", "enterprise", "standard"]


@pytest.mark.parametrize(("path", "others"), [("client_info.tier", True), ("payment_status", False)])
def test_another_word_can_be_typed_where_the_contract_takes_any(path: str, others: bool) -> None:
    app = form({}, PLANS["sales_to_fulfillment"])
    assert app.selectbox(key=key(app, path)).proto.accept_new_options is others


def test_a_choice_is_taken_back_and_a_word_that_was_given_is_offered() -> None:
    app = form({"client_info": {"tier": "enterprise"}}, PLANS["sales_to_fulfillment"])
    tier = app.selectbox(key=key(app, "client_info.tier"))
    tier.set_value(None).run()
    assert answer(app) == {"client_info": {}}
    app = form({"client_info": {"tier": "key account"}}, PLANS["sales_to_fulfillment"])
    assert app.selectbox(key=key(app, "client_info.tier")).options == [
        "Enterprise",
        "Standard",
        "Key account",
    ]
    assert answer(app) == {"client_info": {"tier": "key account"}}


def select(app: AppTest, label: str) -> Any:
    return next(field for field in app.selectbox if field.label == label)


@pytest.mark.parametrize(
    ("label", "field", "told"),
    [
        ("Status", "status", "Status must be won"),
        ("Payment status", "payment_status", "Payment status must be one of: verified, paid, deposit paid"),
    ],
)
def test_a_word_from_outside_is_kept_and_refused_at_its_field(
    label: str, field: str, told: str, workspace: Workspace
) -> None:
    raw = {**INPUTS["sales_to_fulfillment"], field: "On hold"}
    app = visit("domains/sales.py", {"part": "new"})
    app.segmented_control(key="sales_way").set_value("upload").run()
    app.file_uploader[0].upload("deal.json", json.dumps(raw).encode()).run()
    assert select(app, label).value == "On hold"
    app.button(key="sales_deliver").click().run()
    assert told in shown(app).replace("\\", "")
    assert select(app, label).value == "On hold"
    assert workspace.runs.page().rows["outcome"].tolist() == ["refused"]
    with pytest.raises(HandoffRefused):
        workflow = REGISTRY.get("sales_to_fulfillment")
        workflow.check(workflow.parse(raw), workflow.policy_model())
    right = {"status": "closed_won", "payment_status": "deposit_paid"}[field]
    select(app, label).set_value(right).run()
    app.button(key="sales_deliver").click().run()
    assert workspace.inbox.waiting("fulfillment")["workflow"].tolist() == ["sales_to_fulfillment"]


# Feedback, by the form alone


def test_answers_and_ratings_stand_in_the_main_part_of_an_empty_form() -> None:
    app = form({}, PLANS["feedback_to_offer"])
    folded = {table.key for table in app.expander[0].dataframe}
    for name in ("responses", "ratings"):
        assert key(app, name) in {table.key for table in app.dataframe} - folded
    assert key(app, "likelihood_to_recommend") in folded


def test_ratings_typed_into_the_form_are_analysed_and_stored(workspace: Workspace) -> None:
    app = visit("domains/feedback.py", {"part": "new"})
    fields = {field.label: field for field in app.text_input}
    fields["Feedback id"].set_value("fb_form")
    fields["Project id"].set_value("p_form")
    app.run()
    table = next(name for table in app.dataframe if (name := str(table.key)).endswith(".ratings"))
    rows = [{"overall_satisfaction": 4, "timeliness": 2}, {"overall_satisfaction": 9}]
    edits = {"edited_rows": {0: {"overall_satisfaction": 5}}, "added_rows": rows, "deleted_rows": []}
    app.session_state[table] = edits
    app.run()
    app.button(key="feedback_deliver").click().run()
    assert "Row 3, Overall satisfaction must be between 1 and 5" in shown(app).replace("\\", "")
    assert workspace.feedback.responses().empty
    rows[1]["overall_satisfaction"] = 3
    app.session_state[table] = edits
    app.run()
    app.button(key="feedback_deliver").click().run()
    assert not app.exception
    analysis = workspace.feedback.analysis("fb_form")["feedback_analysis"]
    assert [(line["category"], line["mean"], line["n"]) for line in analysis["rating_averages"]] == [
        ("overall_satisfaction", 4.0, 3),
        ("timeliness", 2.0, 1),
    ]
