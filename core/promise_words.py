"""What a client may answer to "did we keep it?", and how a promise is named and compared."""

from __future__ import annotations

import re

from core.business_ids import name_key

KEPT, PARTLY, NOT_KEPT = "kept", "partly kept", "not kept"
PROMISE_CHOICES = (KEPT, PARTLY, NOT_KEPT)
_SAME = {"yes": KEPT, "partly": PARTLY, "partially": PARTLY, "in part": PARTLY, "no": NOT_KEPT}
_QUESTION = re.compile(r"promise_(\d+)")


def promise_number(question: str) -> int | None:
    """Which promise (from 1) a question is about; None for every other question."""
    found = _QUESTION.fullmatch(question)
    return int(found[1]) if found else None


def promise_key(promise: str) -> str:
    """A promise as it is compared between surveys: case and spacing make no second promise."""
    return name_key(promise)


def read_verdict(answer: object) -> str | None:
    """`kept`, `partly kept` or `not kept`; None where the answer is none of them."""
    text = " ".join(str(answer or "").casefold().split()).rstrip(".! ")
    return text if text in PROMISE_CHOICES else _SAME.get(text)
