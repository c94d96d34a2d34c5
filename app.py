"""The server: the dashboard in pages/main.py with its headers, files and start-up.

`streamlit run app.py` and `uvicorn app:app` both serve it. The script lies in pages/, so that no page
file can be opened past the router (docs/decisions.md).
"""

from __future__ import annotations

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from db.settings import Settings, intake_token
from db.structured_log import configure_log
from server.lead_intake import LeadIntake
from server.security_headers import SecurityHeaders
from server.survey_page import SurveyPage
from server.upload_quota import UploadQuota

ROOT = Path(__file__).parent
INDEX_HTML = Path(st.__file__).parent / "static" / "index.html"

# Loading these costs about two seconds; the first visitor should not pay for it.
WARMED = ("pandas", "plotly.graph_objects", "streamlit.elements.plotly_chart", "db.workspace", "db.engine")


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:  # noqa: ARG001  # the signature is Streamlit's
    """Load what every page needs, then take it out of garbage collection's way.

    Streamlit collects garbage after each rerun; frozen imports make a rerun several times faster.
    """
    configure_log(Settings.from_environment().log_level)
    for module in WARMED:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    ROOT / "pages" / "main.py",
    # Streamlit would look for static files beside the script; they lie beside app.py.
    routes=[
        Mount("/app/static", StaticFiles(directory=ROOT / "static")),
        LeadIntake(intake_token()).route,
        SurveyPage(Settings.from_environment().agency_name).route,
    ],
    middleware=[Middleware(SecurityHeaders, index_html=INDEX_HTML), Middleware(UploadQuota)],
    lifespan=lifespan,
)
