"""Putting back what was before: which changes can be restored, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

RESTORABLE = frozenset(
    (
        "change deal",
        "move deal",
        "open deal",
        "take back open deal",
        "change client",
        "change campaign",
        "change lead",
        "change contact",
        "add contact",
        "take back add contact",
        "log contact",
        "take back log contact",
        "follow up",
        "take back follow up",
        "update deliverable",
        "note payment",
        "change capacity",
        "change template",
        "change results",
        "accept recommendation",
        "decline recommendation",
        "reopen recommendation",
        "discard draft",
        "accept handoff",
        "return handoff",
        "reopen handoff",
        "change project manager",
        "publish policy",
    )
)
"""The changes that can be put back from the audit trail; others are facts, or have their own way back."""

NEEDED: Mapping[str, str] = {
    "accept handoff": "handoff_id",
    "return handoff": "handoff_id",
    "discard draft": "decisions",
    "reopen recommendation": "decision",
}
"""What a line must name to be put back; lines of an older version may not."""

WAYS_BACK: Mapping[str, str] = {
    "agree change order": "Agree on another change order on the project's page.",
    "accept handoff": "An accepted handoff stays accepted; tell its sender what is missing.",
    "return handoff": "Hand it over again from the page of its sender.",
    "bulk change": "Take it back as a whole, below.",
    "open deal": "Close the deal as lost, with the reason.",
    "add contact": "Change the contact on the client's page.",
    "discard draft": "Decide on its recommendations again on the Feedback page.",
    "invite to survey": "Revoke the link on the survey's page.",
    "new survey link": "Revoke the link on the survey's page.",
    "revoke survey link": "Give the person a new link on the survey's page.",
    "send survey mail": "A mail that was sent cannot be called back.",
    "type in answers": "Answers stay as they were given; what they led to is decided on the Feedback page.",
    "import leads": "Undo the import on the Import leads page.",
    "undo import": "Import the list again on the Import leads page.",
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
