"""Which days were looked up is no longer remembered: every run looks for itself."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("dates_read")
