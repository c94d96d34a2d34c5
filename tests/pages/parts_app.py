"""A domain page with all shared parts, for the tests."""

import streamlit as st

from pages.shared.domain_frame import open_part
from pages.shared.domains import DOMAINS
from pages.shared.inbox import show_inbox
from pages.shared.new_handoff import RecordSource, new_handoff, show_last_result
from pages.shared.workspace import open_workspace

workspace = open_workspace()
domain = DOMAINS[st.session_state["domain"]]
waiting = workspace.inbox.waiting(domain.key)
part = open_part(domain, waiting=len(waiting), records="Things")
st.session_state["part"] = part
match part:
    case "inbox":
        show_inbox(
            domain,
            waiting,
            now=workspace.clock.now(),
            me=workspace.actor,
            accept=workspace.inbox.accept,
            return_=workspace.inbox.return_,
        )
    case "new":
        drafts = st.session_state["drafts"]
        records = RecordSource("Thing", {key: f"Thing {key}" for key in drafts}, lambda key: drafts[key])
        new_handoff(workspace, domain.outgoing, key="new", records=records)
    case "result":
        show_last_result(workspace, key="new")
