"""Invitations and reminders that the app sends by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "survey_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("token_digest", sa.String()),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("failure", sa.String()),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name="fk_survey_mails_invitation_id_invitations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_survey_mails"),
        sa.UniqueConstraint("token_digest", name="uq_survey_mails_token_digest"),
    )
    op.create_index("ix_survey_mails_invitation_id", "survey_mails", ["invitation_id"])
