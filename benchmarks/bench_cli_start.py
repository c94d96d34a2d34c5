"""The command line for one workflow against `python -c "import pydantic"`, one after the other in turn.

Whole processes, medians; the ratios are what counts, not the milliseconds of a machine. Wall time is what
a person waits; processor time (user and system) is the steadier figure where the machine has other work.
"stored" is a new input each round: validate, transform, and one commit with synchronous FULL.
The bytecode is compiled in the first round and read from then on, whatever the environment says.

    python -m benchmarks.bench_cli_start [rounds]
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from core.registry import CHAIN

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "run_workflow.py"
ROUNDS = 25
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


class Cost(NamedTuple):
    """Seconds of one process, or the medians of many."""

    wall: float
    processor: float


def cost_of(command: list[str], environment: dict[str, str]) -> Cost:
    before, started = _processor_seconds(), perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=True)
    return Cost(perf_counter() - started, _processor_seconds() - before)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commands(number: int, folder: Path) -> dict[str, list[str]]:
    """What one round runs, by its label; the inputs are new in each round."""
    found = {BASELINE: [sys.executable, "-c", "import pydantic"]}
    for name in CHAIN:
        sample = json.loads((ROOT / "sample_data" / f"{name}.json").read_text(encoding="utf-8"))
        sample[NAMED_BY[name]] += f" {number}"
        given = folder / f"{name}.json"
        given.write_text(json.dumps(sample), encoding="utf-8")
        files = ["--input", str(given), "--output", str(folder / "result.json")]
        found[f"{name}, stored"] = [sys.executable, str(SCRIPT), name, *files]
        found[f"{name}, --no-store"] = [sys.executable, str(SCRIPT), name, *files, "--no-store"]
    return found


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    taken: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/agency.db",
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for number in range(rounds + 1):
            for label, command in commands(number, folder).items():
                taken.setdefault(label, []).append(cost_of(command, environment))
    # The first round creates the database, compiles, and warms the disk cache.
    medians = {
        label: Cost(*(statistics.median(column) for column in zip(*costs[1:], strict=True)))
        for label, costs in taken.items()
    }
    base = medians[BASELINE]
    print(f"{'':36} {'wall ms':>8} {'ratio':>6} {'cpu ms':>8} {'ratio':>6}   goal: at most {GOAL}")
    for label, cost in medians.items():
        wall, processor = cost.wall / base.wall, cost.processor / base.processor
        mark = "" if wall <= GOAL else "  over"
        figures = f"{cost.wall * 1000:8.1f} {wall:6.2f} {cost.processor * 1000:8.1f} {processor:6.2f}"
        print(f"{label:36} {figures}{mark}")


if __name__ == "__main__":
    main()
