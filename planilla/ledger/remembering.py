"""Which files the ledger has read, and what each of them asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, select

from planilla.calendar import now
from planilla.ledger.database import insert_missing, insert_new
from planilla.ledger.deciding import Entry
from planilla.ledger.model import Source
from planilla.ledger.tables import files, requests


def remember_file(connection: Connection, path: Path, sha256: str) -> Source:
    """The file of this content, which is new to the ledger or not."""
    row = connection.execute(select(files).where(files.c.sha256 == sha256)).first()
    if row is None:
        values = {"sha256": sha256, "name": path.name, "path": str(path.absolute())}
        insert_new(connection, files, values | {"seen_at": now()})
        row = connection.execute(select(files).where(files.c.sha256 == sha256)).one()
    return Source(row.id, row.name, Path(row.path))


def remember_requests(connection: Connection, source: Source, entries: Sequence[Entry]) -> None:
    """Write down all that a file asks for, also what another has asked for before it."""
    query = select(requests.c.operation_id).where(requests.c.file_id == source.id)
    known = set(connection.execute(query).scalars())
    asked = {e.operation_id for e in entries if e.operation_id is not None} - known
    links = [{"file_id": source.id, "operation_id": one} for one in sorted(asked)]
    insert_missing(connection, requests, links)
