"""Which rows of a list look like one person, and which only look so at first sight."""

from __future__ import annotations

import polars as pl
import pytest

from db.lead_import.alike_rows import alike_rows


def pairs(*people: tuple[str | None, ...]) -> list[tuple[int, int]]:
    rows = [(line, *person, *[None] * (3 - len(person))) for line, person in enumerate(people, 2)]
    schema = {"line": pl.UInt32, "name": pl.String, "company": pl.String, "phone_key": pl.String}
    found = alike_rows(pl.DataFrame(rows, schema=schema, orient="row"))
    return found.select("line", "other").rows()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ada Lovelace", "Engines"), ("Ada Lovelase", "Engines")),
        (("Ada Lovelace", "Engines"), ("Lovelace, Ada", "ENGINES Ltd.")),
        (("Dr. Jörg Müller", "Bau & Söhne GmbH"), ("Jorg Muller", "Bau und Söhne")),
        (("Zoë Amith", "Stark Industries"), ("Zoe Smith", "Stark Industries, Inc.")),
        (("Jon Smith", "Acme"), ("John Smith", "Acme Inc")),
        (("J. Smith", "Acme"), ("John Smith", "Acme")),
        (("Ana Souza", "Padaria Lisboa Lda"), ("Ana Sousa", "Padaria Lisbôa")),
        (("Li Wei", None, "+8613800000000"), ("Li Weii", None, "+8613800000000")),
        (("王伟", "北京公司"), ("王伟", "北京公司")),
    ],
    ids=lambda person: f"{person[0]}, {person[1]}",
)
def test_one_person_written_in_two_ways_is_a_pair(
    one: tuple[str | None, ...], other: tuple[str | None, ...]
) -> None:
    strangers = [(f"Person {letter * 5}", f"Company {letter * 4}") for letter in "bdfhjlnp"]
    assert pairs(one, *strangers, other) == [(len(strangers) + 3, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Anna Smith", "International Business Machines"), ("Bob Jones", "International Business Machines")),
        (("Ada Lovelace", "Hall 12"), ("Ada Lovelace", "Hall 13")),
        (("Ada Lovelace", "Engines"), ("Ada Lovelace", "Bakery at the Corner")),
        ((None, "Engines"), (None, "Engines")),
    ],
    ids=["colleagues", "another number", "namesakes", "companies without a person"],
)
def test_strangers_are_no_pair(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> None:
    assert pairs(one, other) == []


def test_the_likest_come_first_and_no_pair_twice() -> None:
    found = pairs(("Ada Lovelace", "Engines"), ("Ada Lovelase", "Engines"), ("Ada Lovelace", "Engines"))
    assert found == [(4, 2), (3, 2), (4, 3)]


def test_a_crowd_of_namesakes_gives_a_few_pairs_each() -> None:
    assert len(pairs(*[("Info", "Acme")] * 1_000)) < 4_000
