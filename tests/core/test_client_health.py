"""The health of clients: a table of facts with the points worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.client_health import Band, ClientFacts, HealthRules, health_of

TODAY = date(2026, 11, 23)
RULES = HealthRules()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("facts", "score", "band"),
    [
        (ClientFacts(), None, "not known"),
        (ClientFacts(open_deals=2, last_on=TODAY), None, "not known"),
        (ClientFacts(active=1), 100, "good"),
        (ClientFacts(rating=92, answers=3, finished=1, last_on=ago(10)), 100, "good"),
        (ClientFacts(rating=75, answers=1, active=1), 100, "good"),
        (ClientFacts(rating=74.9, answers=1, active=1), 80, "good"),
        (ClientFacts(rating=59, answers=2, active=1), 60, "watch"),
        (ClientFacts(rating=59, answers=2, unheard=1, active=1), 40, "at risk"),
        (ClientFacts(active=1, overdue=1, overdue_since=ago(14)), 90, "good"),
        (ClientFacts(active=1, overdue=2, overdue_since=ago(15)), 75, "good"),
        (ClientFacts(active=1, late=1, late_since=ago(3)), 85, "good"),
        (ClientFacts(active=2, late=1, late_since=ago(15), overdue=1, overdue_since=ago(20)), 50, "watch"),
        (ClientFacts(finished=1, last_on=ago(120)), 100, "good"),
        (ClientFacts(finished=1, last_on=ago(121)), 85, "good"),
        (ClientFacts(finished=1, open_deals=1, last_on=ago(500)), 100, "good"),
        (
            ClientFacts(
                rating=20,
                answers=1,
                unheard=3,
                overdue=1,
                overdue_since=ago(90),
                active=1,
                late=1,
                late_since=ago(90),
            ),
            0,
            "at risk",
        ),
    ],
)
def test_every_fact_takes_its_points(facts: ClientFacts, score: int | None, band: Band) -> None:
    health = health_of(facts, TODAY, RULES)
    assert (health.score, health.band) == (score, band)


def test_the_formula_names_what_was_taken_off() -> None:
    facts = ClientFacts(rating=59, answers=2, unheard=1, active=1)
    health = health_of(facts, TODAY, RULES)
    assert health.formula == "100 − 40 − 20 = 40"
    assert [line.words for line in health.lines] == [
        "Average rating 59 % from 2 answers in 180 days, below 60 %",
        "1 unhappy answer that nobody has talked about in time",
        "1 project runs within the plan",
    ]
    assert health_of(ClientFacts(active=1), TODAY, RULES).formula == "100, nothing takes points off"


@given(
    st.builds(
        ClientFacts,
        rating=st.none() | st.floats(0, 100),
        answers=st.integers(0, 5),
        unheard=st.integers(0, 5),
        overdue=st.integers(0, 5),
        overdue_since=st.none() | st.just(ago(40)),
        late=st.integers(0, 5),
        late_since=st.none() | st.just(ago(40)),
        active=st.integers(0, 3),
        finished=st.integers(0, 3),
        open_deals=st.integers(0, 3),
        last_on=st.none() | st.just(ago(300)),
    )
)
def test_the_score_is_what_its_lines_add_up_to(facts: ClientFacts) -> None:
    health = health_of(facts, TODAY, RULES)
    if health.score is None:
        assert health.band == "not known" and health.lines == ()
    else:
        assert health.score == max(0, 100 - sum(line.points for line in health.lines))
        assert 0 <= health.score <= 100
