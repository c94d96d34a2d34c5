"""Where a handoff of many leads stands, and the wish to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

Step = Literal["Writing the briefs", "Storing them"]

# Writing the briefs takes about two thirds of the time.
_BEFORE: dict[Step, float] = {"Writing the briefs": 0.0, "Storing them": 0.65}
_PART: dict[Step, float] = {"Writing the briefs": 0.65, "Storing them": 0.35}


class HandoffProgress(NamedTuple):
    """`done` of `total` leads in this step."""

    step: Step
    done: int
    total: int

    @property
    def share(self) -> float:
        """How much of the whole is done, from 0 to 1."""
        return _BEFORE[self.step] + _PART[self.step] * self.done / max(1, self.total)


OnProgress = Callable[[HandoffProgress], None]
Cancelled = Callable[[], bool]
