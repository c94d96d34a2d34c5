"""The prospects of the Sales page: who should be called by when, and every try to reach them."""

from __future__ import annotations

from typing import Any, Literal, get_args

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from core.speed_to_lead import CHANNELS, OUTCOMES, Channel, Outcome
from db.workspace import Workspace
from pages.shared.bulk_kinds import bulk_leads
from pages.shared.deals import open_deal_form
from pages.shared.documents.sales_briefs import show_brief
from pages.shared.formats import known, moment
from pages.shared.list_view import ListView
from pages.shared.lists import as_shown, choose_row
from pages.shared.record_links import thread_link
from pages.shared.user_text import humanised, sentence

BANDS = ("hot", "warm", "cold")
Due = Literal["overdue", "to contact", "contacted"]
Whose = Literal["mine", "nobody's"]
_COLORS = {"overdue": "red", "due": "orange", "contacted": "green", "no target": "gray"}


_COLUMNS = {
    "name": "Name",
    "company": "Company",
    "score": "Score",
    "band": "Band",
    "clock": "First contact",
    "campaign": "Campaign",
    "owner": "Owner",
    "deal_stage": "Deal",
}


def prospect_list(workspace: Workspace) -> None:
    """The list with its clock, and below it the prospect that was chosen."""
    view = ListView("prospects")
    rules = workspace.deals.rules
    formats = {
        "band": humanised,
        "owner": known,
        "deal_stage": lambda stage: "none yet" if pd.isna(stage) else rules.stage(stage).label,
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text(
            "Search prospects", "search", widget="prospect_search", placeholder="Name, company or e-mail"
        )
        band = view.one_of("Band", "band", BANDS, widget="prospect_band", format_func=humanised)
        due: Any = view.one_of(
            "First contact", "due", get_args(Due), widget="prospect_due", format_func=humanised
        )
        whose: Any = view.one_of(
            "Owner", "owner", get_args(Whose), widget="prospect_owner", format_func=humanised
        )

    page = workspace.sales.prospects(search=search, band=band, due=due, whose=whose, number=view.page())
    view.tools(
        workspace,
        name="prospects",
        page=page,
        show=lambda found: as_shown(_with_clock(workspace, found)[0], _COLUMNS, formats),
    )
    if not page.total:
        st.info(
            f"None of the first {page.looked_at:,} prospects of this list fits. Type more letters."
            if page.looked_at
            else "No prospect fits. Change the search or the filters."
            if view.is_narrowed
            else "No prospects yet. Leads that Marketing hands over and that qualify stand here."
        )
        return
    prospects, colors = _with_clock(workspace, page.rows)
    if st.toggle("Change several", key="prospects_several", help="Choose prospects, see what would change."):
        bulk_leads(workspace, page, as_shown(prospects, _COLUMNS, formats))
        view.switch(page)
        return
    chosen = choose_row(
        prospects,
        key="prospect",
        id_column="id",
        columns=_COLUMNS,
        formats=formats,
        alt="Prospects",
        config={
            "First contact": st.column_config.MultiselectColumn(
                options=list(colors), color=list(colors.values()), width="medium"
            )
        },
    )
    view.switch(page)
    if chosen is None or not chosen.isdigit():
        st.caption(
            "Choose a prospect to read the brief, log a contact and open a deal. "
            "The clock counts office hours only."
        )
        return
    _prospect(workspace, int(chosen))


def _with_clock(workspace: Workspace, prospects: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """The prospects with the clock of each in words, and the colour of each of these words."""
    agency = workspace.agency
    clocks = [
        workspace.sales.clock(_known(row.next_action_due_at), _known(row.contacted_at), agency)
        for row in prospects.itertuples()
    ]
    prospects["clock"] = [[clock.words] for clock in clocks]
    return prospects, {clock.words: _COLORS[clock.state] for clock in clocks}


def _prospect(workspace: Workspace, lead_pk: int) -> None:
    try:
        brief = workspace.sales.brief(lead_pk)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    thread_link("lead", str(lead_pk))
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_brief(brief, f"prospect_{lead_pk}", stacked=True)
    with right:
        _contact_form(workspace, lead_pk)
        open_deal_form(workspace, lead_pk, brief)
    contacts = workspace.sales.contacts(lead_pk)
    if not contacts.empty:
        st.markdown("#### Contacts so far")
        st.dataframe(
            pd.DataFrame(
                {
                    "When": [moment(at) for at in contacts["at"]],
                    "How": [CHANNELS.get(one, one) for one in contacts["channel"]],
                    "What came of it": [OUTCOMES.get(one, one) for one in contacts["outcome"]],
                    "Note": contacts["note"].fillna(""),
                    "Who": contacts["actor"],
                }
            ),
            hide_index=True,
            width="stretch",
            alt="Contacts with this prospect",
        )


def _contact_form(workspace: Workspace, lead_pk: int) -> None:
    channels: tuple[Channel, ...] = get_args(Channel)
    outcomes: tuple[Outcome, ...] = get_args(Outcome)
    with st.form(f"contact_{lead_pk}", enter_to_submit=False, clear_on_submit=True):
        st.markdown("#### Log a contact")
        channel = st.segmented_control(
            "How",
            channels,
            default="phone",
            required=True,
            format_func=lambda name: CHANNELS[name],
            key=f"contact_how_{lead_pk}",
            wrap=True,
        )
        outcome = st.selectbox(
            "What came of it",
            outcomes,
            format_func=lambda name: OUTCOMES[name],
            key=f"contact_outcome_{lead_pk}",
        )
        note = st.text_input("Note", placeholder="Optional", key=f"contact_note_{lead_pk}", max_chars=2_000)
        logged = st.form_submit_button("Log it", icon=":material/call:")
    if not logged:
        return
    try:
        workspace.sales.log_contact(lead_pk, channel=channel, outcome=outcome, note=note)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    st.toast("Logged.", icon=":material/check_circle:")
    st.rerun()


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value
