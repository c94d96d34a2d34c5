"""The leads of a campaign by score, with the run that handed each over."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.drop_index("ix_leads_campaign_id_band_score_status", "leads")
    op.create_index(
        "ix_leads_campaign_id_score_status_band_workflow_id",
        "leads",
        ["campaign_id", "score", "status", "band", "workflow_id"],
    )
