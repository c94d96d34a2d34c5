"""Sentences that a manager may edit in a policy: string.Template with names that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from string import Template
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_NAMES = re.compile(r"\$([_a-z][_a-z0-9]*)", re.ASCII | re.IGNORECASE)  # as string.Template knows them

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


@lru_cache(maxsize=256)
def filler(text: str) -> Callable[..., str]:
    """The template as a function of its names; names that are missing raise KeyError.

    A template that is taken apart once is filled in a third of the time; one with braces or `$$` is left to
    the standard library.
    """
    if "$" not in text:
        return lambda *_facts, **_more: text
    template = Template(text)
    parts = _NAMES.split(text)
    plain, names = parts[::2], parts[1::2]
    if "$" in "".join(plain):
        return template.substitute

    def fill(facts: Mapping[str, object] = MappingProxyType({}), /, **more: object) -> str:
        pieces = [plain[0]]
        for place, name in enumerate(names, 1):
            pieces += (str(more[name] if name in more else facts[name]), plain[place])
        return "".join(pieces)

    return fill


@lru_cache(maxsize=256)
def names_in(text: str) -> tuple[str, ...]:
    """The names that a template fills in; policies are few, so they are read once."""
    return tuple(Template(text).get_identifiers())
