"""The "new handoff" part of a page: from a record, a form, an upload or JSON to a preview or a handoff.

All four ways fill the same draft, so that a person can switch between them and lose nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from core.errors import AgencyError, InputRejected
from core.result import HandoffResult
from db.workspace import Workspace
from pages.shared.domain_frame import go_to_part
from pages.shared.domains import DOMAINS
from pages.shared.form_plan import (
    FieldPlan,
    plan_of_model,
    plan_of_sample,
    with_choices,
    with_required_groups,
)
from pages.shared.form_state import form_state, load_form
from pages.shared.result_view import show_failure, show_result
from pages.shared.samples import sample_of
from pages.shared.schema_form import schema_form
from pages.shared.uploads import read_object, upload_part
from pages.shared.user_text import escape, sentence

Way = Literal["record", "form", "upload", "json"]

_WAYS: dict[Way, str] = {
    "record": ":material/database: From a record",
    "form": ":material/edit: Form",
    "upload": ":material/upload_file: Upload",
    "json": ":material/data_object: JSON",
}
_RECORD_PX = 520  # on a phone the button beside it moves below, so that a record's name has the full width


@dataclass(frozen=True, slots=True)
class RecordSource:
    """Records that can be handed over: what one is called, id → name, and its draft of the input.

    `draft` may raise AgencyError; its message is shown.
    """

    label: str
    choices: Mapping[str, str]
    draft: Callable[[str], dict[str, Any]]


@dataclass(slots=True)
class _Answer:
    """The last run of this part: its result, whether it was a preview, and the input it answered."""

    result: HandoffResult
    preview: bool
    asked: str


def new_handoff(
    workspace: Workspace,
    workflow: str,
    *,
    key: str,
    records: RecordSource | None = None,
    stay: bool = False,
) -> None:
    """Draw the part for `workflow`. A delivered handoff is kept for `show_last_result(key)`.

    `?record=<id>` fills the form from that record. `stay` keeps a page without parts where it is.
    """
    found = workspace.registry.get(workflow)
    target = DOMAINS.get(found.target)
    answer: _Answer | None = st.session_state.get(f"{key}:answer")
    _follow_link(key, records)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_start"):
        has_form = _contract(found) is not None or bool(_known_fields(found, key))
        way = _choose_way(key, records, has_form=has_form)
        _starters(key, workflow)
    ready = True
    plan: list[FieldPlan] = []  # of the JSON editor, which gives over what stands in it
    if way == "record" and records is not None:
        _pick_record(key, records)
    elif way == "upload":
        upload_part(workspace, key, workflow)
    if way == "json":
        ready = _json_editor(key)
    else:
        problems = answer.result.problems if answer else ()
        plan = _plan(workspace, found, key)
        schema_form(plan, key=key, problems=problems, currency=workspace.agency.currency)
    data = form_state(key).draft
    with st.container(horizontal=True, key=f"{key}_actions"):
        name = f"Hand over to {target.label}" if target else "Hand over"
        deliver = st.button(
            name, icon=":material/send:", type="primary", disabled=not ready, key=f"{key}_deliver"
        )
        look = st.button("Preview", icon=":material/visibility:", disabled=not ready, key=f"{key}_preview")
    if deliver or look:
        run = workspace.run if deliver else workspace.preview
        result = run(workflow, with_required_groups(plan, data))
        if deliver:
            workspace.offer_feedback.after_run(result)
        _keep(result, key, data, preview=not deliver, stay=stay)
    if answer is not None:
        _show_answer(answer, key, data, at_fields=way != "json")


def show_last_result(workspace: Workspace, *, key: str) -> None:
    """The "result" part: the handoff that was just delivered, or the run that `?run=` names."""
    asked = st.query_params.get("run")
    result = workspace.find_run(asked) if asked else None
    result = result or st.session_state.get(f"{key}:result")
    if result is None:
        with st.container(border=True):
            st.markdown("#### :material/task_alt: No result yet")
            st.caption("Hand something over, and what the next team gets stands here to read, print or save.")
            if st.button("New handoff", icon=":material/add_circle:", key=f"{key}_begin"):
                go_to_part("new")
        return
    show_result(result, key=f"{key}_result")


def _contract(workflow: Any) -> Any:
    """The workflow's contract; None for a workflow without one, or with one that names no field."""
    model = getattr(workflow, "input_model", None)
    return model if getattr(model, "model_fields", None) else None


def _known_fields(workflow: Any, key: str) -> dict[str, Any]:
    """What the form of a workflow without a contract follows: its sample, and what was loaded meanwhile."""
    return {**(sample_of(workflow.name) or {}), **form_state(key).base}


def _plan(workspace: Workspace, workflow: Any, key: str) -> list[FieldPlan]:
    model = _contract(workflow)
    if model is None:
        return plan_of_sample(_known_fields(workflow, key))
    try:
        policy = workspace.policies.current(workflow.name, workflow.policy_model)
    except AgencyError:
        return plan_of_model(model)  # a run says what is wrong with the policy
    return with_choices(plan_of_model(model), workflow.choices(policy))


def _choose_way(key: str, records: RecordSource | None, *, has_form: bool) -> Way:
    ways: list[Way] = [way for way in _WAYS if way != "record" or (records and records.choices)]
    first: Way = ways[0] if not form_state(key).draft else "form"
    if not has_form:
        first = "json"
    chosen = st.segmented_control(
        "Start from",
        ways,
        default=first,
        format_func=lambda way: _WAYS[way],
        required=True,
        key=f"{key}_way",
        persist_state="session",
        wrap=True,
    )
    return chosen or first


def _starters(key: str, workflow: str) -> None:
    sample = sample_of(workflow)
    if sample is not None and st.button(
        "Load a sample", icon=":material/science:", type="tertiary", key=f"{key}_sample"
    ):
        _fill(key, sample)
    if form_state(key).draft and st.button(
        "Start afresh", icon=":material/restart_alt:", type="tertiary", key=f"{key}_clear"
    ):
        _fill(key, {})


def _fill(key: str, data: Mapping[str, Any]) -> None:
    load_form(key, data)
    st.session_state.pop(f"{key}:answer", None)
    st.rerun()


def _follow_link(key: str, records: RecordSource | None) -> None:
    asked = st.query_params.get("record")
    if records is None or asked is None or asked == st.session_state.get(f"{key}:linked"):
        return
    st.session_state[f"{key}:linked"] = asked
    # Also one that is not among the choices: of many records the list offers only the latest.
    try:
        load_form(key, records.draft(asked))
    except AgencyError as error:
        st.warning(sentence(error.message))


def _pick_record(key: str, records: RecordSource) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            escape(records.label),
            list(records.choices),
            index=None,
            format_func=lambda record: records.choices.get(record, record),
            placeholder=f"Choose from {len(records.choices):,}",
            key=f"{key}_record",
            width=_RECORD_PX,
        )
        use = st.button(
            "Fill the form from it",
            icon=":material/arrow_downward:",
            disabled=chosen is None,
            key=f"{key}_use",
        )
    if use and chosen is not None:
        try:
            draft = records.draft(chosen)
        except AgencyError as error:
            st.warning(sentence(error.message))
        else:
            _fill(key, draft)


def _json_editor(key: str) -> bool:
    """The draft as JSON text; returns whether it can be run. What was typed stays until it is valid."""
    state = form_state(key)
    shown = json.dumps(state.draft, indent=2, ensure_ascii=False)
    text = st.text_area(
        "Input as JSON", shown, height=420, key=f"{key}.json.{state.revision}", help="One JSON object."
    )
    if text == shown:
        return True
    try:
        data = read_object(text)
    except InputRejected as error:
        st.error(sentence(error.message), title="Not valid yet", icon=":material/data_object:")
        return False
    load_form(key, data)
    return st.rerun()


def _keep(result: HandoffResult, key: str, data: dict[str, Any], *, preview: bool, stay: bool) -> None:
    """Keep the answer to `data` for the next drawing, and go to it where something was handed over."""
    st.session_state[f"{key}:answer"] = _Answer(result, preview, _fingerprint(data))
    if result.success and not preview:
        st.session_state.pop(f"{key}:answer")
        st.session_state[f"{key}:result"] = result
        if not stay:
            go_to_part("result")
    st.rerun()


def _show_answer(answer: _Answer, key: str, data: dict[str, Any], *, at_fields: bool) -> None:
    st.divider()
    if answer.asked != _fingerprint(data):
        st.caption(":material/update: You changed the input since this answer.")
    if answer.result.success:
        show_result(answer.result, key=f"{key}_answer", preview=answer.preview)
    else:
        show_failure(answer.result, at_fields=at_fields)


def _fingerprint(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, default=str)
