"""How comments sound: negation, contrast, degree, wishes. The probes are written for this table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.feedback_text.polarity import NEUTRAL_WITHIN, comment_score, heard_clauses

PRAISE = """
We were not unhappy with it
They never missed a deadline
Not slow at all
The site is free of bugs
There were no surprises on the invoice
Not bad at all
I can't complain
I couldn't be happier
We would not hesitate to hire them again
Nothing was too much trouble
It couldn't have been easier
Without any delays
They did not disappoint
Never had a problem
No complaints whatsoever
The team wasn't slow to respond
I cannot recommend them enough
They exceeded our expectations
Hardly any issues
We didn't have to chase anyone
Not only fast but also friendly
Nothing but praise for the designers
It isn't expensive
They don't make mistakes
A hassle-free launch
They never let us down
I have no regrets
We can't fault their work
No hidden costs
On time and within budget
They fixed every bug quickly
Our traffic doubled
Slow start, but the result is fantastic
Although it was expensive, it was worth every penny
Zero stress from kickoff to launch
Can't wait to work with them again
It was not difficult to reach them
Faster than promised
Never late and always friendly
They didn’t let us down
sooo goood 👍
""".strip().splitlines()

BLAME = """
I wasn't happy with the result
Not good enough
They exceeded our budget
We were not impressed
Never again
The reports could be clearer
Communication could have been better
It would have been nice to get updates
I wish they had told us earlier
Great work but slow
Nice people, but the site is full of bugs
The design isn't very good
Not worth the money
They didn't reply to our emails
We had to chase them for updates
Too expensive for what it is
Delivery was two weeks late
They failed to deliver on time
Lack of communication
Hardly helpful
No response for days
I would not recommend them
I don't think they are professional
Not on time
The logo looks nothing like what we asked for
They were anything but professional
Far from perfect
It was supposed to be easy
We never received the files
Nobody answers the phone
Less reliable than promised
A good idea with terrible execution
Took forever to get a reply
The work was good, however the support was awful
Wouldn't use them again
They let us down
not very responsive
Friendly team; unfortunately the result was disappointing
Not the best experience
Deadlines were missed
The invoice was higher than the quote
They were not on time and not friendly
👎
""".strip().splitlines()

NEUTRAL = ["We met on Monday", "The project is called Harbour", "Two pages and a shop", "blue", "", "12 %"]


@pytest.mark.parametrize("text", PRAISE)
def test_praise_sounds_like_praise(text: str) -> None:
    assert comment_score(text) > NEUTRAL_WITHIN


@pytest.mark.parametrize("text", BLAME)
def test_blame_sounds_like_blame(text: str) -> None:
    assert comment_score(text) < -NEUTRAL_WITHIN


@pytest.mark.parametrize("text", NEUTRAL)
def test_a_text_without_a_view_is_neutral(text: str) -> None:
    assert abs(comment_score(text)) < NEUTRAL_WITHIN


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("very good", "good"),
        ("good", "rather good"),
        ("excellent work", "good work"),
        ("good", "not bad"),
        ("not good", "bad"),
        ("bad", "very bad"),
        ("It was slow, but the result is brilliant", "The result is brilliant, but it was slow"),
    ],
)
def test_degree_negation_and_order_move_the_score(better: str, worse: str) -> None:
    assert comment_score(better) > comment_score(worse)


@given(st.text(max_size=120))
def test_any_text_scores_between_minus_one_and_one_and_what_was_heard_stands_there(text: str) -> None:
    assert -1 <= comment_score(text) <= 1
    for found in heard_clauses(text):
        for one in found.heard:
            assert found.clause.text[one.start : one.end] == one.words
            assert one.words


@pytest.mark.parametrize(
    ("text", "praises"),
    [
        ("Incredibly slow", False),
        ("Pretty bad", False),
        ("I can't believe how rude they were", False),
        ("A lack of good ideas", False),
        ("No better than the last agency", False),
        ("The dirtiest code ever seen", False),
        ("Not once did they call", False),
        ("Insanely good", True),
        ("I can't tell you how pleased I am", True),
        ("I wish I had found them earlier", True),
        ("Couldn't get better service anywhere", True),
        ("Not once did they miss a deadline", True),
    ],
)
def test_words_that_strengthen_and_sayings_that_turn_are_heard_as_meant(text: str, praises: bool) -> None:
    assert (comment_score(text) > 0) is praises
