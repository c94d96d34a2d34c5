"""Sets of rules as people edit them."""

from __future__ import annotations

import json

import pytest

from core.errors import InputRejected
from core.rule_sets import RULE_SETS, RuleSet, in_words


@pytest.mark.parametrize("rules", RULE_SETS.values(), ids=list(RULE_SETS))
def test_the_defaults_are_read_back_as_the_defaults(rules: RuleSet) -> None:
    values = rules.defaults()
    part = rules.read(json.loads(json.dumps(values)))
    assert part == getattr(rules.model(), rules.part)
    assert part.as_body() == {}
    assert rules.changes(values, rules.to_values(part)) == []


@pytest.mark.parametrize("rules", RULE_SETS.values(), ids=list(RULE_SETS))
def test_every_rule_has_a_name_that_people_read(rules: RuleSet) -> None:
    for name in rules.form.model_fields:
        assert "_" not in rules.label_of(name), name


HEALTH = RULE_SETS["client_health"]


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"good_from": "many"}, "good_from", "must be a whole number"),
        ({"good_from": 101}, "good_from", "must be at most 100"),
        ({"quiet_days": None}, "quiet_days", "must be a whole number"),
        ({"good_from": 40}, "", "“At risk below” must not be higher"),
        ({"low_rating": 50}, "", "a bad rating must not be higher"),
        ({"surprise": 1}, "surprise", "is not a field"),
    ],
    ids=lambda value: str(value),
)
def test_a_wrong_rule_is_named_with_what_would_be_right(
    change: dict[str, object], field: str, told: str
) -> None:
    with pytest.raises(InputRejected) as caught:
        HEALTH.read({**HEALTH.defaults(), **change})
    assert [problem.field for problem in caught.value.problems] == [field]
    assert told in caught.value.problems[0].message


def test_a_rule_that_was_emptied_is_missing_and_not_the_default() -> None:
    values = HEALTH.defaults()
    del values["good_from"]
    with pytest.raises(InputRejected, match="good_from"):
        HEALTH.read(values)


def test_only_what_differs_is_kept() -> None:
    assert HEALTH.read({**HEALTH.defaults(), "good_from": 80}).as_body() == {"good_from": 80}


@pytest.mark.parametrize(
    ("value", "words"),
    [(75, "75"), (0.5, "0.5"), (None, "nothing"), (["a", "b"], "a, b"), (True, "yes"), ({"a": [1]}, "a 1")],
    ids=str,
)
def test_values_are_told_in_words(value: object, words: str) -> None:
    assert in_words(value) == words


def test_a_long_value_is_cut() -> None:
    assert len(in_words("x" * 500)) == 80
