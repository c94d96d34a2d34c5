"""Long work in a process of its own, so that a page stays usable while it runs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from db.settings import ROOT, Settings


def start_worker(module: str, *arguments: str, settings: Settings) -> int:
    """Run `python -m module arguments` on the same database, as the same person, and go on; its number."""
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "AGENCY_USER": settings.user,
        "PYTHONPATH": str(ROOT),
    }
    worker = subprocess.Popen(  # noqa: S603  # our own module, no shell; callers check the arguments
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody must wait for its end, or it stays in the list of processes.
    threading.Thread(target=worker.wait, daemon=True).start()
    return worker.pid


def started_at(process: int) -> str:
    """What tells a process from a later one with its number: when the system started it; empty where the
    system does not say."""
    with suppress(OSError, IndexError):
        # The second field is the program's name in brackets, and may hold any sign.
        return Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rsplit(")", 1)[1].split()[19]
    return ""


def is_alive(process: int, started: str = "") -> bool:
    """Whether a process of that number runs; one of another person's counts too. `started` is what
    `started_at` said of it: numbers are given again, after the start of a container within seconds."""
    if started and started_at(process) != started:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
