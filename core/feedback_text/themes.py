"""What service feedback is about: ten themes, the words that name them, and what to say about each."""

from __future__ import annotations

import re
from functools import lru_cache

from core.policy import PolicyPart


class Theme(PolicyPart):
    """A theme: `patterns` are regular expressions over lower-case text; the rest is what outputs say.

    `category` names the rating that belongs to the theme, where there is one.
    """

    key: str
    label: str
    patterns: tuple[str, ...]
    strength: str
    improvement: str
    adjustment: str
    category: str | None = None


class ThemeRules(PolicyPart):
    """The themes in the order in which equal findings are listed."""

    themes: tuple[Theme, ...] = (
        Theme(
            key="communication",
            label="Communication",
            patterns=(
                r"communicat\w*|respons(?:e|es|ive\w*)|repl(?:y|ies|ied|ying)|answer(?:s|ed|ing)? (?:to )?(?:my |our |all )?(?:e-?mails?|calls?|questions?)",
                r"kept (?:us|me) (?:informed|updated|posted|in the loop)|in touch|reach(?:able| out|ed out)|e-?mails?|phone calls?|updates?|listen\w*|heard|language barrier|quick answers?|for an answer|ask(?:ed)? questions",
            ),
            strength="Strong communication",
            improvement="Improve communication cadence",
            adjustment="Agree a fixed rhythm of updates and a reply time, and name who answers",
            category="communication",
        ),
        Theme(
            key="timeliness",
            label="Timeliness",
            patterns=(
                r"on[- ]time|in time|timel\w+|deadlines?|schedul\w*|turn-?around\w*|delay\w*|late(?!st|r)\b|overdue|slow(?:er|ly)?|fast(?:er)?|quick(?:er|ly)?|speed(?:y|ier)?|prompt\w*|punctual\w*",
                r"took (?:too |so |very |longer|long|\w+ (?:weeks|days|months))|wait(?:ed|ing)?\b|every date|sooner|ahead of (?:time|schedule)|weeks? late|longer than|within (?:a|the|\w+) (?:day|days|week|weeks|hour|hours|time)",
            ),
            strength="Reliable delivery",
            improvement="Optimize delivery timelines",
            adjustment="Plan with buffer, promise dates that can be kept, and report progress against them",
            category="timeliness",
        ),
        Theme(
            key="quality",
            label="Quality",
            patterns=(
                r"qualit\w+|(?:great|good|excellent|amazing|fantastic|perfect|beautiful|poor|bad|sloppy|outstanding|superb|awesome|nice|wonderful|brilliant|high[- ]standard) (?:work|job|design|designs|website|site|result|product|logo|video|content|writing|article|page|pages|app)",
                r"bugs?\b|errors?|mistakes?|polish\w*|attention to detail|detail(?:ed|s)?|well[- ](?:made|designed|written|built|done)|beautiful\w*|look(?:s|ed)? (?:great|good|professional|amazing|beautiful|cheap|dated)|broken|crash\w*|exactly what (?:i|we) (?:wanted|needed|asked)|craft\w*|creativ\w*",
            ),
            strength="High quality of work",
            improvement="Raise quality checks before delivery",
            adjustment="Add a review step with a checklist before anything reaches the client",
            category="quality",
        ),
        Theme(
            key="value",
            label="Value for money",
            patterns=(
                r"pric(?:e|es|ed|ey|ing|y)|cost(?:s|ly)?|expensive|cheap(?:er)?|afford\w*|value for|good value|great value|worth (?:it|every|the)|money|budget|fees?|invoice\w*|overcharg\w*|refund\w*|rates?\b|discount\w*|bargain",
            ),
            strength="Good value for money",
            improvement="Clarify value for the price",
            adjustment="Show what each price includes and offer a smaller package",
            category="value_for_money",
        ),
        Theme(
            key="team",
            label="Team",
            patterns=(
                r"team\w*|staff|people|person(?:able|ality)?|friendl\w+|polite\w*|kind(?:ness)?\b|courteous|pleasure to (?:work|deal)|easy to work|great to work|nice to work|work(?:ing)? with (?:them|him|her|you|this|the)|professional(?:s|ism|ly)?|attitude|rude\w*|colleagues?|account manager|project manager|contact person|caring|pleasant",
            ),
            strength="Professional, likeable team",
            improvement="Strengthen the team's client contact",
            adjustment="Give each client one contact person and brief the team on the client's way of working",
        ),
        Theme(
            key="expertise",
            label="Expertise",
            patterns=(
                r"expert\w*|knowledg\w*|experienced?|skill\w*|competen\w*|incompeten\w*|talent\w*|know(?:s|ing)? (?:what|their|his|her|how)|understood? (?:our|my|the|what)|understand(?:s|ing)? (?:of|our|my|the|what)|insight\w*|advice|advis\w+|strateg\w+|technical\w*|specialists?|guru|well[- ]versed|suggestions?",
            ),
            strength="Deep expertise",
            improvement="Bring in more specialist knowledge",
            adjustment="Staff the project with someone who knows the client's field",
        ),
        Theme(
            key="support",
            label="Support",
            patterns=(
                r"support\w*|help(?:ed|ful|fully|s|ing)?\b|assist\w*|after[- ]sales?|customer (?:service|care)|service desk|hotline|follow(?:ed)?[- ]?up|maintenance|training|onboarding|went (?:above|the extra)|extra mile|available|accommodat\w*|unhelpful",
            ),
            strength="Helpful support",
            improvement="Extend support after delivery",
            adjustment="Offer a support period with a named response time",
        ),
        Theme(
            key="reporting",
            label="Reporting",
            patterns=(
                r"report(?:s|ing|ed)?\b|dashboards?|analytics|metrics|figures|numbers|statistics|transparen\w+|visibility|status (?:update|call|mail)s?|kpis?|insight into",
            ),
            strength="Clear reporting",
            improvement="Make reporting clearer and more regular",
            adjustment="Send a short report on a fixed day, with the figures that the client cares about",
        ),
        Theme(
            key="results",
            label="Results",
            patterns=(
                r"results?|outcomes?|increase(?:d|s)?|growth|grew|grown|sales (?:went|are|rose|doubled)|leads?\b|traffic|ranking\w*|conversions?|revenue|roi\b|enquir\w+|bookings|more customers|doubled|impact|goals?",
            ),
            strength="Measurable results",
            improvement="Tie the work to measurable results",
            adjustment="Agree two or three figures at the start and report on them",
        ),
        Theme(
            key="process",
            label="Scope and process",
            patterns=(
                r"process\w*|scope|requirements?|brief(?:ing|ed)?\b|organi[sz](?:ed|ation)|disorgani[sz]ed|revisions?|changes? (?:request|we|i)|iterations?|planning|workflow|paperwork|approval\w*|coordinat\w+|structure[d]?|smooth\w*|hassle\w*|flexib\w*|steps?\b|adapt\w*",
            ),
            strength="Smooth process",
            improvement="Tighten scope and process",
            adjustment="Fix scope, rounds of revision and approvals in the offer",
        ),
    )


def themes_in(clause: str, rules: ThemeRules) -> list[tuple[Theme, int, int]]:
    """The themes that a clause names, each with the place of the words that name it."""
    text = clause.lower() if len(clause.lower()) == len(clause) else clause
    found = []
    for theme, pattern in _compiled(rules):
        match = pattern.search(text)
        if match:
            found.append((theme, match.start(), match.end()))
    return found


def theme_of_category(category: str, rules: ThemeRules) -> Theme | None:
    """The theme that a rating category belongs to; None for overall satisfaction."""
    return next((theme for theme in rules.themes if theme.category == category), None)


@lru_cache(maxsize=4)
def _compiled(rules: ThemeRules) -> list[tuple[Theme, re.Pattern[str]]]:
    return [(theme, re.compile(rf"\b(?:{'|'.join(theme.patterns)})")) for theme in rules.themes]
