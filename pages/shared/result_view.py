"""The answer of a run, people-readable first: what happened, warnings, the document, JSON, the next step."""

from __future__ import annotations

import json
import re

import streamlit as st

from core.contract import rejected
from core.errors import Problem
from core.result import HandoffResult, payload_of
from core.shareable import shareable, shareable_result
from db.workspace import Workspace
from pages.shared.documents import show_document
from pages.shared.documents.parts import date_words
from pages.shared.domains import DOMAINS, Domain
from pages.shared.printable import printable_page
from pages.shared.user_text import escape, humanised, sentence
from pages.shared.workspace import open_workspace


def show_result(result: HandoffResult, *, key: str, preview: bool = False) -> None:
    """Draw `result`; `preview` says that nothing was stored. `key` must be unique on the page."""
    if not result.success:
        show_failure(result)
        return
    target = DOMAINS.get(str(result.handoff_data.get("target_domain")))
    _say_success(result, target, preview)
    _warnings(result)
    _toolbar(result, target, key, preview)
    document, as_json = st.tabs(["Document", "JSON"], key=f"{key}_view", on_change="rerun")
    if document.open:
        with document:
            show_document(result.workflow, result.handoff_data, key=key)
    if as_json.open:
        with as_json:
            st.json(result.to_envelope(), expanded=2)


def show_failure(result: HandoffResult, *, at_fields: bool = False) -> None:
    """Why a run did not pass. With `at_fields` the fields' problems are already shown in the form."""
    error = _in_words(result) or "It did not work."
    match result.code:
        case "handoff_refused":
            st.warning(sentence(error), title="Not yet", icon=":material/front_hand:")
        case "invalid_input":
            st.error(sentence(error), title="The input needs a correction", icon=":material/edit_note:")
        case "delivery_failed":
            st.error(
                sentence(error) + " Trying again is safe.",
                title="Made, but not stored",
                icon=":material/cloud_off:",
            )
        case _:
            st.error(sentence(error), title="It did not work", icon=":material/error:")
    if result.problems and not at_fields:
        st.markdown(
            "\n".join(
                f"- **{escape(field_words(problem.field)) or 'The input'}** {escape(problem.message, 500)}"
                for problem in result.problems
            )
        )
    st.caption(f"Run {escape(result.workflow_id)}")


def _in_words(result: HandoffResult) -> str | None:
    """What went wrong; the fields that it names by their keys are named in words."""
    if not result.problems or result.error != rejected(list(result.problems)).message:
        return result.error
    named = [Problem(field_words(problem.field), "") for problem in result.problems]
    return rejected(named).message


def field_words(path: str) -> str:
    """`leads_generated[3].contact_info.email` as "Leads generated 4, contact info, email"."""
    steps = [
        re.sub(r"\[(\d+)\]", lambda match: f" {int(match[1]) + 1}", step) for step in path.split(".") if step
    ]
    text = ", ".join(humanised(step).lower() for step in steps)
    return text[:1].upper() + text[1:]


def _say_success(result: HandoffResult, target: Domain | None, preview: bool) -> None:
    title = escape(result.title or humanised(result.workflow))
    place = f"the inbox of {target.label}" if target else "its inbox"
    if preview:
        st.info(
            f"{title} is ready to hand over. Nothing is stored yet.",
            title="Preview",
            icon=":material/visibility:",
        )
    elif result.replayed:
        st.info(
            f"Exactly this input was handed over before. This is that answer; nothing was created twice. "
            f"Run {escape(result.workflow_id)}",
            title="Already handed over",
            icon=":material/history:",
        )
    else:
        st.success(
            f"{title} now waits in {place}. Run {escape(result.workflow_id)}",
            title="Handed over",
            icon=":material/check_circle:",
        )


def _warnings(result: HandoffResult) -> None:
    if result.warnings:
        lines = "\n".join(
            f"- **{escape(field_words(notice.field))}:** {escape(notice.message, 500)}"
            for notice in result.warnings
        )
        count = len(result.warnings)
        title = "Look at this" if count == 1 else f"Look at these {count}"
        st.warning(lines, title=title, icon=":material/lightbulb:")


def _toolbar(result: HandoffResult, target: Domain | None, key: str, preview: bool) -> None:
    name = file_name(result)
    when = date_words(result.handoff_data.get("handoff_timestamp"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if target and not preview:
            go_on = st.button(
                f"Continue in {target.label}",
                icon=target.icon,
                type="primary",
                key=f"{key}_continue",
            )
            if go_on:
                st.switch_page(target.script, query_params={"part": "inbox", "run": result.workflow_id})
        hide = st.toggle(
            "Hide names",
            value=result.workflow == "feedback_to_offer",
            key=f"{key}_hide",
            help="Names, companies, addresses, numbers and ids in what you download, also inside texts; of "
            "feedback also what fewer than five answered.",
        )
        workspace = open_workspace()
        st.download_button(
            "Printable page",
            lambda: _printable(workspace, result, when, hide),
            file_name=f"{'handoff' if hide else name}.html",
            mime="text/html",
            icon=":material/print:",
            on_click="ignore",
            key=f"{key}_html",
        )
        st.download_button(
            "JSON",
            lambda: _json(workspace, result, hide),
            file_name=f"{'handoff' if hide else name}.json",
            mime="application/json",
            icon=":material/data_object:",
            on_click="ignore",
            key=f"{key}_json",
        )


def _printable(workspace: Workspace, result: HandoffResult, when: str, hide: bool) -> bytes:
    about = f"{humanised(result.workflow)} · {when} UTC"
    payload = payload_of(result.handoff_data)
    if hide:
        hidden = shareable(payload, workspace.reports.known_names.redactor())
        return printable_page(humanised(result.workflow), about, hidden)
    return printable_page(
        result.title or humanised(result.workflow), f"{about} · {result.workflow_id}", payload
    )


def _json(workspace: Workspace, result: HandoffResult, hide: bool) -> bytes:
    if hide:
        document = shareable_result(result, workspace.reports.known_names.redactor())
    else:
        document = result.to_envelope()
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def file_name(result: HandoffResult) -> str:
    """A name that every file system takes, from the title or the run's id."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", result.title or result.workflow_id).strip("-").lower()
    return plain[:60] or result.workflow_id
