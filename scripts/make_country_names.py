"""Write core/intake/country_names.txt: what lists call a country. To be run when a library's version changes.

Names in six languages are from the phone number library, codes of three letters from `holidays`.

python -m scripts.make_country_names
"""

from __future__ import annotations

import sys

import holidays.registry
from phonenumbers.geodata.locale import LOCALE_DATA

from core.intake.countries import NAMES_FILE, country_names, spelling

LANGUAGES = ("en", "de", "fr", "es", "pt", "nl")
# What people write besides, by code.
OTHER_NAMES = {
    "AE": "UAE", "BA": "Bosnia", "BR": "Brasil", "CD": "DR Congo", "CI": "Ivory Coast",
    "CZ": "Czech Republic, Tschechien, Tchéquie", "DE": "BRD", "ES": "España", "FR": "La France",
    "GB": "UK, U.K., Great Britain, England, Scotland, Wales, Northern Ireland, Großbritannien, "
    "Grande-Bretagne, Gran Bretaña, Grã-Bretanha, Groot-Brittannië, Inglaterra, Angleterre, Engeland",
    "HK": "Hong Kong SAR", "IE": "Republic of Ireland", "IT": "Italia", "KR": "Korea, Republic of Korea",
    "MK": "Macedonia", "NL": "Holland, The Netherlands, Países Bajos, Países Baixos",
    "RU": "Russian Federation", "SZ": "Swaziland", "TR": "Turkey", "TW": "Taiwan",
    "US": "U.S., USA, U.S.A., United States of America, America, USA (United States), "
    "Vereinigte Staaten, États-Unis d'Amérique, EE.UU., EEUU, EUA, "
    "Estados Unidos da América, Estados Unidos de América, Verenigde Staten van Amerika, VS",
    "VA": "Vatican City", "VN": "Viet Nam",
}  # fmt: skip


def table() -> str:
    """A line for each country: its code, then the spellings of its names; a name of two countries is left
    out."""
    threes = {entry[1]: entry[2] for entry in holidays.registry.COUNTRIES.values()}
    named: dict[str, set[str]] = {}
    for code, name in country_names().items():
        others = OTHER_NAMES.get(code, "").split(", ")
        local = (_name(code, language) for language in LANGUAGES)
        names = {spelling(one) for one in (code, threes.get(code, ""), name, *local, *others)}
        named[code] = names - {""}
    counted = [name for names in named.values() for name in names]
    shared = {name for name in counted if counted.count(name) > 1}
    return "".join(f"{code} {' '.join(sorted(names - shared))}\n" for code, names in sorted(named.items()))


def _name(code: str, language: str) -> str:
    names = LOCALE_DATA.get(code, {})
    found = str(names.get(language, ""))
    return str(names[found[1:]]) if found.startswith("*") else found


def main() -> None:
    NAMES_FILE.write_text(table(), "utf-8", newline="\n")
    print(f"{NAMES_FILE.name}: {NAMES_FILE.stat().st_size:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
