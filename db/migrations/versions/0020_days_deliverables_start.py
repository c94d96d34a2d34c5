"""The day on which work on a deliverable really began."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("deliverables", sa.Column("started_on", sa.Date()))
