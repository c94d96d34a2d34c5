"""Sales: prospects with their briefs, deals by stage, and the handoff of a won deal."""

from __future__ import annotations

import streamlit as st

from core.workflows.marketing_to_sales import MarketingToSalesPolicy
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_leads import score_distribution
from pages.shared.charts_pipeline import funnel_by_stage, pipeline_value
from pages.shared.deal_board import deal_board
from pages.shared.deals import deal_list, show_chosen_deal
from pages.shared.domain_frame import open_part
from pages.shared.domains import DOMAINS
from pages.shared.formats import money
from pages.shared.inbox_part import inbox_part
from pages.shared.new_handoff import RecordSource, new_handoff, show_last_result
from pages.shared.prospects import prospect_list
from pages.shared.sales_forecast import forecast_part, win_rates_part
from pages.shared.views import choose_view
from pages.shared.workspace import open_workspace

KEY = "sales"
domain = DOMAINS[KEY]
workspace = open_workspace()
waiting = workspace.inbox.waiting_counts().get(KEY, 0)
part = open_part(domain, waiting=waiting, records="Prospects and deals")

if part == "inbox":
    inbox_part(workspace, domain, waiting)

elif part == "records":
    view = choose_view(KEY, ("Prospects", "Board", "Deals"))
    if view == "Prospects":
        prospect_list(workspace)
    elif view == "Board":
        deal_board(workspace)
        show_chosen_deal(workspace)
    else:
        deal_list(workspace)

elif part == "new":
    new_handoff(
        workspace,
        domain.outgoing,
        key=KEY,
        records=RecordSource("Deal", workspace.deals.open_names(), workspace.deals.draft),
    )

elif part == "result":
    show_last_result(workspace, key=KEY)

elif (shown := choose_view(f"{KEY}_charts", ("Pipeline", "Forecast", "Win rates"))) == "Forecast":
    forecast_part(workspace)

elif shown == "Win rates":
    win_rates_part(workspace)

else:
    currency = workspace.agency.currency
    won, lost = workspace.reports.sales.closed()
    pipeline = workspace.reports.sales.pipeline(currency)
    with st.container(horizontal=True):
        rate = f"{won / (won + lost):.0%}" if won + lost else "–"
        st.metric("Win rate", rate, border=True, help="won ÷ (won + lost), by number of deals")
        st.metric("Closed deals", won + lost, border=True, help=f"{won} won, {lost} lost")
        total, weighted = float(pipeline["value"].sum()), float(pipeline["weighted"].sum())
        st.metric("Open pipeline", money(round(total * 100), currency), border=True)
        st.metric(
            "Weighted",
            money(round(weighted * 100), currency),
            border=True,
            help="Σ value × the stage's probability from policy",
        )
    left, right = st.columns(2)
    with left:
        funnel = workspace.reports.sales.funnel()
        has_leads = int(funnel["deals"].sum()) > 0
        show_chart(
            "From lead to won deal",
            funnel_by_stage,
            funnel if has_leads else funnel.iloc[0:0],
            key="sales_funnel",
            alt=alt_text("Funnel", funnel, "stage", "deals"),
            note="How many got to each step or further.",
            columns={"stage": "Step", "deals": "Count"},
            empty="The funnel appears with the first leads.",
        )
    with right:
        show_chart(
            "Pipeline value by stage",
            lambda frame: pipeline_value(frame, currency=currency),
            pipeline if total else pipeline.iloc[0:0],
            key="sales_pipeline",
            alt=alt_text("Open pipeline value by stage", pipeline, "stage", "value"),
            note="Open deals in full, and weighted with the policy's probability of the stage.",
            empty="Values appear with the first open deal.",
        )
    scores = workspace.reports.marketing.score_distribution()
    scoring = workspace.policies.current("marketing_to_sales", MarketingToSalesPolicy).scoring
    show_chart(
        "Lead scores",
        score_distribution,
        scores,
        key="sales_scores",
        alt=alt_text("Leads by score", scores, "score", "leads"),
        note=f"Leads by score; those from {scoring.qualified_from:g} on qualify by the rules in Settings.",
        empty="Scores appear once leads were handed over.",
    )
