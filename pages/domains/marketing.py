"""Marketing: campaigns from briefs, the leads they brought, and the handoff to sales."""

from __future__ import annotations

import streamlit as st

from core.errors import AgencyError
from pages.shared.bulk_handoff import hand_over_waiting
from pages.shared.bulk_kinds import bulk_leads
from pages.shared.campaign_facts import campaign_head
from pages.shared.campaign_list import campaign_list
from pages.shared.campaign_results import campaign_results
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_leads import score_distribution, scores_by_campaign
from pages.shared.documents import marketing_brief
from pages.shared.domain_frame import open_part
from pages.shared.domains import DOMAINS
from pages.shared.formats import count, known
from pages.shared.inbox_part import inbox_part
from pages.shared.lead_detail import lead_detail
from pages.shared.list_view import ListView
from pages.shared.lists import as_shown, choose_row, rows
from pages.shared.new_handoff import RecordSource, new_handoff, show_last_result
from pages.shared.user_text import escape, humanised, sentence
from pages.shared.workspace import open_workspace

KEY = "marketing"
STATUSES = ("qualified", "nurture", "disqualified", "rejected")
LEAD_COLUMNS = {
    "name": "Name",
    "company": "Company",
    "email": "E-mail",
    "score": "Score",
    "band": "Band",
    "status": "Status",
    "source": "Source",
    "owner": "Owner",
}
LEAD_FORMATS = {
    "band": lambda value: humanised(str(value or "")),
    "status": humanised,
    "owner": known,
}
domain = DOMAINS[KEY]
workspace = open_workspace()
waiting = workspace.inbox.waiting_counts().get(KEY, 0)
part = open_part(domain, waiting=waiting, records="Campaigns")

if part == "inbox":
    inbox_part(workspace, domain, waiting)

elif part == "records":
    chosen, has_campaigns = campaign_list(workspace)
    if not has_campaigns:
        st.stop()
    if chosen is None:
        st.caption("Choose a campaign to read its brief; below are the leads of all campaigns.")
    else:
        try:
            brief = workspace.marketing.brief(chosen)
        except AgencyError as error:
            st.warning(sentence(error.message))
            st.stop()
        campaign_head(workspace, chosen)
        hand_over_waiting(workspace, chosen, key=KEY)
        st.page_link(
            domain.script,
            label="Add leads and hand them to Sales",
            icon=":material/group_add:",
            query_params={"part": "new", "record": chosen},
        )
        if brief:
            with st.expander("The brief", icon=":material/description:"):
                marketing_brief.show({"marketing_brief": brief}, f"brief_{chosen}")
        campaign = next(rows(workspace.marketing.campaign(chosen)), None)
        if campaign is not None:
            campaign_results(workspace, campaign, brief)
    st.subheader("Leads", anchor=False)
    view = ListView("leads")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text(
            "Search leads", "search", widget="lead_search", placeholder="Name, company or e-mail"
        )
        status = view.one_of("Status", "status", STATUSES, widget="lead_status", format_func=humanised)

    leads = workspace.marketing.leads(campaign_id=chosen, search=search, status=status, number=view.page())
    view.tools(
        workspace,
        name="leads",
        page=leads,
        show=lambda found: as_shown(found, LEAD_COLUMNS, LEAD_FORMATS),
    )
    if leads.total and st.toggle(
        "Change several", key="leads_several", help="Choose leads, see what would change."
    ):
        bulk_leads(workspace, leads, as_shown(leads.rows, LEAD_COLUMNS, LEAD_FORMATS))
        view.switch(leads)
    elif leads.total:
        lead = choose_row(
            leads.rows,
            key="lead",
            id_column="id",
            columns=LEAD_COLUMNS,
            formats=LEAD_FORMATS,
            alt="Leads",
        )
        view.switch(leads)
        if lead is None:
            st.caption("Choose a lead to see what is known of it.")
        else:
            lead_detail(workspace, lead)
    elif leads.looked_at:
        st.caption(
            f"None of the first {leads.looked_at:,} leads of this list fits. "
            "More letters or another word look at all of them."
        )
    else:
        st.caption("No lead fits. Change the search, or add leads to a campaign.")

elif part == "new":
    names = workspace.marketing.campaign_names()
    new_handoff(
        workspace,
        domain.outgoing,
        key=KEY,
        records=RecordSource("Campaign", names, workspace.marketing.draft),
    )

elif part == "result":
    show_last_result(workspace, key=KEY)

else:
    statuses = workspace.reports.marketing.leads_by_status()
    if statuses:
        with st.container(horizontal=True):
            for name in STATUSES:
                st.metric(humanised(name), statuses.get(name, 0), border=True, format="localized")
        total = sum(statuses.values())
        st.caption(f"{count(total, 'lead')} in all: qualified + nurture + disqualified + rejected.")
    left, right = st.columns(2)
    with left:
        scores = workspace.reports.marketing.score_distribution()
        show_chart(
            "Lead scores",
            score_distribution,
            scores,
            key="marketing_scores",
            alt=alt_text("Leads by score", scores, "score", "leads"),
            note="Leads by score in steps of five; hot from 80, warm from 50.",
            empty="Scores appear once leads were handed to Sales.",
        )
    with right:
        bands = workspace.reports.marketing.bands_by_campaign()
        show_chart(
            "Leads by campaign",
            scores_by_campaign,
            bands,
            key="marketing_campaigns",
            alt=alt_text("Leads by campaign", bands, "campaign", "leads"),
            note="The 12 newest campaigns, their leads by band.",
            empty="Campaigns appear once their leads were scored.",
        )
    if statuses.get("rejected"):
        st.caption(f"{escape(count(statuses['rejected'], 'rejected lead'))} have no score and are not drawn.")
