"""Headers that are questions, as forms export them: "Hi, what's your name?" asks for the name."""

from __future__ import annotations

from collections.abc import Mapping

# A question begins with one of these, once it has greeted; "Can we call you?" wants a yes or a no.
_ASKING = frozenset(
    "what whats which your please enter quel quelle quels votre wie welche welches ihr ihre dein deine cual "
    "tu su qual seu sua wat uw".split()
)
_GREETING = frozenset("hi hello hey there great thanks ok so and first finally lastly also".split())
_FILLING = frozenset(
    "s is are the a your our us in tell share provide give type may we can do you work works for at best to "
    "reach on with of main current est sont vos ta ton lautet ist es je jouw".split()
)
_JOINING = frozenset("and or et ou und oder".split())
_ASKED_FOR = frozenset(
    "name first_name last_name email phone company interests pain_points budget_indicator source".split()
)
_NAMED_OTHERWISE = {"name company": "company", "name business": "company", "name organization": "company"}


def asked_field(words: list[str], names: Mapping[str, str]) -> str | None:
    """The field that a question in these words asks for, by the names of fields; None for two at once."""
    while words and words[0] in _GREETING:
        words = words[1:]
    if not words or words[0] not in _ASKING or _JOINING.intersection(words):
        return None
    left = " ".join(word for word in words if word not in _ASKING and word not in _FILLING)
    found = names.get(left) or _NAMED_OTHERWISE.get(left)
    return found if found in _ASKED_FOR else None
