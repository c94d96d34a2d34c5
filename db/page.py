"""One page of a list, cut and counted in the database."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the rows, how many there are in all, and where this page stands (from 1).

    `is_more`: there may be more than `total`; they were not counted, and no page shows them.
    """

    rows: pd.DataFrame
    total: int
    number: int
    size: int
    is_more: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))
