"""Ratings are found by response and category without looking at their rows."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_index("ix_ratings_feedback_id_category_value", "ratings", ["feedback_id", "category", "value"])
    op.drop_index("ix_ratings_feedback_id", "ratings")
