"""Sets of rules as people edit them."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

import pytest

from core.errors import InputRejected
from core.lead_scoring import ScoringRules
from core.rule_sets import RULE_SETS, RuleSet, in_words
from core.rule_sets.agency_set import WEEKDAYS

WEIGHED = ("score", "engagement", "budget", "urgency")


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


def read(name: str, **change: object) -> Any:
    return RULE_SETS[name].read({**RULE_SETS[name].defaults(), **change})


@pytest.mark.parametrize(
    ("name", "change", "field", "told"),
    [
        ("agency", {"currency": "EURO"}, "currency", "currency code of three letters"),
        ("agency", {"country": "Narnia"}, "country", "country code of two letters"),
        ("agency", {"timezone": "Berlin"}, "timezone", "time zone like Europe/Berlin"),
        ("agency", {"timezone": "/etc"}, "timezone", "time zone like Europe/Berlin"),
        ("agency", {"office_opens": "nine"}, "office_opens", "time of the day like 09:00"),
        ("agency", {"office_opens": "18:00"}, "", "must open before it closes"),
        ("agency", dict.fromkeys(WEEKDAYS, False), "", "at least one day of the week"),
        ("agency", {"client_tiers": ["x" * 41]}, "client_tiers", "at most 40 letters"),
        ("lead_scoring", {"warm_from": 70}, "", "between “Warm from” (70) and “Hot from” (80)"),
        ("lead_scoring", {f"{one}_weight": 0 for one in WEIGHED}, "", "at least one weight"),
        ("lead_scoring", {"urgency_half_life": 0}, "urgency_half_life", "must be more than 0"),
        ("pipeline", {"proposal": 101}, "proposal", "must be at most 100"),
        ("first_contact", {"hot_hours": -1}, "hot_hours", "must be at least 0"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_set_refuses_what_makes_no_sense(
    name: str, change: dict[str, object], field: str, told: str
) -> None:
    with pytest.raises(InputRejected) as caught:
        read(name, **change)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert told in caught.value.problems[0].message


def test_the_agency_is_read_from_its_answers() -> None:
    rules = read(
        "agency",
        currency="eur",
        country=None,
        timezone="Europe/Berlin",
        office_opens="8:30",
        friday=False,
        client_tiers=["gold", " gold", ""],
    )
    assert (rules.currency, rules.country, rules.timezone) == ("EUR", None, "Europe/Berlin")
    assert (rules.office_opens, rules.office_closes) == (time(8, 30), time(17))
    assert (rules.working_weekdays, rules.client_tiers) == ((0, 1, 2, 3), ("gold",))
    assert RULE_SETS["agency"].read(RULE_SETS["agency"].to_values(rules)) == rules
    assert type(rules).model_validate_json(rules.model_dump_json()) == rules


def test_a_half_life_may_be_taken_away_and_a_country_too() -> None:
    values = RULE_SETS["lead_scoring"].defaults()
    del values["urgency_half_life"]
    rules = RULE_SETS["lead_scoring"].read(values)
    assert isinstance(rules, ScoringRules)
    assert [one.half_life_days for one in rules.attributes] == [90, 30, None, None]


def test_shares_of_a_hundred_become_probabilities() -> None:
    rules = read("pipeline", proposal=55)
    assert [stage.probability for stage in rules.stages] == [0.1, 0.2, 0.55, 0.7, 1, 0]
    assert rules.stage("proposal").needs == ("value", "expected_close_on")


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
