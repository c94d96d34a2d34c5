"""The router: page settings, navigation, the gate, then the page that was asked for."""

from pathlib import Path

import streamlit as st

from core.errors import DefinitionInvalid
from pages.shared.contrast import keep_text_readable
from pages.shared.domains import DOMAINS
from pages.shared.gate import admit
from pages.shared.menu import draw_menu
from pages.shared.user_text import sentence

STATIC = Path(__file__).parents[1] / "static"

st.set_page_config(page_title="Handoff", page_icon=str(STATIC / "favicon.png"), layout="wide")
st.logo(str(STATIC / "logo.svg"), icon_image=str(STATIC / "mark.svg"), size="large")
keep_text_readable()

loop = [
    st.Page(domain.script, title=domain.label, icon=domain.icon, url_path=domain.url_path)
    for domain in DOMAINS.values()
]
lead_import = st.Page(
    "domains/lead_import.py", title="Import leads", icon=":material/group_add:", url_path="import"
)
loop.insert(list(DOMAINS).index("marketing") + 1, lead_import)
groups = {
    "": [st.Page("insights/home.py", title="Home", icon=":material/home:", default=True)],
    "The loop": loop,
    "Everything": [
        st.Page("domains/clients.py", title="Clients", icon=":material/groups:", url_path="clients"),
        st.Page("insights/thread.py", title="Golden thread", icon=":material/route:", url_path="thread"),
        st.Page("insights/history.py", title="History", icon=":material/manage_history:", url_path="history"),
        st.Page("insights/runs.py", title="Runs", icon=":material/history:", url_path="runs"),
        st.Page("insights/settings.py", title="Settings", icon=":material/tune:", url_path="settings"),
    ],
}
page = st.navigation(groups, position="hidden")
if admit(page):
    draw_menu(groups)
    try:
        page.run()
    except DefinitionInvalid as error:  # a policy of an older version of the app; Settings always opens
        st.error(sentence(error.message), title="The rules cannot be read", icon=":material/tune:")
