"""The delivery template of an offer on screen."""

from __future__ import annotations

from typing import Any

from db.workspace import Workspace
from tests.pages.test_every_page import shown, visit

PLACE = {"part": "records", "show": "How it is delivered"}


def offer_named(demo: Workspace, name: str) -> str:
    offers = demo.offers.overview()
    return str(offers.loc[offers["product_name"] == name, "offer_id"].iloc[0])


def saved(app: Any) -> Any:
    return next(button for button in app.button if button.label == "Save the template").click().run()


def test_a_template_is_shown_changed_and_kept(demo: Workspace) -> None:
    offer = offer_named(demo, "Local Search Launch")
    app = visit("domains/offers.py", {**PLACE, "offer": offer})
    price = next(field for field in app.text_input if field.label.startswith("Usual price"))
    assert "7400" in str(price.value).replace(",", "")
    price.set_value("$8,250").run()
    saved(app)
    kept = demo.offer_templates.template(offer)
    assert kept is not None and kept.template["price"] == "8250.00" and kept.version == 2


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(demo: Workspace) -> None:
    offer = offer_named(demo, "Local Search Launch")
    app = visit("domains/offers.py", {**PLACE, "offer": offer})
    price = next(field for field in app.text_input if field.label.startswith("Usual price"))
    price.set_value("a lot").run()
    saved(app)
    price = next(field for field in app.text_input if field.label.startswith("Usual price"))
    assert price.value == "a lot"
    assert demo.offer_templates.template(offer).version == 1  # type: ignore[union-attr]  # it has one
    assert "Usual price" in shown(app) or any("price" in str(error.value).lower() for error in app.error)


def test_an_offer_without_template_can_start_from_its_last_won_deal(demo: Workspace) -> None:
    offer = offer_named(demo, "Photo Day")
    app = visit("domains/offers.py", {**PLACE, "offer": offer})
    assert not any(button.label == "Start from the last won deal" for button in app.button)
    assert any(button.label == "Save the template" for button in app.button)


def test_the_second_of_two_editors_is_told_and_keeps_what_was_typed(demo: Workspace) -> None:
    offer = offer_named(demo, "Local Search Launch")
    app = visit("domains/offers.py", {**PLACE, "offer": offer})
    kept = demo.offer_templates.template(offer)
    assert kept is not None
    demo.offer_templates.save(offer, {**kept.template, "price": "$9,999"}, version=kept.version)
    price = next(field for field in app.text_input if field.label.startswith("Usual price"))
    price.set_value("$8,250").run()
    assert any("Somebody saved this template" in warning.value for warning in app.warning)
    saved(app)
    assert any("Somebody changed this record" in error.value for error in app.error)
    assert demo.offer_templates.template(offer).template["price"] == "9999.00"  # type: ignore[union-attr]
