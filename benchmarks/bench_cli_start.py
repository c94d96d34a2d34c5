"""The command line for one workflow against `python -c "import pydantic"`, one after the other in turn.

Whole processes, wall time, medians; the ratio is what counts, not the milliseconds of a machine.
"stored" is a new input each round: validate, transform, and one commit with synchronous FULL.

    python -m benchmarks.bench_cli_start [rounds]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from core.registry import CHAIN

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "run_workflow.py"
ROUNDS = 15
GOAL = 3.0
BASELINE = 'python -c "import pydantic"'
# A field that changes the input without changing what has to be done.
NAMED_BY = {
    "offer_to_marketing": "product_name",
    "marketing_to_sales": "campaign_id",
    "sales_to_fulfillment": "deal_id",
    "fulfillment_to_feedback": "project_id",
    "feedback_to_offer": "feedback_id",
}


def seconds_of(command: list[str], given: bytes, environment: dict[str, str]) -> float:
    started = perf_counter()
    subprocess.run(command, input=given, env=environment, capture_output=True, check=True)
    return perf_counter() - started


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/agency.db"}
        for number in range(rounds + 1):
            calls = {BASELINE: ([sys.executable, "-c", "import pydantic"], b"")}
            for name in CHAIN:
                sample = json.loads((ROOT / "sample_data" / f"{name}.json").read_text(encoding="utf-8"))
                sample[NAMED_BY[name]] += f" {number}"
                given = json.dumps(sample).encode()
                command = [sys.executable, str(SCRIPT), name, "--input", "-"]
                calls[f"{name}, stored"] = (command, given)
                calls[f"{name}, --no-store"] = ([*command, "--no-store"], given)
            for label, (command, given) in calls.items():
                taken.setdefault(label, []).append(seconds_of(command, given, environment))
    # The first round creates the database and warms the disk cache.
    medians = {label: statistics.median(values[1:]) for label, values in taken.items()}
    print(f"{'':36} {'median ms':>9} {'ratio':>6}   goal: at most {GOAL}")
    for label, median in medians.items():
        ratio = median / medians[BASELINE]
        mark = "" if label == BASELINE or ratio <= GOAL else "  over"
        print(f"{label:36} {median * 1000:9.1f} {ratio:6.2f}{mark}")


if __name__ == "__main__":
    main()
