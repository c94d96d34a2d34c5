"""One lead on the marketing page: what its list said, what its scoring made of it, where it is now."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.documents.parts import bullets, facts, words
from pages.shared.documents.sales_briefs import score_lines
from pages.shared.domains import DOMAINS
from pages.shared.formats import moment
from pages.shared.record_links import thread_link
from pages.shared.user_text import escape, humanised, sentence

_LEVELS = {"engagement_level": "Engagement", "budget_indicator": "Budget", "urgency": "Urgency"}


def lead_detail(workspace: Workspace, lead_pk: str) -> None:
    """Everything that is known of a lead, with the way to its brief where sales has it."""
    try:
        lead, known, written = workspace.marketing.lead(int(lead_pk) if lead_pk.isdigit() else -1)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    with st.container(border=True, key="lead_detail"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"#### {escape(lead.name or lead.company or lead.lead_id)}", width="stretch")
            if lead.status == "qualified":
                st.page_link(
                    DOMAINS["sales"].script,
                    label="Open the prospect",
                    icon=":material/handshake:",
                    query_params={"part": "records", "show": "Prospects", "prospect": lead_pk},
                )
            thread_link("lead", lead_pk)
        facts(
            {
                "Company": lead.company,
                "E-mail": lead.email,
                "Phone": lead.phone,
                "Source": lead.source,
                "Received": moment(lead.received_at) if lead.received_at else None,
                "Status": humanised(lead.status),
                **{label: words(known[name]) for name, label in _LEVELS.items() if known.get(name)},
            }
        )
        if known.get("contributions"):
            st.markdown("**Why this score**")
            score_lines(known)
        for name, heading in (("pain_points", "What hurts them"), ("interests", "What they look for")):
            if known.get(name):
                st.markdown(f"**{heading}**")
                bullets(known[name])
        if written:
            with st.expander("As it was written in the file", icon=":material/table_rows:"):
                st.dataframe(
                    pd.DataFrame({"Column": list(written), "Cell": list(written.values())}),
                    hide_index=True,
                    width="stretch",
                    alt="The row as it was written",
                )
