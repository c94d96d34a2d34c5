"""The words that a form offers for a field whose contract takes any text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self


class Choices(NamedTuple):
    """Each word with its label, in the order they are offered; with `others`, any other word is taken too.

    A word that a record or a file brings is always kept: whether it passes is for the workflow to say.
    """

    labels: Mapping[str, str]
    others: bool = False

    @classmethod
    def of(cls, words: Iterable[str], *, others: bool = False) -> Self:
        """Words that are their own labels: `deposit_paid` reads "Deposit paid"."""
        return cls({word: word.replace("_", " ").strip().capitalize() for word in words}, others)
