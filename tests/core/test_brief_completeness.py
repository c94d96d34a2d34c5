"""Ten parts of a brief: what is there counts, what is missing says what to do."""

from __future__ import annotations

from typing import get_args

from core.brief_completeness import CompletenessRules, PartName, check_completeness

ALL: dict[PartName, str | None] = dict.fromkeys(get_args(PartName), "there")


def test_a_full_brief_scores_ten_of_ten() -> None:
    found = check_completeness(ALL, CompletenessRules())
    assert (found["score"], found["out_of"], found["percent"]) == (10, 10, 100)
    assert found["missing"] == []
    assert found["summary"] == "Every part is there."


def test_a_missing_part_is_named_with_what_to_do() -> None:
    found = check_completeness({**ALL, "approver": None, "budget": ""}, CompletenessRules())
    assert (found["score"], found["percent"], found["formula"]) == (8, 80, "8 of 10 parts = 80 %")
    assert found["summary"] == "Still missing: Budget, Approver."
    to_do = {part["part"]: part["to_do"] for part in found["parts"] if not part["present"]}
    assert to_do == {
        "budget": "Give the budget as one amount, like $10,000.",
        "approver": "Name the person who approves the campaign.",
    }


def test_an_agency_may_ask_for_fewer_parts() -> None:
    rules = CompletenessRules(parts=CompletenessRules().parts[:2])
    assert check_completeness({"name": "Widget Pro_launch"}, rules)["percent"] == 50
