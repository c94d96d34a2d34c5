"""The fields of a change in words: labels, and values as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.money import format_money
from core.pipeline import PipelineRules
from core.rule_sets import RULE_SETS
from core.rule_sets.theme_set import PARTS
from db.values import amount
from pages.shared.formats import NONE, day, moment
from pages.shared.user_text import humanised

_LABELS = {
    "value_cents": "Value",
    "expected_close_on": "Expected close",
    "planned_end_on": "Planned end",
    "paid_on": "Paid on",
    "client_approved": "Approved by client",
    "spend_cents": "Spent",
    "type": "Service type",
    "price": "Usual price",
    "at": "When",
    "actor": "Who",
    "recommendations": "Responses that asked",
    "place": "where",
    "text": "in words",
    "start_after_days": "Working days until it starts",
}
_HIDDEN = {
    "deliverable_id",
    "payment_id",
    "handoff_id",
    "week",
    "number",
    "lead_pk",
    "client_id",
    "feedback_id",
    "offer_id",
    "campaign_id",
    "deal_id",
    "email_key",
    "created_at",
    "updated_at",
    "input_json",
    "decisions",
}
_WORDS_OF_CODES = {"status", "channel", "outcome"}
# Names that no field of a record has; others read well without their title.
_RULES = {
    field: RULE_SETS[name].label_of(field)
    for name in ("client_health", "first_contact", "lead_scoring")
    for field in RULE_SETS[name].form.model_fields
}
_STAGES = {stage.name: stage.label for stage in PipelineRules().stages}


def is_shown(field: str) -> bool:
    """Whether a field says something to a person; some only name the line that was changed."""
    return field not in _HIDDEN


def field_label(field: str) -> str:
    if field.partition(".")[2] in PARTS:
        return RULE_SETS["themes"].label_of(field)
    return _LABELS.get(field) or _RULES.get(field) or (field if field[:1].isdigit() else humanised(field))


def value_words(field: str, value: Any, currency: str) -> str:
    """A value of the audit trail as people write it; a dash for nothing."""
    if value is None or value in ("", [], {}):
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.endswith("_cents"):
        return format_money(amount(int(value)), currency)
    if field.endswith("_on"):
        return day(value)
    if field == "stage":
        return _STAGES.get(str(value), humanised(str(value)))
    if field == "at":
        return moment(value)
    if field in _WORDS_OF_CODES:
        return humanised(str(value))
    if isinstance(value, list):
        return "; ".join(value_words("", item, currency) for item in value)
    if isinstance(value, Mapping):
        named = value.get("name") or value.get("label")
        parts = {
            key: item
            for key, item in value.items()
            if key not in ("name", "label", "measure") and item not in (None, "")
        }
        shown = ", ".join(
            f"{field_label(key).lower()} {value_words(key, item, currency)}" for key, item in parts.items()
        )
        return f"{named} ({shown})" if named and shown else str(named or shown)
    return f"{value:,}" if isinstance(value, int) else str(value)
