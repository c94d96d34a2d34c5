"""Where each kind of record is opened, and the link to its golden thread."""

from __future__ import annotations

import streamlit as st

from core.golden_thread import Kind, StepKey, read_version_id
from pages.shared.domains import DOMAINS

KIND_NAMES: dict[Kind, str] = {
    "source": "Source",
    "offer_version": "Offer",
    "campaign": "Campaign",
    "lead": "Lead",
    "deal": "Deal",
    "work_order": "Work order",
    "project": "Project",
    "survey": "Survey",
    "response": "Answer",
    "recommendation": "Recommendation",
}
KIND_ICONS: dict[Kind, str] = {
    "source": ":material/upload_file:",
    "offer_version": ":material/sell:",
    "campaign": ":material/campaign:",
    "lead": ":material/person_search:",
    "deal": ":material/handshake:",
    "work_order": ":material/assignment:",
    "project": ":material/inventory_2:",
    "survey": ":material/ballot:",
    "response": ":material/rate_review:",
    "recommendation": ":material/lightbulb:",
}
# Kind → domain page, and the parameters that open the record there; the last one takes its id.
_PLACES: dict[Kind, tuple[str, dict[str, str], str]] = {
    "offer_version": ("offer", {}, "offer"),
    "campaign": ("marketing", {}, "campaign"),
    "lead": ("marketing", {}, "lead"),
    "deal": ("sales", {"show": "Deals"}, "deal"),
    "work_order": ("fulfillment", {"show": "Work orders"}, "order"),
    "project": ("fulfillment", {"show": "Projects"}, "project"),
    "survey": ("feedback", {"show": "Surveys"}, "survey"),
    "response": ("feedback", {"show": "Responses"}, "response"),
    "recommendation": ("feedback", {"show": "Recommendations"}, "recommendation"),
}
THREAD = "insights/thread.py"
HISTORY = "insights/history.py"
SETTINGS = "insights/settings.py"


def record_place(key: StepKey) -> tuple[str, dict[str, str]] | None:
    """The script and the parameters that open the record; a source has no page of its own."""
    if key.kind not in _PLACES:
        return None
    domain, params, name = _PLACES[key.kind]
    version = read_version_id(key.id) if key.kind == "offer_version" else None
    return DOMAINS[domain].script, {"part": "records", **params, name: version[0] if version else key.id}


def thread_link(kind: Kind, record_id: str) -> None:
    """A link to the golden thread of a record."""
    st.page_link(
        THREAD,
        label="Golden thread",
        icon=":material/route:",
        query_params={"record": str(StepKey(kind, record_id))},
        help="Where it came from and what it led to, step by step.",
    )


def history_link(record_id: str) -> None:
    """A link to every change of a record."""
    st.page_link(
        HISTORY,
        label="History",
        icon=":material/manage_history:",
        query_params={"record": record_id},
        help="Who changed what, when, and what stood there before.",
    )


def rules_link(name: str, label: str = "Change these rules") -> None:
    """A link to a set of rules in Settings."""
    st.page_link(
        SETTINGS,
        label=label,
        icon=":material/tune:",
        query_params={"policy": name},
        help="What they are, and what a change of them would move.",
    )
