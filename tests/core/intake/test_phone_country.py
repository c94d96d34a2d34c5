"""Where numbers without a country code are from: as the row says, the list, or as is usual."""

from __future__ import annotations

import pytest
from phonenumbers.geodata.locale import LOCALE_DATA

from core.intake.column_mapping import propose_mapping
from core.intake.countries import NAMES_FILE, country_names, country_of
from core.intake.lead_cleaner import ColumnSurvey
from core.intake.phone_country import PhoneCountry
from core.intake.table_file import open_table
from scripts.make_country_names import table


def decided(text: str, usual: str = "US", chosen: str | None = None) -> PhoneCountry:
    found = open_table(text.encode(), "leads.csv")
    survey = ColumnSurvey(propose_mapping(found.headers, found.sample))
    for batch in found.batches():
        survey.feed(batch)
    return survey.decide(usual, chosen).phone


GERMAN = ["030 901820", "089 23300", "0211 8991", "040 428280", "0221 2210"]
AMERICAN = ["(212) 736-5000", "415-555-2671", "312 744 5000", "(617) 635-4500", "213.485.2121"]


def phones(*numbers: str) -> str:
    return "Name,Phone\n" + "".join(f"Person {place},{number}\n" for place, number in enumerate(numbers))


@pytest.mark.parametrize(
    ("numbers", "usual", "country", "said"),
    [
        pytest.param(AMERICAN, "US", "US", "", id="usual"),
        pytest.param(["+49 30 901820"] * 3, "US", "US", "", id="every number says it"),
        pytest.param(
            ["+49 30 901821", "+49 30 901822", "0049 30 901823", *GERMAN], "US", "DE",
            "those with a country code are of Germany (+49; 3 of 3), so the others",
            id="the others are of Germany",
        ),
        pytest.param(
            ["+91 90000 40001", "9000040003"], "US", "IN",
            "those with a country code are of India (+91; 1 of 1)",
            id="one is enough where the others fit there and not here",
        ),
        pytest.param(["+44 20 7946 0018", *AMERICAN], "US", "US", "", id="the others fit here"),
        pytest.param(["+44 20 7946 0018"] * 4 + AMERICAN, "US", "US", "", id="more are not better"),
        pytest.param(
            ["+49 30 901821", "+33 1 42 68 53 00", "+44 20 7946 0018", *AMERICAN], "US", "US", "", id="mixed"
        ),
        pytest.param(["+1 416 392 2489"] * 3 + AMERICAN, "CA", "CA", "", id="the same code as here"),
        pytest.param(
            GERMAN, "US", "US", "5 of 5 without a country code do not fit United States",
            id="whatever they are",
        ),
        pytest.param(GERMAN[:4], "US", "US", "", id="too few to say so"),
    ],
)  # fmt: skip
def test_the_list_says_where_its_numbers_are_from(
    numbers: list[str], usual: str, country: str, said: str
) -> None:
    found = decided(phones(*numbers), usual)
    assert found.country == country
    assert found.reason.startswith(said)
    assert bool(found.reason) == bool(said)
    assert found.is_certain == (not said)


def test_a_column_of_countries_says_it_for_each_row() -> None:
    found = decided(
        "Name,Phone,Country/Region\nAda,030 901820,Germany\nBo,020 7946 0018,UK\nCy,5125550100,\n"
    )
    assert found.column == 2
    assert [found.of_row(["", "", text]) for text in ("Germany", "UK", "", "Mars")] == [
        "DE",
        "GB",
        "US",
        "US",
    ]
    assert found.reason.startswith("Country/Region says it for each row; where it does not")


@pytest.mark.parametrize("header", ["Country", "Mailing Country", "Land", "Pays", "País", "Country Code"])
def test_the_column_is_found_by_its_header_in_any_language(header: str) -> None:
    assert decided(f"Name,Phone,{header}\nAda,030 901820,DE\n").column == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Name,Phone,Country\nAda,1,city\nBo,2,coast\nCy,3,Germany\n", id="holds something else"),
        pytest.param("Name,Phone,Region\nAda,1,Germany\n", id="is called otherwise"),
        pytest.param("Name,Phone,Country\nAda,1,\n", id="is empty"),
        pytest.param("Name,Country\nAda,Germany\n", id="no numbers"),
    ],
)
def test_no_column_says_it(text: str) -> None:
    assert decided(text).column is None


def test_what_a_person_chose_holds_for_every_row() -> None:
    found = decided("Name,Phone,Country\nAda,030 901820,Germany\n", "US", "FR")
    assert (found.country, found.column) == ("FR", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"), ("deu", "DE"), ("Germany", "DE"), (" Deutschland ", "DE"), ("Allemagne", "DE"),
        ("Alemania", "DE"), ("Alemanha", "DE"), ("Duitsland", "DE"), ("U.S.A.", "US"), ("usa", "US"),
        ("Vereinigte Staaten", "US"), ("United Kingdom", "GB"), ("England", "GB"), ("Côte d'Ivoire", "CI"),
        ("COTE D’IVOIRE", "CI"), ("Österreich", "AT"), ("Großbritannien", "GB"), ("Türkiye", "TR"),
        ("The Netherlands", "NL"), ("Brasil", "BR"), ("", None), ("Bavaria", None), ("49", None), ("?", None),
    ],
)  # fmt: skip
def test_a_country_by_any_of_its_names(text: str, code: str | None) -> None:
    assert country_of(text) == code


def test_every_country_is_known_by_its_names_in_six_languages() -> None:
    for code, name in country_names().items():
        assert country_of(code) == code
        assert country_of(name) == code
        for language in ("de", "fr", "es", "pt", "nl"):
            local = str(LOCALE_DATA.get(code, {}).get(language, ""))
            assert not local or local.startswith("*") or country_of(local) in (code, None)


def test_the_names_are_those_of_the_libraries() -> None:
    assert NAMES_FILE.read_text("utf-8") == table()
