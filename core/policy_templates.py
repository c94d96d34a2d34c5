"""Sentences that a manager may edit in a policy: string.Template with names that are known."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from string import Template
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

TemplateText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A sentence with $names in it. `$$` is a dollar sign. Attributes and code cannot be reached from it."""


def with_names(*allowed: str) -> AfterValidator:
    """Refuses a template that names anything else, so that no $name is ever shown to a client."""

    def check(text: str) -> str:
        template = Template(text)
        known = ", ".join(f"${name}" for name in allowed)
        if not template.is_valid():
            raise ValueError("has a $ that starts no name; write $$ for a dollar sign")
        strange = [name for name in template.get_identifiers() if name not in allowed]
        if strange:
            raise ValueError(f"may use {known}, but not ${strange[0]}")
        return text

    return AfterValidator(check)


def filler(text: str) -> Callable[..., str]:
    """The template as a function of its names; names that are missing raise KeyError."""
    return Template(text).substitute if "$" in text else lambda *_facts, **_more: text


@lru_cache(maxsize=256)
def names_in(text: str) -> tuple[str, ...]:
    """The names that a template fills in; policies are few, so they are read once."""
    return tuple(Template(text).get_identifiers())
