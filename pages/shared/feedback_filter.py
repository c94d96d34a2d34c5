"""The filters of the feedback charts: set by a click on a chart or in a list, kept in the URL, taken away
at a chip."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from core.canonical import short_suffix
from core.feedback_scope import FACETS, NOT_KNOWN, Facet, Scope, period_name
from core.theme_tones import TONE_LABELS
from db.workspace import Workspace
from pages.shared.list_view import ListView
from pages.shared.user_text import escape, humanised

LABELS: Mapping[Facet, str] = {
    "offer": "Offer",
    "client": "Client",
    "service": "Project type",
    "manager": "Project manager",
    "period": "Time",
    "theme": "Theme",
    "tone": "Said as",
    "low": "Rated below 4 stars",
}
_LONGEST = 200  # characters of a value from the URL
Names = Mapping[Facet, Mapping[str, str]]


def scope_of_url() -> Scope:
    """The filters that the URL names."""
    given = {facet: st.query_params.get(_parameter(facet), "")[:_LONGEST] for facet in FACETS}
    return Scope(**given)


def offer_choice(workspace: Workspace, *, widget: str) -> str | None:
    """The offer that a list of the page is narrowed to, in the URL as the filter of the charts is."""
    offers = workspace.offers.overview()
    names = dict(zip(offers["offer_id"], offers["product_name"], strict=True))
    if len(names) < 2:
        return None
    with st.container(width=360):
        return ListView("by").one_of(
            "Offer",
            "offer",
            list(names),
            widget=widget,
            format_func=lambda offer: str(names[offer]),
            as_pills=False,
            placeholder="All offers",
        )


def scope_key(scope: Scope) -> str:
    """A short text that changes with the filters: a chart with it in its key forgets its last click."""
    chosen = scope.chosen()
    return short_suffix(*(f"{facet}={value}" for facet, value in chosen.items())) if chosen else "all"


def pick(facet: Facet, value: str) -> None:
    """Filter by a value; the same value again takes the filter away. The page is drawn again."""
    if st.query_params.get(_parameter(facet)) == value:
        st.query_params.pop(_parameter(facet), None)
    else:
        st.query_params[_parameter(facet)] = value
    st.rerun()


def pick_all(values: Mapping[Facet, str]) -> None:
    """Filter by several values at once; where all of them are set, take them away."""
    taken = all(st.query_params.get(_parameter(facet)) == value for facet, value in values.items())
    for facet, value in values.items():
        if taken:
            st.query_params.pop(_parameter(facet), None)
        else:
            st.query_params[_parameter(facet)] = value
    st.rerun()


def picker(facet: Facet) -> Callable[[object], None]:
    """What a chart calls when one of its points is clicked."""
    return lambda value: pick(facet, str(value))


def filter_bar(workspace: Workspace, scope: Scope) -> None:
    """A chip for each filter that is set, and lists that do the same as a click on a chart."""
    names = value_names(workspace)
    with st.container(horizontal=True, vertical_alignment="center", key="feedback_filters"):
        with st.popover("Filter", icon=":material/filter_alt:"):
            st.caption("A click on a bar or point of a chart does the same.")
            for facet in FACETS:
                _choice(facet, getattr(scope, facet), names[facet])
        for facet, value in scope.chosen().items():
            if st.button(
                f"{LABELS[facet]}: {escape(value_name(facet, value, names), 60)}",
                icon=":material/close:",
                key=f"chip_{facet}",
                help="Take this filter away",
            ):
                pick(facet, value)
        if len(scope.chosen()) > 1 and st.button("Show everything", type="tertiary", key="chip_none"):
            for facet in FACETS:
                st.query_params.pop(_parameter(facet), None)
            st.rerun()


def value_names(workspace: Workspace) -> Names:
    """Every value that can be chosen, with the name that people know it by."""
    known = workspace.reports.feedback_groups.choices()
    return {
        **{facet: known[facet] for facet in ("offer", "client", "service", "manager", "period")},
        "theme": workspace.reports.feedback_themes.labels(),
        "tone": {str(tone): label for tone, label in TONE_LABELS.items()},
        "low": {name: humanised(name) for name in workspace.reports.feedback.categories()},
    }


def value_name(facet: Facet, value: str, names: Names) -> str:
    """How people call a value; what is not among the known ones is shown as the link wrote it."""
    if value == NOT_KNOWN:
        return "Not known"
    known = names[facet].get(value)
    if known is not None:
        return humanised(known) if facet == "service" else known
    return period_name(value) if facet == "period" else value


def _choice(facet: Facet, value: str, names: Mapping[str, str]) -> None:
    key = f"filter_{facet}"
    options = list(names) if not value or value in names else [value, *names]
    # The URL is what counts: a chip or a click on a chart changes it too.
    st.session_state[key] = value or None
    st.selectbox(
        LABELS[facet],
        options,
        index=None,
        format_func=lambda one: humanised(names.get(one, one)) if facet == "service" else names.get(one, one),
        placeholder="All",
        key=key,
        on_change=_take_over,
        args=(facet, key),
    )


def _take_over(facet: Facet, key: str) -> None:
    value = st.session_state.get(key)
    if value:
        st.query_params[_parameter(facet)] = value
    else:
        st.query_params.pop(_parameter(facet), None)


def _parameter(facet: Facet) -> str:
    return f"by_{facet}"
