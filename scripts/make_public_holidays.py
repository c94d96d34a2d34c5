"""Write core/public_holidays.txt from the installed `holidays` library; to be run when its version changes.

python -m scripts.make_public_holidays
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version

import holidays

from core.public_holidays import TABLE, YEARS, table_of


def library_holidays(country: str) -> dict[date, str]:
    """What the library says for one country (ISO 3166, two letters) and every year of the table."""
    found: dict[date, str] = {}
    for year in YEARS:
        with warnings.catch_warnings():
            # The library warns where a lunar calendar ends early; the days that it has are taken.
            warnings.simplefilter("ignore", UserWarning)
            days = holidays.country_holidays(country, years=year, language="en_US")
        # It adds neighbouring years where a holiday moves across New Year.
        found |= {day: name for day, name in days.items() if day.year == year}
    return found


def countries() -> Iterator[str]:
    """The codes of two letters that the library knows."""
    return (code for code in holidays.list_supported_countries() if len(code) == 2)


def main() -> None:
    text = table_of({country: library_holidays(country) for country in countries()})
    TABLE.write_text(text, "utf-8", newline="\n")
    print(f"{TABLE.name}: {len(text.encode()):,} bytes from holidays {version('holidays')}", file=sys.stderr)


if __name__ == "__main__":
    main()
