"""Feedback: surveys, what clients answered, and the recommendations to decide on."""

from __future__ import annotations

from pages.shared.domain_frame import open_part
from pages.shared.domains import DOMAINS
from pages.shared.feedback_board import feedback_board
from pages.shared.feedback_lists import response_list, survey_list
from pages.shared.follow_ups import unhappy_clients
from pages.shared.inbox_part import inbox_part
from pages.shared.new_handoff import RecordSource, new_handoff, show_last_result
from pages.shared.promises import promise_tracker
from pages.shared.recommendations import recommendation_list
from pages.shared.views import choose_view
from pages.shared.workspace import open_workspace

KEY = "feedback"
VIEWS = ("Recommendations", "Promises", "Unhappy clients", "Responses", "Surveys")
domain = DOMAINS[KEY]
workspace = open_workspace()
waiting = workspace.inbox.waiting_counts().get(KEY, 0)
part = open_part(domain, waiting=waiting, records="Answers and surveys")

if part == "inbox":
    inbox_part(workspace, domain, waiting)

elif part == "records":
    view = choose_view(KEY, VIEWS)
    if view == "Recommendations":
        recommendation_list(workspace)
    elif view == "Unhappy clients":
        unhappy_clients(workspace)
    elif view == "Promises":
        promise_tracker(workspace)
    elif view == "Responses":
        response_list(workspace)
    else:
        survey_list(workspace)

elif part == "new":
    names = workspace.feedback.survey_names()
    new_handoff(
        workspace,
        domain.outgoing,
        key=KEY,
        records=RecordSource("Survey", names, workspace.feedback.draft),
    )

elif part == "result":
    show_last_result(workspace, key=KEY)

else:
    feedback_board(workspace)
