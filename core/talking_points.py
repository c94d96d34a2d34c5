"""What to say to this lead: where their words meet the campaign's messages, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Literal, TypedDict

from pydantic import Field

from core.leads import LeadInput
from core.policy import PolicyPart
from core.policy_templates import TemplateText, filler, with_names
from core.word_stems import stems

_MANY_PHRASES = 20_000  # leads of one campaign repeat the same few hundred phrases

Origin = Literal["pain point", "interest"]
_Met = Annotated[TemplateText, with_names("words", "message", "campaign")]
_Alone = Annotated[TemplateText, with_names("words", "campaign")]


class TalkingRules(PolicyPart):
    """The sentences around a lead's own words ($words, $message, $campaign) and how many are shown."""

    most: int = Field(5, ge=1, le=20)
    pain_met: _Met = "They struggle with “$words”. Your answer: “$message”"
    interest_met: _Met = "They are interested in “$words”. Show them: “$message”"
    pain_alone: _Alone = "Ask them to describe “$words” and what it costs them today"
    interest_alone: _Alone = "Ask what they hope for from “$words”"
    nothing_known: Annotated[TemplateText, with_names("campaign")] = (
        "Nothing is known of their needs yet: ask what caught their eye in $campaign"
    )


class TalkingPoint(TypedDict):
    """One thing to say, with its evidence. `strength` is the share of the lead's words that the message
    takes up, in %; 0 where no message meets them."""

    text: str
    origin: str
    words: str
    message: str | None
    shared_stems: list[str]
    strength: int


class TalkingPoints:
    """Joins leads with the key messages of one campaign."""

    def __init__(self, rules: TalkingRules, messages: Sequence[str], campaign: str) -> None:
        self._rules = rules
        self._campaign = campaign
        self._messages = [(message, stems(message)) for message in messages]
        self._meetings = lru_cache(maxsize=_MANY_PHRASES)(self._find_meetings)
        self._alone = lru_cache(maxsize=_MANY_PHRASES)(self._find_alone)

    def of(self, lead: LeadInput) -> list[TalkingPoint]:
        """The lead's talking points: the strongest meeting first, then its own words alone."""
        met: list[TalkingPoint] = []
        phrases: list[tuple[Origin, str]] = []
        for origin, given in self._phrases(lead):
            for phrase in dict.fromkeys(given):
                phrases.append((origin, phrase))
                met.extend(self._meetings(phrase, origin))
        # sort() keeps the order of equals: pain points, then interests, as the lead gave them.
        met.sort(key=lambda point: (-point["strength"], -len(point["shared_stems"])))
        chosen = _pair_off(met)
        answered = {point["words"] for point in chosen}
        chosen += [self._alone(phrase, origin) for origin, phrase in phrases if phrase not in answered]
        return chosen[: self._rules.most] or [self._nothing_known()]

    def _phrases(self, lead: LeadInput) -> tuple[tuple[Origin, list[str]], ...]:
        return ("pain point", lead.pain_points), ("interest", lead.interests)

    def _find_meetings(self, phrase: str, origin: Origin) -> list[TalkingPoint]:
        own = stems(phrase)
        template = self._rules.pain_met if origin == "pain point" else self._rules.interest_met
        return [
            {
                "text": filler(template)(words=phrase, message=message, campaign=self._campaign),
                "origin": origin,
                "words": phrase,
                "message": message,
                "shared_stems": sorted(own & said),
                "strength": round(100 * len(own & said) / len(own)),
            }
            for message, said in self._messages
            if own & said
        ]

    def _find_alone(self, phrase: str, origin: Origin) -> TalkingPoint:
        template = self._rules.pain_alone if origin == "pain point" else self._rules.interest_alone
        text = filler(template)(words=phrase, campaign=self._campaign)
        return _without_message(text, origin, phrase)

    def _nothing_known(self) -> TalkingPoint:
        text = filler(self._rules.nothing_known)(campaign=self._campaign)
        return _without_message(text, "nothing known", "")


def _without_message(text: str, origin: str, words: str) -> TalkingPoint:
    return {
        "text": text,
        "origin": origin,
        "words": words,
        "message": None,
        "shared_stems": [],
        "strength": 0,
    }


def _pair_off(met: list[TalkingPoint]) -> list[TalkingPoint]:
    """The strongest meetings in which no phrase and no message comes twice, or it reads like a script."""
    phrases: set[str] = set()
    messages: set[str | None] = set()
    chosen = []
    for point in met:
        if point["words"] not in phrases and point["message"] not in messages:
            phrases.add(point["words"])
            messages.add(point["message"])
            chosen.append(point)
    return chosen
