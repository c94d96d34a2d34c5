"""Every list and report that the workspace answers, found by itself: with each filter, sort, search and page.

A method counts as a list where it answers a Page or a frame, and so does each report. A filter whose words
stand in the type (a Literal) is asked for each word; for another, what to ask for is looked up in ASKED. What
cannot be asked for is said, so that nothing is left out unseen.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from core.feedback_scope import Scope
from core.pipeline import DEAL_ORDERS
from core.projects import PROJECT_ORDERS
from db.page import Page
from db.records.base import Records
from db.workspace import Workspace

# What a search finds much of, finds little of, and finds nothing of.
SEARCHES = ("Lovelace", "Umbrella 1234", "mail12.org", "xyzzy unheard of", "zq")
LATE = 1_000_000  # beyond the last page: the list answers its last one

MOST = "SELECT {0} FROM {1} WHERE {0} IS NOT NULL GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1"
RAREST = "SELECT {0} FROM {1} WHERE {0} IS NOT NULL GROUP BY 1 ORDER BY COUNT(*) LIMIT 1"
# Parameter → where its words are found; what most rows have, and what the fewest have, is asked for.
ASKED = {
    "campaign_id": ("campaign_id", "leads"),
    "band": ("band", "leads"),
    "stage": ("stage", "deals"),
    "sentiment": ("sentiment", "responses"),
    "workflow": ("workflow", "runs"),
    "outcome": ("outcome", "runs"),
    "offer_id": ("offer_id", "recommendations"),
    "owner": ("owner", "deals"),
    "currency": ("currency", "deals"),
    "domain": ("target", "handoffs"),
    "client_id": ("client_id", "deals"),
    "source": ("source", "leads"),
    "feedback_id": ("feedback_id", "responses"),
    "actor": ("actor", "audit_lines"),
    "record_type": ("record_type", "audit_lines"),
    "record_id": ("record_id", "audit_lines"),
    "project_id": ("project_id", "deliverables"),
    "lead_pk": ("lead_pk", "contact_attempts"),
    "number": ("number", "offer_versions"),
    "before": ("number", "offer_versions"),
    "after": ("number", "offer_versions"),
}
STATUS_OF = {"marketing": "leads", "feedback": "recommendations", "fulfillment": "projects"}
ORDERS = {
    "deals": DEAL_ORDERS,
    "bulk_deals": DEAL_ORDERS,
    "deal_cells": DEAL_ORDERS,
    "fulfillment": PROJECT_ORDERS,
}
# Days and months with most payments, as dates.
DAYS = {"day": "due_on", "month": "due_on"}
NOT_A_FILTER = {"number", "size", "limit", "but_client"}
WRITES = {"keep_week"}  # a question that stores something


def every_list(workspace: Workspace) -> dict[str, Callable[[], Any]]:
    """Name → the call."""
    calls: dict[str, Callable[[], Any]] = {}
    for place, records in _records(workspace):
        for name, method in inspect.getmembers(records, inspect.ismethod):
            if name.startswith("_") or name in WRITES:
                continue
            hints = typing.get_type_hints(method)
            required = [
                one.name for one in inspect.signature(method).parameters.values() if one.default is one.empty
            ]
            if hints.get("return") not in (Page, pd.DataFrame) and "reports" not in place:
                continue
            try:
                base = {one: next(_words(workspace, place, one, hints[one])) for one in required}
            except LookupError as missing:
                print(f"not measured: {place}.{name}, {missing}")
                continue
            for label, given in _variants(workspace, place, method, hints, required):
                calls[f"{place}.{name} {label}".strip()] = partial(method, **{**base, **given})
    return calls


def _records(workspace: Workspace) -> Iterator[tuple[str, Any]]:
    for name in dir(type(workspace)):
        if not name.startswith("_") and isinstance(found := getattr(workspace, name), Records):
            yield name, found
    for name, found in vars(workspace.reports).items():
        yield f"reports.{name}", found


def _variants(
    workspace: Workspace, place: str, method: Any, hints: dict[str, Any], required: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "", {}
    for name in inspect.signature(method).parameters:
        if name in required and hints[name] is not Scope:
            continue
        if name == "search":
            yield from ((f"search={text}", {name: text}) for text in SEARCHES)
            yield f"search={SEARCHES[0]}, last page", {name: SEARCHES[0], "number": LATE}
        elif name == "number":
            yield "last page", {name: LATE}
        elif name not in NOT_A_FILTER:
            try:
                yield from (
                    (f"{name}={_short(word)}", {name: word})
                    for word in _words(workspace, place, name, hints[name])
                )
            except LookupError as missing:
                print(f"not measured: {place}.{method.__name__}, {missing}")


def _short(word: Any) -> str:
    told = word.chosen() if isinstance(word, Scope) else word
    return str(told)[:50]


def _words(workspace: Workspace, place: str, name: str, hint: Any) -> Iterator[Any]:
    """What can be asked for in a parameter; LookupError where that is not known."""
    if hint is bool:
        yield True
        return
    literal = [word for part in (hint, *typing.get_args(hint)) for word in _literal(part)]
    if literal:
        yield from literal
        return
    if name == "sort" and place in ORDERS:
        yield from ORDERS[place]
        return
    if hint is Scope or Scope in typing.get_args(hint):
        yield from (Scope(), Scope(period="2026-Q3"), Scope(theme="communication", tone="negative"))
        return
    if name in DAYS:
        found = workspace.database.fetch_one(MOST.format(DAYS[name], "payments"))
        yield date.fromisoformat(str(found["due_on"])) if found else workspace.clock.now().date()
        return
    column = ("status", STATUS_OF[place]) if name == "status" and place in STATUS_OF else ASKED.get(name)
    if column is None:
        raise LookupError(f"what to ask for in {name!r} is not known (add it to ASKED)")
    met = set()
    for query in (MOST, RAREST):
        found = workspace.database.fetch_one(query.format(*column))
        if found is not None and (word := next(iter(found.values()))) not in met:
            met.add(word)
            yield word


def _literal(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) is typing.Literal else ()
