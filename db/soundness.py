"""Is the database file whole? Read through beside the work that it serves, so that no start waits for it."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from core.errors import AgencyError
from db.failures import DatabaseUnusable
from db.upgrade import check_soundness

logger = logging.getLogger("agency.database")

AT_START_SECONDS = 2.0  # about a gigabyte is read in that time
_Stamp = tuple[int, int, int] | None


class SoundnessCheck:
    """One look at a whole file, begun at once in a thread of its own."""

    def __init__(self, path: Path, *, wait_seconds: float = AT_START_SECONDS) -> None:
        self._path = path
        self._stamp = _stamp(path)
        self._problem: DatabaseUnusable | None = None
        self._thread = threading.Thread(target=self._look, name="soundness", daemon=True)
        self._thread.start()
        self._thread.join(wait_seconds)

    @property
    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Until the whole file was read."""
        self._thread.join()

    @property
    def is_outdated(self) -> bool:
        """Whether damage was found in a file that has been changed or replaced since."""
        return self._problem is not None and _stamp(self._path) != self._stamp

    def raise_damage(self) -> None:
        """DatabaseUnusable, if damage was found so far."""
        if self._problem is not None:
            raise DatabaseUnusable(self._problem.message)

    def _look(self) -> None:
        try:
            check_soundness(self._path)
        except DatabaseUnusable as error:
            logger.error("database damaged", extra={"file": self._path.name})
            self._stamp, self._problem = _stamp(self._path), error
        except (AgencyError, OSError):
            logger.warning("database could not be checked", extra={"file": self._path.name})


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
