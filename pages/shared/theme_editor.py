"""The form of the themes of feedback: title and words of one theme at a time, and a theme of one's own."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.errors import Problem
from core.feedback_text.themes import APP_THEMES
from core.rule_sets import RuleSet
from core.rule_sets.theme_set import app_words, phrase_words, theme_key
from db.workspace import Workspace
from pages.shared.form_state import form_state
from pages.shared.user_text import escape, humanised

_TITLES = {theme.key: theme.label for theme in APP_THEMES}
_HELP = (
    "One a line, as clients write it. “invoice*” is every word that begins so, “late|slow reply” either of "
    "the two, and “took ... weeks” leaves room for up to three words between."
)


def draw_themes(workspace: Workspace, rules: RuleSet, key: str) -> dict[str, Any]:
    """Draw the chosen theme; returns the values of all, by theme and part."""
    del workspace, rules
    state = form_state(key)
    values = dict(state.draft)
    problems: list[Problem] = st.session_state.get(f"{key}:problems", [])
    keys = dict.fromkeys(field.partition(".")[0] for field in values)
    own = [name for name in keys if name not in _TITLES]
    titles = {
        name: str(values.get(f"{name}.title") or _TITLES.get(name, humanised(name)))
        for name in [*_TITLES, *own]
    }
    picker = f"{key}_theme"
    added = st.session_state.pop(f"{key}:chosen", None)
    if added in titles:
        st.session_state[picker] = added
        for widget in (f"{key}_new", f"{key}_new_words"):
            st.session_state.pop(widget, None)
    if st.session_state.get(picker) not in titles:
        st.session_state[picker] = next(iter(titles))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        theme = st.selectbox("Theme", list(titles), format_func=lambda name: titles[name], key=picker)
        with st.popover("Add a theme", icon=":material/add:", key=f"{key}_adding_{len(own)}"):
            _new_theme(key, values, titles)
    with st.container(border=True):
        values = _theme(f"{key}_{state.revision}_{theme}", theme, values, problems)
        if theme in own and st.button(
            "Take this theme away", icon=":material/delete:", key=f"{key}_away_{theme}"
        ):
            values = {field: one for field, one in values.items() if not field.startswith(f"{theme}.")}
            state.draft = values
            st.session_state.pop(picker, None)
            st.rerun()
    for problem in problems:
        other = problem.field.partition(".")[0]
        if other != theme:
            st.error(
                f"{escape(titles.get(other, other))}: {escape(problem.message)}", icon=":material/error:"
            )
    state.draft = values
    return values


def _theme(prefix: str, theme: str, values: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The fields of one theme; its problems stand below the field that they are about."""
    typed = dict(values)

    def keep(part: str, answer: Any) -> None:
        if answer:
            typed[f"{theme}.{part}"] = answer
        else:
            typed.pop(f"{theme}.{part}", None)
        _show_problems(problems, f"{theme}.{part}")

    widget = f"{prefix}_title"
    st.session_state.setdefault(widget, values.get(f"{theme}.title") or _TITLES.get(theme, ""))
    answer = st.text_input("Title", key=widget, max_chars=60, placeholder=_TITLES.get(theme))
    keep("title", answer if answer != _TITLES.get(theme) else None)
    many = len(app_words(theme))
    known = f" The app knows {many:,} phrases for it already; these count too." if many else ""
    keep(
        "words", _lines(f"{prefix}_words", "Words that name it", values.get(f"{theme}.words"), _HELP + known)
    )
    keep(
        "exceptions",
        _lines(
            f"{prefix}_exceptions",
            "Words that look as if they named it, and do not",
            values.get(f"{theme}.exceptions"),
            "“user friendly” here keeps “friendly” from naming the team. " + _HELP,
        ),
    )
    if many:
        widget = f"{prefix}_left_out"
        chosen = values.get(f"{theme}.left_out") or []
        st.session_state.setdefault(widget, list(chosen))
        left_out = st.multiselect(
            "Words of the app left out",
            list(dict.fromkeys([*app_words(theme), *chosen])),
            format_func=phrase_words,
            key=widget,
            placeholder="Type to find a word of the app",
            help="What is chosen here does not name this theme any more.",
        )
        keep("left_out", left_out)
    return typed


def _lines(widget: str, label: str, known: list[str] | None, help_text: str) -> list[str]:
    st.session_state.setdefault(widget, "\n".join(known or []))
    text = st.text_area(label, key=widget, help=help_text, height=120)
    return [line.strip() for line in text.splitlines() if line.strip()]


def _show_problems(problems: list[Problem], field: str) -> None:
    for problem in problems:
        if problem.field == field or problem.field.startswith(f"{field}["):
            what = f"“{escape(problem.value, 60)}” " if isinstance(problem.value, str) else "It "
            st.markdown(f":red[:material/error: {what}{escape(problem.message)}]")


def _new_theme(key: str, values: dict[str, Any], titles: dict[str, str]) -> None:
    title = st.text_input(
        "Title of the new theme", key=f"{key}_new", max_chars=60, placeholder="e.g. Onboarding"
    )
    words = st.text_area("Words that name the new theme", key=f"{key}_new_words", help=_HELP, height=100)
    if not st.button("Add", type="primary", icon=":material/add:", key=f"{key}_add"):
        return
    try:
        name = theme_key(title)
    except ValueError as error:
        st.error(escape(error))
        return
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if name in titles or title.strip().casefold() in {one.casefold() for one in titles.values()}:
        st.error("There is a theme of that title already; choose it in the list and add words to it.")
    elif not lines:
        st.error("Write at least one word that clients use for it.")
    else:
        form_state(key).draft = {**values, f"{name}.title": title.strip(), f"{name}.words": lines}
        # A widget's own value can be set only before it is drawn again.
        st.session_state[f"{key}:chosen"] = name
        st.rerun()
