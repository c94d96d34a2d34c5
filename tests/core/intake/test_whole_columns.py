"""Whole columns are read as single cells are: whichever reader a row gets, its lead is the same."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import phonenumbers
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.column_mapping import propose_mapping
from core.intake.columns.json_text import as_text, quoted
from core.intake.columns.phone_column import read_phones
from core.intake.columns.plain_phones import read_plain_phones
from core.intake.columns.verdicts import SCORED, judge_frame
from core.intake.contact_cells import read_phone_cell
from core.intake.lead_cleaner import ColumnSurvey, LeadCleaner
from core.intake.lead_verdict import LeadJudge
from core.intake.table_file import open_table
from core.intake.table_types import Batch
from core.lead_scoring import LevelValues, ScoredAttribute, ScoringRules
from core.workflows.marketing_to_sales import MarketingToSalesPolicy

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
POLICY = MarketingToSalesPolicy()
FIELDS = (
    "first_name", "last_name", "email", "phone", "company", "score", "engagement_level", "budget_indicator",
    "urgency", "received_at", "interests", "pain_points", "source", "id", "attributes",
)  # fmt: skip

PATIENT = settings(deadline=None)  # the first look at a column starts a pool of threads
ANY = st.text(max_size=12)
CELLS = {
    "email": st.sampled_from(
        ["", "ada@x.org", "ADA@X.Org", " bob@x.org ", "Bob <bob@x.org>", "a@x.org; b@x.org", "no address",
         "a@example", "ä@mühle.example", "a..b@x.org", "mailto:a@x.org", "'a@x.org", "a@x.org."]
    ),
    "phone": st.sampled_from(
        ["", "(212) 555-0100", "+49 40 4318990", "040 4318990", "0049 40 4318990", "2125550100x12", "call me",
         "12", "+1 212 555 0100 / +1 212 555 0101", "555-0100", "'+44 20 7946 0018", "+39 06 698 12345"]
    ),
    "score": st.sampled_from(["", "85", "85,5", "8/10", "B", "hot", "101", "-1", "nothing", "33.333333333"]),
    "received_at": st.sampled_from(
        ["", "2026-11-01", "2026-11-01 08:30:00", "2026-11-01T08:30:00Z", "2026-02-30", "31.12.2025",
         "2026-11-01T08:30:00.250+02:00", "1970-01-01", "soon", "1763890000", "2027-01-01", "2026-11-1"]
    ),
    "interests": st.sampled_from(["", "AI, CRM", "a; b, c", ";", 'say "hi"']),
    "pain_points": st.sampled_from(["", "slow, dear", "slow; dear", "a\nb"]),
    "attributes": st.one_of(ANY, st.sampled_from(["x" * 10_001, "a\x00b", "\x1f x", 'q"\\\n\t', "\u2028"])),
}  # fmt: skip
LEVEL = st.sampled_from(["", "High", "warm", "5", "A", "unknown", "perhaps", "sehr hoch", "none"])
NAME = st.one_of(
    ANY,
    st.sampled_from(
        ["", "Ada", "ﬁne  Straße", "İpek", "Möller & Söhne", "A\u00a0B", "\x85", "Total", "Summe :"]
    ),
)
ROW = st.tuples(
    *(
        CELLS.get(field, LEVEL if field in ("engagement_level", "budget_indicator", "urgency") else NAME)
        for field in FIELDS
    )
)


def cleaner(country: str = "US") -> LeadCleaner:
    headers = tuple(field.title() if field != "attributes" else 'No"te' for field in FIELDS)
    table = open_table(b"a,b\n1,2\n", "x.csv")
    (choice, _) = propose_mapping(table.headers, table.sample)
    from dataclasses import replace

    mapping = [
        replace(choice, column=place, header=header, field=field)
        for place, (header, field) in enumerate(zip(headers, FIELDS, strict=True))
    ]
    return LeadCleaner(
        headers, mapping, ColumnSurvey(mapping).decide(country), LeadJudge(POLICY, NOW), country
    )


def batch(rows: list[tuple[str, ...]]) -> Batch:
    columns = {f"c{place}": [row[place] for row in rows] for place in range(len(FIELDS))}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Batch(frame.insert_column(0, pl.Series("line", range(2, len(rows) + 2), dtype=pl.UInt32)))


@PATIENT
@given(st.lists(ROW, max_size=8), st.sampled_from(["US", "DE", "BR"]))
def test_a_row_gives_the_same_lead_whichever_way_it_is_read(
    rows: list[tuple[str, ...]], country: str
) -> None:
    whole, single = cleaner(country), cleaner(country)
    by_column, by_row = whole.clean(batch(rows)), single.clean_singly(batch(rows))
    assert by_column.accepted.rows() == by_row.accepted.rows()
    assert by_column.rejected.rows() == by_row.rejected.rows()
    assert whole.warnings == single.warnings


@PATIENT
@given(ANY)
def test_json_of_columns_is_that_of_the_standard_library(text: str) -> None:
    assert quoted(pl.Series([text], dtype=pl.String)).to_list() == [as_text(text)]
    assert json.loads(as_text(text)) == text


def test_plain_numbers_of_every_country_are_read_as_the_library_reads_them() -> None:
    """Numbers made by chance from the library's own examples: as they are dialled at home and from abroad."""
    chance = random.Random(8)
    checked: Counter[bool] = Counter()
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        example = phonenumbers.example_number(region)
        written = []
        for kind in (
            phonenumbers.PhoneNumberFormat.NATIONAL,
            phonenumbers.PhoneNumberFormat.INTERNATIONAL,
            phonenumbers.PhoneNumberFormat.E164,
        ):
            text = phonenumbers.format_number(example, kind)
            written.append(text)
            for _ in range(25):
                changed = [
                    chance.choice("0123456789") if one.isdigit() and chance.random() < 0.4 else one
                    for one in text
                ]
                written.append("".join(changed)[: len(text) - chance.choice((0, 0, 0, 1, 2))])
        plain = read_plain_phones(pl.Series(written), region)
        for text, number in zip(written, plain, strict=True):
            if number is not None:
                cell = read_phone_cell(text, region)
                assert (cell.phone, cell.extension, cell.further, cell.doubt) == (number, None, (), None), (
                    text
                )
            checked[number is not None] += 1
    assert checked[True] > 2_000


def test_usual_numbers_do_not_need_the_library() -> None:
    texts = pl.Series(
        ["(212) 555-0100", "+1 212.555.0100", "212 555 0100", "+49 40 4318990", "+44 20 7946 0018"]
    )
    assert read_plain_phones(texts, "US").null_count() == 0
    assert read_plain_phones(pl.Series(["040 4318990", "0176 2210 4455"]), "DE").null_count() == 0


def test_a_column_of_phones_keeps_what_is_none() -> None:
    read = read_phones(pl.Series(["call me", None, "2125550100 x12"]), "US")
    assert read["kept"].to_list() == ["call me", None, None]
    assert read["odd"].to_list() == [False, False, True]


SCORES = st.one_of(st.none(), st.floats(0, 100).map(lambda value: round(value, 3)))
LEVELS = st.sampled_from([None, "very_high", "high", "medium", "low", "none"])
DATES = st.one_of(
    st.none(),
    st.integers(-5_000_000, 90_000_000).map(lambda seconds: NOW - timedelta(seconds=seconds)),
    # Ages whose third decimal is a five: where rounding could go either way.
    st.integers(0, 100_000).map(lambda n: NOW - timedelta(seconds=432 * (2 * n + 1))),
)
RULES = st.sampled_from(
    [
        ScoringRules(),
        ScoringRules(prior=40, fades_towards=0, hot_from=70, warm_from=30, qualified_from=50),
        ScoringRules(
            attributes=(
                ScoredAttribute(
                    name="urgency", label="Urgency", kind="engagement", weight=0.7, half_life_days=3
                ),
                ScoredAttribute(name="budget", label="Budget", kind="fit", weight=0.1),
                ScoredAttribute(name="score", label="Score", kind="fit", weight=0.2),
            ),
            levels=LevelValues(medium=59.5),
        ),
    ]
)


@PATIENT
@given(
    RULES, st.lists(st.tuples(SCORES, LEVELS, LEVELS, LEVELS, DATES, st.booleans()), min_size=1, max_size=20)
)
def test_many_leads_are_judged_as_each_is(rules: ScoringRules, rows: list[tuple[object, ...]]) -> None:
    policy = MarketingToSalesPolicy(scoring=rules)
    schema = {
        "given_score": pl.Float64, "engagement_level": pl.String, "budget_indicator": pl.String,
        "urgency": pl.String, "received_at": pl.Datetime("us", "UTC"), "reachable": pl.Boolean,
    }  # fmt: skip
    judged = judge_frame(pl.DataFrame(rows, schema=schema, orient="row"), policy, NOW)
    names = {
        column: "score" if column == "given_score" else column for column in (*SCORED.values(), "received_at")
    }
    for row, found in zip(rows, judged.iter_rows(named=True), strict=True):
        given = {
            names[name]: value
            for name, value in zip(schema, row, strict=True)
            if name in names and value is not None
        }
        contact = {"email": "a@x.org"} if row[-1] else {"name": "Ada"}
        assert LeadJudge(policy, NOW).judge({"contact_info": contact, **given}) == found


@pytest.mark.skipif(not DATA.is_dir(), reason="the real lists are not here")
@pytest.mark.parametrize("path", sorted(DATA.glob("lead_lists/*/*.csv")), ids=lambda path: path.name)
@pytest.mark.parametrize("country", ["US", "DE"])
def test_real_lists_are_read_the_same_by_column_and_by_row(path: Path, country: str) -> None:
    table = open_table(path, path.name)
    mapping = propose_mapping(table.headers, table.sample)
    survey = ColumnSurvey(mapping)
    for found in table.batches():
        survey.feed(found)
    about = (table.headers, mapping, survey.decide(country), LeadJudge(POLICY, NOW), country)
    whole, single = LeadCleaner(*about), LeadCleaner(*about)
    for found in table.batches():
        by_column, by_row = whole.clean(found), single.clean_singly(found)
        assert by_column.accepted.rows() == by_row.accepted.rows()
        assert by_column.rejected.rows() == by_row.rejected.rows()
    assert whole.warnings == single.warnings
