"""A plan reads the right question off every kind of field."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, BeforeValidator, Field

from core.contract import Contract, Text
from pages.shared.form_plan import FieldPlan, plan_of_model, plan_of_sample, read_date, with_required_groups


class Colors(Contract):
    tone: Text | None = Field(None, title="Tone of voice", examples=["Friendly"])
    primary: list[Text] = Field(default_factory=list, title="Colours", examples=[["#007AFF"]])


class Entry(Contract):
    id: Text = Field(title="Entry id")
    score: float | None = Field(None, ge=0, le=100)
    contact: Colors | None = None


class Everything(Contract):
    product_name: Text = Field(title="Product", description="What it is called.", examples=["Widget"])
    story: Text = Field(examples=["A text of so many characters that nobody would want it in a single line."])
    marketing_budget: Text | None = None
    deal_value: float | str | None = None
    starts_on: date | None = None
    count: int = 0
    share: float | None = Field(None, ge=0, le=1)
    level: Literal["high", "medium", "low"] | None = None
    approved: bool = False
    points: list[Text] = Field(min_length=1, examples=[["One", "Two"]])
    brand: Colors | None = Field(None, title="Brand", description="How it looks.")
    entries: list[Entry] = Field(default_factory=list)
    leads: Annotated[list[Any], BeforeValidator(list)] = Field(default_factory=list)
    anything: Any = None
    rows: list[Any] = Field(default_factory=list, examples=[[{"a": 1}]])


PLAN = {field.name: field for field in plan_of_model(Everything, {"leads": Entry})}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("product_name", "text"),
        ("story", "long_text"),
        ("marketing_budget", "money"),
        ("deal_value", "money"),
        ("starts_on", "date"),
        ("count", "whole_number"),
        ("share", "number"),
        ("level", "choice"),
        ("approved", "toggle"),
        ("points", "texts"),
        ("brand", "group"),
        ("entries", "groups"),
        ("leads", "groups"),
        ("anything", "text"),
        ("rows", "groups"),
    ],
)
def test_every_field_gets_its_kind(name: str, kind: str) -> None:
    assert PLAN[name].kind == kind


def test_labels_help_and_limits_come_from_the_contract() -> None:
    product = PLAN["product_name"]
    assert (product.label, product.help, product.required, product.example) == (
        "Product",
        "What it is called.",
        True,
        "Widget",
    )
    assert PLAN["count"].label == "Count"
    assert (PLAN["share"].minimum, PLAN["share"].maximum) == (0, 1)
    assert PLAN["level"].options == ("high", "medium", "low")
    assert not PLAN["brand"].required


def test_parts_of_groups_and_lists_are_planned_too() -> None:
    assert [child.label for child in PLAN["brand"].children] == ["Tone of voice", "Colours"]
    assert [child.kind for child in PLAN["leads"].children] == ["text", "number", "group"]
    assert PLAN["leads"].children[0].label == "Entry id"


def test_a_contract_that_holds_itself_ends() -> None:
    class Node(BaseModel):
        name: str
        parts: list[Node] = []

    def depth(field: FieldPlan) -> int:
        return 1 + max((depth(child) for child in field.children), default=0)

    assert max(depth(field) for field in plan_of_model(Node)) < 10


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Anna", "text"),
        ("x" * 61, "long_text"),
        ("2025-02-03", "date"),
        ("2025-02-03T10:00:00Z", "date"),
        (3, "whole_number"),
        (0.5, "number"),
        (True, "toggle"),
        (["a"], "texts"),
        ([{"a": 1}], "groups"),
        ({"a": 1}, "group"),
        ([], "json"),
        ({}, "json"),
        ([1, "a"], "json"),
        (None, "json"),
    ],
    ids=str,
)
def test_a_workflow_without_a_contract_is_read_off_its_sample(value: Any, kind: str) -> None:
    [field] = plan_of_sample({"some_field": value})
    assert (field.kind, field.label, field.required) == (kind, "Some field", False)


@pytest.mark.parametrize("text", ["2025-02-30", "soon", "2025", "", None, 20250203, "2025-02-03x"])
def test_what_is_no_date_is_not_read_as_one(text: Any) -> None:
    assert read_date(text) is None


def group(name: str, *children: FieldPlan, required: bool = True) -> FieldPlan:
    return FieldPlan(name, name, "group", required=required, children=children)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"client": {"contact": {}}}),
        ({"client": None}, {"client": {"contact": {}}}),
        ({"client": {"name": "x"}}, {"client": {"name": "x", "contact": {}}}),
        (
            {"client": {"contact": {"phone": 1}}, "own": [1]},
            {"client": {"contact": {"phone": 1}}, "own": [1]},
        ),
        ({"client": "a person"}, {"client": "a person"}),
        ({"brand": {"x": 1}}, {"client": {"contact": {}}, "brand": {"x": 1, "logo": {}}}),
    ],
    ids=str,
)
def test_a_required_group_that_is_missing_is_checked_part_by_part(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    fields = [group("client", group("contact")), group("brand", group("logo"), required=False)]
    before = repr(given)
    assert with_required_groups(fields, given) == expected
    assert repr(given) == before
