"""The themes of an agency: words added, excepted and left out, titles, own themes, and what they move."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import InputRejected
from core.feedback_text.reading import comment_themes
from core.feedback_text.theme_effect import theme_effect
from core.feedback_text.themes import APP_THEMES, ThemeRules, theme_of_category
from core.rule_sets import RULE_SETS
from core.rule_sets.theme_set import app_words, phrase_words, theme_key
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy

THEMES = RULE_SETS["themes"]


def edited(**values: Any) -> ThemeRules:
    found = THEMES.read({name.replace("__", "."): value for name, value in values.items()})
    assert isinstance(found, ThemeRules)
    return found


@pytest.mark.parametrize(
    ("values", "text", "before", "after"),
    [
        ({"value__words": ["pancake*"]}, "The pancakes are great", set(), {"value"}),
        ({"team__exceptions": ["lovely team"]}, "A lovely team", {"team"}, set()),
        ({"team__left_out": list(app_words("team"))}, "A lovely team", {"team"}, set()),
        ({"parking__title": "Parking", "parking__words": ["parking"]}, "Great parking", set(), {"parking"}),
    ],
    ids=["added", "excepted", "left out", "own"],
)
def test_edited_words_are_heard(values: dict[str, Any], text: str, before: set[str], after: set[str]) -> None:
    rules = edited(**values)
    assert {key for key, _ in comment_themes(text, ThemeRules())} == before
    assert {key for key, _ in comment_themes(text, rules)} == after
    # What is stored is read back as the same rules, and names only what was edited.
    body = {"themes": rules.as_body()}
    assert set(body["themes"]) == {"edits"}
    assert FeedbackToOfferPolicy.model_validate(body).themes == rules


def test_a_title_is_changed_and_one_of_its_own_is_worded_like_a_rating() -> None:
    rules = edited(team__title="Our people", onboarding__title="Onboarding", onboarding__words=["onboarding"])
    by_key = {theme.key: theme for theme in rules.themes}
    assert by_key["team"].label == "Our people"
    assert by_key["team"].strength == "Professional, likeable team"
    assert by_key["onboarding"].improvement == "Improve onboarding"
    assert theme_of_category("onboarding", rules) is by_key["onboarding"]
    assert len(rules.themes) == len(APP_THEMES) + 1


def test_what_changes_nothing_is_not_kept() -> None:
    assert edited(team__title="Team", value__words=[" ", ""]) == ThemeRules()
    assert THEMES.to_values(edited(value__words=["fee", " fee "])) == {"value.words": ["fee"]}


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"value__words": ["fee", "... fee"]}, "value.words[1]", "only between words"),
        ({"value__words": ["! fee"]}, "value.words[0]", "words that do not name it"),
        ({"value__words": "fee"}, "value.words", "must be a list"),
        ({"value__words": ["fee"] * 201}, "value.words", "more than 200"),
        ({"value__title": " "}, "value.title", "must not be blank"),
        ({"value__title": "x" * 61}, "value.title", "more than 60"),
        ({"value__price": 1}, "value.price", "is not a part of a theme"),
        ({"own__words": ["fee"]}, "own.title", "is required"),
        ({"own__title": "Own"}, "own.words", "at least one word"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_named(values: dict[str, Any], field: str, told: str) -> None:
    with pytest.raises(InputRejected) as caught:
        edited(**values)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert told in caught.value.problems[0].message


def test_a_new_theme_gets_a_key_of_its_title() -> None:
    assert theme_key(" Onboarding & hand-over ") == "onboarding_hand_over"
    for title in ("", " ?!", "Overall satisfaction"):
        with pytest.raises(ValueError, match="a title"):
            theme_key(title)


def test_a_phrase_is_shown_without_its_notation() -> None:
    assert phrase_words("slow|late|tardy|sluggish ... repl* us?") == "slow/late/tardy/… … repl… us"


def test_the_effect_counts_comments_and_quotes_them() -> None:
    said = [
        ("liked_most", "The pancakes were clear"),
        ("could_improve", "A lovely team"),
        ("would_recommend", "yes"),
        ("liked_most", "The pancakes were clear"),
        ("liked_most", "Never read"),
    ]
    rules = edited(value__words=["pancakes"], team__exceptions=["lovely team"])
    effect = theme_effect(said, ThemeRules(), rules, most=3)
    assert effect.comments == 3
    value, team = effect.moves
    assert (value.label, value.before, value.after, value.gained, value.lost) == (
        "Value for money",
        0,
        2,
        2,
        0,
    )
    [example] = value.gained_examples
    assert example.text[example.start : example.end] == "pancakes"
    assert (team.gained, team.lost) == (0, 1)
    assert team.lost_examples[0].text == "A lovely team"
