"""What one language brings: the texts of the survey's page, its questions, its mails, and its dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Template
from typing import Literal


@dataclass(frozen=True, slots=True)
class Language:
    """`tag` is what HTML calls it, `name` what its readers call it.

    Texts are templates: each language has the same ones, with the same $names in them. `day` writes a date
    from $day, $month and $year; `first` is how the first of a month is called where that is no number.
    """

    tag: str
    name: str
    page: Mapping[str, str]
    questions: Mapping[str, str]
    mail: Mapping[str, str]
    months: tuple[str, ...]
    day: str
    first: str = "1"
    direction: Literal["ltr", "rtl"] = "ltr"

    def written(self, day: date) -> str:
        """The date as readers of this language write it in a sentence."""
        number = self.first if day.day == 1 else str(day.day)
        return fill(self.day, day=number, month=self.months[day.month - 1], year=day.year)


def fill(text: str, **names: object) -> str:
    """A text of ours with its names filled in; what is filled in is never read as a template."""
    return Template(text).substitute({name: str(value) for name, value in names.items()})
