"""Write the longer part of the demo: a year of an agency's work as steps, and the lead lists they upload.

    python scripts/make_demo_year.py

The same seed gives the same files. What is sold, how it went and what people "wrote" stands in
sample_data/demo/year_plan.json.
"""

from __future__ import annotations

import csv
import json
import random
from itertools import product
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "sample_data" / "demo"
PLAN: dict[str, Any] = json.loads((FOLDER / "year_plan.json").read_text(encoding="utf-8"))
SEED = 2026
SELLERS = ("Jonas Becker", "Priya Singh", "Omar Lind")
MANAGERS = ("Tobias Novak", "Lena Keller", "Ruth Adeyemi")
COLUMNS = ("id", "name", "email", "phone", "company", "score", "engagement_level", "budget_indicator",
           "urgency", "interests", "pain_points", "source")  # fmt: skip

Step = dict[str, Any]
Plan = dict[str, Any]


class Year:
    """Collects steps and lead lists; `dice` is the only source of chance."""

    def __init__(self) -> None:
        self.dice = random.Random(SEED)  # noqa: S311 (made-up data, no secret)
        self.steps: list[Step] = []
        companies = [f"{first} {kind}" for first, kind in product(PLAN["company_names"], PLAN["trades"])]
        people = [f"{first} {last}" for first, last in product(PLAN["first_names"], PLAN["last_names"])]
        self.dice.shuffle(companies)
        self.dice.shuffle(people)
        self.unused = list(zip(companies, people, strict=False))

    def add(self, day: int, **step: Any) -> None:
        self.steps.append({"day": day, **step})

    def offer(self, plan: Plan) -> None:
        """Publish every version of an offer, sell it to each list of leads, deliver and ask how it was."""
        for version in plan["versions"]:
            save = version["save"]
            terms = {**plan["terms"], **version["terms"]}
            terms["launch_timeline"] = {"day": version["day"] + 6}
            self.add(version["day"], run="offer_to_marketing", save=save, input=terms)
            self.add(version["day"] + 1, accept=save, owner="Mara Lind")
            self.add(version["day"] + 1, campaign=save, facts={"name": version["campaign"]})
        self.add(
            plan["versions"][0]["day"] + 2, template=plan["terms"]["product_name"], input=plan["template"]
        )
        for round_ in plan["rounds"]:
            self.round(plan, round_)

    def round(self, plan: Plan, round_: Plan) -> None:
        """One list of leads and what became of its deals."""
        name, day = round_["name"], round_["day"]
        outcomes = round_["won"] * ["won"] + round_["lost"] * ["lost"] + round_["open"] * ["open"]
        self.dice.shuffle(outcomes)
        rows = self.leads(round_, len(outcomes))
        clicks = round_["leads"] * self.dice.randint(28, 44)
        shown = clicks * self.dice.randint(24, 38)
        self.results(round_, shown, clicks)
        metrics = {
            "impressions": shown,
            "clicks": clicks,
            "conversion_rate": round(round_["leads"] / clicks, 4),
        }
        upload = {
            "brief_of": round_["of"],
            "leads": f"leads_{name}.csv",
            "metrics": metrics,
            "received_hours": 0.3,
        }
        self.add(day, run="marketing_to_sales", save=name, **upload)
        self.add(day, accept=name, owner=self.dice.choice(SELLERS))
        # The hottest are called first, on the day they come; the others as time allows.
        for called, row in enumerate(sorted(rows[: len(outcomes)], key=lambda row: -row["score"])):
            self.contact(row["id"], day if called < 6 else day + self.dice.randint(0, 2), "reached")
        for position, (row, outcome) in enumerate(zip(rows, outcomes, strict=False)):
            opened = day + 1 + position * round_.get("every", 4)
            self.deal(plan, round_, row, opened=min(opened, -3), outcome=outcome)
        for row in rows[len(outcomes) :]:
            if row["score"] >= 60:
                self.contact(
                    row["id"], day + self.dice.randint(0, 2), self.dice.choice(("no_answer", "left_message"))
                )

    def leads(self, round_: Plan, deals: int) -> list[dict[str, Any]]:
        """The lead list of a round, those who become deals first; written as a CSV file."""
        rows = []
        for number in range(1, round_["leads"] + 1):
            company, person = self.unused.pop()
            first = person.split()[0].lower()
            is_deal = number <= deals
            score = (
                self.dice.randint(72, 93) if is_deal else self.dice.choice((*range(18, 60, 3), 64, 68, 72))
            )
            level = "high" if score >= 70 else "medium" if score >= 45 else "low"
            slug = "".join(sign for sign in company.lower() if sign.isalnum())
            rows.append(
                {
                    "id": f"{round_['name']}_{number:03}",
                    "name": person,
                    "email": f"{first}@{slug}.example",
                    "phone": f"+1 555 0{self.dice.randint(100, 199)}",
                    "company": company,
                    "score": score,
                    "engagement_level": level,
                    "budget_indicator": self.dice.choice(
                        ("medium", "high") if is_deal else ("low", "medium")
                    ),
                    "urgency": self.dice.choice(("medium", "high") if is_deal else ("low", "medium")),
                    "interests": "; ".join(self.dice.sample(PLAN["interests"], 2)),
                    "pain_points": self.dice.choice(PLAN["pains"]),
                    "source": self.dice.choice(PLAN["sources"]),
                }
            )
        with (FOLDER / f"leads_{round_['name']}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.dice.sample(rows, len(rows)))
        return rows

    def results(self, round_: Plan, shown: int, clicks: int) -> None:
        """What the campaign cost and brought, by week and channel."""
        shares = {"Paid search": 0.5, "Paid social": 0.35, "E-mail": 0.15}
        spent = round_["leads"] * self.dice.randint(170, 240)
        lines = [
            {
                "day": {"day": round_["day"] - 2 - 7 * week},
                "channel": channel,
                "spend": str(round(spent * share / 4)),
                "impressions": round(shown * share / 4),
                "clicks": round(clicks * share / 4),
            }
            for channel, share in shares.items()
            for week in range(4)
        ]
        self.add(round_["day"] - 1, results_of=round_["of"], lines=lines)

    def contact(self, lead: str, day: int, outcome: str) -> None:
        channel = self.dice.choice(("phone", "email"))
        self.add(min(day, -1), contact=lead, channel=channel, outcome=outcome)

    def deal(self, plan: Plan, round_: Plan, row: Plan, *, opened: int, outcome: str) -> None:
        """From the first call to a lost deal, an open one, or a won one that is delivered."""
        deal = f"deal_{row['id']}"
        value = round(plan["price"] * self.dice.uniform(0.85, 1.3), -2)
        close = opened + self.dice.randint(24, 44)
        self.add(
            opened,
            open_deal=deal,
            lead=row["id"],
            name=f"{row['company']}: {plan['short']}",
            value=f"{value:,.0f}",
            owner=self.dice.choice(SELLERS),
            expected_close={"day": close if outcome != "open" else max(close, self.dice.randint(9, 80))},
        )
        moves = [
            ("contacted", opened + self.dice.randint(1, 4)),
            ("proposal", opened + self.dice.randint(8, 13)),
            ("negotiation", opened + self.dice.randint(15, 21)),
        ]
        if outcome == "open":
            for stage, day in moves:
                if day < -1:
                    self.add(day, move=deal, stage=stage)
            return
        for stage, day in moves[: 3 if outcome == "won" else self.dice.choice((1, 2, 2, 3))]:
            self.add(day, move=deal, stage=stage)
        if outcome == "lost":
            self.add(close, move=deal, stage="closed_lost", reason=self.dice.choice(PLAN["lost_reasons"]))
            return
        tier = self.dice.choice(("standard", "standard", "enterprise"))
        self.add(
            close,
            win=deal,
            save=f"wo_{deal}",
            input={"client_info": {"tier": tier}, "payment_status": "deposit_paid"},
        )
        self.add(close + 1, accept=f"wo_{deal}", owner=self.dice.choice(MANAGERS))
        self.delivery(plan, round_, row, started=close)

    def delivery(self, plan: Plan, round_: Plan, row: Plan, *, started: int) -> None:
        """The project is finished, late or in time, or is still worked on; then its people are asked."""
        deal, late = f"deal_{row['id']}", self.dice.random() < round_["late"]
        done = started + plan["takes"] + (self.dice.randint(5, 16) if late else -self.dice.randint(0, 5))
        if done > -3:
            if started + plan["takes"] // 2 < -1:
                first = plan["template"]["deliverables"][0]["name"]
                self.add(started + plan["takes"] // 2, progress=deal, done=[first])
            return
        request = f"fr_{deal}"
        self.add(done, finish=deal, save=request, completed={"day": done}, not_approved=[])
        self.add(done + 1, accept=request, owner="Aisha Haddad")
        people = [{"name": row["name"], "email": row["email"]}]
        if self.dice.random() < 0.6:
            name = self.dice.choice(PLAN["first_names"]) + " " + row["name"].split()[1]
            people.append({"name": name, "email": f"office@{row['email'].split('@')[1]}"})
        self.add(done + 2, survey=request, people=people)
        for person in people:
            answered = done + self.dice.randint(3, 9)
            if answered < -1 and self.dice.random() < 0.82:
                self.answer(plan, round_, request, person["email"], answered, late=late)

    def answer(self, plan: Plan, round_: Plan, request: str, email: str, day: int, *, late: bool) -> None:
        """A person of the client opens the link, rates the project and says why, in line with how it went."""
        stars = {
            "communication": self._stars(round_["care"]),
            "timeliness": self._stars(2.7 if late else 4.6),
            "quality": self._stars(4.4),
            "value_for_money": self._stars(4.0),
        }
        felt = 0.45 * stars["communication"] + 0.35 * stars["timeliness"] + 0.2 * stars["quality"]
        stars["overall_satisfaction"] = self._stars(felt, spread=0.35)
        likely = max(0, min(10, 2 * stars["overall_satisfaction"] + self.dice.choice((-1, 0, 0, 1))))
        given = {f"rating.{name}": str(value) for name, value in stars.items()}
        given |= {f"answer.{name}": text for name, text in self._words(plan, stars).items()}
        given["answer.likelihood_to_recommend"] = str(likely)
        first, *others = "timeliness", "communication", "communication"
        for number, about in enumerate((first, *others), 1):
            kept = "kept" if stars[about] >= 4 else "partly kept" if stars[about] == 3 else "not kept"
            given[f"answer.promise_{number}"] = kept
        feedback = f"fb_{request}_{email}"
        self.add(day, answer_link=request, email=email, save=feedback, given=given)
        self.add(day + 1, accept=feedback, owner="Mara Lind")
        if likely <= 6:
            self.add(
                day + 1, follow_up=feedback, channel="phone", outcome=self.dice.choice(("agreed", "solved"))
            )
        for accepted in round_.get("accepted", []):
            self.add(day + 3, decide=feedback, accept_it=True, **accepted)
        if day < -14:
            self.add(day + 4, decline_rest=feedback, reason=self.dice.choice(PLAN["decline_reasons"]))

    def _stars(self, middle: float, *, spread: float = 0.7) -> int:
        return max(1, min(5, round(self.dice.gauss(middle, spread))))

    def _words(self, plan: Plan, stars: dict[str, int]) -> dict[str, str]:
        rated = {name: value for name, value in stars.items() if name != "overall_satisfaction"}
        best = max(rated, key=lambda name: (rated[name], self.dice.random()))
        worst = min(rated, key=lambda name: (rated[name], self.dice.random()))
        improve = PLAN["improve"][worst] if rated[worst] <= 3 else PLAN["nothing"]
        return {
            "liked_most": self.dice.choice(PLAN["liked"][best] + PLAN["liked_by_offer"][plan["short"]]),
            "could_improve": self.dice.choice(improve),
            "would_recommend": "yes" if stars["overall_satisfaction"] >= 4 else "maybe"
            if stars["overall_satisfaction"] == 3 else "no",
            "future_services_interest": self.dice.choice(PLAN["next"]),
        }  # fmt: skip


def main() -> None:
    year = Year()
    for plan in PLAN["offers"]:
        year.offer(plan)
    for step in PLAN["steps"]:
        year.steps.append(step)
    steps = sorted((step for step in year.steps if step["day"] < 0), key=lambda step: step["day"])
    lines = ",\n".join(json.dumps(step, ensure_ascii=False) for step in steps)
    (FOLDER / "year.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
