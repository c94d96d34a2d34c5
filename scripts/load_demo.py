"""Fill an empty workspace with a year of a made-up agency's work."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.errors import AgencyError
from db.demo import load_demo
from db.workspace import Workspace


def main() -> int:
    workspace = Workspace.open()
    try:
        for share in load_demo(workspace, year=True):
            if sys.stderr.isatty():  # a log keeps every line that is written over
                print(f"\rLoading the demo agency: {share:4.0%}", end="", flush=True, file=sys.stderr)
    except AgencyError as error:
        print(f"{error.message}", file=sys.stderr)
        return error.exit_code
    print("\nDone. Start the app with: make run", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
