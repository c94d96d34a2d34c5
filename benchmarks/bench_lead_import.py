"""The import of a lead list against tools that only store it raw, on the same file, one after the other.

Ours does all of it: read, map, clean, check, score, find duplicates, report, store with the table's
indexes in one transaction. Beside it: the sqlite3 command line's `.import` of the same file into a table of
the same columns with the same indexes (WAL, synchronous FULL), `sqlite-utils insert --csv` where it is
installed, and pandas read_csv + to_sql; the latter two without any index. Each in a process of its own, on an
empty database.

    python -m benchmarks.bench_lead_import [rows …]      (10000 100000 1000000; 3000000 takes minutes)
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from db.settings import ROOT
from db.upgrade import prepare_file

ROWS = (10_000, 100_000, 1_000_000)
# Where the twelve columns of the list go in the table of leads when they are stored as they are.
PLACES = (
    "name", "brief_json", "email_key", "phone_key", "company", "score", "approach", "band", "urgency",
    "received_at", "source", "original_json",
)  # fmt: skip
PANDAS = (
    "import sys, sqlite3, pandas; from contextlib import closing\n"
    "with closing(sqlite3.connect(sys.argv[2])) as db:\n"
    "    pandas.read_csv(sys.argv[1]).to_sql('leads', db, index=False); db.commit()\n"
)


def main(sizes: Sequence[int] = ROWS) -> dict[int, dict[str, Any]]:
    """Seconds, CPU seconds and peak memory in MB of each contender by number of rows; also printed."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "data" if (ROOT / "data").is_dir() else None))
    found = {}
    try:
        for rows in sizes:
            found[rows] = _race(folder, rows)
    finally:
        shutil.rmtree(folder)
    return found


def _race(folder: Path, rows: int) -> dict[str, Any]:
    source = folder / "list.csv"
    # In a process of its own: what ours holds would count as the memory of what it starts.
    subprocess.run(
        [sys.executable, "-m", "benchmarks.lead_list", str(source), str(rows)], cwd=ROOT, check=True
    )
    prepare_file(folder / "ours.db")
    _same_table(folder)
    ours = [sys.executable, "-m", "scripts.import_leads", str(source), "--quiet", "--report", os.devnull]
    contenders = {"our import, all of it": (ours, {"DATABASE_URL": f"sqlite:///{folder / 'ours.db'}"})}
    if shutil.which("sqlite3"):
        command = ["sqlite3", str(folder / "import.db"), ".mode csv", f".import --skip 1 {source} leads"]
        contenders["sqlite3 .import, same indexes"] = (command, {})
    if find_spec("sqlite_utils"):
        command = [sys.executable, "-m", "sqlite_utils", "insert", str(folder / "utils.db"), "leads"]
        contenders["sqlite-utils insert --csv, no index"] = ([*command, str(source), "--csv"], {})
    command = [sys.executable, "-c", PANDAS, str(source), str(folder / "pandas.db")]
    contenders["pandas to_sql, no index"] = (command, {})
    print(f"\n{rows:,} rows × 12 columns, {source.stat().st_size / 1e6:.0f} MB")
    print(f"  {'':38}{'seconds':>8} {'cpu s':>7} {'MB':>6} {'µs/row':>7}  ours takes")
    figures: dict[str, Any] = {}
    for name, (argv, environment) in contenders.items():
        figures[name] = found = _timed(argv, environment)
        times = figures["our import, all of it"]["seconds"] / found["seconds"]
        per_row = found["seconds"] / rows * 1e6
        print(
            f"  {name:38}{found['seconds']:8.2f} {found['cpu']:7.2f} {found['mb']:6.0f} {per_row:7.1f}  "
            + ("" if name.startswith("our") else f"{times:.2f} ×")
        )
    with closing(sqlite3.connect(folder / "ours.db")) as stored:
        text = "SELECT rows_read, created, updated, unchanged, merged, rejected FROM lead_imports"
        print("  read, created, updated, unchanged, merged, rejected:", *stored.execute(text).fetchone())
    for path in folder.glob("*.db*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return figures


def _same_table(folder: Path) -> None:
    """A table of leads with the same columns and indexes, the columns of the list first; no key is required,
    because raw rows have none."""
    with closing(sqlite3.connect(folder / "ours.db")) as ours:
        names = [row[1] for row in ours.execute("PRAGMA table_info(leads)")]
        query = (
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'leads' AND type = 'index' AND sql IS NOT NULL"
        )
        indexes = [sql for (sql,) in ours.execute(query)]
    columns = [*PLACES, *(name for name in names if name not in PLACES)]
    with closing(sqlite3.connect(folder / "import.db")) as peer:
        peer.execute("PRAGMA journal_mode = WAL")
        peer.execute(f"CREATE TABLE leads ({', '.join(columns)}, UNIQUE (campaign_id, lead_id))")
        for sql in indexes:
            peer.execute(sql)


def _timed(argv: Sequence[str], environment: dict[str, str]) -> dict[str, float]:
    started = perf_counter()
    process = subprocess.Popen(
        argv,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{argv[:3]} ended with {status}")
    return {
        "seconds": perf_counter() - started,
        "cpu": used.ru_utime + used.ru_stime,
        "mb": used.ru_maxrss / 1024,
    }


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or ROWS)
