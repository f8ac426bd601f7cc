"""What is asked a second time under other names: by likeness, by day, and by what each file asked.

The likeness of what is there is told from what was to be sent. Which files asked for
it beside the one that did last was not written down: that one is known to have.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from planilla.ledger.likeness import likeness
from planilla.ledger.rows import parse

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MANY = 1000


def upgrade() -> None:
    for name in ("likeness", "former"):
        op.add_column("operations", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    requests = op.create_table(
        "requests",
        sa.Column("file_id", sa.Integer(), sa.ForeignKey("files.id"), primary_key=True),
        sa.Column("operation_id", sa.Integer(), sa.ForeignKey("operations.id"), primary_key=True),
    )
    connection = op.get_bind()
    operations = sa.table(
        "operations",
        *(sa.column(n) for n in ("id", "kind", "tipo", "punto_venta", "documento_nro", "moneda")),
        *(sa.column(n) for n in ("total", "asked_number", "depends_on", "body", "likeness")),
        sa.column("file_id"),
    )
    asked = sa.select(operations.c.file_id, operations.c.id)
    connection.execute(requests.insert().from_select(["file_id", "operation_id"], asked))
    last = 0
    while True:
        query = sa.select(operations).where(operations.c.id > last)
        found = connection.execute(query.order_by(operations.c.id).limit(MANY)).mappings().all()
        if not found:
            break
        last = found[-1]["id"]
        connection.execute(
            sa.update(operations)
            .where(operations.c.id == sa.bindparam("of"))
            .values(likeness=sa.bindparam("alike")),
            [{"of": row["id"], "alike": likeness(dict(row), parse(row["body"]))} for row in found],
        )
    op.create_index("ix_operations_likeness", "operations", ["likeness"])
    op.create_index("ix_operations_former", "operations", ["former"])
    op.create_index("ix_operations_day", "operations", ["fecha", "documento_nro"])
    op.create_index("ix_requests_operation", "requests", ["operation_id"])
