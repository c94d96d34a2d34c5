"""Business ids: stable, derived from what a record is called, readable in a link."""

from __future__ import annotations

import re
import unicodedata

from core.canonical import short_suffix

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 40  # keeps ids readable in a URL and inside every column


def name_key(name: str) -> str:
    """The name as it is compared: case, width and spacing do not make a second client."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def slug(name: str) -> str:
    """`Widget Pro – Plus` as `widget_pro_plus`; empty where the name has no Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_PLAIN.sub("_", plain.lower()).strip("_")[:_SLUG_LENGTH].strip("_")


def business_id(kind: str, name: str) -> str:
    """`client_tech_corp_1a2b3c4d`: the same for every spelling that `name_key` takes for one."""
    parts = (kind, slug(name), short_suffix(kind, name_key(name)))
    return "_".join(part for part in parts if part)
