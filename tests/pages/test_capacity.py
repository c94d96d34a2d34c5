"""Can we deliver? on screen."""

from __future__ import annotations

import pytest

from core.capacity import CapacityChange
from db.workspace import Workspace
from tests.pages.test_every_page import shown, visit

PLACE = {"part": "records", "show": "Can we deliver?"}


def test_the_demo_shows_how_many_weeks_are_over_and_which_deal_breaks_them(demo: Workspace) -> None:
    outlook = demo.capacity.outlook()
    app = visit("domains/fulfillment.py", PLACE)
    assert [metric.value for metric in app.metric] == [
        f"{number} of 12"
        for number in (outlook.weeks_over_agreed, outlook.weeks_over_likely, outlook.weeks_over_high)
    ]
    assert outlook.weeks_over_high > 0 and outlook.breaches
    assert outlook.breaches[0].name.split(":")[0] in shown(app)


@pytest.mark.usefixtures("workspace")
def test_an_agency_that_never_said_how_many_people_it_has_is_asked() -> None:
    app = visit("domains/fulfillment.py", PLACE)
    assert "Say below how many people you have" in shown(app)
    assert not app.metric


def test_fewer_people_make_more_weeks_too_full(demo: Workspace) -> None:
    before = demo.capacity.outlook()
    usual = demo.capacity.capacity().usual
    demo.capacity.save([CapacityChange(role, None, people, 0.05) for role, people in usual.items()])
    app = visit("domains/fulfillment.py", PLACE)
    assert int(app.metric[0].value.split()[0]) > before.weeks_over_agreed
    assert "agreed work alone needs" in shown(app)
