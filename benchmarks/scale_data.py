"""A large agency in one SQLite file: a million leads, ten thousand deals, a hundred thousand runs.

Leads are imported and handed over by the app itself. The rest are copies of what the app stored when it
played the demo agency, under other names and over 24 months (see scale_copies.py). The keys are checked at
the end.

    python -m benchmarks.scale_data agency.db [share of the full size, from 0 to 1]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.scale_copies import Row, Rows, Template, Writer, rows_where
from benchmarks.scale_leads import add_leads
from core.business_ids import business_id, name_key
from core.run_ids import new_workflow_id
from db.demo import load_demo
from db.sqlite_transaction import connect
from db.workspace import Workspace

WEEKS = 104  # days are moved by whole weeks, so that a working day stays one
FIRST = ("Alder", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Harbor", "Iris", "Juniper")
SECOND = (
    "Clinics",
    "Bikes",
    "Bakery",
    "Solar",
    "Interiors",
    "Logistics",
    "Legal",
    "Foods",
    "Studios",
    "Tours",
)
PEOPLE = tuple(
    f"{first} {last}" for first in ("Ana", "Ben", "Chloe", "Dev") for last in ("Ito", "Novak", "Ross")
)
ENDINGS = {"won": 0.3, "lost": 0.45, "open": 0.25}
KINDS = {  # how often a run outside the chain of a deal is a copy of which
    "offer_to_marketing": 30, "sales_to_fulfillment": 30, "fulfillment_to_feedback": 20,
    "feedback_to_offer": 20, "marketing_to_sales": 1,
}  # fmt: skip
RECORDS = {  # what a handoff of each workflow is about
    "offer_to_marketing": ("campaigns", "campaign_id"),
    "marketing_to_sales": ("campaigns", "campaign_id"),
    "sales_to_fulfillment": ("work_orders", "work_order_id"),
    "fulfillment_to_feedback": ("surveys", "request_id"),
    "feedback_to_offer": ("responses", "feedback_id"),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    leads: int = 1_000_000
    deals: int = 10_000
    runs: int = 100_000
    campaigns: int = 200
    offers: int = 60
    clients: int = 2_000

    def share(self, part: float) -> Size:
        counts = {
            name: max(1, int(getattr(self, name) * part)) for name in ("leads", "deals", "runs", "clients")
        }
        return replace(self, **counts)


def build(path: Path, size: Size) -> None:
    """Fill a new database; says how long each step took."""
    workspace = Workspace.open(f"sqlite:///{path}")
    started = perf_counter()
    for _ in load_demo(workspace):
        pass
    for name in ("sales_to_fulfillment", "marketing_to_sales"):  # and two that were turned away
        workspace.run(name, {"deal_id": "deal_without_terms", "status": "proposal"})
    workspace.close()
    agency = _Agency(path, size, workspace)
    for step in (agency.offers_and_campaigns, agency.leads, agency.deals, agency.runs, agency.finish):
        step()
        print(f"  {step.__name__.replace('_', ' '):24}{perf_counter() - started:8.0f} s", flush=True)


class _Agency:
    def __init__(self, path: Path, size: Size, workspace: Workspace) -> None:
        self.path, self.size, self.workspace = path, size, workspace
        self.chance = random.Random(1)
        self.connection = connect(path)
        # A file that is thrown away when its making fails need not wait for the disk.
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.write = Writer(self.connection)
        self.demo_offers = self._all("offers")
        self.demo_campaigns = self._all("campaigns")
        self.clients = [f"{FIRST[n % 10]} {SECOND[n // 10 % 10]} {n}" for n in range(size.clients)]
        self.demo_runs = self._all("runs")

    def _all(self, table: str) -> list[Row]:
        cursor = self.connection.execute(f"SELECT * FROM {table}")
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def _rows(self, table: str, column: str, values: Sequence[Any]) -> list[Row]:
        return rows_where(self.connection, table, column, values)

    def offers_and_campaigns(self) -> None:
        """Offers with their versions, and campaigns of them over two years."""
        made = self.size.offers - len(self.demo_offers)
        for n in range(made):
            offer = self.demo_offers[n % len(self.demo_offers)]
            rows: Rows = {
                "offers": [offer],
                "offer_versions": self._rows("offer_versions", "offer_id", [offer["offer_id"]]),
            }
            names = self._offer_names(offer, n)
            for table, row in Template(rows, names).copy(names, self._weeks()):
                if table == "offers":
                    row["name_key"] = name_key(str(row["product_name"]))
                self.write.add(table, row)
        for n in range(self.size.campaigns - len(self.demo_campaigns)):
            self._campaign(n, n % made)
        self._store()

    def _offer_names(self, offer: Row, n: int) -> dict[str, str]:
        name = f"{offer['product_name']} {n // len(self.demo_offers) + 2}"
        return {str(offer["product_name"]): name, str(offer["offer_id"]): business_id("offer", name)}

    def _campaign(self, n: int, place: int) -> None:
        offer = self.demo_offers[place % len(self.demo_offers)]
        own = [row for row in self.demo_campaigns if row["offer_id"] == offer["offer_id"]]
        campaign = self.chance.choice(own or self.demo_campaigns)
        names = self._offer_names(offer, place)
        names[str(campaign["campaign_id"])] = f"{campaign['campaign_id']}_{n}"
        names[str(campaign["name"])] = f"{names[str(offer['product_name'])]}, period {n}"
        for table, row in Template({"campaigns": [campaign]}, names).copy(names, self._weeks()):
            self.write.add(table, row)

    def leads(self) -> None:
        self.connection.close()
        add_leads(self.workspace, self.path, self.size.leads)
        self.workspace.close()
        self.connection = connect(self.path)
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.write = Writer(self.connection)

    def deals(self) -> None:
        """Deals with all that came of them: work, milestones, payments, surveys, answers, runs."""
        self._clients()
        offers, campaigns = self._all("offers"), self._all("campaigns")
        prospects: list[int | None] = [
            int(row[0])
            for row in self.connection.execute(
                "SELECT id FROM leads WHERE status = 'qualified' AND contacted_at IS NOT NULL LIMIT ?",
                (self.size.deals,),
            )
        ] or [None]
        endings = {"closed_won": "won", "closed_lost": "lost"}
        chains: dict[str, list[tuple[Row, Template, dict[str, str]]]] = {"won": [], "lost": [], "open": []}
        for deal in self._all("deals"):
            rows, names = self._chain(deal)
            chains[endings.get(deal["stage"], "open")].append((deal, Template(rows, names), names))
        for n in range(self.size.deals):
            ending = self.chance.choices([*ENDINGS], [*ENDINGS.values()])[0]
            deal, template, names = self.chance.choice(chains[ending])
            campaign = self.chance.choice(campaigns)
            offer = self.chance.choice(offers)
            renamed = self._renamed(names, deal, n, offer, campaign)
            # What is open was begun lately.
            days = -7 * self.chance.randrange(12 if ending == "open" else WEEKS - 20)
            for table, row in template.copy(renamed, days):
                self._vary(table, row, ending, prospects[n % len(prospects)])
                self.write.add(table, row)
        self._store()

    def _clients(self) -> None:
        client, contact = self._all("clients")[0], self._all("contacts")[0]
        for name in self.clients:
            client_id = business_id("client", name)
            self.write.add(
                "clients", {**client, "client_id": client_id, "name": name, "name_key": name_key(name)}
            )
            email = f"office@{client_id}.example"
            self.write.add(
                "contacts", {**contact, "client_id": client_id, "email": email, "email_key": email}
            )

    def _chain(self, deal: Row) -> tuple[Rows, dict[str, str]]:
        """The rows that hang on a deal, and the names in them that a copy has to replace."""
        rows: Rows = {"deals": [deal]}
        by = {"deal_id": [deal["deal_id"]]}
        rows["stage_changes"] = self._rows("stage_changes", "deal_id", by["deal_id"])
        rows["work_orders"] = self._rows("work_orders", "deal_id", by["deal_id"])
        rows["projects"] = self._rows("projects", "deal_id", by["deal_id"])
        orders = [row["work_order_id"] for row in rows["work_orders"]]
        projects = [row["project_id"] for row in rows["projects"]]
        for table in ("deliverables", "milestones", "payments"):
            rows[table] = self._rows(table, "work_order_id", orders)
        rows["surveys"] = self._rows("surveys", "project_id", projects)
        requests = [row["request_id"] for row in rows["surveys"]]
        rows["responses"] = self._rows("responses", "project_id", projects)
        answers = [row["feedback_id"] for row in rows["responses"]]
        for table in ("ratings", "recommendations", "response_figures", "theme_counts", "promise_answers"):
            rows[table] = self._rows(table, "feedback_id", answers)
        records = [*orders, *requests, *answers]
        rows["handoffs"] = self._rows("handoffs", "record_id", records)
        rows["audit_lines"] = self._rows("audit_lines", "record_id", [*records, *by["deal_id"], *projects])
        runs = [row["workflow_id"] for row in [*rows["handoffs"], *rows["responses"]]]
        rows["runs"] = self._rows("runs", "workflow_id", runs)
        names = {str(deal[name]): "" for name in ("deal_id", "company_name", "contact_email", "owner")}
        names |= {str(answer): "" for answer in answers}
        for run in rows["runs"]:
            names |= {str(run[name]): "" for name in ("workflow_id", "idempotency_key", "input_digest")}
        for name in ("client_id", "offer_id", "campaign_id"):
            if deal[name]:
                names[str(deal[name])] = ""
        return rows, names

    def _renamed(self, names: dict[str, str], deal: Row, n: int, offer: Row, campaign: Row) -> dict[str, str]:
        client = self.clients[n % len(self.clients)]
        given = {
            deal["company_name"]: client,
            deal["client_id"]: business_id("client", client),
            deal["contact_email"]: f"office@{business_id('client', client)}.example",
            deal["owner"]: self.chance.choice(PEOPLE),
            deal["offer_id"]: offer["offer_id"],
            deal["campaign_id"]: campaign["campaign_id"],
        }
        return {name: given.get(name) or self._new_name(name, n) for name in names}

    def _new_name(self, name: str, n: int) -> str:
        for workflow in KINDS:
            if name.startswith(f"{workflow}_"):
                return new_workflow_id(workflow, self.workspace.clock.now())
        if len(name) == 64:
            return f"{self.chance.getrandbits(256):064x}"
        return f"{name}_{n:05d}"

    def _vary(self, table: str, row: Row, ending: str, prospect: int | None) -> None:
        if table == "deals":
            row["lead_pk"] = prospect
            if ending != "won":  # the value of a won deal stands in many documents
                row["value_cents"] = self.chance.randrange(200_000, 6_000_000, 5_000)
        elif table == "recommendations" and row["status"] == "accepted":
            row["offer_version"] = 1

    def runs(self) -> None:
        """Runs without a record of their own, as a busy agency has them, and their handoffs."""
        missing = self.size.runs - self.connection.execute("SELECT COUNT(*) FROM runs").fetchone()[0]
        templates = {
            kind: [self._run(run) for run in self.demo_runs if run["workflow"] == kind] for kind in KINDS
        }
        about = {
            kind: [str(row[0]) for row in self.connection.execute(f"SELECT {key} FROM {table}")]
            for kind, (table, key) in RECORDS.items()
        }
        for n in range(max(0, missing)):
            kind = self.chance.choices([*KINDS], [*KINDS.values()])[0]
            template, names, record = self.chance.choice(templates[kind])
            renamed = {name: self._new_name(name, n) for name in names}
            if record:
                renamed[record] = self.chance.choice(about[kind])
            for table, row in template.copy(renamed, self._weeks()):
                self.write.add(table, row)
        self._store()

    def _run(self, run: Row) -> tuple[Template, list[str], str | None]:
        """A run with its handoff, the names that are its own, and the record that it is about."""
        found = [run["workflow_id"]]
        rows: Rows = {"runs": [run]}
        for table in ("handoffs", "audit_lines"):
            rows[table] = self._rows(table, "workflow_id", found)
        names = [run[name] for name in ("workflow_id", "idempotency_key", "input_digest") if run[name]]
        record = str(rows["handoffs"][0]["record_id"]) if rows["handoffs"] else None
        return Template(rows, [*names, record] if record else names), names, record

    def finish(self) -> None:
        """A second answer for each survey, two years of forecasts, keys checked, statistics as they are."""
        self._answers()
        monday = (self.workspace.clock.now() - timedelta(days=self.workspace.clock.now().weekday())).date()
        known = {row["taken_on"] for row in self._all("forecast_snapshots")}
        template = Template({"forecast_snapshots": self._all("forecast_snapshots")[-1:]}, [])
        for week in range(1, WEEKS):
            for _, row in template.copy({}, -7 * week):
                row["taken_on"] = (monday - timedelta(weeks=week)).isoformat()
                row["month_on"] = f"{str(row['month_on'])[:7]}-01"
                if row["taken_on"] not in known:
                    self.write.add("forecast_snapshots", row)
        self._store()
        broken = self.connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"{len(broken)} rows lead nowhere, the first: {broken[0]}")
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()

    def _answers(self) -> None:
        for table in (
            "responses",
            "ratings",
            "response_figures",
            "theme_counts",
            "promise_answers",
            "recommendations",
        ):
            columns = [
                row[1] for row in self.connection.execute(f"PRAGMA table_info({table})") if row[1] != "id"
            ]
            given = ", ".join(
                "feedback_id || '_second'" if name == "feedback_id" else name for name in columns
            )
            self.connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {given} FROM {table}")

    def _weeks(self) -> int:
        return -7 * self.chance.randrange(WEEKS)

    def _store(self) -> None:
        self.connection.execute("BEGIN")
        self.write.flush()
        self.connection.execute("COMMIT")


def main(arguments: Sequence[str]) -> None:
    path, *part = arguments
    build(Path(path), Size().share(float(part[0])) if part else Size())


if __name__ == "__main__":
    main(sys.argv[1:])
