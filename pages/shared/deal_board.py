"""The deal board: deals by stage, moved by dragging, by keyboard or by touch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from core.errors import AgencyError, HandoffRefused
from db.workspace import Workspace
from pages.shared.deal_questions import ask_what_is_missing, ask_why_lost, deal_form
from pages.shared.domains import DOMAINS
from pages.shared.formats import count, day, money
from pages.shared.opened_version import begin_anew
from pages.shared.user_text import sentence

_FOLDER = Path(__file__).parent / "board"
_board = st.components.v2.component(
    "deal_board",
    html='<div class="board" tabindex="0" role="region"></div><div class="said" role="status"></div>',
    css=(_FOLDER / "board.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "board.js").read_text(encoding="utf-8"),
)


def deal_board(workspace: Workspace) -> None:
    """The board with its filter by owner. A move that a rule stops asks for what is missing."""
    owners = workspace.deal_board.owners()
    owner = None
    if len(owners) > 1:
        owner = st.pills("Owner", owners, key="board_owner", format_func=lambda name: str(name)[:40])
    columns = workspace.deal_board.columns(owner=owner)
    if not any(column.deals for column in columns):
        st.info("No deals yet. Choose a prospect and open one.")
        return
    answer = _board(
        key="deal_board",
        data={
            "title": "Deals by stage",
            "labels": {column.stage.name: column.stage.label for column in columns},
            "columns": [_column(column, columns) for column in columns],
        },
        on_move_change=lambda: None,
        on_open_change=lambda: None,
    )
    st.caption(
        ":material/drag_pan: Drag a deal to its next stage, or choose it under **Move to** and press Enter. "
        "A deal stands still beyond 1\\.5 × the time that deals usually spend in its stage."
    )
    if answer.open:
        st.query_params["deal"] = str(answer.open.get("deal"))
        st.rerun()
    if answer.move:
        _move(workspace, answer.move)


def _move(workspace: Workspace, wanted: Mapping[str, Any]) -> None:
    deal_id, stage = str(wanted.get("deal")), str(wanted.get("to"))
    version = wanted.get("version")
    if stage == "closed_won":
        st.switch_page(DOMAINS["sales"].script, query_params={"part": "new", "record": deal_id})
    if stage == "closed_lost":
        ask_why_lost(workspace, deal_id)
        return
    try:
        workspace.deals.move(deal_id, stage, version=version if isinstance(version, int) else None)
    except HandoffRefused as refusal:
        if any(problem.field in ("value", "expected_close_on") for problem in refusal.problems):
            ask_what_is_missing(workspace, deal_id, stage)
        else:
            st.error(sentence(refusal.message))
    except AgencyError as error:
        st.error(sentence(error.message))
    else:
        st.toast(f"Moved to {workspace.deals.rules.stage(stage).label}.", icon=":material/check_circle:")
        begin_anew(deal_form(deal_id))
        st.rerun()


def _column(column: Any, columns: list[Any]) -> dict[str, Any]:
    stage = column.stage
    total = " + ".join(money(cents, currency) for currency, cents in column.cents.items())
    weighted = " + ".join(money(cents, currency) for currency, cents in column.weighted_cents.items())
    names = [other.stage.name for other in columns]
    more = column.deals - len(column.cards)
    return {
        "stage": stage.name,
        "label": stage.label,
        "count": count(column.deals, "deal"),
        "total": total or ("no value yet" if column.deals else ""),
        "closed": stage.is_closed,
        "note": "in the last 30 days" if stage.is_closed else (f"weighted {weighted}" if weighted else ""),
        "empty": "Drop a deal here." if stage.is_closed else "No deal stands here.",
        "more": f"and {more:,} more; find them in the list" if more > 0 else "",
        "cards": [
            _card(card, [] if stage.name == "closed_won" else [n for n in names if n != stage.name])
            for card in column.cards
        ],
    }


def _card(card: Any, moves: list[str]) -> dict[str, Any]:
    facts = []
    if card.closed_on:
        facts.append({"kind": "", "text": f"closed {day(card.closed_on)}"})
    elif card.is_late:
        facts.append({"kind": "bad", "text": f"should have closed {day(card.expected_close_on)}"})
    elif card.expected_close_on:
        facts.append({"kind": "", "text": f"closes {day(card.expected_close_on)}"})
    if card.closed_on or card.days is None:
        pass
    elif card.is_stale:
        facts.append({"kind": "slow", "text": f"stands still: {count(int(card.days), 'day')}"})
    else:
        facts.append({"kind": "", "text": f"{count(int(card.days), 'day')} here"})
    if card.owner:
        facts.append({"kind": "", "text": card.owner})
    return {
        "id": card.deal_id,
        "name": card.name,
        "company": card.company if card.company != card.name else "",
        "value": money(card.value_cents, card.currency) if card.value_cents is not None else "no value yet",
        "version": card.version,
        "facts": facts,
        "moves": moves,
    }
