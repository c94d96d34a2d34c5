"""Which question of a survey each column of an export answers, proposed with a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.promise_words import promise_number
from core.rating_categories import RATING_CATEGORIES
from core.survey_import.cells import (
    has_words_of_a_scale,
    looks_like_scores,
    looks_like_sentences,
    looks_like_stars,
)

IGNORED = ""
RESPONDENT = "respondent"  # the tool's own name for the person or the response
OWN_RATING, OWN_QUESTION = "own rating", "own question"
RATING, ANSWER = "rating.", "answer."
LIKELIHOOD, WOULD = "answer.likelihood_to_recommend", "answer.would_recommend"
LIKED, IMPROVE, NEXT = "answer.liked_most", "answer.could_improve", "answer.future_services_interest"

_ENDINGS = re.compile(r"\s*(?:open-ended response|response|antwort|réponse|respuesta)\s*(?:\d+)?$", re.I)
_WORDS = re.compile(r"[^\W_]+")
_RESPONDENTS = frozenset(
    "respondent id|response id|responseid|respondentid|token|submission id|entry id|id".split("|")
)
# What tools write beside the answers, and what names a person: never read as an answer.
_BESIDE = re.compile(
    r"(collector|network|custom data|form|landing|survey|session|user|browser|device|ip)"
    r" ?(id|address|agent)?( \d+)?"
    r"|(start|end|submit|stage|created|updated|submitted)( ?(date|time|at|on))*( utc)?"
    r"|date( ?time)?|timestamp|zeitstempel|horodateur|status|response type|score|tags?|ending"
    r"|.*\b(e ?mail|phone|telephone|(first|last|full|your|company) ?name)\b.*|name|company"
)
_OVERALL = r"overall|satisf|impression|experience|happy|rate us|rate our (work|service)"
# The first group whose words stand in the column's name decides; the narrower come first.
_KNOWN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (target, re.compile(words))
    for target, words in (
        (LIKELIHOOD, r"\bnps\b|net promoter|likel\w*.*recommend|recommend.*likel|recommend.*0 ?(to|10)"),
        (WOULD, r"recommend"),
        (IMPROVE, r"improve|\bbetter\b|differently|\bdislike|least|missing|disappoint|frustrat|wish"),
        (
            LIKED,
            r"like[ds]?\b.*\b(most|best)|\b(most|best)\b.*like|\bliked\b|went well|enjoy|strength|praise",
        ),
        (NEXT, r"(help|do for) you.*next|future|other services|interested in|what next|next project"),
        ("rating.communication", r"communicat|responsive|kept you informed"),
        ("rating.timeliness", r"timel|on time|deadline|turnaround|speed|delivery time|punctual"),
        ("rating.value_for_money", r"value|money|price|pricing|cost"),
        ("rating.quality", r"quality|workmanship|craft"),
        ("rating.overall_satisfaction", _OVERALL),
    )
)
_RATES = re.compile(r"\brate|rating|satisf|happy|stars?\b|agree")
_ALIKE = 0.8  # share of words in common from which two questions are the same


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the export and what it is read as.

    `target` is a field of the survey (`rating.quality`, `answer.liked_most`), RESPONDENT, OWN_RATING or
    OWN_QUESTION for what is kept under the column's own name, or IGNORED.
    """

    position: int
    header: str
    target: str
    reason: str
    examples: tuple[str, ...] = ()


def targets(request: Mapping[str, Any]) -> dict[str, str]:
    """What a column may be read as, with the words for it: the survey's questions, then the rest."""
    found = {
        IGNORED: "Not read",
        **{f"{RATING}{key}": f"Stars: {label}" for key, label in RATING_CATEGORIES},
        LIKED: "What they liked most",
        IMPROVE: "What could be better",
        LIKELIHOOD: "How likely to recommend, 0–10",
        WOULD: "Would recommend: yes, maybe, no",
        NEXT: "What they want next",
    }
    for category in request.get("rating_categories") or []:
        found[f"{RATING}{category['key']}"] = f"Stars: {category['label']}"
    for question in request.get("feedback_questions") or []:
        found.setdefault(f"{ANSWER}{question['key']}", str(question["text"]))
    return found | {
        OWN_RATING: "Stars under the column's own name",
        OWN_QUESTION: "Another question in words",
        RESPONDENT: "The tool's number of the response",
    }


def propose(
    headers: Sequence[str], samples: Sequence[Sequence[str]], request: Mapping[str, Any]
) -> list[Column]:
    """A target for every column; `samples` holds some cells of each. No target is given twice."""
    asked = {
        f"{ANSWER}{question['key']}": words_of(str(question["text"]))
        for question in request.get("feedback_questions") or []
    } | {
        f"{RATING}{category['key']}": words_of(str(category["label"]))
        for category in request.get("rating_categories") or []
    }
    # Questions about promises differ by a word or two; a column must hold every word of the promise itself.
    promised = {
        f"{ANSWER}{question['key']}": frozenset(words_of(str(question.get("about") or question["text"])))
        for question in request.get("feedback_questions") or []
        if promise_number(str(question["key"])) is not None
    }
    taken: dict[str, str] = {}
    found = []
    for position, (header, values) in enumerate(zip(headers, samples, strict=True)):
        own = set(words_of(header))
        fitting = {name: words for name, words in asked.items() if promised.get(name, frozenset()) <= own}
        target, reason = _target(header, values, fitting)
        if target in taken:
            reason = f"“{taken[target]}” is read as that already"
            wordy = target.startswith(ANSWER) and looks_like_sentences(values)
            target = OWN_QUESTION if wordy else IGNORED
        elif target not in (IGNORED, OWN_RATING, OWN_QUESTION):
            taken[target] = header
        examples = tuple(dict.fromkeys(value for value in values if value.strip()))[:3]
        found.append(Column(position, header, target, reason, examples))
    return found


def words_of(text: str) -> tuple[str, ...]:
    """A question as it is compared: its words in small letters, without what tools append."""
    return tuple(_WORDS.findall(_ENDINGS.sub("", text.strip()).casefold()))


def _target(header: str, values: Sequence[str], asked: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    words = words_of(header)
    name = " ".join(words)
    if name in _RESPONDENTS or header.strip() == "#":
        return RESPONDENT, "names the response in the tool"
    if not words or _BESIDE.fullmatch(name):
        return IGNORED, "stands beside the answers"
    if not any(value.strip() for value in values):
        return IGNORED, "is empty"
    same = _same_question(words, asked)
    if same and _can_answer(same, values):
        return same, "asks what the survey asks"
    known = _by_words(header, name, values)
    if known:
        return known, "known by its words"
    if has_words_of_a_scale(values) or (_RATES.search(name) and looks_like_stars(values)):
        return OWN_RATING, "its cells are ratings"
    if looks_like_sentences(values):
        return OWN_QUESTION, "people wrote in it"
    return IGNORED, "is no question that is known here"


def _same_question(words: tuple[str, ...], asked: Mapping[str, tuple[str, ...]]) -> str | None:
    own = set(words)
    alike = sorted(
        ((len(own & set(other)) / len(own | set(other)), target) for target, other in asked.items() if other),
        reverse=True,
    )
    if not alike or alike[0][0] < _ALIKE or (len(alike) > 1 and alike[0][0] == alike[1][0]):
        return None
    return alike[0][1]


def _by_words(header: str, name: str, values: Sequence[str]) -> str | None:
    """The question that the words name and that such cells can answer."""
    parts = [name]
    bracket = re.search(r"\[([^\]]+)\]\s*$", header)
    row_label = bracket[1] if bracket else header.rpartition("? ")[2] if "? " in header else ""
    if row_label:  # the line of a grid says more than the question above the grid
        parts.insert(0, " ".join(words_of(row_label)))
    for part in parts:
        for target, pattern in _KNOWN:
            if pattern.search(part) and (fitting := _fitting(target, values)):
                return fitting
    return None


def _can_answer(target: str, values: Sequence[str]) -> bool:
    """Whether cells like these can answer that very question; a text column named "Quality" rates nothing."""
    if target.startswith(RATING):
        return looks_like_stars(values)
    return looks_like_scores(values) if target == LIKELIHOOD else True


def _fitting(target: str, values: Sequence[str]) -> str | None:
    if target in (LIKELIHOOD, WOULD):
        if looks_like_scores(values):
            return LIKELIHOOD
        return WOULD if target == WOULD and not has_words_of_a_scale(values) else None
    if target.startswith(RATING):
        return target if looks_like_stars(values) else None
    return None if looks_like_scores(values) or has_words_of_a_scale(values) else target
