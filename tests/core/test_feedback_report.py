"""What leaves the app: without names and small groups unless somebody asks for them, and it says so."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.feedback_figures import FeedbackCounts
from core.feedback_report import FeedbackReport, Said, feedback_report
from core.feedback_scope import GroupCounts
from core.redaction import Redactor


def counts(n: int) -> FeedbackCounts:
    return FeedbackCounts(
        responses=n, ratings=n, rating_sum=80.0 * n, rating_squares=6_400.0 * n, rated=n, satisfied=n // 2,
        scored=n, promoters=n // 3, detractors=n // 4,
    )  # fmt: skip


def clients(*sizes: int) -> list[GroupCounts]:
    return [GroupCounts(f"c{n}", f"Firm{n} Alpha Ltd", counts(size)) for n, size in enumerate(sizes)]


def report(groups: list[GroupCounts], *, hide: bool, **more: Any) -> FeedbackReport:
    total = FeedbackCounts()
    for one in groups:
        total = total.plus(one.counts)
    redactor = Redactor(["Sarah Connor"], [f"Firm{n} Alpha Ltd" for n in range(9)]) if hide else None
    said = more.get("said", [Said("Team", "positive", 9, ("Sarah at Firm0 Alpha was great",))])
    return feedback_report(total, {"Client": groups}, said, {"Client": "Firm0 Alpha Ltd"}, redactor)


def test_with_names_everything_is_there() -> None:
    found = report(clients(40, 3, 12), hide=False)
    text = json.dumps(found.document)
    assert "Firm1 Alpha Ltd" in text
    assert "Sarah" in text
    assert not found.notes
    assert [cell.n for cell in found.cells if cell.group == "Firm1 Alpha Ltd"] == [3, 3, 3, 0]


def test_without_names_small_groups_and_their_shield_are_hidden_with_a_reason() -> None:
    found = report(clients(40, 3, 12), hide=True)
    lines = found.document["by_client"]
    assert [line["Client"] for line in lines] == ["Client 1", "Client 2", "Client 3"]
    assert [line["Responses"] for line in lines] == ["40", "hidden", "hidden"]
    assert {cell.note for cell in found.cells if cell.group == "Client 2"} == {"hidden: fewer than 5 answers"}
    assert any("1 of 3 left out: hidden with a small group" in note for note in found.notes)
    assert "what_was_hidden_and_why" in found.document
    assert found.document["what_people_say"][0]["in_their_words"] == ["[name] at [company] was great"]


def test_fewer_than_five_answers_in_all_leave_nothing_but_the_reason() -> None:
    found = report(clients(4), hide=True)
    assert found.document["in_all"] == "hidden"
    assert not {"by_client", "what_people_say"} & set(found.document)
    assert found.cells == []


@given(st.lists(st.integers(0, 12), max_size=6), st.lists(st.integers(1, 12), max_size=6))
def test_no_name_and_no_small_figure_leaves(sizes: list[int], mentions: list[int]) -> None:
    said = [Said("Team", "negative", number, (f"Sarah Connor said {number}",)) for number in mentions]
    found = report(clients(*sizes), hide=True, said=said)
    text = json.dumps([found.document, found.cells])
    assert "Sarah" not in text
    assert "Firm" not in text
    for cell in found.cells:
        assert cell.n is None or cell.n == 0 or cell.n >= 5
    for line in found.document.get("what_people_say", []):
        assert line["mentions"] >= 5
