"""What a client answered, as the feedback handoff reads it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from core.contract import Contract, Text
from core.leads import Identifier, OptionalText


def _answer(value: Any) -> Any:
    """A text answer; a number or yes/no that a form tool sends is kept as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:g}"
    return value.strip() or None if isinstance(value, str) else value


def _rating(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number from 1 to 5")
    if not 1 <= value <= 5:
        raise ValueError("must be between 1 and 5")
    return float(value)


def _recommendation(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError("must be a whole number from 0 to 10")
    if not 0 <= value <= 10:
        raise ValueError("must be between 0 and 10")
    return int(value)


def _as_list(value: Any) -> Any:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


Answer = Annotated[str | None, BeforeValidator(_answer)]
Rating = Annotated[float, BeforeValidator(_rating)]
Ratings = Annotated[list[Rating], BeforeValidator(_as_list)]


class ResponseInput(Contract):
    """One person's answers; further questions are kept under their own keys."""

    liked_most: Answer = Field(None, title="Liked most", description="What they liked most.")
    could_improve: Answer = Field(None, title="Could improve", description="What we could have done better.")
    would_recommend: Answer = Field(
        None, title="Would recommend", description="yes, maybe or no.", examples=["yes"]
    )
    future_services_interest: Answer = Field(
        None, title="Interested in", description="What they want next.", examples=["ongoing support"]
    )

    def answers(self) -> dict[str, str]:
        """Every text answer by its question."""
        return {key: text for key, text in self.canonical().items() if isinstance(text, str) and text.strip()}


class FeedbackInput(Contract):
    """The input of feedback_to_offer."""

    feedback_id: Identifier = Field(
        title="Feedback id", description="Names this feedback.", examples=["fb_123"]
    )
    project_id: Identifier = Field(title="Project id", description="What it is about.", examples=["proj_123"])
    responses: Annotated[list[ResponseInput], BeforeValidator(_as_list)] = Field(
        default_factory=list, title="Answers", description="One row for each person who answered."
    )
    ratings: dict[str, Ratings] = Field(
        default_factory=dict, title="Ratings", description="Stars from 1 to 5 by category."
    )
    likelihood_to_recommend: Annotated[
        list[Annotated[int, BeforeValidator(_recommendation)]], BeforeValidator(_as_list)
    ] = Field(
        default_factory=list,
        title="How likely to recommend",
        description="Answers from 0 to 10; the NPS comes from these only.",
        examples=[[9, 10]],
    )
    request_id: OptionalText = Field(None, title="Survey", description="The survey that was answered.")
    offer_id: OptionalText = Field(None, title="Offer id", description="The offer that was sold.")
    product_name: Text | None = Field(None, title="Offer", description="What it is called.")

    @model_validator(mode="after")
    def _says_something(self) -> FeedbackInput:
        if not any(response.answers() for response in self.responses) and not any(self.ratings.values()):
            raise ValueError("holds no answer and no rating; give at least one of them")
        return self

    @property
    def respondents(self) -> int:
        """How many people answered, at least: the longest of the lists."""
        return max(len(self.responses), *(len(values) for values in self.ratings.values()), 0, 0)
