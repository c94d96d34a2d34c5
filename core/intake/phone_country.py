"""Where a phone number without a country code is from: as its row says, its list, or as is usual."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers
import polars as pl

from core.intake.column_mapping import ATTRIBUTES, ColumnChoice
from core.intake.columns.plain_phones import calling_code
from core.intake.countries import country_names, country_of
from core.intake.lead_columns import header_key

# Last words of the headers that hold the country of a person, in the languages that lists come in.
_HEADER = re.compile(
    r"(?:^| )(?:country(?: region)?|country code|land|pays|pais)$|(?:dial|dialling|calling) code$|"
    r"^(?:lander)?vorwahl$|indicatif(?: pays)?$|prefijo$"
)
_WITH_CODE = r"^[\s'(]*(?:\+|00)[\s(]*([1-9](?:[\s().-]*[0-9]){0,2})"
_CALLING = re.compile(r"(?:\(?\+|00)?\(?([1-9]\d{0,2})\)?")
_RECOGNISED = 0.8  # of a column's cells, so that it is believed to hold countries
_SAME_CODE = 0.8  # of the numbers with a country code, so that they speak for the others
_FEWEST_CODES, _FEWEST_BARE = 3, 5  # that can speak for the rest of a list
_MOST_NAMES, _MOST_BARE = 1_000, 200


@dataclass(frozen=True, slots=True)
class PhoneCountry:
    """The country (ISO 3166) of numbers without a country code, and the column whose cell says it for its
    row, if one does; `reason` in words a person knows, "" where there is nothing to say."""

    country: str
    column: int | None = None
    reason: str = ""
    is_certain: bool = True

    def of_row(self, cells: Sequence[str]) -> str:
        """The country of one row's numbers."""
        return (_named(cells[self.column]) if self.column is not None else None) or self.country

    def of_rows(self, frame: pl.DataFrame) -> str | pl.Series:
        """The country of all rows, or of each; `frame` has a column c0, c1, … for each of the list's."""
        if self.column is None:
            return self.country
        cells = frame[f"c{self.column}"]
        names = {text: _named(text) or self.country for text in cells.unique()}
        return cells.replace_strict(names, return_dtype=pl.String)


def _named(text: str) -> str | None:
    """The country of a name or a code of letters, or of a calling code: `Germany`, `DE`, `+49`."""
    code = _CALLING.fullmatch(text.strip())
    if code is None:
        return country_of(text)
    found = phonenumbers.region_code_for_country_code(int(code[1]))
    return found if found in country_names() else None


class CountrySurvey:
    """Looks at the numbers of a whole list, and at the columns that may name a country."""

    def __init__(self, mapping: Sequence[ColumnChoice]) -> None:
        self._phones = [choice.column for choice in mapping if choice.field == "phone"]
        named = [one for one in mapping if one.field == ATTRIBUTES and _HEADER.search(header_key(one.header))]
        self._headers = {choice.column: choice.header for choice in named} if self._phones else {}
        self._names: dict[int, Counter[str]] = {column: Counter() for column in self._headers}
        self._codes: Counter[int] = Counter()
        self._bare: dict[str, None] = {}

    @property
    def has_phones(self) -> bool:
        return bool(self._phones)

    def feed(self, frame: pl.DataFrame) -> None:
        for column, names in list(self._names.items()):
            for text, number in frame[f"c{column}"].value_counts().iter_rows():
                if text.strip():
                    names[text] += number
            if len(names) > _MOST_NAMES:
                del self._names[column]  # whatever it holds, it is no country
        for column in self._phones:
            texts = frame[f"c{column}"]
            codes = texts.str.extract(_WITH_CODE, 1)
            for digits, number in codes.drop_nulls().value_counts().iter_rows():
                code = calling_code(re.sub(r"\D", "", digits))
                if code is not None:
                    self._codes[code] += number
            if len(self._bare) < _MOST_BARE:
                bare = texts.filter(codes.is_null() & (texts.str.count_matches("[0-9]") >= 7))
                self._bare |= dict.fromkeys(
                    bare.unique(maintain_order=True).head(_MOST_BARE - len(self._bare))
                )

    def decide(self, usual: str, chosen: str | None = None) -> PhoneCountry:
        """`chosen` is the country that a person set for all rows; `usual` is the agency's."""
        if chosen is not None:
            return PhoneCountry(chosen)
        column = self._column()
        found = self._of_list(usual)
        if column is None:
            return found
        rest = country_names().get(found.country, found.country)
        reason = (
            f"{self._headers[column]} says it for each row; where it does not, they are read as of {rest}"
        )
        return PhoneCountry(found.country, column, reason)

    def _column(self) -> int | None:
        shares = {}
        for column, names in self._names.items():
            known = sum(number for text, number in names.items() if _named(text))
            if names and known >= _RECOGNISED * names.total():
                shares[column] = known
        return max(shares, key=lambda column: shares[column]) if shares else None

    def _of_list(self, usual: str) -> PhoneCountry:
        if not self._bare:
            return PhoneCountry(usual)
        bare, fitting = len(self._bare), self._valid(usual)
        other = self._other(usual)
        if other is not None:
            country, code, most = other
            total = self._codes.total()
            fits = self._valid(country)
            if fits > fitting or (fits == fitting and total >= _FEWEST_CODES):
                reason = (
                    f"those with a country code are of {country_names()[country]} (+{code}; {most:,} of "
                    f"{total:,}), so the others are read as of there too"
                )
                return PhoneCountry(country, reason=reason, is_certain=False)
        if bare >= _FEWEST_BARE and fitting < bare / 2:
            first = "the first " if bare >= _MOST_BARE else ""
            reason = (
                f"{bare - fitting} of {first}{bare} without a country code do not fit "
                f"{country_names().get(usual, usual)}; choose their country"
            )
            return PhoneCountry(usual, reason=reason, is_certain=False)
        return PhoneCountry(usual)

    def _other(self, usual: str) -> tuple[str, int, int] | None:
        """The country of most numbers with a code where that is not the usual one; its code, and how many."""
        for code, most in self._codes.most_common(1):
            country = phonenumbers.region_code_for_country_code(code)
            is_usual = code == phonenumbers.country_code_for_region(usual)
            if most >= _SAME_CODE * self._codes.total() and not is_usual and country in country_names():
                return country, code, most
        return None

    def _valid(self, country: str) -> int:
        """How many of the numbers without a country code are in use in a country, by its numbering plan."""

        def fits(text: str) -> bool:
            try:
                return phonenumbers.is_valid_number(phonenumbers.parse(text, country))
            except phonenumbers.NumberParseException:
                return False

        return sum(map(fits, self._bare))
