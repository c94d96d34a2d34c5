"""A survey and exports of its answers in the shapes of three tools, for tests."""

from __future__ import annotations

from typing import Any

from core.rating_categories import RATING_CATEGORIES

REQUEST: dict[str, Any] = {
    "request_id": "FR_proj_1",
    "project_id": "proj_1",
    "project_name": "Relaunch",
    "rating_categories": [
        {"key": key, "label": label, "lowest": 1, "highest": 5} for key, label in RATING_CATEGORIES
    ],
    "promises": ["Live in 45 days", "Weekly report"],
    "feedback_questions": [
        {"key": "liked_most", "kind": "text", "text": "What did you like most about Relaunch (Website)?"},
        {"key": "could_improve", "kind": "text", "text": "What could we have done better?"},
        {"key": "promise_1", "kind": "promise", "text": "We promised: “Live in 45 days”. Did we keep it?"},
        {"key": "promise_2", "kind": "promise", "text": "We promised: “Weekly report”. Did we keep it?"},
        {"key": "would_recommend", "kind": "choice", "text": "Would you recommend us?"},
        {
            "key": "likelihood_to_recommend",
            "kind": "scale",
            "text": "How likely are you to recommend us to a colleague?",
        },
        {"key": "future_services_interest", "kind": "text", "text": "What could we help you with next?"},
    ],
}

# Two header rows: the questions, then the lines of a grid and the kinds of answers.
SURVEYMONKEY = """\
Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,\
How satisfied were you with the following?,,,,,\
How likely is it that you would recommend us to a friend or colleague?,\
What did you like most about working with us?,What could we improve?,Would you recommend us?
,,,,,,,,Overall,Communication,Timeliness,Quality,Value for money,,\
Open-Ended Response,Open-Ended Response,Response
118473020411,43,11/20/2026 09:12,11/20/2026 09:15,192.0.2.1,ann@x.example,Ann,Lee,\
5,4,4,5,3,9,"Great people, fast answers",,Yes
118473020412,43,11/20/2026 09:22,11/20/2026 09:25,192.0.2.2,bo@x.example,Bo,Ek,\
Very satisfied,6,4,5,,11,The design,"The price
is high",No
118473020413,43,11/20/2026 09:32,11/20/2026 09:35,192.0.2.3,cy@x.example,Cy,Im,,,,,,,,,
"""

TYPEFORM = """\
#,How satisfied were you overall?,How was our communication?,\
How likely are you to recommend us to a friend?,What did you like most?,What could we improve?,\
Anything else?,Start Date (UTC),Submit Date (UTC),Network ID
k3p1x9a7c2,5,4,10,The team,Nothing,Say hello to the whole team,2026-11-01 10:00:00,2026-11-01 10:02:00,aa
k3p1x9a7c3,3,2,6,Design,Speed,I would have liked more pictures,2026-11-01 10:00:00,2026-11-01 10:02:00,bb
"""

GOOGLE_FORMS = """\
Timestamp,Overall satisfaction,How would you rate our work? [Communication],\
How would you rate our work? [Timeliness],How likely are you to recommend us (0-10)?,\
What did you like most?,What could be better?,We promised: “Weekly report”. Did we keep it?
2026/11/20 9:12:01 AM GMT+1,5,4 - Good,5,9,All,Nothing,Yes
2026/11/20 9:13:01 AM GMT+1,★★★★☆,4/5,5 stars,8 - Likely,Speed,Price,never
"""
