"""The ledger's tables, as they are at the newest migration.

`operations` holds what is asked of the service and where each stands;
`attempts` is the journal of what was sent and what came back, only ever added
to; `reviews` what people answered; `balances` payments made elsewhere that
somebody accepted; `hooks` the service's hints; `pace` when the next request of
a set of credentials may start; `documents` the PDFs; `files` what was read;
`leases` who works a point of sale; `lanes` up to which number a lane has been
read; `issuers` which company an `account` of `operations` stands for; `meta`
which service the ledger belongs to; `epochs` since when the history is unbroken,
and `machines` which of them have a marker of it (`history.py`); `requests` all that each
file asked for, also what another had asked for before it; `seen_payments` the lines of
statements that reconciling has seen, by whose memory it is (a profile's, or nobody's in
particular); `headings` those of files that planilla does not know, and `heading_answers`
what people said of each. Of an operation, `likeness` is
its content whatever its referencia and date, and `former` the reference that an earlier
version of the reading would have sent it with. No table holds a credential. Amounts are
decimal text: SQLite has no exact numbers.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """A moment with its zone; SQLite keeps no zones, so it is UTC there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, without its zone where the database keeps none."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """The same moment, with its zone again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

operations = Table(
    "operations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("referencia", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("external_reference", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("tipo", Text, nullable=False),
    Column("punto_venta", Integer, nullable=False),
    Column("fecha", Date, nullable=False),
    Column("documento_tipo", Text, nullable=False),
    Column("documento_nro", Text, nullable=False),
    Column("moneda", Text, nullable=False),
    Column("total", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("asked_number", Integer),
    Column("depends_on", Text),
    Column("file_id", Integer, ForeignKey("files.id"), nullable=False),
    Column("first_row", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("number", Integer),
    Column("fence", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Moment),
    Column("ended_at", Moment),
    Column("refusal", Text),
    Column("errors", Text, nullable=False),
    Column("observations", Text, nullable=False),
    Column("cae", Text, nullable=False),
    Column("vencimiento_cae", Date),
    Column("pdf_url", Text, nullable=False),
    Column("afip_qr", Text, nullable=False),
    Column("requiere_fec", Text, nullable=False),
    Column("queue", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("done_in_run", Text),
    Column("reading", Integer, nullable=False, server_default="1"),
    Column("likeness", Text, nullable=False, server_default=""),
    Column("former", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("kind", "account", "referencia", "revision", name="uq_operations_identity"),
    Index("ix_operations_scope_state", "scope", "state"),
    Index("ix_operations_external_reference", "external_reference"),
    Index("ix_operations_comprobante", "punto_venta", "tipo", "number"),
    Index("ix_operations_queue", "queue"),
    Index("ix_operations_points", "account", "punto_venta"),
    Index("ix_operations_content", "content"),
    Index("ix_operations_file", "file_id", "first_row"),
    Index("ix_operations_cae", "cae"),
    Index("ix_operations_likeness", "likeness"),
    Index("ix_operations_former", "former"),
    Index("ix_operations_day", "fecha", "documento_nro"),
)

requests = Table(
    "requests",
    metadata,
    Column("file_id", Integer, ForeignKey("files.id"), primary_key=True),
    Column("operation_id", Integer, ForeignKey("operations.id"), primary_key=True),
    Index("ix_requests_operation", "operation_id"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation_id", Integer, ForeignKey("operations.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("run", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("event", Text, nullable=False),
    Column("number", Integer),
    Column("state", Text),
    Column("detail", Text, nullable=False),
    Index("ix_attempts_operation", "operation_id"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation_id", Integer, ForeignKey("operations.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_reviews_operation", "operation_id"),
)

balances = Table(
    "balances",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("paid_elsewhere", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

hooks = Table(
    "hooks",
    metadata,
    Column("hook_id", Text, primary_key=True),
    Column("received_at", Moment, nullable=False),
    Column("evento", Text, nullable=False),
    Column("external_reference", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("asked_at", Moment),
    Column("account", Text, nullable=False, server_default=""),
    Index("ix_hooks_asked", "asked_at"),
    Index("ix_hooks_reference", "external_reference"),
)

documents = Table(
    "documents",
    metadata,
    Column("operation_id", Integer, ForeignKey("operations.id"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("url_day", Date, nullable=False),
    Column("path", Text),
    Column("sha256", Text),
    Column("problem", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

lanes = Table(
    "lanes",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("last_number", Integer, nullable=False),
)

issuers = Table(
    "issuers",
    metadata,
    Column("key", Text, primary_key=True),
    Column("cuit", Text, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("lead", Text, nullable=False),
)

pace = Table(
    "pace",
    metadata,
    Column("account", Text, primary_key=True),
    Column("next_at", Moment, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

epochs = Table(
    "epochs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("why", Text, nullable=False),
    Column("after", Integer, nullable=False),
    Column("incarnation", Text, nullable=False),
    Column("machine", Text, nullable=False),
)

machines = Table(
    "machines",
    metadata,
    Column("name", Text, primary_key=True),
    Column("joined_at", Moment, nullable=False),
)

seen_payments = Table(
    "seen_payments",
    metadata,
    Column("memory", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("line", Text, nullable=False),
)

headings = Table(
    "headings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("written", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    UniqueConstraint("kind", "account", "heading", name="uq_headings_name"),
)

heading_answers = Table(
    "heading_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("heading_id", Integer, ForeignKey("headings.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_heading_answers_heading", "heading_id"),
)
