"""Values as the database keeps them: money as integer cents."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from core.business_ids import name_key


def cents(amount: str | int | float | Decimal) -> int:
    """Whole cents of a decimal amount ("25000.00" → 2500000)."""
    return int((Decimal(str(amount)) * 100).to_integral_value(ROUND_HALF_UP))


def phone_key(phone: str | None) -> str | None:
    """A phone number as numbers are compared: its digits, with the plus of a country code."""
    digits = "".join(character for character in phone or "" if character.isdigit())
    return ("+" if (phone or "").strip().startswith("+") else "") + digits if digits else None


def person_key(name: str | None, company: str | None) -> str | None:
    """Name and company as people are compared by them; None unless both are known."""
    return name_key(f"{name} @ {company}") if name and company else None


def amount(cents: int) -> Decimal:
    """The decimal amount of whole cents (2500000 → 25000.00)."""
    return Decimal(cents).scaleb(-2)  # keeps two places, also of whole amounts
