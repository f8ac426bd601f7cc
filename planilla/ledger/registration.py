"""What a file asks for, against what the ledger already knows.

The identity of an operation is its referencia and revision. The same
referencia with the same content is the same operation, in whatever file; with
other content it is refused, unless the service rejected the earlier one: then
it is a revision (docs/design.md, "Identity").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, and_, or_, select, update

from planilla.calendar import now
from planilla.comprobantes.model import Comprobante
from planilla.comprobantes.reference import external_reference
from planilla.ledger import rows
from planilla.ledger.database import reading, writing
from planilla.ledger.model import Operation, Source, State, lane_of, scope_of
from planilla.ledger.operations import CHUNK
from planilla.ledger.tables import files, operations

ISSUE = "issue"


class Verdict(StrEnum):
    """What a comprobante of a file is to the ledger."""

    NEW = "new"
    REVISION = "revision"
    KNOWN = "known"
    RETRY = "retry"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Entry:
    """A comprobante and its operation; `operation` is None for one not yet written.

    `earlier` is the operation that was there before this file, if any.
    """

    comprobante: Comprobante
    verdict: Verdict
    revision: int
    earlier: Operation | None
    operation_id: int | None


def decide(comprobante: Comprobante, revisions: Sequence[Operation]) -> Entry:
    """Judge a comprobante by the revisions of its referencia, oldest first."""
    if not revisions:
        return Entry(comprobante, Verdict.NEW, 0, None, None)
    latest = revisions[-1]
    same = latest.content == comprobante.content
    if same and latest.state == State.REJECTED:
        return Entry(comprobante, Verdict.RETRY, latest.revision, latest, latest.id)
    if same:
        return Entry(comprobante, Verdict.KNOWN, latest.revision, latest, latest.id)
    if latest.state == State.REJECTED:
        return Entry(comprobante, Verdict.REVISION, latest.revision + 1, latest, None)
    return Entry(comprobante, Verdict.CONFLICT, latest.revision, latest, None)


class Registration:
    """Reads and writes what files ask for."""

    def __init__(self, engine: Engine, account: str) -> None:
        self._engine = engine
        self._account = account

    def plan(self, comprobantes: Sequence[Comprobante]) -> list[Entry]:
        """What registering would do; nothing is written."""
        with reading(self._engine) as connection:
            return self._decide_all(connection, comprobantes)

    def commit(
        self, path: Path, sha256: str, comprobantes: Sequence[Comprobante]
    ) -> tuple[list[Entry], Source]:
        """Write the file and its new operations, all or none; returns every entry with its id."""
        with writing(self._engine) as connection:
            source = _remember_file(connection, path, sha256)
            entries = self._decide_all(connection, comprobantes)
            for entry in entries:
                if entry.verdict in {Verdict.RETRY, Verdict.KNOWN}:
                    _refresh(connection, entry, source)
            fresh = [e for e in entries if e.verdict in {Verdict.NEW, Verdict.REVISION}]
            if fresh:
                new_rows = [self._row(entry, source) for entry in fresh]
                connection.execute(operations.insert(), new_rows)
            # every id is read back, also those that were not there before
            entries = _with_ids(connection, self._account, entries)
        return entries, source

    def sources(self, ids: Iterable[int]) -> dict[int, Source]:
        """The files with these ids."""
        with reading(self._engine) as connection:
            query = select(files).where(files.c.id.in_(sorted(set(ids))))
            return {
                row.id: Source(row.id, row.name, Path(row.path))
                for row in connection.execute(query)
            }

    def _decide_all(
        self, connection: Connection, comprobantes: Sequence[Comprobante]
    ) -> list[Entry]:
        known = _revisions(connection, self._account, [c.referencia for c in comprobantes])
        return [decide(c, known.get(c.referencia, [])) for c in comprobantes]

    def _row(self, entry: Entry, source: Source) -> dict[str, Any]:
        c = entry.comprobante
        moment = now()
        return {
            "kind": ISSUE,
            "account": self._account,
            "referencia": c.referencia,
            "revision": entry.revision,
            "external_reference": external_reference(c.referencia, entry.revision),
            "content": c.content,
            "scope": scope_of(self._account, c.punto_venta),
            "lane": lane_of(self._account, c.punto_venta, c.tipo),
            "tipo": c.tipo,
            "punto_venta": c.punto_venta,
            "fecha": c.fecha,
            "documento_tipo": c.documento_tipo,
            "documento_nro": c.documento_nro,
            "moneda": c.moneda,
            "file_id": source.id,
            "state": State.PENDING,
            "fence": 0,
            "attempts": 0,
            "errors": "[]",
            "observations": "[]",
            "cae": "",
            "pdf_url": "",
            "afip_qr": "",
            "requiere_fec": "",
            "created_at": moment,
            "updated_at": moment,
            "first_row": c.rows[0],
            **_sendable(c),
        }


def _sendable(comprobante: Comprobante) -> dict[str, Any]:
    """The columns that may still change while nothing has been sent."""
    return {
        "total": str(comprobante.total),
        "body": rows.dump(comprobante.body),
        "asked_number": comprobante.numero,
        "depends_on": comprobante.asociado_referencia,
    }


def _refresh(connection: Connection, entry: Entry, source: Source) -> None:
    """Take a mended e-mail or address; put a rejected one back in its lane.

    Neither touches what is being sent, or was: the state is part of the condition.
    """
    untouched = and_(operations.c.state == State.PENDING, operations.c.attempts == 0)
    rejected = operations.c.state == State.REJECTED
    values: dict[str, Any] = _sendable(entry.comprobante)
    if entry.verdict == Verdict.RETRY:
        values |= {
            "state": State.PENDING,
            "number": None,
            "file_id": source.id,
            "first_row": entry.comprobante.rows[0],
            "updated_at": now(),
        }
    connection.execute(
        update(operations)
        .where(
            operations.c.id == entry.operation_id,
            or_(untouched, rejected) if entry.verdict == Verdict.RETRY else untouched,
        )
        .values(**values)
    )


def _revisions(
    connection: Connection, account: str, referencias: Sequence[str]
) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {}
    for start in range(0, len(referencias), CHUNK):
        query = (
            select(operations)
            .where(
                operations.c.kind == ISSUE,
                operations.c.account == account,
                operations.c.referencia.in_(referencias[start : start + CHUNK]),
            )
            .order_by(operations.c.revision)
        )
        for row in connection.execute(query).mappings():
            found.setdefault(row["referencia"], []).append(rows.operation(row))
    return found


def _with_ids(connection: Connection, account: str, entries: Sequence[Entry]) -> list[Entry]:
    known = _revisions(connection, account, [e.comprobante.referencia for e in entries])
    return [
        entry
        if entry.verdict == Verdict.CONFLICT
        else Entry(
            entry.comprobante,
            entry.verdict,
            entry.revision,
            entry.earlier,
            known[entry.comprobante.referencia][-1].id,
        )
        for entry in entries
    ]


def _remember_file(connection: Connection, path: Path, sha256: str) -> Source:
    row = connection.execute(select(files).where(files.c.sha256 == sha256)).first()
    if row is None:
        connection.execute(
            files.insert().values(
                sha256=sha256, name=path.name, path=str(path.absolute()), seen_at=now()
            )
        )
        row = connection.execute(select(files).where(files.c.sha256 == sha256)).one()
    return Source(row.id, row.name, Path(row.path))
