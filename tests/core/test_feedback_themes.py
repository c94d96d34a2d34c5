"""What clients write, and the themes that are praised or to be improved in it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.feedback_text.reading import comment_themes
from core.feedback_text.themes import Theme, ThemeRules, theme_of_category

RULES = ThemeRules()

# "+" praised, "-" to be improved.
COMMENTS = {
    "They kept us posted at every step.": "+communication",
    "Great communication from start to finish.": "+communication",
    "We never heard back after the kickoff.": "-communication",
    "Our e-mails went unanswered for days.": "-communication",
    "She listened carefully to what we needed.": "+communication",
    "More regular updates, please.": "-communication",
    "They explained every step well.": "+communication",
    "Delivered two days ahead of schedule.": "+timeliness",
    "The launch slipped by three weeks.": "-timeliness",
    "Faster turnaround time": "-timeliness",
    "They missed every deadline.": "-timeliness",
    "Everything was ready on time.": "+timeliness",
    "It took far too long.": "-timeliness",
    "Excellent quality of work.": "+quality",
    "The texts were full of typos.": "-quality",
    "The new site looks beautiful.": "+quality",
    "The design felt sloppy.": "-quality",
    "The brochure was flawless.": "+quality",
    "The files we got were full of errors.": "-quality",
    "Great attention to detail.": "+quality",
    "Far too expensive for a small firm.": "-value",
    "Excellent value for money.": "+value",
    "The price was fair.": "+value",
    "We were charged twice for the same hour.": "-value",
    "Hidden fees on the invoice.": "-value",
    "Worth every penny.": "+value",
    "Prices could be lower.": "-value",
    "Lovely people to work with.": "+team",
    "The account manager was rude.": "-team",
    "A friendly and professional team.": "+team",
    "Their staff kept changing.": "-team",
    "He really knows his craft.": "+expertise",
    "They had no experience with our industry.": "-expertise",
    "Very knowledgeable consultants.": "+expertise",
    "A true expert in search marketing.": "+expertise",
    "Helpful support whenever we were stuck.": "+support",
    "Customer service was terrible.": "-support",
    "They went out of their way to help us.": "+support",
    "No help after the launch.": "-support",
    "The monthly reports are clear and useful.": "+reporting",
    "The dashboard is hard to read.": "-reporting",
    "We need better reporting.": "-reporting",
    "The analytics report was excellent.": "+reporting",
    "Our traffic doubled.": "+results",
    "Sales went up by 30 percent.": "+results",
    "The campaign brought us no leads at all.": "-results",
    "We saw great results within a month.": "+results",
    "Conversions dropped after the relaunch.": "-results",
    "Smooth process from briefing to launch.": "+process",
    "The onboarding was confusing.": "-process",
    "Very well organised project management.": "+process",
    "Too many rounds of revisions.": "-process",
    "The scope kept growing without a word.": "-process",
}
MIXED = {
    "Great quality, but it was late.": {("quality", "strength"), ("timeliness", "improvement")},
    "Friendly team, but far too expensive.": {("team", "strength"), ("value", "improvement")},
    "The reports are clear. The support is unhelpful.": {
        ("reporting", "strength"),
        ("support", "improvement"),
    },
}
NO_THEME = (
    "Thank you!",
    "We are a bakery in Leeds.",
    "I like it.",
)
KINDS = {"+": "strength", "-": "improvement"}


@pytest.mark.parametrize(("text", "theme"), COMMENTS.items(), ids=COMMENTS)
def test_a_comment_names_its_theme_and_how_it_sounds(text: str, theme: str) -> None:
    assert (theme[1:], KINDS[theme[0]]) in comment_themes(text, RULES)


@pytest.mark.parametrize(("text", "themes"), MIXED.items(), ids=MIXED)
def test_praise_and_blame_in_one_comment_are_kept_apart(text: str, themes: set[tuple[str, str]]) -> None:
    assert set(comment_themes(text, RULES)) == themes


@pytest.mark.parametrize("text", NO_THEME)
def test_a_comment_about_nothing_in_particular_has_no_theme(text: str) -> None:
    assert comment_themes(text, RULES) == []


def test_an_exception_keeps_a_word_from_naming_a_theme() -> None:
    assert "team" in dict(comment_themes("Friendly people.", RULES))
    assert "team" not in dict(comment_themes("A user friendly page.", RULES))


def test_the_ten_themes_are_each_worded_for_praise_blame_and_change() -> None:
    assert [theme.key for theme in RULES.themes] == [
        "communication", "timeliness", "quality", "value", "team",
        "expertise", "support", "reporting", "results", "process",
    ]  # fmt: skip
    for theme in RULES.themes:
        assert theme.phrases
        assert theme.strength != theme.improvement


def test_a_policy_may_add_a_theme_in_its_own_words() -> None:
    parking = Theme(
        key="parking",
        label="Parking",
        phrases=("parking", "car park*"),
        strength="Easy parking",
        improvement="Offer parking",
        adjustment="Rent two places",
    )
    rules = ThemeRules(themes=(parking,))
    assert comment_themes("The car parks were awful.", rules) == [("parking", "improvement")]


def test_a_phrase_that_cannot_be_read_is_refused_where_it_is_edited() -> None:
    with pytest.raises(ValidationError, match="must hold a word"):
        Theme(key="x", label="X", phrases=("...",), strength="a", improvement="b", adjustment="c")


@pytest.mark.parametrize(
    ("category", "key"),
    [("timeliness", "timeliness"), ("value_for_money", "value"), ("quality", "quality")],
)
def test_a_rating_belongs_to_its_theme(category: str, key: str) -> None:
    theme = theme_of_category(category, RULES)
    assert theme is not None
    assert theme.key == key


def test_a_rating_without_a_theme_is_worded_by_its_name() -> None:
    theme = theme_of_category("ease_of_use", RULES)
    assert theme is not None
    assert theme.improvement == "Improve ease of use"
    assert theme_of_category("overall_satisfaction", RULES) is None
