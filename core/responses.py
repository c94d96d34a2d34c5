"""What a client answered, as the feedback handoff reads it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from core.contract import Contract, Text, no_entries, no_values
from core.field_types import Identifier, OptionalText
from core.rating_categories import RATING_CATEGORIES


def _answer(value: Any) -> Any:
    """A text answer; a number or yes/no that a form tool sends is kept as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else str(value)
    return None if isinstance(value, str) and not value.strip() else value


def _rating(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number from 1 to 5; leave it out where nobody rated")
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


def _stars(value: Any) -> Any:
    return _as_list(value) if value is None or isinstance(value, list | int | float) else value


Answer = Annotated[str | None, BeforeValidator(_answer)]
Rating = Annotated[float, BeforeValidator(_rating)]
Ratings = Annotated[list[Rating], BeforeValidator(_stars)]
RecommendScore = Annotated[int, BeforeValidator(_recommendation)]


class ResponseInput(Contract):
    """One person's answers, kept letter by letter, so that a quote can be found again in them.

    Further questions are kept under their own keys.
    """

    model_config = ConfigDict(str_strip_whitespace=False)

    liked_most: Answer = Field(
        None, title="Liked most", description="What they liked most.", examples=["Great communication"]
    )
    could_improve: Answer = Field(
        None,
        title="Could improve",
        description="What we could have done better.",
        examples=["Faster turnaround time"],
    )
    would_recommend: Answer = Field(
        None, title="Would recommend", description="yes, maybe or no.", examples=["yes"]
    )
    future_services_interest: Answer = Field(
        None, title="Interested in", description="What they want next.", examples=["ongoing support"]
    )

    likelihood_to_recommend: RecommendScore | None = Field(
        None, title="How likely to recommend", description="0 to 10, for the NPS.", examples=[9]
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
        default_factory=no_entries,
        title="Answers",
        description="In their own words, one row for each person who answered.",
        examples=[[{"liked_most": "Great communication"}]],
        json_schema_extra={"prominent": True},
    )
    ratings: dict[str, Ratings] = Field(
        default_factory=no_values,
        validate_default=True,
        title="Ratings",
        description="Stars from 1 to 5 by category, one row for each person; leave empty what nobody rated.",
        examples=[{"overall_satisfaction": [5], "timeliness": [4]}],
        json_schema_extra={
            "prominent": True,
            "propertyNames": {"examples": [category for category, _ in RATING_CATEGORIES]},
        },
    )
    likelihood_to_recommend: Annotated[list[RecommendScore], BeforeValidator(_as_list)] = Field(
        default_factory=no_entries,
        title="How likely to recommend",
        description="Answers from 0 to 10; the NPS comes from these only.",
        examples=[[9, 10]],
    )
    request_id: OptionalText = Field(
        None, title="Survey", description="The survey that was answered.", examples=["FR_proj_123_1a2b3c4d"]
    )
    offer_id: OptionalText = Field(
        None, title="Offer id", description="The offer that was sold.", examples=["offer_widget_pro"]
    )
    product_name: Text | None = Field(
        None, title="Offer", description="What it is called.", examples=["Widget Pro"]
    )

    promises: list[Text] | None = Field(
        None,
        title="Promises",
        description="What the survey asked about as promise_1, promise_2 and so on, in that order.",
        examples=[["Live in 30 days", "Weekly progress report"]],
    )

    sums_up: list[Text] | None = Field(
        None,
        title="Responses it sums up",
        description="Ids of responses that are counted already; these answers are then read, not counted.",
        examples=[["fb_123", "fb_124"]],
    )

    @field_validator("ratings", mode="after")
    @classmethod
    def _something_is_said(
        cls, ratings: dict[str, list[float]], info: ValidationInfo
    ) -> dict[str, list[float]]:
        responses = info.data.get("responses")
        if responses is None:  # its own errors are named already
            return ratings
        if not any(ratings.values()) and not any(response.answers() for response in responses):
            raise ValueError("must hold a rating, unless somebody answered in words: nothing was said yet")
        return ratings

    @property
    def respondents(self) -> int:
        """How many people answered, at least: the longest of the lists."""
        answered = sum(bool(response.answers()) for response in self.responses)
        return max([answered, len(self.likelihood_to_recommend), *map(len, self.ratings.values())])

    @property
    def recommend_scores(self) -> list[int]:
        """All answers from 0 to 10, whether they came as one list or with each response."""
        own = [response.likelihood_to_recommend for response in self.responses]
        return [*self.likelihood_to_recommend, *(score for score in own if score is not None)]
