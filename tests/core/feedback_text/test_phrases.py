"""The notation of phrases: what fits, what does not, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.feedback_text.lexicon import grouped_lines
from core.feedback_text.phrases import PhraseBook, check_phrase
from core.feedback_text.themes import ThemeRules
from core.feedback_text.tokens import tokens_of


def places(phrase: str, text: str) -> list[str]:
    """The parts of a text in which a phrase is found."""
    tokens = tokens_of(text)
    found = PhraseBook([(phrase, None)]).find(tokens)
    return [text[tokens[one.first].start : tokens[one.last - 1].end] for one in found]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("on time", "Delivered on time.", ["on time"]),
        ("on time", "An on-time delivery", ["on-time"]),
        ("on time", "on the time", []),
        ("communicat*", "They communicated well", ["communicated"]),
        ("keep|kept us|me informed", "They kept me informed", ["kept me informed"]),
        ("keep|kept us|me informed", "They kept him informed", []),
        ("in the? budget", "in budget, in the budget", ["in budget", "in the budget"]),
        ("took ... weeks", "It took us about three weeks", ["took us about three weeks"]),
        ("took ... weeks", "It took us and all of them weeks", []),
        ("# weeks late", "two weeks late or 3 weeks late", ["two weeks late", "3 weeks late"]),
        ("<good> work", "brilliant work, poor work", ["brilliant work"]),
        (
            "paid <money>",
            "We paid £1,800 and paid 20€, paid 5k, paid 3 times",
            ["paid £1,800", "paid 20€", "paid 5k"],
        ),
        ("<bad> work", "brilliant work, poor work", ["poor work"]),
        ("<not> worth", "It wasn't worth it", ["wasn't worth"]),
        ("<not> worth", "It wasn’t worth it", ["wasn’t worth"]),
        ("^ more", "more reports, and more calls", ["more"]),
        ("good $", "good, all good", ["good"]),
        ("so?  fast", "sooo fast", ["sooo fast", "fast"]),
    ],
)
def test_a_phrase_is_found_where_it_fits(phrase: str, text: str, found: list[str]) -> None:
    assert places(phrase, text) == found


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("", "must hold a word"),
        ("so? very?", "must hold a word"),
        ("...", "must hold a word"),
        ("... late", "only between words"),
        ("too ...", "only between words"),
        ("so? ... late", "only between words"),
        ("(fast|slow)", "no sign of the notation"),
        ("fast|", "no sign of the notation"),
        ("*", "no sign of the notation"),
        ("<great> work", "no sign of the notation"),
        ("not ^ here", "only at its beginning"),
        ("one two three four five six seven eight nine ten eleven twelve more", "at most 12"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        check_phrase(phrase)


@pytest.mark.parametrize("name", ["idioms.txt", "requests.txt", "nothing.txt", "themes.txt"])
def test_every_phrase_of_the_lists_can_be_read_and_stands_there_once(name: str) -> None:
    lines = list(grouped_lines(name))
    assert lines
    # The themes' phrases are read as they are used: with the words of a set in the place of its "@name".
    used = [line for theme in ThemeRules().themes for line in theme.phrases]
    for line in used if name == "themes.txt" else [line for _, line in lines]:
        check_phrase(line.removeprefix("! "))
    by_place = lines if name == "themes.txt" else [("", line) for _, line in lines]
    assert len(by_place) == len(set(by_place))


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_phrase_and_no_text_does_more_than_be_refused(phrase: str, text: str) -> None:
    try:
        check_phrase(phrase)
    except ValueError:
        return
    assert all(part in text for part in places(phrase, text))
