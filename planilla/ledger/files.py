"""Which files the ledger has seen, by their content."""

from __future__ import annotations

from collections.abc import Iterable, Set
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from planilla.common.calendar import now
from planilla.ledger import rows
from planilla.ledger.database import insert_missing, insert_new, reading
from planilla.ledger.tables import files, operations, requests
from planilla.model.asked import Kind
from planilla.model.operation import Operation, Source, State


class Files:
    """The ledger's memory of the files that were registered."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def known(self, sha256: str) -> int | None:
        """The file with this content, if it was registered."""
        with reading(self._engine) as connection:
            return known(connection, sha256)

    def standing(self, sha256: str, kind: Kind) -> list[Operation]:
        """What a file with this content asked for, and was not rejected."""
        query = (
            select(operations)
            .join(files, files.c.id == operations.c.file_id)
            .where(
                files.c.sha256 == sha256,
                operations.c.kind == kind,
                operations.c.state != State.REJECTED,
            )
            .order_by(operations.c.id)
        )
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def some(self, ids: Iterable[int]) -> dict[int, Source]:
        """The files with these ids."""
        with reading(self._engine) as connection:
            query = select(files).where(files.c.id.in_(sorted(set(ids))))
            return {
                row.id: Source(row.id, row.name, Path(row.path))
                for row in connection.execute(query)
            }


def known(connection: Connection, sha256: str) -> int | None:
    """The file with this content, if it was registered."""
    return connection.execute(select(files.c.id).where(files.c.sha256 == sha256)).scalar()


def remember(connection: Connection, path: Path, sha256: str) -> Source:
    """Write the file down, or find it as it was written down first."""
    row = connection.execute(select(files).where(files.c.sha256 == sha256)).first()
    if row is None:
        values = {"sha256": sha256, "name": path.name, "path": str(path.absolute())}
        insert_new(connection, files, values | {"seen_at": now()})
        row = connection.execute(select(files).where(files.c.sha256 == sha256)).one()
    return Source(row.id, row.name, Path(row.path))


def remember_requests(connection: Connection, source: Source, asked: Set[int]) -> None:
    """Write down the operations that a file asks for, also what another asked for before it."""
    query = select(requests.c.operation_id).where(requests.c.file_id == source.id)
    new = asked - set(connection.execute(query).scalars())
    insert_missing(
        connection,
        requests,
        [{"file_id": source.id, "operation_id": one} for one in sorted(new)],
    )
