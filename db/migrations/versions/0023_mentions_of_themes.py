"""Who speaks how of which theme. Earlier responses are read once here: praise, both, and what is to be
improved, a wish by its commonest words; the same answers handed over anew are read word by word."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

AT_ONCE = 500  # responses whose documents are held in memory together
WISHES = (" could ", " would ", " should ", " please ", " more ", " faster ", " wish ", " need ", " better ")


def upgrade() -> None:
    op.create_table(
        "theme_mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("feedback_id", "theme", "label")),
        sa.Column("person", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("tone", "quotes_json")),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["responses.feedback_id"], name="fk_theme_mentions_feedback_id_responses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_theme_mentions"),
        sa.UniqueConstraint(
            "feedback_id", "theme", "person", name="uq_theme_mentions_feedback_id_theme_person"
        ),
    )
    op.create_index("ix_theme_mentions_theme_tone", "theme_mentions", ["theme", "tone"])
    connection = op.get_bind()
    last = ""
    while True:
        found = connection.execute(
            sa.text(
                "SELECT feedback_id, analysis_json FROM responses WHERE feedback_id > :last "
                "ORDER BY feedback_id LIMIT :most"
            ),
            {"last": last, "most": AT_ONCE},
        ).all()
        if not found:
            return
        lines = [line for feedback_id, text in found for line in _mentions(feedback_id, text)]
        if lines:
            connection.execute(
                sa.text(
                    "INSERT INTO theme_mentions (feedback_id, theme, label, person, tone, quotes_json) "
                    "VALUES (:feedback_id, :theme, :label, :person, :tone, :quotes_json)"
                ),
                lines,
            )
        last = found[-1][0]


def _mentions(feedback_id: str, text: Any) -> list[dict[str, Any]]:
    try:
        analysis = json.loads(text)["feedback_analysis"]
        labels = {line["theme"]: line["label"] for line in analysis["themes"]}
        said: dict[tuple[str, int], dict[str, list[dict[str, Any]]]] = {}
        for finding in analysis["evidence"]:
            for quote in finding["quotes"]:
                kinds = said.setdefault((finding["theme"], int(quote["response"])), {})
                kinds.setdefault(finding["kind"], []).append(quote)
        return [
            {
                "feedback_id": feedback_id,
                "theme": theme,
                "label": labels.get(theme, theme),
                "person": person,
                "tone": _tone(kinds),
                "quotes_json": json.dumps([quote for quotes in kinds.values() for quote in quotes]),
            }
            for (theme, person), kinds in said.items()
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def _tone(kinds: dict[str, list[dict[str, Any]]]) -> str:
    wanted = kinds.get("improvement") or []
    if "strength" in kinds:
        return "mixed" if wanted else "positive"
    texts = [f" {str(quote['text']).lower()} " for quote in wanted]
    return "request" if all(any(wish in text for wish in WISHES) for text in texts) else "negative"
