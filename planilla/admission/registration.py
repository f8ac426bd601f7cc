"""What a file asks for, against what the ledger already knows.

The identity of an operation is its company's referencia and revision. The same
referencia with the same content is the same operation, in whatever file; with
other content it is refused, unless the service rejected the earlier one: then
it is a revision (docs/design.md, "What keeps the promise").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, and_, or_, select, text, update

from planilla.admission.holds import Hold, holds
from planilla.admission.known_or_new import Entry, Verdict
from planilla.admission.read_otherwise import OF, judged, of_file
from planilla.common.calendar import now
from planilla.common.errors import SettingsError
from planilla.ledger import rows
from planilla.ledger.chunks import chunks
from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.files import known, remember, remember_requests
from planilla.ledger.ledger import Ledger
from planilla.ledger.likeness import NONE, likeness_of
from planilla.ledger.schema_version import refuse_newer
from planilla.ledger.tables import operations
from planilla.model.asked import Asked, AskedComprobante, Kind, Name
from planilla.model.external_reference import external_reference
from planilla.model.operation import Operation, Queue, Reason, Source, State, lane_of, scope_of

DECIDING = 4_217_004  # an advisory lock of our own
SENT = frozenset({Verdict.NEW, Verdict.REVISION, Verdict.RETRY})

Brake = Callable[[Sequence[Entry]], Set[Name]]  # what is to be held back


def no_brake(_: Sequence[Entry]) -> Set[Name]:
    """Hold nothing back."""
    return frozenset()


class Registration:
    """Reads and writes what files ask for."""

    def __init__(self, ledger: Ledger) -> None:
        self._engine = ledger.engine
        self._whose = ledger.whose

    def plan(self, wanted: Sequence[Asked], sha256: str = "") -> list[Entry]:
        """What registering would do; nothing is written. `sha256` is the file's."""
        with reading(self._engine) as connection:
            return self._decide_all(connection, wanted, known(connection, sha256))

    def commit(
        self, path: Path, sha256: str, wanted: Sequence[Asked], brake: Brake = no_brake
    ) -> tuple[list[Entry], Source]:
        """Write the file and its new operations, all or none; returns every entry with its id.

        What `brake` holds back of those that would be sent waits for a person, and so
        does what would register a line of a statement twice.
        """
        with writing(self._engine) as connection:
            refuse_newer(connection)
            source = remember(connection, path, sha256)
            entries = self._decide_all(connection, wanted, source.id)
            sent = [e for e in entries if e.verdict in SENT]
            likeness = {e.asked.name: likeness_of(e.asked) for e in sent}
            alike = [(e, likeness[e.asked.name]) for e in sent]
            held = holds(connection, self._whose, brake(sent), source, entries, alike)
            for entry in entries:
                if entry.verdict in {Verdict.RETRY, Verdict.KNOWN} and not entry.kept:
                    like = likeness.get(entry.asked.name, NONE)
                    _refresh(connection, entry, source, held.get(entry.asked.name), like)
            fresh = [e for e in entries if e.verdict in {Verdict.NEW, Verdict.REVISION}]
            if fresh:
                self._one_point(connection, fresh)
                leads = self._leads(connection, fresh)
                for some in chunks(fresh):
                    new_rows = [
                        _row(e, leads[e.asked.account], source, held.get(e.asked.name))
                        | {"likeness": likeness[e.asked.name]}
                        for e in some
                    ]
                    insert_new(connection, operations, new_rows)
            # every id is read back, also those that were not there before
            entries = self._with_ids(connection, entries)
            asked = {e.operation_id for e in entries if e.operation_id is not None}
            remember_requests(connection, source, asked)
        return entries, source

    def _decide_all(
        self, connection: Connection, wanted: Sequence[Asked], file_id: int | None
    ) -> list[Entry]:
        revisions = self._revisions(connection, wanted)
        here = (
            {
                whose: of_file(connection, self._whose, file_id, *whose)
                for whose in {(asked.kind, asked.account) for asked in wanted}
            }
            if file_id is not None
            else {}
        )
        return judged(wanted, revisions, here)

    def _leads(self, connection: Connection, entries: Sequence[Entry]) -> dict[str, str]:
        """The key that leads each company's, which the ledger knows from now on."""
        accounts = {entry.asked.account for entry in entries}
        for account in sorted(accounts):
            self._whose.remember(connection, account)
        return {account: self._whose.lead(connection, account) for account in accounts}

    def _one_point(self, connection: Connection, fresh: Sequence[Entry]) -> None:
        """One set of credentials is of one point of sale, whichever file said it first.

        Two processes that begin a ledger at once would each have read another. Raises
        `SettingsError`.
        """
        if not self._whose.undecided:
            return
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({DECIDING})"))
        points = self._whose.points(connection, fresh[0].asked.account)
        points |= {entry.asked.punto_venta for entry in fresh}
        if len(points) > 1:
            raise SettingsError(
                f"there are points of sale {', '.join(map(str, sorted(points)))}, and one set of "
                "credentials is of one: say which in PLANILLA_PUNTO_VENTA"
            )

    def _revisions(
        self, connection: Connection, wanted: Sequence[Asked]
    ) -> dict[Name, list[Operation]]:
        """All revisions of what is asked, by account and identity, oldest first.

        What was rejected under a key that may be another company's is no revision of it.
        """
        found: dict[Name, list[Operation]] = {}
        by_kind: dict[tuple[Kind, str], list[str]] = {}
        for asked in wanted:
            by_kind.setdefault((asked.kind, asked.account), []).extend(asked.identities)
        wanted_as: dict[Name, list[Asked]] = {}
        for asked in wanted:
            for name in asked.identities:
                wanted_as.setdefault((asked.account, name), []).append(asked)
        for (kind, account), names in by_kind.items():
            kin = self._whose.kin(connection, account)
            lead = self._whose.lead(connection, account)
            for some in chunks(names):
                query = (
                    select(operations)
                    .where(
                        operations.c.kind == kind,
                        operations.c.account.in_(kin),
                        operations.c.referencia.in_(some),
                    )
                    .order_by(operations.c.revision, operations.c.id)
                )
                for row in connection.execute(query).mappings():
                    one = rows.operation(row)
                    if one.account == lead or one.state is not State.REJECTED:
                        for own in wanted_as.get((account, one.referencia), ()):
                            if own.is_named(one.referencia, one.reading):
                                found.setdefault(own.name, []).append(one)
        return found

    def _with_ids(self, connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
        """Each with its operation; some are read at a time, for each is read with its body."""
        return [one for some in chunks(entries) for one in self._read_back(connection, some)]

    def _read_back(self, connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
        written = self._revisions(
            connection, [e.asked for e in entries if e.verdict in {Verdict.NEW, Verdict.REVISION}]
        )
        return [
            replace(entry, operation_id=_of_revision(written[entry.asked.name], entry.revision))
            if entry.verdict in {Verdict.NEW, Verdict.REVISION}
            else entry
            for entry in entries
        ]


def _read_before(entry: Entry) -> int:
    return entry.read_before.id if entry.read_before is not None else 0


def _of_revision(known: Sequence[Operation], revision: int) -> int:
    return [one.id for one in known if one.revision == revision][-1]


def _row(entry: Entry, lead: str, source: Source, hold: Hold | None) -> dict[str, Any]:
    asked = entry.asked
    moment = now()
    return {
        "kind": asked.kind,
        "account": asked.account,
        "referencia": asked.identity,
        "revision": entry.revision,
        "external_reference": (
            external_reference(asked.referencia, entry.revision) if asked.kind is Kind.ISSUE else ""
        ),
        "content": asked.content,
        "scope": scope_of(asked, lead),
        "tipo": asked.tipo,
        "punto_venta": asked.punto_venta,
        "fecha": asked.fecha,
        "documento_tipo": asked.documento_tipo,
        "documento_nro": asked.documento_nro,
        "moneda": asked.moneda,
        "file_id": source.id,
        "fence": 0,
        "attempts": 0,
        "observations": "[]",
        "cae": "",
        "pdf_url": "",
        "afip_qr": "",
        "requiere_fec": "",
        "created_at": moment,
        "updated_at": moment,
        "first_row": asked.rows[0],
        "evidence": rows.dump({OF: _read_before(entry)}) if entry.waits else "",
        "reading": asked.reading,
        "former": _former(asked, entry.revision),
        **_standing(hold),
        **_sendable(asked, lead),
    }


def _standing(hold: Hold | None) -> dict[str, Any]:
    """Ready to be sent, or waiting for a person."""
    return {
        "state": State.PENDING if hold is None else State.REVIEW,
        "reason": Reason.NONE if hold is None else hold.reason,
        "errors": rows.dump(list(hold.errors) if hold else []),
        **({"observations": rows.dump(list(hold.told))} if hold and hold.told else {}),
    }


def _former(asked: Asked, revision: int) -> str:
    """The reference that an earlier reading would have sent it with, if that is another.

    What the row was before somebody's answer made it another goes before what it was called.
    """
    earlier = sorted(asked.earlier, key=lambda one: not one.otherwise)
    names = [one.referencia for one in earlier if one.referencia != asked.referencia]
    if asked.kind is not Kind.ISSUE or not names:
        return ""
    return external_reference(names[0], revision)


def _sendable(asked: Asked, lead: str) -> dict[str, Any]:
    """The columns that may still change while nothing has been sent."""
    to_issue = asked if isinstance(asked, AskedComprobante) else None
    return {
        "lane": lane_of(asked, lead),
        "total": str(asked.total),
        "body": rows.dump(dict(asked.body)),
        "asked_number": asked.numero,
        "number": None if to_issue else asked.numero,
        "depends_on": to_issue.asociado_referencia if to_issue else None,
        "queue": Queue.WANTED if to_issue and to_issue.queued else Queue.NONE,
    }


def _refresh(
    connection: Connection, entry: Entry, source: Source, hold: Hold | None, likeness: str
) -> None:
    """Take a mended e-mail or address; put a rejected one back in its lane.

    Neither touches what is being sent, or was: the state is part of the condition.
    """
    untouched = and_(operations.c.state == State.PENDING, operations.c.attempts == 0)
    rejected = operations.c.state == State.REJECTED
    assert entry.earlier is not None  # noqa: S101 - known, or rejected before
    values: dict[str, Any] = _sendable(entry.asked, entry.earlier.account)
    if entry.verdict == Verdict.RETRY:
        values |= {
            "file_id": source.id,
            "first_row": entry.asked.rows[0],
            "likeness": likeness,
            "updated_at": now(),
            **_standing(hold),
        }
    connection.execute(
        update(operations)
        .where(
            operations.c.id == entry.operation_id,
            or_(untouched, rejected) if entry.verdict == Verdict.RETRY else untouched,
        )
        .values(**values)
    )
