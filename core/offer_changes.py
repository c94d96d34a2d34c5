"""What an accepted recommendation changes in an offer's terms, and how two versions differ."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypedDict, get_args

from core.errors import HandoffRefused
from core.offers import OfferInput

Place = Literal["delivery", "new promise", "promise", "price", "value", "audience"]
PLACES: tuple[Place, ...] = get_args(Place)
DELIVERY_FIELD = "service_changes"
"""Terms carry how the work is done differently under this name; marketing gets it with the rest."""

_FIELDS: dict[Place, str] = {
    "price": "pricing_tier",
    "value": "value_proposition",
    "audience": "target_audience",
}
_LABELS = {
    DELIVERY_FIELD: "How we work",
    **{name: str(field.title) for name, field in OfferInput.model_fields.items() if field.title},
}
_LONGEST = 500


class TermChange(NamedTuple):
    """`text` goes to `place`; a changed promise also says which one it `replaces`."""

    place: Place
    text: str
    replaces: str | None = None


class Proposal(NamedTuple):
    """The recommendations that ask the same of the same offer."""

    offer_id: str | None
    kind: str
    proposal: str


class TermDifference(TypedDict):
    """One line of a diff: what a field said `before` (None: nothing) and says `after` (None: taken out)."""

    field: str
    label: str
    before: str | None
    after: str | None


def changed_terms(terms: Mapping[str, Any], change: TermChange) -> dict[str, Any]:
    """The terms with the change in them; the given ones stay as they are.

    HandoffRefused where the text is blank or says what the terms say already, or the promise to replace
    is not among them.
    """
    text = " ".join(change.text.split())
    if not text:
        raise HandoffRefused("Say in words what changes in the offer.")
    if len(text) > _LONGEST:
        raise HandoffRefused(f"Say what changes in at most {_LONGEST} characters; this has {len(text)}.")
    new = dict(terms)
    points = [str(point) for point in new.get("unique_selling_points") or []]
    match change.place:
        case "delivery":
            new[DELIVERY_FIELD] = _added(_lines(new.get(DELIVERY_FIELD)), text)
        case "new promise":
            new["unique_selling_points"] = _added(points, text)
        case "promise":
            if change.replaces not in points:
                raise HandoffRefused("The promise to change is no longer in the offer. Choose it again.")
            if text in points:
                raise HandoffRefused("The offer says exactly this already.")
            new["unique_selling_points"] = [text if point == change.replaces else point for point in points]
        case _:
            name = _FIELDS[change.place]
            if new.get(name) == text:
                raise HandoffRefused("The offer says exactly this already.")
            new[name] = text
    return new


def term_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[TermDifference]:
    """What changed from one version's terms to another's, field by field, lists line by line."""
    found: list[TermDifference] = []
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = _lines(before.get(name)), _lines(after.get(name))
        label = _LABELS.get(name) or name.replace("_", " ").capitalize()
        for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            left, right = old[a:b], new[c:d]
            for row in range(max(len(left), len(right))):
                found.append(
                    {
                        "field": name,
                        "label": label,
                        "before": left[row] if row < len(left) else None,
                        "after": right[row] if row < len(right) else None,
                    }
                )
    return found


def suggested_change(kind: str, proposal: str) -> TermChange:
    """Where a recommendation most likely belongs, for a person to change."""
    match kind:
        case "new_service":
            return TermChange("new promise", proposal)
        case _:  # also a price: its new wording is a person's to find
            return TermChange("delivery", proposal)


def suggested_hypothesis(proposal: str, measure: str) -> str:
    """The sentence that the effect is later held against; `measure` as people call it."""
    return f"If we do this: “{proposal}”, then our {measure} goes up."


def _added(lines: list[str], text: str) -> list[str]:
    if text in lines:
        raise HandoffRefused("The offer says exactly this already.")
    return [*lines, text]


def _lines(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [str(item) for item in value]
    if isinstance(value, Mapping):
        return [f"{name}: {', '.join(_lines(item))}" for name, item in value.items()]
    return [str(value)]
