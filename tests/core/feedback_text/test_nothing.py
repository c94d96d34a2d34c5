"""Answers that ask for nothing, and those that only begin so."""

from __future__ import annotations

import pytest

from core.feedback_text.nothing import declines, says_nothing
from core.feedback_text.requests import asks_for_change
from core.feedback_text.tokens import tokens_of

NOTHING = """
All good from our side
I would not change a single thing about working with you
We are delighted with the outcome
keep going guys
we had a great experience
No improvement points
So far none
👍
Everything meets our expectations
It is hard to think of anything
Nothing so far
nothing.
N/A
none
None so far!
-
...
No
nothing at all
Nothing comes to mind
I can't think of anything
Honestly can't think of anything
There is nothing I would change
There's nothing I dislike
Nothing to improve
No complaints so far, great tool
I have no complaints
We have nothing to complain about
Everything was perfect
It's all good
Keep up the good work
So far everything has been great
Not much
Not much really
Nothing yet
I don't have any complaints
I don’t have anything to add
Haven't encountered any issues yet
Nothing that I can think of, the support team is always helping us
Nothing at the moment, we are very happy
I love everything about them
No downsides
I'm not sure there is anything
I wouldn't change a thing
Couldn't be better
No suggestions
Not applicable
Fully satisfied
I cannot fault them
Nothing at all - they were fantastic from start to finish
There isn't anything that I don't like
I have yet to find something I dislike
Nothing bad to say
Nothing but praise for them
""".strip().splitlines()

SOMETHING = """
Faster turnaround time
Nothing, except the price
Nothing major, but the reports could be clearer
Nothing works
None of the integrations work
No reporting available
No integration with HubSpot
Not enough updates
Price
more updates
Not a lot, but the UI could be faster
Nothing was delivered on time
It is not cheap
There is no mobile app
I don't like the dashboard
Everything was late
Nothing really, maybe more frequent reports
Only the price
They never answer
not sure the reports are correct
Everything could be faster
No complaints other than the price
I can't export the data
You can't change the layout
Can't find anything in the dashboard
Not much flexibility
Nobody answered our questions
not always on time
No weekly report
Nothing. The dashboard needs work
No one told us about the delay
Nothing but trouble
Everyone on the team should know our account
Not a single call was returned
They said nothing
We received nothing
Nothing was explained to us
More of the same kind of errors, please test
Happy with the design, less happy with the copy
Great work, but the calls were long
👎
""".strip().splitlines()


@pytest.mark.parametrize("text", ["", *NOTHING])
def test_an_answer_that_asks_for_nothing_is_known(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_an_answer_that_asks_for_something_is_kept(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    "none|None at the moment|not at this time|No thanks|no|maybe later|Not sure yet|n/a|-|We're all set"
    "|no, thank you|don't know|possibly in the future|No plans yet".split("|"),
)
def test_no_service_is_wanted(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize(
    "text", ["ongoing support", "Yes, SEO", "maybe a redesign", "no-code tools", "hosting"]
)
def test_a_service_is_wanted(text: str) -> None:
    assert not declines(text)


@pytest.mark.parametrize(
    "text",
    [
        "Faster turnaround time",
        "Communication could be better",
        "Please add a weekly report",
        "We would like more updates",
        "I wish there were fewer meetings",
        "It would be great if invoices came monthly",
        "The dashboard needs to be simpler",
        "Too many emails",
        "Keep us in the loop more often",
        "Why not offer a monthly plan",
    ],
)
def test_a_wish_is_known(text: str) -> None:
    assert asks_for_change(tokens_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Faster than promised",
        "They could not have been better",
        "We couldn't ask for more",
        "Great communication",
        "Keep up the good work",
        "More professional than others",
        "They made sure we understood",
    ],
)
def test_praise_in_the_words_of_a_wish_is_no_wish(text: str) -> None:
    assert not asks_for_change(tokens_of(text))
