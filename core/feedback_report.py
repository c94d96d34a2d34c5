"""The feedback charts as a document that can leave the app, with names and small groups hidden on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from core.feedback_figures import FORMULAS, INTERVALS, LABELS, UNITS, FeedbackCounts, figure_words
from core.feedback_scope import GroupCounts
from core.redaction import Redactor, hidden_words
from core.statistics import FEWEST_ANSWERS
from core.suppression import REASONS, suppress
from core.theme_tones import TONE_LABELS, Tone

HIDDEN = "hidden"
NOT_FOUND = (
    "People and companies of the records are found; a name that nobody recorded is not: read the quotes "
    "before you pass them on."
)
MOST_QUOTES = 3  # of one theme and tone


class Said(NamedTuple):
    """How many speak of a theme in a tone, with some of their words."""

    label: str
    tone: Tone
    mentions: int
    quotes: tuple[str, ...]


class Cell(NamedTuple):
    """One figure of one group as a line of a file; `note` says why it is hidden."""

    part: str
    group: str
    figure: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    formula: str
    note: str


class FeedbackReport(NamedTuple):
    """`document` for people, `cells` for a spreadsheet, `notes` on what was hidden and why."""

    document: dict[str, Any]
    cells: list[Cell]
    notes: list[str]


CELL_NAMES = Cell._fields


def feedback_report(
    total: FeedbackCounts,
    parts: Mapping[str, Sequence[GroupCounts]],
    said: Sequence[Said],
    filters: Mapping[str, str],
    redactor: Redactor | None,
) -> FeedbackReport:
    """The report of what the filters leave. `parts` are the groups by what they are ("Client", "Month");
    each adds up to `total`. With a redactor names are hidden, and groups of fewer than five answers."""
    builder = _Builder(redactor)
    shown_total = builder.total(total, parts)
    document: dict[str, Any] = {
        "filters": {name: builder.text(value) for name, value in filters.items()} or "none",
        "in_all": shown_total,
    }
    for part, groups in parts.items():
        if groups and not builder.is_empty:
            document[f"by_{part.lower().replace(' ', '_')}"] = builder.groups(part, groups)
    if not builder.is_empty:
        document["what_people_say"] = builder.said(said)
    document["how_each_figure_is_made"] = {
        LABELS[name]: f"{FORMULAS[name]}; 95 % interval: {INTERVALS[name]}" for name in LABELS
    }
    notes = builder.notes()
    if notes:
        document["what_was_hidden_and_why"] = notes
    return FeedbackReport(document, builder.cells, notes)


class _Builder:
    def __init__(self, redactor: Redactor | None) -> None:
        self._redactor = redactor
        self.cells: list[Cell] = []
        self.is_empty = False
        self._few: list[str] = []

    def text(self, text: str) -> str:
        return self._redactor.text(text) if self._redactor else text

    def total(self, total: FeedbackCounts, parts: Mapping[str, Sequence[GroupCounts]]) -> Any:
        """The figures in all; nothing where they stand on too few, or would tell a group that is hidden."""
        alone = self._redactor is not None and (
            any(0 < number < FEWEST_ANSWERS for number in _bases(total))
            or any(suppress([_bases(one.counts) for one in groups]).total for groups in parts.values())
        )
        if alone:
            self.is_empty = True
            self._few.append(
                f"All figures: they stand on {REASONS['few']}, or would tell those of a small group."
            )
            return HIDDEN
        return {LABELS[name]: self._figure("In all", "", total, name) for name in LABELS}

    def groups(self, part: str, groups: Sequence[GroupCounts]) -> list[dict[str, str]]:
        found = suppress([_bases(one.counts) for one in groups]).groups if self._redactor else {}
        lines = []
        for place, one in enumerate(groups):
            name = self._group_name(part, one, place)
            if place in found:
                self.cells += [
                    Cell(
                        part,
                        name,
                        label,
                        None,
                        None,
                        None,
                        None,
                        FORMULAS[key],
                        f"hidden: {REASONS[found[place]]}",
                    )
                    for key, label in LABELS.items()
                ]
                lines.append({part: name, "Responses": HIDDEN, **dict.fromkeys(LABELS.values(), HIDDEN)})
                continue
            figures = {LABELS[key]: self._figure(part, name, one.counts, key) for key in LABELS}
            lines.append({part: name, "Responses": f"{one.counts.responses:,}", **figures})
        for why, reason in REASONS.items():
            count = sum(one == why for one in found.values())
            if count:
                self._few.append(f"{part}: {count:,} of {len(groups):,} left out: {reason}.")
        return lines

    def said(self, said: Sequence[Said]) -> list[dict[str, Any]]:
        """The matrix; without names a cell of fewer than five mentions is left out with its words."""
        found = suppress([[one.mentions] for one in said]).groups if self._redactor else {}
        if found:
            self._few.append(
                f"What people say: {len(found):,} of {len(said):,} left out: {REASONS['few']}, or with one."
            )
        return [
            {
                "theme": one.label,
                "said_as": TONE_LABELS[one.tone],
                "mentions": one.mentions,
                "in_their_words": [self.text(quote) for quote in one.quotes[:MOST_QUOTES]],
            }
            for place, one in enumerate(said)
            if place not in found
        ]

    def notes(self) -> list[str]:
        if self._redactor is None:
            return []
        return [
            f"Names are hidden: {hidden_words(self._redactor.hidden)} taken out of texts. {NOT_FOUND}",
            *self._few,
        ]

    def _group_name(self, part: str, one: GroupCounts, place: int) -> str:
        if one.name is None:
            return "Not known"
        if self._redactor is None:
            return one.name
        # Who it is says the name; the place in the order says nothing of the person.
        return f"{part} {place + 1}" if part in ("Client", "Project manager") else self.text(one.name)

    def _figure(self, part: str, group: str, counts: FeedbackCounts, name: Any) -> str:
        figure = counts.figure(name)
        self.cells.append(
            Cell(
                part,
                group,
                LABELS[name],
                figure["value"],
                figure["low"],
                figure["high"],
                figure["n"],
                figure["formula"],
                "",
            )
        )
        return figure_words(figure, UNITS[name])


def _bases(counts: FeedbackCounts) -> tuple[int, ...]:
    """What the figures of a group stand on."""
    return counts.responses, counts.ratings, counts.rated, counts.scored, counts.invited
