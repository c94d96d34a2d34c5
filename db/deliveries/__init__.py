"""What a delivered handoff writes into the records, one module a workflow, named as the workflow.

A delivery runs inside the transaction that stores its run. It uses only the transaction port, so
that the command line delivers without loading SQLModel.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import NamedTuple

from core.ports import Run
from db.transaction import Transaction


class RecordRef(NamedTuple):
    """The record that a handoff is about: what its inbox line opens."""

    record_type: str
    record_id: str


Delivery = Callable[[Transaction, Run, str], RecordRef | None]
"""Called with the open transaction, the run and the name of the person who ran it."""

# A workflow without records (a custom one, say) has no line here.
_MODULES = {
    "offer_to_marketing": "db.deliveries.offer_to_marketing",
    "marketing_to_sales": "db.deliveries.marketing_to_sales",
    "sales_to_fulfillment": "db.deliveries.sales_to_fulfillment",
    "fulfillment_to_feedback": "db.deliveries.fulfillment_to_feedback",
    "feedback_to_offer": "db.deliveries.feedback_to_offer",
}


def delivery_of(workflow: str) -> Delivery | None:
    """The delivery of that workflow, loaded on first use."""
    if workflow not in _MODULES:
        return None
    module = importlib.import_module(_MODULES[workflow])
    delivery: Delivery = module.deliver
    return delivery
