"""One page of a list, cut and counted in the database, and the way to all rows of the same view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pandas as pd

Parts = Callable[[], Iterator[pd.DataFrame]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the rows, how many there are in all, and where this page stands (from 1).

    `is_more`: there may be more than `total`; they were not counted, and no page shows them. `looked_at`:
    only so many first rows of the list were searched. `every` asks for all rows that fit, counted or not.
    """

    rows: pd.DataFrame
    total: int
    number: int
    size: int
    is_more: bool = False
    looked_at: int | None = None
    every: Parts | None = field(default=None, compare=False)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def parts(self) -> Iterator[pd.DataFrame]:
        """All rows of the view in its order, as at one moment, a few thousand at a time."""
        return self.every() if self.every else iter((self.rows,))
