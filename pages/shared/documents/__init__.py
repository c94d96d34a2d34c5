"""What a handoff carries as a document that people read: one module for each payload."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from core.result import payload_of
from pages.shared.documents import any_payload

# Modules load on first use; each has `show(payload, key)`.
_MODULES = {
    "offer_to_marketing": "marketing_brief",
    "marketing_to_sales": "sales_briefs",
    "sales_to_fulfillment": "work_order",
    "fulfillment_to_feedback": "feedback_request",
    "feedback_to_offer": "feedback_analysis",
}


def show_document(workflow: str, handoff_data: Mapping[str, Any], *, key: str) -> None:
    """Draw what `workflow` handed over; a workflow without a document of its own gets the general one."""
    payload = payload_of(handoff_data)
    name = _MODULES.get(workflow)
    if name is None:
        any_payload.show(payload, key)
    else:
        importlib.import_module(f"pages.shared.documents.{name}").show(payload, key)
