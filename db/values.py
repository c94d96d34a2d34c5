"""Values as the database keeps them: money as integer cents."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def cents(amount: str | int | float | Decimal) -> int:
    """Whole cents of a decimal amount ("25000.00" → 2500000)."""
    return int((Decimal(str(amount)) * 100).to_integral_value(ROUND_HALF_UP))


def amount(cents: int) -> Decimal:
    """The decimal amount of whole cents (2500000 → 25000.00)."""
    return Decimal(cents).scaleb(-2)  # keeps two places, also of whole amounts
