"""One set of rules: its form, what was changed, what that moves in the records, and its versions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from core.choices import Choices
from core.errors import AgencyError, InputRejected
from core.money import CODES
from core.policy import PolicyPart
from core.public_holidays import known_countries
from core.rule_sets import RuleChange, RuleSet, in_words
from db.workspace import Workspace
from pages.shared.form_plan import plan_of_model, with_choices
from pages.shared.form_state import form_state, load_form
from pages.shared.formats import moment
from pages.shared.record_links import history_link
from pages.shared.rule_effects import show_effect
from pages.shared.schema_form import schema_form
from pages.shared.user_text import escape, sentence

Draw = Callable[[Workspace, RuleSet, str], dict[str, Any]]


def rule_editor(workspace: Workspace, rules: RuleSet, draw: Draw | None = None) -> None:
    """Draw the rules to edit. `draw` (workspace, rules, key) stands in for the form made from their model."""
    key = f"rules_{rules.name}"
    state = workspace.policy_records.state(rules.name)
    st.markdown(f"{escape(rules.about)} {escape(rules.holds)}")
    if state.is_broken:
        st.warning(
            "The published rules do not fit this version of the app. Here are the defaults: change what "
            "differs, and publish them."
        )
    _open(key, state.version, state.values)
    version: int = st.session_state[f"{key}:version"]
    if version != state.version:
        version = _tell_newer(workspace, key, rules, state.version, state.values)
    values = draw(workspace, rules, key) if draw else _form(rules, key)
    part = _read(key, rules, values)
    if part is not None:
        values = rules.to_values(part)
        changes = rules.changes(state.values, values)
        if changes or state.is_broken:
            _changes(changes)
            _effect(workspace, rules, part, values, key)
            _publish(workspace, rules, values, version, key)
        else:
            st.caption(":material/check: These are the rules that hold.")
    _ways_back(rules, values, state.values, key)
    _versions(workspace, rules)


def _open(key: str, version: int, values: Mapping[str, Any]) -> None:
    """Fill the form with the rules that hold; what somebody typed already stays."""
    opened: Mapping[str, Any] = st.session_state.get(f"{key}:opened", {})
    untouched = form_state(key).draft in ({}, opened)
    if f"{key}:version" not in st.session_state or (
        untouched and st.session_state[f"{key}:version"] != version
    ):
        _begin_anew(key, version, values)


def _begin_anew(key: str, version: int, values: Mapping[str, Any]) -> None:
    st.session_state[f"{key}:version"] = version
    st.session_state[f"{key}:opened"] = dict(values)
    st.session_state.pop(f"{key}:problems", None)
    load_form(key, values)


def _tell_newer(
    workspace: Workspace, key: str, rules: RuleSet, version: int, values: Mapping[str, Any]
) -> int:
    """Somebody published while this was typed: what differs, and the two ways on. Rules that were not typed
    are taken from theirs."""
    changes = rules.changes(st.session_state[f"{key}:opened"], values)
    if not changes:  # other rules of the same policy
        st.session_state[f"{key}:version"] = version
        return version
    latest = workspace.policy_records.versions(rules.name, most=1)
    who = escape(latest[0].by) if latest and latest[0].by else "Somebody else"
    theirs = "; ".join(_line(change) for change in changes)
    st.warning(f"{who} published version {version} meanwhile: {theirs}. What you typed is still here.")
    with st.container(horizontal=True):
        if st.button("Show theirs and drop mine", icon=":material/refresh:", key=f"{key}_theirs"):
            _begin_anew(key, version, values)
            st.rerun()
        if st.button("Go on with mine", icon=":material/edit:", key=f"{key}_mine"):
            opened: Mapping[str, Any] = st.session_state[f"{key}:opened"]
            typed = {name: one for name, one in form_state(key).draft.items() if one != opened.get(name)}
            gone = [name for name in opened if name not in form_state(key).draft]
            _begin_anew(key, version, values)
            load_form(key, {name: one for name, one in {**values, **typed}.items() if name not in gone})
            st.rerun()
    return int(st.session_state[f"{key}:version"])


def _form(rules: RuleSet, key: str) -> dict[str, Any]:
    plan = with_choices(plan_of_model(rules.form), _choices() if rules.name == "agency" else {})
    return schema_form(plan, key=key, problems=st.session_state.get(f"{key}:problems", []))


@lru_cache(maxsize=1)
def _choices() -> dict[str, Choices]:
    """The words that the form of the agency offers; any other is taken where it is one."""
    return {
        "currency": Choices({code: code for code in sorted(CODES)}, others=True),
        "country": Choices({code: code for code in known_countries()}, others=True),
        "timezone": Choices({zone: zone for zone in sorted(available_timezones())}, others=True),
    }


def _read(key: str, rules: RuleSet, values: Mapping[str, Any]) -> PolicyPart | None:
    """The rules that were typed; None where they have problems, which stand at their fields then."""
    try:
        part, problems = rules.read(values), []
    except InputRejected as error:
        part, problems = None, list(error.problems)
    # The fields are drawn by now: what is wrong with them is told by drawing them once more.
    if problems != st.session_state.get(f"{key}:problems", []):
        st.session_state[f"{key}:problems"] = problems
        st.rerun()
    return part


def _changes(changes: list[RuleChange]) -> None:
    st.markdown("#### What you change")
    st.markdown("\n".join(f"- {_line(change)}" for change in changes))


def _effect(
    workspace: Workspace, rules: RuleSet, part: PolicyPart, values: Mapping[str, Any], key: str
) -> None:
    """What would move; reckoned once for what is typed."""
    st.markdown("#### What that moves")
    typed = json.dumps([st.session_state[f"{key}:version"], dict(values)], sort_keys=True)
    kept = st.session_state.get(f"{key}:effect", ("", None))
    try:
        effect = show_effect(workspace, rules.name, part, kept[1] if kept[0] == typed else None)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    st.session_state[f"{key}:effect"] = (typed, effect)


def _publish(workspace: Workspace, rules: RuleSet, values: Mapping[str, Any], version: int, key: str) -> None:
    why = st.text_input(
        "Why", key=f"{key}_why", placeholder="e.g. two clients left without a warning", max_chars=300
    )
    if not st.button("Publish", type="primary", icon=":material/publish:", key=f"{key}_publish"):
        return
    try:
        published = workspace.policy_records.publish(rules.name, values, version=version, why=why)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    st.toast(f"Published as version {published}.", icon=":material/check_circle:")
    for name in ("version", "opened", "effect"):
        st.session_state.pop(f"{key}:{name}", None)
    st.session_state.pop(f"{key}_why", None)
    st.rerun()


def _ways_back(rules: RuleSet, values: Mapping[str, Any], now: Mapping[str, Any], key: str) -> None:
    """Buttons that fill the form; nothing holds before it is published."""
    defaults = rules.defaults()
    with st.container(horizontal=True, vertical_alignment="center"):
        if values != now and st.button("Drop my changes", icon=":material/undo:", key=f"{key}_drop"):
            load_form(key, now)
            st.rerun()
        if values != defaults and st.button(
            "Fill in the defaults",
            icon=":material/settings_backup_restore:",
            key=f"{key}_defaults",
            help="Puts the defaults of the app into the form; they hold once you publish them.",
        ):
            load_form(key, defaults)
            st.rerun()
        history_link(rules.name)


def _versions(workspace: Workspace, rules: RuleSet) -> None:
    versions = workspace.policy_records.versions(rules.name)
    st.markdown("#### Versions")
    if not versions:
        st.caption("Nobody has changed these rules yet: the defaults of the app hold.")
        return
    for one in versions:
        with st.container(gap="xxsmall"):
            st.markdown(f"**Version {one.version}** · {moment(one.at)} · {escape(one.by)}: {escape(one.why)}")
            st.caption("; ".join(_line(change) for change in one.changes))


def _line(change: RuleChange) -> str:
    """A change in a line of Markdown."""
    if isinstance(change.before, list) or isinstance(change.after, list):
        return f"{escape(change.label)} **{escape(change.then)}**"
    before, after = escape(in_words(change.before)), escape(in_words(change.after))
    return f"{escape(change.label)} {before} → **{after}**"
