"""The people who are asked with a survey: invite, links to pass on, who has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.client_languages.choice import LANGUAGES
from core.errors import AgencyError
from core.invitation_texts import mailto, message, subject
from core.invitations import OPEN_STATES, InvitationLine, completion_rate, response_rate
from db.workspace import Workspace
from pages.shared.documents import feedback_analysis
from pages.shared.figures import show_figure
from pages.shared.formats import moment
from pages.shared.survey_mails import Boxes, everybody, mail_words, send_button
from pages.shared.survey_upload import survey_upload
from pages.shared.typed_answers import typed_answers
from pages.shared.user_text import escape, sentence

STATE_NAMES = {
    "answered": "Answered",
    "begun": "Begun",
    "opened": "Opened",
    "waiting": "Not opened yet",
    "expired": "Expired",
    "revoked": "Revoked",
}
_VIA = {"phone": " by phone", "paper": " on paper"}
_SOMEBODY_ELSE = "Somebody else"
_BY_BROWSER = "As the reader's browser says"
_LANGUAGE_HELP = (
    "Decides about the survey's page, its mails and the ready text. As the reader's browser says: the page "
    "follows the browser, mails and ready text are in English."
)
_OWN_QUESTIONS = "Questions that you worded yourselves stay as you wrote them, whatever the language."


def invitation_part(workspace: Workspace, request_id: str, project: str) -> None:
    """Everything about who answers this survey; new links are shown once, because only a digest is kept."""
    st.subheader("Who is asked", anchor=False)
    lines = workspace.invitations.listed(request_id)
    boxes = workspace.survey_mails.listed(request_id) if workspace.survey_mails.configured else {}
    _invite(workspace, request_id)
    _new_link(workspace, request_id, lines, project, boxes)
    if lines:
        _listed(workspace, request_id, lines, boxes)
    else:
        st.info("Nobody is invited yet. An invitation makes a link that one person can answer once.")
    typed_answers(workspace, request_id, lines)
    survey_upload(workspace, request_id)
    _waiting_answers(workspace, lines)
    if lines:
        _whole_offer(workspace, request_id)


def _listed(workspace: Workspace, request_id: str, lines: list[InvitationLine], boxes: Boxes) -> None:
    by_link = [line for line in lines if line.email and not line.answered_via]
    with st.container(horizontal=True):
        show_figure("Response rate", response_rate([line.state for line in lines if line.email]), " %")
        show_figure("Completion rate", completion_rate([line.marks for line in by_link]), " %")
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Name": line.name,
                    "State": STATE_NAMES[line.state] + _VIA.get(line.answered_via or "", ""),
                    "E-mail": line.email,
                    **({"Mail": mail_words(boxes[line.id])} if boxes else {}),
                    "Language": _language_name(line.language) if line.email else "",
                    "Invited": moment(line.invited_at if line.email else None),
                    "Answered": moment(line.marks.answered_at),
                    "Link ends": moment(line.marks.expires_at if line.email else None),
                }
                for line in lines
            ]
        ),
        hide_index=True,
        width="stretch",
        alt="Invitations",
        column_config={"Mail": st.column_config.TextColumn(width="medium")},
    )
    if boxes:
        everybody(workspace, request_id, boxes)
    _change(workspace, request_id, lines, boxes)


def _invite(workspace: Workspace, request_id: str) -> None:
    people = {
        f"{name} · {email}": (name, email) for name, email in workspace.invitations.contacts(request_id)
    }
    chosen = st.selectbox(
        "Contact of the client",
        [*people, _SOMEBODY_ELSE],
        key=f"invite_contact_{request_id}",
        help="A contact is asked once within the days that the survey's policy names, whatever the project.",
    )
    name, email = people.get(chosen, ("", ""))
    number = [*people, _SOMEBODY_ELSE].index(chosen)
    usual = workspace.invitations.usual_language(request_id, email)
    with (
        st.form(f"invite_{request_id}_{number}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input("Name", name, key=f"invite_name_{request_id}_{number}")
        email = st.text_input("E-mail", email, key=f"invite_email_{request_id}_{number}")
        language = _language_choice(f"invite_language_{request_id}_{number}", usual)
        sent = st.form_submit_button("Invite", type="primary", icon=":material/person_add:")
    st.caption(_OWN_QUESTIONS)
    if sent:
        try:
            address = workspace.invitations.invite(request_id, name, email, language)
        except AgencyError as error:
            st.error(sentence(error.message))
        else:
            _keep_link(workspace, request_id, address)


def _language_choice(key: str, chosen: str | None) -> str | None:
    offered = [None, *LANGUAGES]
    return st.selectbox(
        "Language",
        offered,
        index=offered.index(chosen) if chosen in offered else 0,
        format_func=_language_name,
        key=key,
        help=_LANGUAGE_HELP,
    )


def _language_name(tag: str | None) -> str:
    return LANGUAGES[tag].name if tag in LANGUAGES else _BY_BROWSER


def _keep_link(workspace: Workspace, request_id: str, address: str, line_id: int | None = None) -> None:
    newest = line_id if line_id is not None else workspace.invitations.listed(request_id)[0].id
    st.session_state[f"survey_link_{request_id}"] = {"id": newest, "address": address}
    st.rerun()


def _new_link(
    workspace: Workspace, request_id: str, lines: list[InvitationLine], project: str, boxes: Boxes
) -> None:
    kept: Mapping[str, Any] | None = st.session_state.get(f"survey_link_{request_id}")
    line = next((line for line in lines if kept and line.id == kept["id"]), None)
    if kept is None or line is None or line.state not in OPEN_STATES:
        return
    agency = workspace.settings.agency_name
    text = message(line.name, project, kept["address"], line.marks.expires_at, agency, line.language)
    with st.container(border=True, key="survey_link"):
        st.markdown(f"**The link of {escape(line.name)}**")
        st.caption("Copy it now: it is shown this once. A lost link is replaced by a new one below.")
        st.code(kept["address"], language=None, wrap_lines=True)
        st.caption("Ready text")
        st.code(text, language=None, wrap_lines=True)
        with st.container(horizontal=True):
            if line.id in boxes:
                send_button(workspace, request_id, boxes[line.id], "card")
            st.link_button(
                "Write an e-mail",
                mailto(line.email, subject(project, line.language), text),
                icon=":material/mail:",
            )


def _change(workspace: Workspace, request_id: str, lines: list[InvitationLine], boxes: Boxes) -> None:
    unanswered = {line.id: line for line in lines if line.state != "answered"}
    if not unanswered:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Invitation",
            list(unanswered),
            format_func=lambda number: f"{unanswered[number].name} · {STATE_NAMES[unanswered[number].state]}",
            key=f"invitation_{request_id}",
        )
        spoken = unanswered[chosen].language
        language = _language_choice(f"language_{chosen}_{spoken}", spoken)
        if chosen in boxes:
            send_button(workspace, request_id, boxes[chosen], "row")
        renew = st.button("New link", icon=":material/link:", help="The old link ends; a draft stays.")
        revoke = st.button(
            "Revoke", icon=":material/link_off:", disabled=unanswered[chosen].state not in OPEN_STATES
        )
    try:
        if language != spoken:
            workspace.invitations.set_language(chosen, language)
            st.rerun()
        if renew:
            _keep_link(workspace, request_id, workspace.invitations.renew(chosen), chosen)
        if revoke:
            workspace.invitations.revoke(chosen)
            st.rerun()
    except AgencyError as error:
        st.error(sentence(error.message))


def _waiting_answers(workspace: Workspace, lines: list[InvitationLine]) -> None:
    for line in lines:
        if line.state != "answered" or line.feedback_id is not None:
            continue
        st.warning(
            f"{escape(line.name)} has answered, but the answers are not analysed yet. They are stored. "
            + sentence(line.failure or "")
        )
        if st.button("Analyse again", key=f"hand_over_{line.id}", icon=":material/refresh:"):
            result = workspace.invitations.hand_over(line.id)
            if result is not None and result.success:
                st.rerun()
            st.error(sentence(result.error or "") if result else "It did not work; the log says why.")


def _whole_offer(workspace: Workspace, request_id: str) -> None:
    with st.expander("All projects of this offer together"):
        if not st.toggle("Read them all", key=f"whole_offer_{request_id}"):
            st.caption(
                "The same analysis over every answer to this offer. After answers by link, phone, paper or "
                "file it also goes to Offers, where the newest reading waits."
            )
            return
        result = workspace.invitations.over_offer(request_id)
        if result is None:
            st.info("Nobody has answered about this offer yet, or the project has none.")
        elif result.success:
            feedback_analysis.show(result.handoff_data, f"offer_{request_id}")
        else:
            st.warning(sentence(result.error or ""))
