"""What equals a row by another name, found without reading a point of sale: asked for each file."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_operations_content", "operations", ["content"])
