"""From answers to mentions: which theme, praised or to be improved, and on which words it stands."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from core.feedback_text.bareness import is_bare
from core.feedback_text.clauses import Clause
from core.feedback_text.language import unread_language
from core.feedback_text.nothing import says_nothing
from core.feedback_text.polarity import NEUTRAL_WITHIN, HeardClause, damped, heard_clauses
from core.feedback_text.requests import asks_for_change
from core.feedback_text.themes import Named, Theme, ThemeRules, themes_in
from core.feedback_text.tokens import Token, tokens_of

Kind = Literal["strength", "improvement"]

# Questions whose meaning is known before the words are read; every other text is read by its words.
PRAISE_QUESTION = "liked_most"
IMPROVE_QUESTION = "could_improve"
CHOICE_QUESTION = "would_recommend"
NOT_COMMENTS = frozenset({"future_services_interest", "likelihood_to_recommend"})
PROMISE_QUESTION = "promise_"  # and a number: "did we keep it?"
_LONGEST_CHOICE = 3  # words: "yes, of course", "partly kept"; what is longer is a comment too

CLEAR_PRAISE = 0.9  # from here praise in an answer to "what could be better" is meant as praise
CLEAR_BLAME = -0.7  # from here blame in an answer to "what did you like" is meant as blame
CLEAR_OWN = 0.7  # from here the words that name a theme also say how it was: "quickly", not "support"
REQUEST_WEIGHT = -0.6  # how a wish without a word of blame sounds
STATED = (
    0.2  # how a statement without any word of praise or blame sounds; of thirty, two in three were praise
)

_PART = re.compile(r",|;|/|&|\band\b|\bor\b")
_STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|does|always|love[sd]?|thank\w*|really|very|exceeded)\b|!"
)

# Who tells of the own business, or of what was looked for, says nothing about the work yet.
_BACKGROUND = re.compile(
    r"(?:(?:i|we|my \w+ and i) (?:(?:needed|wanted) an? |(?:was|were) (?:looking|searching) for"
    r"|(?:run|own|sell|teach|publish|train|breed|rent out|care for|work in|manufacture|produce|operate) "
    r"|(?:are|am) an? |(?:hired|found|approached|contacted) (?:\w+ ){1,2}(?:for|to) )"
    r"|our (?:mission|company|charity|clinic|school|shop|sector|clients|customers|members) )"
)

# A clause that begins with "and" and has none of these verbs, nor anybody who does something, is no sentence.
_AND = re.compile(r"(?:and|or|also|plus|as well as)\b")
_VERB = re.compile(
    r"\b(?:i|we|they|he|she|it|you|is|are|was|were|am|be|has|have|had|did|does|do|love[sd]?|like[sd]?|thank\w*"
    r"|works?|worked|made|gave|kept|got|delivered|\w+(?:'s|'re|'ve|n't))\b"
)
_MORE = re.compile(
    r"\b(?:more|less|fewer|better|further|(?:fast|quick|clear|soon|earli|cheap|short|long|low|high|easi|simpl|strong|tight"
    r"|smooth|clos|bigg|small|bold|fresh|smart|sharp|deep|wid|broad|nic|friendli)er)\b"
)


class Mention(NamedTuple):
    """A theme in an answer: `quote` is characters `start:end` of answer `question` of response `response`.

    `words` are those of the quote that name the theme; `score` is how they sound.
    """

    theme: Theme
    kind: Kind
    response: int
    question: str
    quote: str
    start: int
    end: int
    words: str
    score: float


class ReadClause(NamedTuple):
    """A clause with its words, whether it asks for a change, how it sounds, and whether it is a question."""

    heard: HeardClause
    tokens: tuple[Token, ...]
    is_request: bool
    score: float
    asks: bool = False

    @property
    def clause(self) -> Clause:
        return self.heard.clause


class Answer(NamedTuple):
    """A comment that was read: how it sounds in all (a sum of weights), and its most telling clause.

    `telling` is None where no word of it holds a view.
    """

    response: int
    question: str
    total: float
    telling: Clause | None


class Reading(NamedTuple):
    """All mentions, the requests that name no theme, and the answers that were not analysed."""

    mentions: tuple[Mention, ...]
    answers: tuple[Answer, ...]
    unthemed: tuple[tuple[int, str, str], ...]
    not_analysed: tuple[tuple[int, str, str], ...]


def read_answers(responses: Sequence[Mapping[str, str]], rules: ThemeRules) -> Reading:
    """Read every text answer; which question was asked counts before the words."""
    mentions: list[Mention] = []
    answers: list[Answer] = []
    unthemed: list[tuple[int, str, str]] = []
    not_analysed: list[tuple[int, str, str]] = []
    for number, response in enumerate(responses):
        for question, text in response.items():
            is_choice = question == CHOICE_QUESTION or question.startswith(PROMISE_QUESTION)
            if not text.strip() or (is_choice and len(text.split()) <= _LONGEST_CHOICE):
                continue
            language = unread_language(text)
            if language:
                not_analysed.append((number, question, language))
                continue
            if question in NOT_COMMENTS:
                continue
            clauses = read_clauses(text, question)
            denies = question == IMPROVE_QUESTION and says_nothing(text)
            if denies:  # "Nothing, the team was great": the praise beside it counts
                clauses = [found for found in clauses if found.score > 0]
                if not _is_praise(clauses):
                    continue
            if question == PRAISE_QUESTION and _likes_nothing(text, clauses):
                answers.append(Answer(number, question, REQUEST_WEIGHT, clauses[0].clause))
                continue
            found = _mentions(number, question, clauses, rules)
            mentions += found
            answers.append(_answer(number, question, clauses, bool(found)))
            if (
                question == IMPROVE_QUESTION
                and not denies
                and not any(m.kind == "improvement" for m in found)
            ):
                unthemed.append((number, question, text))
    return Reading(tuple(mentions), tuple(answers), tuple(unthemed), tuple(not_analysed))


def read_clauses(text: str, question: str = "") -> list[ReadClause]:
    """The clauses of an answer; a wish sounds at least a little like blame, whatever words it holds."""
    found: list[ReadClause] = []
    for heard in heard_clauses(text):
        clause = heard.clause
        tokens = tuple(tokens_of(clause.text))
        is_request = question != PRAISE_QUESTION and (
            asks_for_change(tokens) or (bool(found) and found[-1].is_request and _lists_on(heard))
        )
        score = min(heard.score, REQUEST_WEIGHT) if is_request else heard.score
        asks = text[clause.end : clause.end + 2].lstrip().startswith("?")
        found.append(ReadClause(heard, tokens, is_request, score, asks))
    return found


def _lists_on(heard: HeardClause) -> bool:
    """Whether a clause only adds to the wishes before it: "…, and a faster turnaround time"."""
    text = heard.clause.text.lower()
    if heard.clause.turns or not _AND.match(text) or _VERB.search(text):
        return False
    return heard.score < CLEAR_PRAISE or bool(_MORE.search(text))


def comment_themes(text: str, rules: ThemeRules) -> list[tuple[str, Kind]]:
    """The themes of a comment whose question is not known, each with how it sounds."""
    found = _mentions(0, "", read_clauses(text), rules)
    return sorted({(mention.theme.key, mention.kind) for mention in found})


def _answer(number: int, question: str, clauses: Sequence[ReadClause], names_theme: bool) -> Answer:
    total = math.fsum(found.score for found in clauses)
    telling = max(clauses, key=lambda found: abs(found.score), default=None)
    has_view = _has_view(clauses)
    if question == IMPROVE_QUESTION and not _is_praise(clauses):
        total, has_view = min(total, REQUEST_WEIGHT), True
    elif question == PRAISE_QUESTION and total > CLEAR_BLAME:
        total = max(total, STATED)
    elif names_theme and _is_statement(clauses):
        total = STATED
    return Answer(number, question, total, telling.clause if telling and has_view else None)


def _mentions(number: int, question: str, clauses: Sequence[ReadClause], rules: ThemeRules) -> list[Mention]:
    whole = damped(math.fsum(found.score for found in clauses))
    if _is_statement(clauses):
        whole = STATED  # "they told us how we were doing": who has a theme in mind and no blame is content
    is_praise = question == IMPROVE_QUESTION and _is_praise(clauses)
    kept: dict[tuple[str, Kind], Mention] = {}
    for found in clauses:
        if found.heard.is_elsewhere or _is_background(found):
            continue
        for named in themes_in(found.tokens, rules):
            if (
                question not in (PRAISE_QUESTION, IMPROVE_QUESTION)
                and not found.is_request
                and is_bare(named, found.tokens, found.heard.heard)
            ):
                continue
            score = _local_score(named, found)
            kind = _kind(question, found, score, whole, is_praise, len(clauses) > 1)
            if kind is None:
                continue
            clause = found.clause
            mention = Mention(
                named.theme,
                kind,
                number,
                question,
                clause.text,
                clause.start,
                clause.end,
                clause.text[named.start : named.end],
                round(score or found.score, 3),
            )
            kept.setdefault((named.theme.key, kind), mention)
    return [mention for mention in kept.values() if not _is_outweighed(mention, kept)]


def _is_background(found: ReadClause) -> bool:
    """Whether a clause without any view tells only who the client is: "we run a family business"."""
    text = found.clause.text.lower()
    return not found.heard.heard and not found.is_request and bool(_BACKGROUND.match(text))


def _is_outweighed(mention: Mention, kept: Mapping[tuple[str, Kind], Mention]) -> bool:
    """Whether the same theme is heard clearly the other way in the same answer, and here hardly at all."""
    other: Kind = "improvement" if mention.kind == "strength" else "strength"
    against = kept.get((mention.theme.key, other))
    return (
        against is not None
        and abs(mention.score) < CLEAR_OWN
        and abs(against.score) >= 2 * abs(mention.score)
    )


def _local_score(named: Named, found: ReadClause) -> float:
    """How the words that name a theme sound; else the part of the clause they stand in; else all of it."""
    if found.is_request:
        return found.score
    heard = found.heard.heard
    own = math.fsum(one.weight for one in heard if one.start < named.end and one.end > named.start)
    if abs(own) >= CLEAR_OWN:
        return own
    start, end = _part_around(found.clause.text, named)
    nearby = math.fsum(one.weight for one in heard if one.start < end and one.end > start)
    return nearby or found.score


def _part_around(text: str, named: Named) -> tuple[int, int]:
    start, end = 0, len(text)
    for cut in _PART.finditer(text):
        if cut.end() <= named.start:
            start = cut.end()
        elif cut.start() >= named.end:
            end = cut.start()
            break
    return start, end


def _kind(
    question: str, found: ReadClause, score: float, whole: float, is_praise: bool, has_more: bool
) -> Kind | None:
    if question == PRAISE_QUESTION:
        return "improvement" if score <= CLEAR_BLAME else "strength"
    if question == IMPROVE_QUESTION:
        # "Great team, but slower than promised": the praise stays praise; a wish has no praise in it.
        praised = is_praise or (has_more and not found.is_request and score >= CLEAR_PRAISE)
        return "strength" if praised and score > 0 else "improvement"
    if score:
        return "strength" if score > 0 else "improvement"
    if abs(whole) < NEUTRAL_WITHIN:
        return None
    return "strength" if whole > 0 else "improvement"


def _likes_nothing(text: str, clauses: Sequence[ReadClause]) -> bool:
    """Whether an answer to "what did you like" is "nothing", "not much"; "no complaints" is praise."""
    return bool(clauses) and says_nothing(text) and all(found.score <= 0 for found in clauses)


def _has_view(clauses: Sequence[ReadClause]) -> bool:
    """Whether any word of an answer praises, blames or wishes."""
    return any(found.heard.heard or found.is_request for found in clauses)


def _is_statement(clauses: Sequence[ReadClause]) -> bool:
    """Whether an answer neither praises, blames, wishes nor asks."""
    return not _has_view(clauses) and not any(found.asks for found in clauses)


def _is_praise(clauses: Sequence[ReadClause]) -> bool:
    """Whether an answer to "what could be better" only praises: "The team was great!"."""
    return (
        bool(clauses)
        and all(found.score >= 0 and not found.is_request for found in clauses)
        and any(
            found.score >= CLEAR_PRAISE and _STATES.search(found.clause.text.lower()) for found in clauses
        )
    )
