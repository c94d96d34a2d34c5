"""Can we deliver it? People needed by role and week, the weeks that break, and the people there are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core.capacity import Capacity, CapacityChange, Outlook
from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_capacity import capacity_heatmap, role_weeks
from pages.shared.domains import DOMAINS
from pages.shared.formats import count, day
from pages.shared.user_text import escape, sentence

_BREACHES = 12  # shown at once; a reader acts on the first few


def capacity_part(workspace: Workspace) -> None:
    """The outlook, what breaks it, and the table of people."""
    outlook = workspace.capacity.outlook()
    capacity = workspace.capacity.capacity()
    if not capacity.usual:
        st.info(
            "Say below how many people you have of each role. Then you see here in which weeks "
            "the agreed work and the open deals are more than they can do."
        )
    else:
        _figures(outlook)
    if outlook.loads:
        _charts(outlook, capacity)
    if capacity.usual:
        _breaches(workspace, outlook)
    _people(workspace, outlook.weeks, capacity)


def _figures(outlook: Outlook) -> None:
    weeks = len(outlook.weeks)
    with st.container(horizontal=True):
        st.metric(
            "Weeks over capacity, agreed work",
            f"{outlook.weeks_over_agreed} of {weeks}",
            border=True,
            help="Weeks in which at least one role needs more hours than there are. Hours there are = "
            "people × working days × hours a day × utilisation.",
        )
        st.metric(
            "In half of the cases at most",
            f"{outlook.weeks_over_likely} of {weeks}",
            border=True,
            help=f"P50 of {outlook.draws:,} draws: each open deal is won with the probability of its stage.",
        )
        st.metric(
            "In nine of ten cases at most",
            f"{outlook.weeks_over_high} of {weeks}",
            border=True,
            help=f"P90 of the same {outlook.draws:,} draws. Deals are taken as independent of each other.",
        )


def _charts(outlook: Outlook, capacity: Capacity) -> None:
    frame = pd.DataFrame(
        {
            "role": [load.role for load in outlook.loads],
            "week": [load.week for load in outlook.loads],
            "agreed": [load.agreed for load in outlook.loads],
            "likely": [load.likely for load in outlook.loads],
            "high": [load.high for load in outlook.loads],
            "capacity": pd.array([load.capacity for load in outlook.loads], dtype="Float64"),
        }
    )
    frame["needed"] = frame["likely"]
    if capacity.usual:
        known = frame.dropna(subset=["capacity"]).astype({"capacity": float})
        fullest = known[known["capacity"] > 0].assign(share=lambda one: 100 * one["needed"] / one["capacity"])
        show_chart(
            "How full the weeks are",
            capacity_heatmap,
            known,
            key="capacity_heat",
            alt=alt_text("Fullest week of each role", _largest(fullest), "role", "share", " %"),
            note="Hours needed ÷ hours there are. Needed: agreed work and what open deals bring in half of "
            "the cases. Green up to 100 %, the fuller the darker; red above.",
            columns={"role": "Role", "week": "Week", "needed": "Hours needed", "capacity": "Hours there are"},
        )
    roles = list(dict.fromkeys(frame["role"]))
    busiest = frame.groupby("role")["likely"].sum().idxmax()
    role = st.pills("Role", roles, default=busiest, key="capacity_role", required=True) or busiest
    one = frame[frame["role"] == role].astype({"capacity": float})
    show_chart(
        f"{role}, by week",
        role_weeks,
        one,
        key=f"capacity_weeks_{role}",
        alt=alt_text(
            f"Hours of {role} by week", one.assign(label=one["week"].map(day)), "label", "likely", " h"
        ),
        note="A week's hours are spread evenly over the working days of each deliverable. Late work is "
        "expected within the next five working days.",
        columns={
            "week": "Week",
            "agreed": "Agreed",
            "likely": "Likely",
            "high": "High",
            "capacity": "There are",
        },
    )


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    found = frame.groupby("role", sort=False)["share"].max()
    return found.reset_index()


def _breaches(workspace: Workspace, outlook: Outlook) -> None:
    st.subheader("Which deal breaks which week", anchor=False)
    over = [load for load in outlook.loads if load.over > 0]
    for load in over[:_BREACHES]:
        st.markdown(
            f":red[:material/error:] **Week of {day(load.week)}** · {escape(load.role)}: "
            f"agreed work alone needs {load.over:,.0f} h more than there are"
        )
    if not outlook.breaches and not over:
        st.success("All open deals together fit into these weeks.", icon=":material/check_circle:")
    for breach in outlook.breaches[:_BREACHES]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f":orange[:material/warning:] **Week of {day(breach.week)}** · {escape(breach.role)}: "
                f"{escape(breach.name)} ({breach.probability:.0%}) needs {breach.hours:,.0f} h, "
                f"{breach.over:,.0f} h more than are left{_before(breach.before)}",
                width="stretch",
            )
            st.page_link(
                DOMAINS["sales"].script,
                label="Open the deal",
                icon=":material/handshake:",
                query_params={"part": "records", "show": "Deals", "deal": breach.deal_id},
            )
    more = len(outlook.breaches) - _BREACHES
    if more > 0:
        st.caption(f"And {count(more, 'more')} after these weeks.")
    left_out = workspace.capacity.unplanned()
    if left_out:
        with st.expander(f"{count(len(left_out), 'open deal')} not counted", icon=":material/help:"):
            st.dataframe(
                pd.DataFrame(
                    {"Deal": [one.name for one in left_out], "Lacks": [one.lacks for one in left_out]}
                ),
                hide_index=True,
                width="stretch",
                alt="Open deals that are not counted",
            )


def _before(names: tuple[str, ...]) -> str:
    """The deals that must be won too before one breaks a week."""
    if not names:
        return ""
    more = f" and {len(names) - 2:,} more" if len(names) > 2 else ""
    verb = "is" if len(names) == 1 else "are"
    return f", if {' and '.join(escape(name, 60) for name in names[:2])}{more} {verb} won too"


def _people(workspace: Workspace, weeks: tuple[date, ...], capacity: Capacity) -> None:
    st.subheader("The people there are", anchor=False)
    st.caption(
        "A part-time person counts as a part of one, like 0.5. Leave a week blank where it is as usual; "
        "fill it in for holidays or a freelancer."
    )
    roles = workspace.capacity.roles()
    shown = pd.DataFrame(
        {
            "Role": roles,
            "Usually": [capacity.usual.get(role) for role in roles],
            **{_label(week): [capacity.weeks.get((role, week)) for role in roles] for week in weeks},
        }
    ).astype(dict.fromkeys(("Usually", *map(_label, weeks)), "Float64"))
    number = st.column_config.NumberColumn(min_value=0, max_value=1_000, step=0.1, format="%g")
    edited = st.data_editor(
        shown,
        key=f"capacity_people_{st.session_state.get('capacity:saved', 0)}",
        hide_index=True,
        width="stretch",
        num_rows="dynamic",
        placeholder="",
        column_config={
            "Role": st.column_config.TextColumn(required=True, pinned=True),
            **{name: number for name in shown.columns if name != "Role"},
        },
        alt="People by role and week",
    )
    changes, problem = _changes(edited, weeks, capacity)
    if problem:
        st.warning(problem)
    if st.button(
        f"Save {count(len(changes), 'change')}" if changes else "Save",
        type="primary",
        icon=":material/save:",
        disabled=not changes or bool(problem),
        key="capacity_save",
    ):
        try:
            workspace.capacity.save(changes)
        except AgencyError as error:
            st.error(sentence(error.message))
            return
        st.session_state["capacity:saved"] = st.session_state.get("capacity:saved", 0) + 1
        st.toast("Saved.", icon=":material/check_circle:")
        st.rerun()


def _changes(
    edited: pd.DataFrame, weeks: tuple[date, ...], capacity: Capacity
) -> tuple[list[CapacityChange], str]:
    """What differs from what is stored, and what is wrong with it in a sentence (empty: nothing)."""
    changes: list[CapacityChange] = []
    names: set[str] = set()
    for row in edited.to_dict("records"):
        role = str(row["Role"] or "").strip()
        if not role:
            continue
        if role.casefold() in names:
            return [], f"{escape(role)} stands twice in the table. Keep one line of it."
        names.add(role.casefold())
        usual = _number(row["Usually"])
        changes.append(CapacityChange(role, None, capacity.usual.get(role), usual))
        for week in weeks:
            new = _number(row[_label(week)])
            if new is not None and usual is None:
                return [], f"{escape(role)}: say first how many people there usually are."
            if usual is not None:
                changes.append(CapacityChange(role, week, capacity.weeks.get((role, week)), new))
    gone = [role for role in capacity.usual if role.casefold() not in names]
    changes += [CapacityChange(role, None, capacity.usual[role], None) for role in gone]
    return [change for change in changes if change.new != change.old], ""


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _label(week: date) -> str:
    return f"{week.day} {week:%b}"
