"""What service feedback is about: themes with the phrases that name them, found in a clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, model_validator

from core.feedback_text.lexicon import grouped_lines
from core.feedback_text.phrases import Found, PhraseBook, check_phrase
from core.feedback_text.tokens import Token
from core.policy import PolicyPart
from core.policy_templates import TemplateText, filler, with_names

EXCEPTION = "! "
_SET = re.compile(r"@\w+")
OVERALL = "overall_satisfaction"  # the rating of everything, so of no theme


def _check(text: str) -> str:
    check_phrase(text.strip().removeprefix(EXCEPTION))
    return text.strip()


Phrase = Annotated[str, AfterValidator(_check)]
"""A phrase in the notation of `phrases`; one that cannot be read is refused where it is edited.

One that begins with "! " is an exception: "! user friendly" keeps "friendly" from naming the team.
"""


CategoryText = Annotated[TemplateText, with_names("category")]


class Theme(PolicyPart):
    """A theme: the `phrases` that name it, and what outputs say about it.

    `category` names the rating that belongs to the theme, where there is one.
    """

    key: str
    label: str
    phrases: tuple[Phrase, ...]
    strength: str
    improvement: str
    adjustment: str
    category: str | None = None


class ThemeEdit(PolicyPart):
    """What an agency changes of the theme `key`: its `title`, `words` that name it too, `exceptions` that look
    as if they did, and phrases of the app that are `left_out`. Another key is a theme of the agency's own."""

    key: str
    title: str | None = None
    words: tuple[Phrase, ...] = ()
    exceptions: tuple[Phrase, ...] = ()
    left_out: tuple[str, ...] = ()


def _phrases(theme: str) -> tuple[str, ...]:
    """The phrases of a theme in themes.txt, with the words of a set in the place of its "@name"."""
    groups = _groups()
    return tuple(
        _SET.sub(lambda found: "|".join(" ".join(groups[found[0]]).split()), phrase)
        for phrase in groups[theme]
    )


@lru_cache(maxsize=1)
def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for group, phrase in grouped_lines("themes.txt"):
        groups.setdefault(group, []).append(phrase)
    return groups


class ThemeRules(PolicyPart):
    """The themes in the order in which equal findings are listed.

    The texts of a rating that belongs to no theme name it: "Improve onboarding"; a theme of the agency's own
    is worded so too. `edits` are kept instead of the themes, so that new words of the app reach everybody.
    """

    edits: tuple[ThemeEdit, ...] = ()

    other_strength: CategoryText = "Strong $category"
    other_improvement: CategoryText = "Improve $category"
    other_adjustment: CategoryText = "Ask what would make $category better, and agree on one change"
    # Taken as they are: to read five hundred phrases takes a tenth of a run, and a test reads them instead.
    themes: tuple[Theme, ...] = (
        Theme.model_construct(
            key="communication",
            label="Communication",
            phrases=_phrases("communication"),
            strength="Strong communication",
            improvement="Improve communication cadence",
            adjustment="Agree a fixed rhythm of updates and a reply time, and name who answers",
            category="communication",
        ),
        Theme.model_construct(
            key="timeliness",
            label="Timeliness",
            phrases=_phrases("timeliness"),
            strength="Reliable delivery",
            improvement="Optimize delivery timelines",
            adjustment="Plan with buffer, promise dates that can be kept, and report progress against them",
            category="timeliness",
        ),
        Theme.model_construct(
            key="quality",
            label="Quality",
            phrases=_phrases("quality"),
            strength="High quality of work",
            improvement="Raise quality checks before delivery",
            adjustment="Add a review step with a checklist before anything reaches the client",
            category="quality",
        ),
        Theme.model_construct(
            key="value",
            label="Value for money",
            phrases=_phrases("value"),
            strength="Good value for money",
            improvement="Clarify value for the price",
            adjustment="Show what each price includes and offer a smaller package",
            category="value_for_money",
        ),
        Theme.model_construct(
            key="team",
            label="Team",
            phrases=_phrases("team"),
            strength="Professional, likeable team",
            improvement="Strengthen the team's client contact",
            adjustment="Give each client one contact person and brief the team on the client's way of working",
        ),
        Theme.model_construct(
            key="expertise",
            label="Expertise",
            phrases=_phrases("expertise"),
            strength="Deep expertise",
            improvement="Bring in more specialist knowledge",
            adjustment="Staff the project with someone who knows the client's field",
        ),
        Theme.model_construct(
            key="support",
            label="Support",
            phrases=_phrases("support"),
            strength="Helpful support",
            improvement="Extend support after delivery",
            adjustment="Offer a support period with a named response time",
        ),
        Theme.model_construct(
            key="reporting",
            label="Reporting",
            phrases=_phrases("reporting"),
            strength="Clear reporting",
            improvement="Make reporting clearer and more regular",
            adjustment="Send a short report on a fixed day, with the figures that the client cares about",
        ),
        Theme.model_construct(
            key="results",
            label="Results",
            phrases=_phrases("results"),
            strength="Measurable results",
            improvement="Tie the work to measurable results",
            adjustment="Agree two or three figures at the start and report on them",
        ),
        Theme.model_construct(
            key="process",
            label="Scope and process",
            phrases=_phrases("process"),
            strength="Smooth process",
            improvement="Tighten scope and process",
            adjustment="Fix scope, rounds of revision and approvals in the offer",
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _with_edits(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or not given.get("edits"):
            return given
        edits = tuple(ThemeEdit.model_validate(one) for one in given["edits"])
        themes = [Theme.model_validate(one) for one in given.get("themes", APP_THEMES)]
        return {**given, "edits": edits, "themes": tuple(_edited(themes, edits, given))}

    def as_body(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_defaults=True, exclude={"themes"} if self.edits else None)


APP_THEMES: tuple[Theme, ...] = ThemeRules.model_fields["themes"].default


def _edited(themes: Iterable[Theme], edits: Iterable[ThemeEdit], given: Mapping[str, Any]) -> Iterable[Theme]:
    """The themes with the edits, then those of the agency's own."""
    by_key = {edit.key: edit for edit in edits}
    for theme in themes:
        edit = by_key.pop(theme.key, None)
        yield _changed(theme, edit) if edit else theme
    fields = ThemeRules.model_fields
    wording = {name: given.get(name, fields[name].default) for name in fields if name.startswith("other_")}
    for edit in by_key.values():
        yield _changed(_worded(edit.key, edit.title or edit.key, wording), edit)


def _changed(theme: Theme, edit: ThemeEdit) -> Theme:
    left_out = set(edit.left_out)
    phrases = [phrase for phrase in theme.phrases if phrase not in left_out]
    phrases += [*edit.words, *(EXCEPTION + phrase for phrase in edit.exceptions)]
    changes = {"label": edit.title or theme.label, "phrases": tuple(dict.fromkeys(phrases))}
    return theme.model_copy(update=changes)


class Named(NamedTuple):
    """A theme and the words of the clause that name it: `start:end`; `is_own` where a phrase of the agency's does."""

    theme: Theme
    start: int
    end: int
    is_own: bool = False


def themes_in(tokens: Sequence[Token], rules: ThemeRules) -> list[Named]:
    """Every place where a theme is named; of the places of one theme that overlap, the longest.

    An exception reaches over no comma: "quick, replies too" is quick.
    """
    chosen: list[Named] = []
    ends: dict[str, int] = {}
    for found in sorted(_book(rules).find(tokens), key=_longest_first):
        theme, is_exception, is_own = found.tag
        if is_exception and _holds_pause(tokens[found.first : found.last]):
            continue
        if found.first >= ends.get(theme.key, 0):
            ends[theme.key] = found.last
            if not is_exception:
                chosen.append(Named(theme, tokens[found.first].start, tokens[found.last - 1].end, is_own))
    return chosen


def _longest_first(found: Found[tuple[Theme, bool, bool]]) -> tuple[int, int, bool, bool]:
    """Where it begins, then the longer; of two on the same words the exception, then the agency's own."""
    return found.first, -found.last, not found.tag[1], not found.tag[2]


def _holds_pause(tokens: Sequence[Token]) -> bool:
    """Whether more than one sign stands between two of the words: a comma and a blank."""
    return any(after.start - before.end > 1 for before, after in pairwise(tokens))


def theme_of_category(category: str, rules: ThemeRules) -> Theme | None:
    """The theme that a rating category belongs to, or one made for it; None for overall satisfaction."""
    known = next((theme for theme in rules.themes if category in (theme.category, theme.key)), None)
    if known or category == OVERALL:
        return known
    name = " ".join(category.replace("_", " ").split()).lower() or category
    texts = ("other_strength", "other_improvement", "other_adjustment")
    wording = {text: str(getattr(rules, text)) for text in texts}
    return _worded(category, name[:1].upper() + name[1:], wording, name)


def _worded(key: str, label: str, wording: Mapping[str, str], name: str = "") -> Theme:
    """A theme that the app has no words about; its findings name it as `name`."""
    name = name or label[:1].lower() + label[1:]
    return Theme(
        key=key,
        label=label,
        phrases=(),
        strength=filler(wording["other_strength"])(category=name),
        improvement=filler(wording["other_improvement"])(category=name),
        adjustment=filler(wording["other_adjustment"])(category=name),
        category=key,
    )


@lru_cache(maxsize=4)
def _book(rules: ThemeRules) -> PhraseBook[tuple[Theme, bool, bool]]:
    of_app = {theme.key: frozenset(theme.phrases) for theme in APP_THEMES}
    return PhraseBook(
        (
            phrase.removeprefix(EXCEPTION),
            (theme, phrase.startswith(EXCEPTION), phrase not in of_app.get(theme.key, ())),
        )
        for theme in rules.themes
        for phrase in theme.phrases
    )
