"""Praise and blame as clients write them: denials, degree, contrast, wishes and sayings."""

from __future__ import annotations

import pytest

from core.feedback_text.polarity import NEUTRAL_WITHIN, comment_score

PRAISE = (
    "They never missed a deadline.",
    "Not a single bug so far.",
    "We had no problems at all.",
    "The site is free of errors.",
    "It wasn't bad at all.",
    "I can't complain.",
    "Couldn't be happier with the result.",
    "We could not have asked for a better team.",
    "Without any delays or surprises.",
    "Nothing went wrong.",
    "They didn't disappoint us.",
    "The work is not only fast but also careful.",
    "Hardly any mistakes.",
    "There was never a dull meeting, they were great.",
    "No hidden costs.",
    "I cannot recommend them enough.",
    "The start was slow, but the outcome is excellent.",
    "Although the price is high, the quality is outstanding.",
    "Despite a few problems, we are very happy.",
    "We were worried at first, but they did a fantastic job.",
    "They solved every problem quickly.",
    "Exceeded our expectations.",
    "They fixed the errors the same day.",
    "Not disappointed in the least.",
    "Never had an issue with them.",
    "I have nothing but praise.",
    "Quick replies and no nonsense.",
    "The handover wasn't difficult.",
)
BLAME = (
    "The texts were not good.",
    "We weren't happy with the drafts.",
    "I don't think the design is great.",
    "It isn't very helpful.",
    "Nobody was friendly to us.",
    "The app never worked properly.",
    "The campaign failed to impress us.",
    "Not worth the money.",
    "They exceeded our budget.",
    "The reports are far from clear.",
    "The logo is nice, but the texts are awful.",
    "The team was friendly. However, the result is useless.",
    "Good ideas, yet the execution was poor.",
    "Although they are nice people, the work was terrible.",
    "I wouldn't recommend them.",
    "We can no longer trust their dates.",
    "Too expensive for what you get.",
    "Hardly useful.",
    "They didn't keep their promises.",
    "It lacks quality.",
    "The delivery could have been faster.",
    "I expected better.",
    "Neither fast nor friendly.",
    "We had to chase them for every answer.",
    "Nothing works.",
    "I would never hire them again.",
    "The page still does not load.",
    "Anything but professional.",
)
PLAIN = (
    "The project started in May.",
    "We have twelve employees.",
    "They sent the invoice on Monday.",
    "Our office is in Leeds.",
)
STRONGER = {
    "very": ("The team is very good.", "The team is good."),
    "softened": ("The team is good.", "The team is slightly good."),
    "a denied praise is milder than blame": ("It was not wonderful.", "It was terrible."),
    "a denied blame is milder than praise": ("It was wonderful.", "It was not terrible."),
    "what follows but": ("It was slow, but good.", "It was good, but slow."),
}


@pytest.mark.parametrize("text", PRAISE)
def test_praise_is_heard_as_praise(text: str) -> None:
    assert comment_score(text) > NEUTRAL_WITHIN


@pytest.mark.parametrize("text", BLAME)
def test_blame_is_heard_as_blame(text: str) -> None:
    assert comment_score(text) < -NEUTRAL_WITHIN


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_fact_is_neither(text: str) -> None:
    assert abs(comment_score(text)) <= NEUTRAL_WITHIN


@pytest.mark.parametrize(("more", "less"), STRONGER.values(), ids=STRONGER)
def test_degree_denial_and_contrast_move_the_score(more: str, less: str) -> None:
    assert comment_score(more) > comment_score(less)


def test_apostrophes_and_stretched_letters_change_nothing() -> None:
    assert comment_score("It didn’t work") == comment_score("It didn't work")
    assert comment_score("sooooo good") == comment_score("so good")


def test_a_score_stays_between_minus_one_and_one() -> None:
    assert -1 < comment_score("awful " * 300) < comment_score("great " * 300) < 1
