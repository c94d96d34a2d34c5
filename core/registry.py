"""Where workflows are found by name: the five of the chain, then the custom ones."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from core.errors import UnknownWorkflow
from core.workflow import Workflow

# One line per handoff, in the order of the loop. Modules load on first use: a command line that runs
# one workflow does not pay for the other four.
CHAIN: dict[str, str] = {
    "offer_to_marketing": "core.workflows.offer_to_marketing:OfferToMarketingWorkflow",
    "marketing_to_sales": "core.workflows.marketing_to_sales:MarketingToSalesWorkflow",
    "sales_to_fulfillment": "core.workflows.sales_to_fulfillment:SalesToFulfillmentWorkflow",
    "fulfillment_to_feedback": "core.workflows.fulfillment_to_feedback:FulfillmentToFeedbackWorkflow",
    "feedback_to_offer": "core.workflows.feedback_to_offer:FeedbackToOfferWorkflow",
}


class PluginProblem(NamedTuple):
    """Why a file gave no workflow. `line` counts from 1; 0 is the file as a whole."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


def no_such_workflow(name: str, names: Sequence[str]) -> UnknownWorkflow:
    """The error for a name that is none of `names`, with the nearest of them."""
    import difflib  # only a wrong name needs it

    near = difflib.get_close_matches(name, names, n=1)
    hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(names)}."
    return UnknownWorkflow(f"There is no workflow named {name[:80]!r}.{hint}")


class Registry:
    """The five workflows and whatever custom ones were found."""

    def __init__(self, custom: Mapping[str, Workflow[Any, Any]] | None = None) -> None:
        self._custom = dict(custom or {})
        self._loaded: dict[str, Workflow[Any, Any]] = {}

    @property
    def names(self) -> list[str]:
        return [*CHAIN, *sorted(self._custom)]

    @property
    def problems(self) -> list[PluginProblem]:
        """The custom files that gave no workflow; none here, where no folder is read."""
        return []

    def get(self, name: str) -> Workflow[Any, Any]:
        """The workflow of that name; UnknownWorkflow offers the nearest one."""
        if name in CHAIN:
            if name not in self._loaded:
                module_name, class_name = CHAIN[name].split(":")
                self._loaded[name] = getattr(importlib.import_module(module_name), class_name)()
            return self._loaded[name]
        if name in self._custom:
            return self._custom[name]
        raise no_such_workflow(name, self.names)
