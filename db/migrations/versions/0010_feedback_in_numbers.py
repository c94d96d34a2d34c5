"""Responses in numbers, promises and follow-ups; what a recommendation stands on; what a project cost."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 500  # responses whose documents are held in memory together


def upgrade() -> None:
    op.create_table(
        "response_figures",
        sa.Column("feedback_id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("people", "rated", "satisfied", "scored", "promoters", "detractors")
        ),
        sa.Column("unhappy", sa.Boolean(), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["responses.feedback_id"], name="fk_response_figures_feedback_id_responses"
        ),
        sa.PrimaryKeyConstraint("feedback_id", name="pk_response_figures"),
    )
    op.create_index("ix_response_figures_unhappy", "response_figures", ["unhappy"])
    op.create_table(
        "theme_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("feedback_id", "theme", "label")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("praised", "to_improve")),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["responses.feedback_id"], name="fk_theme_counts_feedback_id_responses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_theme_counts"),
        sa.UniqueConstraint("feedback_id", "theme", name="uq_theme_counts_feedback_id_theme"),
    )
    op.create_index("ix_theme_counts_theme", "theme_counts", ["theme"])
    op.create_table(
        "promise_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("feedback_id", "promise_key", "promise")),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("kept", "partly", "not_kept", "praised", "to_improve")
        ),
        sa.Column("quotes_json", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["responses.feedback_id"], name="fk_promise_answers_feedback_id_responses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_promise_answers"),
        sa.UniqueConstraint("feedback_id", "promise_key", name="uq_promise_answers_feedback_id_promise_key"),
    )
    op.create_index("ix_promise_answers_promise_key", "promise_answers", ["promise_key"])
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("actor", "channel", "outcome")),
        sa.Column("note", sa.String()),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["responses.feedback_id"], name="fk_follow_ups_feedback_id_responses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
    )
    op.create_index("ix_follow_ups_feedback_id_at", "follow_ups", ["feedback_id", "at"])
    for name in ("named", "people"):
        op.add_column(
            "recommendations", sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    op.add_column(
        "recommendations", sa.Column("impact", sa.Float(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("recommendations", sa.Column("decision_json", sa.String()))
    op.add_column("projects", sa.Column("cost_cents", WHOLE))
    _count_earlier_responses(op.get_bind())


def _count_earlier_responses(connection: Any) -> None:
    """What was answered before this version, counted as it is counted from now on."""
    last = ""
    while True:
        found = connection.execute(
            sa.text(
                "SELECT responses.feedback_id, answers_json, analysis_json, request_json FROM responses "
                "LEFT JOIN surveys ON surveys.request_id = responses.request_id "
                "WHERE responses.feedback_id > :last ORDER BY responses.feedback_id LIMIT :most"
            ),
            {"last": last, "most": AT_ONCE},
        ).all()
        if not found:
            return
        for feedback_id, answers, analysis, request in found:
            _count(connection, feedback_id, _document(answers), _document(analysis))
            _count_promises(connection, feedback_id, _document(answers), _document(request))
        last = found[-1][0]


def _document(text: Any) -> dict[str, Any]:
    try:
        read = json.loads(text or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _count(connection: Any, feedback_id: str, answers: dict[str, Any], package: dict[str, Any]) -> None:
    analysis = package.get("feedback_analysis") or {}
    found = package.get("recommendations") or {}
    own = [line.get("likelihood_to_recommend") for line in answers.get("responses") or []]
    scores = [*(answers.get("likelihood_to_recommend") or []), *(score for score in own if score is not None)]
    stars = (answers.get("ratings") or {}).get("overall_satisfaction") or []
    people = int(analysis.get("respondents") or 1)
    detractors = sum(score <= 6 for score in scores)
    connection.execute(
        sa.text(
            "INSERT INTO response_figures (feedback_id, people, rated, satisfied, scored, promoters, "
            "detractors, unhappy, apart) VALUES (:feedback_id, :people, :rated, :satisfied, :scored, "
            ":promoters, :detractors, :unhappy, :apart)"
        ),
        {
            "feedback_id": feedback_id,
            "people": people,
            "rated": len(stars),
            "satisfied": sum(value >= 4 for value in stars),
            "scored": len(scores),
            "promoters": sum(score >= 9 for score in scores),
            "detractors": detractors,
            "unhappy": detractors > 0 or any(value <= 2 for value in stars),
            "apart": bool(analysis.get("disagreement")),
        },
    )
    for line in analysis.get("themes") or []:
        connection.execute(
            sa.text(
                "INSERT INTO theme_counts (feedback_id, theme, label, praised, to_improve) "
                "VALUES (:feedback_id, :theme, :label, :praised, :to_improve)"
            ),
            {name: line[name] for name in ("theme", "label", "praised", "to_improve")}
            | {"feedback_id": feedback_id},
        )
    weights = [
        ("service_adjustment", line["change"], round(line["frequency"] * people), line["impact"])
        for line in found.get("service_adjustments") or []
    ]
    weights += [
        ("new_service", line["service"], line["respondents"], 1.0)
        for line in found.get("opportunity_evidence") or []
    ]
    price = found.get("pricing_adjustments") or {}
    if price.get("change"):
        weights.append(
            ("pricing_adjustment", price["change"], round((price.get("priority") or 0) * people), 1.0)
        )
    for kind, proposal, named, impact in weights:
        connection.execute(
            sa.text(
                "UPDATE recommendations SET named = :named, people = :people, impact = :impact "
                "WHERE feedback_id = :feedback_id AND kind = :kind AND proposal = :proposal"
            ),
            {
                "named": named,
                "people": people,
                "impact": impact,
                "feedback_id": feedback_id,
                "kind": kind,
                "proposal": proposal,
            },
        )


def _count_promises(
    connection: Any, feedback_id: str, answers: dict[str, Any], request: dict[str, Any]
) -> None:
    """The answers to "did we keep it?"; the words about a promise are found in new responses only."""
    seen = set()
    for number, promise in enumerate(request.get("promises") or [], 1):
        given = [
            str(line.get(f"promise_{number}") or "").strip().lower()
            for line in answers.get("responses") or []
        ]
        key = " ".join(str(promise).casefold().split())
        counts = {
            "kept": given.count("kept"),
            "partly": given.count("partly kept"),
            "not_kept": given.count("not kept"),
        }
        if any(counts.values()) and key not in seen:
            seen.add(key)
            connection.execute(
                sa.text(
                    "INSERT INTO promise_answers (feedback_id, promise_key, promise, kept, partly, not_kept, "
                    "praised, to_improve, quotes_json) "
                    "VALUES (:feedback_id, :key, :promise, :kept, :partly, :not_kept, 0, 0, '[]')"
                ),
                {"feedback_id": feedback_id, "key": key, "promise": str(promise), **counts},
            )
