"""Which files the ledger has seen, by their content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from planilla.calendar import now
from planilla.ledger import rows
from planilla.ledger.database import insert_new, reading
from planilla.ledger.model import Operation, Source, State
from planilla.ledger.tables import files, operations
from planilla.rows.asked import Kind


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
