"""Putting back what was before: which changes can be restored, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

RESTORABLE = frozenset(
    (
        "change deal",
        "move deal",
        "change client",
        "change contact",
        "update deliverable",
        "note payment",
        "change capacity",
        "change template",
        "change results",
    )
)
"""The changes that can be put back from the audit trail; others are facts, or have their own way back."""

WAYS_BACK: Mapping[str, str] = {
    "agree change order": "Agree on another change order on the project's page.",
    "accept recommendation": "Change the decision on the Feedback page.",
    "decline recommendation": "Change the decision on the Feedback page.",
    "accept handoff": "An accepted handoff stays accepted; tell its sender what is missing.",
    "return handoff": "Hand it over again from the page of its sender.",
    "open deal": "Close the deal as lost, with the reason.",
}


class FieldChange(NamedTuple):
    """One field of a change, as it was before and after; `now` is what stands there at present."""

    field: str
    before: Any
    after: Any
    now: Any

    @property
    def changed_since(self) -> bool:
        return bool(self.now != self.after)


def field_changes(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> list[FieldChange]:
    """The fields that a change touched; without `now` what stands at present counts as unchanged."""
    fields = dict.fromkeys([*(old or {}), *(new or {})])
    return [
        FieldChange(
            name,
            (old or {}).get(name),
            (new or {}).get(name),
            (now if now is not None else new or {}).get(name),
        )
        for name in fields
        if (old or {}).get(name) != (new or {}).get(name)
    ]
