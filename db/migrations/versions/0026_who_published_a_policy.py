"""Who published a policy."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("policies", sa.Column("published_by", sa.String()))
