"""Invitations and reminders sent by the app itself: what each person got, and the buttons that send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.errors import AgencyError
from core.reminders import INVITATION, Mailbox, Outcome, reminder_days
from db.workspace import Workspace
from pages.shared.formats import count, day
from pages.shared.user_text import escape, sentence

_STATE_WORDS = {"sending": "on its way", "sent": "sent", "failed": "not sent", "unclear": "unclear"}
Boxes = Mapping[int, Mailbox]


def mail_words(box: Mailbox) -> str:
    """What is due to this person, or else what they got last: `Invitation sent, 3 Feb 2025`."""
    last, due = (box.mails[-1] if box.mails else None), box.next
    if last and last.state in ("failed", "unclear") and due.step == last.step:
        return f"{_name(last.step)} {_STATE_WORDS[last.state]}"
    if due.step is not None and due.with_others:
        return "Invitation to send" if due.step == INVITATION else f"Reminder {due.step} due"
    return f"{_name(last.step)} {_STATE_WORDS[last.state]}, {day(last.on)}" if last else ""


def send_button(workspace: Workspace, request_id: str, box: Mailbox, place: str) -> None:
    """The button that sends this person the mail that may go next; it is not there where none may."""
    due = box.next
    if due.step is None:
        return
    label = "Send invitation" if due.step == INVITATION else "Send reminder"
    if due.again:
        label += " again"
    # A second click on the same button finds it gone: its key counts the mails there are.
    key = f"send_{place}_{box.invitation_id}_{due.step}_{len(box.mails)}"
    warning = "This mail may have arrived already." if due.again else None
    if st.button(label, key=key, icon=":material/send:", type="primary", help=warning):
        try:
            with st.spinner("Sending…"):
                outcomes = [workspace.survey_mails.send(box.invitation_id, due.step)]
        except AgencyError as error:
            _keep_and_rerun(request_id, [], error.message)
        _keep_and_rerun(request_id, outcomes)


def everybody(workspace: Workspace, request_id: str, boxes: Boxes) -> None:
    """What was just sent, who is due what, and one button for all of them."""
    _show_kept(request_id)
    days = [day(one) for one in reminder_days(workspace.feedback.request(request_id))]
    due = [box for box in boxes.values() if box.next.with_others]
    first = [box for box in due if box.next.step == INVITATION]
    later = [box for box in due if box.next.step != INVITATION]
    if later:
        names = ", ".join(escape(box.name, 60) for box in later[:10])
        more = f" and {len(later) - 10} more" if len(later) > 10 else ""
        st.warning(f"Due for a reminder: {names}{more}.", icon=":material/notifications:")
    with st.container(horizontal=True):
        _send_all(workspace, request_id, boxes, first, "Send {} not mailed yet", "invitation")
        _send_all(workspace, request_id, boxes, later, "Send {}", "reminder")
    if days:
        st.caption(
            f"Reminders are due from {' and '.join(days)} on, only for those who have not answered. They go "
            "out when somebody presses the button."
        )
    _show_failures(boxes)


def _send_all(
    workspace: Workspace, request_id: str, boxes: Boxes, due: Sequence[Mailbox], label: str, what: str
) -> None:
    if not due:
        return
    tries = sum(len(box.mails) for box in boxes.values())
    if st.button(
        label.format(count(len(due), what)),
        key=f"send_all_{what}_{request_id}_{tries}",
        icon=":material/outgoing_mail:",
    ):
        chosen = [(box.invitation_id, box.next.step or INVITATION) for box in due]
        try:
            with st.spinner(f"Sending {count(len(due), what)}…"):
                outcomes = list(workspace.survey_mails.send_all(chosen))
        except AgencyError as error:
            _keep_and_rerun(request_id, [], error.message)
        _keep_and_rerun(request_id, outcomes)


def _keep_and_rerun(request_id: str, outcomes: Sequence[Outcome], refused: str = "") -> None:
    sent = [one for one in outcomes if one.status == "sent"]
    st.session_state[f"survey_mails_{request_id}"] = (
        [escape(one.name, 80) for one in sent],
        [one.sentence for one in outcomes if one.status != "sent"] + ([refused] if refused else []),
    )
    st.rerun()


def _show_kept(request_id: str) -> None:
    sent, mishaps = st.session_state.pop(f"survey_mails_{request_id}", ((), ()))
    if sent:
        names = ", ".join(sent[:10]) + (f" and {len(sent) - 10} more" if len(sent) > 10 else "")
        st.success(f"Sent to {names}.", icon=":material/mark_email_read:")
    for said in dict.fromkeys(mishaps):
        st.error(sentence(said), icon=":material/error:")


def _show_failures(boxes: Boxes) -> None:
    """The last mail of each person, where it did not go through."""
    for box in boxes.values():
        last = box.mails[-1] if box.mails else None
        if last is None or last.state not in ("failed", "unclear") or box.next.step != last.step:
            continue
        st.caption(
            f":material/warning: {escape(box.name, 80)}: {_name(last.step).lower()}, {day(last.on)}. "
            + sentence(last.failure or "")
        )


def _name(step: int) -> str:
    return "Invitation" if step == INVITATION else f"Reminder {step}"
