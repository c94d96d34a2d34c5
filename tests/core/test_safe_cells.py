"""No cell that leaves the app runs in a spreadsheet, and every cell comes back as it was."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.safe_cells import csv_file, make_safe, restore

CELLS = st.text(alphabet=" =+-@\t\r\n;,|'\"aA1.(/)x＝\x00", max_size=12) | st.text(max_size=20)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        " =1+1",
        "＝1+1",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("http://a.example","x")',
        "+49-30-901820",
        "-2-3",
        "-cmd|x",
        "=",
    ],
)
def test_a_cell_that_would_run_is_made_text(cell: str) -> None:
    assert make_safe(cell).startswith("'")
    assert restore(make_safe(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("Berlin;=1+1", "Berlin;'=1+1"),
        ("a,b\n@SUM(A1)", "a,b\n'@SUM(A1)"),
        ('a"=1', "a\"'=1"),
        ("a|+1+1", "a|'+1+1"),
        ("'=1+1", "''=1+1"),
    ],
)
def test_a_formula_behind_another_delimiter_is_made_text_too(cell: str, safe: str) -> None:
    assert make_safe(cell) == safe
    assert restore(safe) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "+49 30 901820",
        "+49 (0)30 901-820",
        "+1 (555) 010-0199 x12",
        "+1234567890",
        "-5",
        "-1,234.50",
        "+3.5%",
        "-1e5",
        "Ada Lovelace",
        "ada@example.com",
        "a = b",
        "O'Neil",
        "two\r\nlines",
        "",
    ],
)
def test_numbers_phones_and_words_stay_as_they_are(cell: str) -> None:
    assert make_safe(cell) == cell
    assert restore(cell) == cell


@given(CELLS)
def test_every_cell_comes_back_unchanged(cell: str) -> None:
    assert restore(make_safe(cell)) == cell


@given(CELLS)
def test_no_part_of_a_safe_cell_begins_a_formula(cell: str) -> None:
    safe = make_safe(cell)
    parts = re.split(r'[;,|"\n]', safe)
    live = [part for part in parts if re.match(r" *[=+\-@＝＋－＠]", part)]
    assert not live or (safe == cell and re.fullmatch(r"[+-]\d[\d ().,/\-eE+]*%?( ?(x|ext\.?) ?\d+)?", cell))


def test_a_csv_file_is_read_back_by_any_csv_reader() -> None:
    content = csv_file(["name", "=note"], [["Ada, Countess", "=1+1"], [None, ["a", "-b+c"]], ["Zoë", 3]])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["name", "'=note"], ["Ada, Countess", "'=1+1"], ["", "a;' -b+c"], ["Zoë", "3"]]


def test_a_csv_file_takes_half_characters_without_an_error() -> None:
    assert b"a?b" in csv_file(["a\ud800b"], [])
