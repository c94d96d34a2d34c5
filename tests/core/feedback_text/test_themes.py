"""What agency clients talk about, and how they sound about it. The sentences are written for this table."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.feedback_text.reading import comment_themes, read_answers
from core.feedback_text.themes import Theme, ThemeRules, theme_of_category, themes_in
from core.feedback_text.tokens import tokens_of

RULES = ThemeRules()

SAID = """
Weekly reports were clear and easy to read | +reporting
We never got a monthly report | -reporting
Reporting could be clearer | -reporting
Our organic traffic doubled within three months | +results
We saw no increase in leads | -results
Sales went up by a third | +results
The onboarding process was smooth | +process
Too many rounds of revisions | -process
They were disorganised and lost our files | -process
The invoice was higher than the quote | -value
Great value for money | +value
Hidden fees | -value
They answered every email within an hour | +communication
Nobody told us about the delay | -communication -timeliness
We were left in the dark for weeks | -communication
They explain everything in plain words | +communication
Keep us in the loop more often | -communication
Delivered two weeks late | -timeliness
Always ahead of schedule | +timeliness
Missed deadlines | -timeliness
They hit every milestone | +timeliness
The design is gorgeous | +quality
The website is full of bugs | -quality
Sloppy copy with typos | -quality
The logo wasn't what we asked for | -quality
A lovely team to work with | +team
Our account manager changed three times | -team
Rude and arrogant people | -team
They really know their stuff | +expertise
They had no idea about our market | -expertise
Support fixed our problem the same day | +support
After launch nobody picked up the phone | -support
Great work but slow | +quality -timeliness
Friendly, fast, but expensive | +team +timeliness -value
Great quality, poor communication | +quality -communication
""".strip().splitlines()


@pytest.mark.parametrize("line", SAID)
def test_themes_are_heard_with_how_they_sound(line: str) -> None:
    text, expected = line.split(" | ")
    heard = {f"{'+' if kind == 'strength' else '-'}{key}" for key, kind in comment_themes(text, RULES)}
    assert set(expected.split()) <= heard
    # The same theme must not be heard the other way round too.
    assert not {f"{'-' if one[0] == '+' else '+'}{one[1:]}" for one in expected.split()} & heard


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("a user friendly site", "team"),
        ("all kinds of things", "team"),
        ("great communication skills", "expertise"),
        ("hard work", "quality"),
        ("We met on Monday", "timeliness"),
        ("a top notch freelancer", "quality"),
        ("We are open to new ideas", "process"),
        ("An issue was reported on Friday", "reporting"),
        ("my loyal customers", "team"),
        ("just a pair of hands", "team"),
    ],
)
def test_words_that_only_look_like_a_theme_name_none(text: str, theme: str) -> None:
    assert theme not in {named.theme.key for named in themes_in(tokens_of(text), RULES)}


def test_an_exception_reaches_over_no_comma() -> None:
    quick = themes_in(tokens_of("They reply quickly to me"), RULES)
    assert "timeliness" not in {named.theme.key for named in quick}
    both = themes_in(tokens_of("Made the changes quickly, replies too"), RULES)
    assert "timeliness" in {named.theme.key for named in both}


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("More regular updates, and a faster turnaround time", "communication- timeliness-"),
        ("Please send the report sooner, and the team was great", "reporting- team+ timeliness-"),
        ("Quicker answers please, and a lovely team", "communication- timeliness- team+"),
    ],
)
def test_what_a_list_of_wishes_goes_on_with_is_a_wish(text: str, heard: str) -> None:
    mentions = read_answers([{"could_improve": text}], RULES).mentions
    found = {f"{mention.theme.key}{'+' if mention.kind == 'strength' else '-'}" for mention in mentions}
    assert set(heard.split()) == found


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("They told us what the next step was", [("communication", "strength")]),
        ("Who sends the report?", []),
    ],
)
def test_a_statement_without_a_view_counts_as_praise_and_a_question_as_nothing(
    text: str, themes: list[tuple[str, str]]
) -> None:
    assert comment_themes(text, RULES) == themes


def test_a_theme_of_the_policy_is_found_with_its_exceptions() -> None:
    hosting = Theme(
        key="hosting",
        label="Hosting",
        phrases=("host*", "! host of"),
        strength="Solid hosting",
        improvement="Better hosting",
        adjustment="Move",
    )
    rules = ThemeRules(themes=(hosting,))
    assert comment_themes("The hosting is reliable", rules) == [("hosting", "strength")]
    assert comment_themes("A host of great things", rules) == []


def test_a_phrase_that_cannot_be_read_is_refused_where_it_is_edited() -> None:
    with pytest.raises(ValidationError, match="no sign of the notation"):
        Theme(key="x", label="X", phrases=("(a+)+$",), strength="s", improvement="i", adjustment="a")


def test_the_themes_that_come_with_the_app_pass_the_checks_of_edited_ones() -> None:
    rules = ThemeRules()
    assert len(rules.themes) == 10
    assert ThemeRules.model_validate(rules.model_dump()) == rules


def test_a_rating_without_a_theme_gets_texts_that_name_it() -> None:
    theme = theme_of_category("after_care", RULES)
    assert theme is not None
    assert theme.improvement == "Improve after care"
    assert theme_of_category("overall_satisfaction", RULES) is None
    timeliness = theme_of_category("timeliness", RULES)
    assert timeliness is not None
    assert timeliness.improvement == "Optimize delivery timelines"


def test_praise_beside_nothing_is_still_praise_and_asks_for_nothing() -> None:
    read = read_answers([{"could_improve": "Nothing, the team was absolutely great"}], RULES)
    assert [(mention.theme.key, mention.kind) for mention in read.mentions] == [("team", "strength")]
    assert read.unthemed == ()
