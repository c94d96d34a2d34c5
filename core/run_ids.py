"""Run ids: `<workflow>_<digits>`, sorted by time, unique across threads and processes."""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, datetime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_DIGITS = 8  # 10^8 choices inside one microsecond: two processes do not meet
_lock = threading.Lock()
_last_microsecond = 0


def new_workflow_id(workflow: str, moment: datetime) -> str:
    """An id whose digits are the microseconds since 1970 (UTC), then eight random ones.

    Within a process the microsecond always rises, so ids sort in the order in which they were made,
    also when the clock stands still or steps back.
    """
    global _last_microsecond
    delta = moment - _EPOCH
    microsecond = (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
    with _lock:
        _last_microsecond = microsecond = max(microsecond, _last_microsecond + 1)
    tail = secrets.randbelow(10**_RANDOM_DIGITS)
    return f"{workflow}_{microsecond:016d}{tail:0{_RANDOM_DIGITS}d}"
