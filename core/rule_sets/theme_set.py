"""Themes of feedback as people edit them: title and words of each, and themes of the agency's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from core.contract import rejected
from core.errors import Problem
from core.feedback_text.phrases import check_phrase
from core.feedback_text.themes import APP_THEMES, EXCEPTION, OVERALL, Theme, ThemeRules
from core.rule_sets.base import RuleSet, Values
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy

PARTS = {
    "title": "title",
    "words": "words that name it",
    "exceptions": "words that do not name it",
    "left_out": "words of the app left out",
}
MOST_WORDS = 200  # of one theme
MOST_OWN = 20
_LONGEST_TITLE = 60
_BY_KEY: dict[str, Theme] = {theme.key: theme for theme in APP_THEMES}


class _NoForm(BaseModel):
    """Themes are drawn by a page of their own."""


class ThemeRuleSet(RuleSet):
    """The values are named by theme and part, `team.words`; a part that nobody changed is not there."""

    def read(self, values: Values) -> ThemeRules:
        edits: dict[str, dict[str, Any]] = {}
        problems: list[Problem] = []
        for field, value in values.items():
            key, _, part = field.partition(".")
            if part not in PARTS:
                problems.append(Problem(field, "is not a part of a theme; remove it", None))
                continue
            problems += _title(field, value) if part == "title" else _words(field, value, part)
            edits.setdefault(key, {"key": key})[part] = value
        if problems:
            raise rejected(problems)
        kept = [_tidy(edit) for edit in edits.values()]
        own = [edit for edit in kept if edit["key"] not in _BY_KEY]
        for edit in own:
            if not edit.get("title"):
                problems.append(Problem(f"{edit['key']}.title", "is required", None))
            if not edit.get("words"):
                told = "must hold at least one word that clients use for it"
                problems.append(Problem(f"{edit['key']}.words", told, None))
        if len(own) > MOST_OWN:
            problems.append(Problem("", f"has more than {MOST_OWN} themes of your own", None))
        if problems:
            raise rejected(problems)
        order = {key: place for place, key in enumerate(_BY_KEY)}
        kept = sorted((edit for edit in kept if len(edit) > 1), key=lambda one: order.get(one["key"], 99))
        return ThemeRules.model_validate({"edits": kept})

    def label_of(self, field: str) -> str:
        key, _, part = field.partition(".")
        theme = _BY_KEY.get(key)
        title = theme.label if theme else key.replace("_", " ").capitalize()
        return f"{title}: {PARTS.get(part, part)}"


def theme_key(title: str) -> str:
    """The key of a new theme: "Onboarding & hand-over" → onboarding_hand_over. ValueError says why not."""
    key = re.sub(r"\W+", "_", title.casefold()).strip("_")[:40]
    if not key or key == OVERALL:
        raise ValueError("Give the theme a title of a word or two, like “Onboarding”.")
    return key


def app_words(key: str) -> tuple[str, ...]:
    """The phrases of the app that name a theme, without its exceptions."""
    theme = _BY_KEY.get(key)
    return tuple(one for one in theme.phrases if not one.startswith(EXCEPTION)) if theme else ()


def phrase_words(phrase: str) -> str:
    """A phrase as people read it: "slow|late|tardy|sluggish ... repl*" as "slow/late/tardy/… … repl…"."""
    shown = []
    for part in phrase.split():
        choices = part.rstrip("?").split("|")
        words = "/".join(one.replace("*", "…") for one in choices[:3])
        shown.append("…" if part == "..." else words + ("/…" if len(choices) > 3 else ""))
    return " ".join(shown)


def _title(field: str, value: Any) -> list[Problem]:
    if not isinstance(value, str) or not value.strip():
        return [Problem(field, "must not be blank", value)]
    if len(value.strip()) > _LONGEST_TITLE:
        return [Problem(field, f"has more than {_LONGEST_TITLE} characters", value)]
    return []


def _words(field: str, value: Any, part: str) -> list[Problem]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return [Problem(field, "must be a list of words", None)]
    if part == "left_out":
        return []
    if len(value) > MOST_WORDS:
        return [Problem(field, f"has more than {MOST_WORDS} entries", None)]
    problems = []
    for place, one in enumerate(value):
        if not one.strip():
            continue
        try:
            if one.strip().startswith("!"):
                raise ValueError("must not begin with “!”; put it among the words that do not name it")
            check_phrase(one.strip())
        except ValueError as error:
            problems.append(Problem(f"{field}[{place}]", str(error), one))
    return problems


def _tidy(edit: Mapping[str, Any]) -> dict[str, Any]:
    """Without what changes nothing: blank lines, words twice, the title that it has anyway."""
    kept: dict[str, Any] = {"key": edit["key"]}
    theme = _BY_KEY.get(edit["key"])
    title = str(edit.get("title") or "").strip()
    if title and not (theme and theme.label == title):
        kept["title"] = title
    for part in ("words", "exceptions", "left_out"):
        words = list(dict.fromkeys(one.strip() for one in edit.get(part, ()) if one.strip()))
        if words:
            kept[part] = words
    return kept


def _values(rules: ThemeRules) -> dict[str, Any]:
    return {
        f"{edit['key']}.{part}": value
        for edit in rules.model_dump(mode="json")["edits"]
        for part, value in edit.items()
        if part != "key" and value
    }


THEMES = ThemeRuleSet(
    name="themes",
    label="Themes of feedback",
    about="What clients talk about: each theme with the words that name it.",
    holds="Answers that come in from then on are read so; those that are stored keep what was read in them.",
    policy="feedback_to_offer",
    part="themes",
    model=FeedbackToOfferPolicy,
    form=_NoForm,
    to_values=_values,
    to_rules=lambda answers: answers,
)
