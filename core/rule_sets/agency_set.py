"""The rules of the whole agency as people edit them: currency, office days and hours, tiers of clients."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from core.errors import DefinitionInvalid
from core.money import CODES
from core.policy import AgencyRules, Policy
from core.rule_sets.base import RuleSet
from core.working_days import WorkingCalendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_TIERS = 20
_LONGEST_TIER = 40
_A_DAY = date(2026, 1, 1)  # of any year: a country has holidays that are known, or it has not


class AgencyForm(BaseModel):
    """One question a rule; a weekday is a question of its own."""

    model_config = ConfigDict(extra="forbid")

    currency: str = Field(
        "", title="Currency", description="Assumed where an amount names none. Nothing is converted."
    )
    country: str | None = Field(
        None,
        title="Country of the public holidays",
        description="Two letters, like US or DE. Nothing here: no public holidays.",
    )
    timezone: str = Field("", title="Time zone of the office", description="Like Europe/Berlin or UTC.")
    office_opens: str = Field("", title="Office opens at", examples=["09:00"])
    office_closes: str = Field("", title="Office closes at", examples=["17:00"])
    monday: bool = Field(True, title="Monday is a working day")
    tuesday: bool = Field(True, title="Tuesday is a working day")
    wednesday: bool = Field(True, title="Wednesday is a working day")
    thursday: bool = Field(True, title="Thursday is a working day")
    friday: bool = Field(True, title="Friday is a working day")
    saturday: bool = Field(True, title="Saturday is a working day")
    sunday: bool = Field(True, title="Sunday is a working day")
    client_tiers: list[str] = Field(
        [], title="Tiers of clients", description="The words that forms offer to rank a client with."
    )

    @field_validator("currency")
    @classmethod
    def _currency(cls, code: str) -> str:
        if code.strip().upper() not in CODES:
            raise ValueError("must be a currency code of three letters, like USD or EUR")
        return code.strip().upper()

    @field_validator("country")
    @classmethod
    def _country(cls, code: str | None) -> str | None:
        code = (code or "").strip().upper()
        if not code:
            return None
        try:
            WorkingCalendar(AgencyRules(country=code)).holiday(_A_DAY)
        except DefinitionInvalid:
            raise ValueError("must be a country code of two letters, like US or DE") from None
        return code

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name.strip()).key
        except (KeyError, ValueError, OSError):  # an unknown key, a bad one, or the name of a folder
            raise ValueError("must be a time zone like Europe/Berlin, America/New_York or UTC") from None

    @field_validator("office_opens", "office_closes")
    @classmethod
    def _time(cls, text: str) -> str:
        try:
            found = time.fromisoformat(text.strip().rjust(5, "0"))
        except ValueError:
            raise ValueError("must be a time of the day like 09:00 or 17:30") from None
        return f"{found:%H:%M}"

    @field_validator("client_tiers")
    @classmethod
    def _tiers(cls, tiers: list[str]) -> list[str]:
        words = list(dict.fromkeys(tier.strip() for tier in tiers if tier.strip()))
        if len(words) > MOST_TIERS or any(len(tier) > _LONGEST_TIER for tier in words):
            raise ValueError(f"must be at most {MOST_TIERS} words of at most {_LONGEST_TIER} letters")
        return words

    @model_validator(mode="after")
    def _leaves_open_hours(self) -> Self:
        if self.office_opens >= self.office_closes:
            raise ValueError("the office must open before it closes")
        if not any(getattr(self, name) for name in WEEKDAYS):
            raise ValueError("at least one day of the week must be a working day")
        return self


def _values(rules: AgencyRules) -> dict[str, Any]:
    days = {name: number in rules.working_weekdays for number, name in enumerate(WEEKDAYS)}
    return {
        "currency": rules.currency,
        "country": rules.country,
        "timezone": rules.timezone,
        "office_opens": f"{rules.office_opens:%H:%M}",
        "office_closes": f"{rules.office_closes:%H:%M}",
        **days,
        "client_tiers": list(rules.client_tiers),
    }


def _rules(answers: AgencyForm) -> AgencyRules:
    return AgencyRules(
        currency=answers.currency,
        country=answers.country,
        timezone=answers.timezone,
        office_opens=time.fromisoformat(answers.office_opens),
        office_closes=time.fromisoformat(answers.office_closes),
        working_weekdays=tuple(number for number, name in enumerate(WEEKDAYS) if getattr(answers, name)),
        client_tiers=tuple(answers.client_tiers),
    )


AGENCY = RuleSet(
    name="agency",
    label="Agency",
    about="Currency, office hours, working days and tiers of clients, for all of the app.",
    holds="They hold for what is handed over, planned or shown from then on; dates that are promised stay.",
    policy="agency",
    part="agency",
    model=Policy,
    form=AgencyForm,
    to_values=_values,
    to_rules=_rules,
)
