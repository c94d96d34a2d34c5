"""Home: the loop at a glance, and what needs a person now."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_runs import loop_overview
from pages.shared.demo import offer_demo
from pages.shared.domains import DOMAINS
from pages.shared.formats import age, count, money
from pages.shared.lists import rows
from pages.shared.needs import needs_now
from pages.shared.user_text import escape
from pages.shared.workspace import open_workspace

LOOP = ("offer", "marketing", "sales", "fulfillment", "feedback")

workspace = open_workspace()
st.title("Home")
st.caption("The loop at a glance, and what needs you now.")

try:
    counts = workspace.reports.home.counts()
    handoffs = workspace.reports.home.handoffs()
except AgencyError as error:
    st.error(escape(error.message), icon=":material/database_off:")
    st.stop()

if not counts["runs"]:
    offer_demo(workspace)
    st.stop()

currency = workspace.agency.currency
worth = {name: money(cents, currency) for name, cents in workspace.reports.home.values(currency).items()}
FACTS = {
    "offer": count(counts["offers"], "offer"),
    "marketing": count(counts["leads"], "lead") + " in " + count(counts["campaigns"], "campaign"),
    "sales": count(counts["open_deals"], "open deal") + f" worth {escape(worth['open_deals'])}",
    "fulfillment": count(counts["active_projects"], "active project")
    + f" worth {escape(worth['active_projects'])}",
    "feedback": count(counts["responses"], "response"),
}
# What went on from each step, and what it is a share of.
SHARES = {
    "marketing": "of {of:,} leads qualified",
    "sales": "of {of:,} closed deals won",
    "fulfillment": "of {of:,} projects on time",
    "feedback": "of {of:,} surveys answered",
}
conversions = workspace.reports.home.conversions()
waiting = handoffs[handoffs["state"] == "waiting"]
now = workspace.clock.now()
with st.container(key="loop"):
    for key, column in zip(LOOP, st.columns(len(LOOP), gap="small"), strict=True):
        domain = DOMAINS[key]
        mine = waiting[waiting["target"] == key]
        with column, st.container(border=True, height="stretch", key=f"loop_{key}"):
            st.page_link(domain.script, label=f"**{domain.label}**", icon=domain.icon)
            st.markdown(FACTS[key])
            done, of = conversions.get(key, (0, 0))
            if of:
                st.caption(f"{done / of:.0%} {SHARES[key].format(of=of)}")
            if len(mine):
                oldest = age(mine["oldest"].min(), now)
                st.badge(
                    f"{int(mine['handoffs'].sum()):,} waiting",
                    icon=":material/inbox:",
                    color="orange",
                )
                st.caption(f"oldest: {oldest}")
            else:
                st.badge("inbox empty", icon=":material/check:", color="green")

left, right = st.columns([3, 2], gap="large")
with left:
    st.subheader("Needs you now")
    needs_now(workspace, handoffs)
with right:
    st.subheader("The loop")
    names = {key: DOMAINS[key].label for key in LOOP}
    steps = [
        (f"{names[source]} → {names[target]}", line.state, line.handoffs)
        for source, target in zip(LOOP, (*LOOP[1:], LOOP[0]), strict=True)
        for line in rows(handoffs[(handoffs["source"] == source) & (handoffs["target"] == target)])
    ]
    frame = pd.DataFrame(steps, columns=["handoff", "state", "handoffs"])
    decided = handoffs[handoffs["state"] != "waiting"]["handoffs"].sum()
    accepted = handoffs[handoffs["state"] == "accepted"]["handoffs"].sum()
    with st.container():  # as high as it is, not as the list beside it
        show_chart(
            "Handoffs by what became of them",
            loop_overview,
            frame,
            key="home_loop",
            alt=alt_text("Handoffs along the loop", frame, "handoff", "handoffs"),
            note=(
                f"First-time-right: {accepted / decided:.0%} of {decided} decided handoffs were accepted "
                "(accepted ÷ accepted and returned)."
                if decided
                else "First-time-right is shown once a handoff was accepted or returned."
            ),
            columns={"handoff": "Handoff", "state": "State", "handoffs": "Handoffs"},
        )
