"""Each account's points of sale, found without reading every operation: asked at every opening."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_operations_points", "operations", ["account", "punto_venta"])
