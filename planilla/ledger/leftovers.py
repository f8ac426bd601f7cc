"""What earlier runs left for another one: by kind, by file, and the PDFs."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, func, select

from planilla.ledger.database import reading
from planilla.ledger.model import OPEN, Queue
from planilla.ledger.tables import documents, files, operations
from planilla.rows.asked import Kind

_open = operations.c.state.in_(OPEN)


class Leftovers:
    """What a run may work on without a file."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self) -> int:
        """How many operations are open."""
        query = select(func.count()).select_from(operations).where(_open)
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def scopes(self, kind: Kind) -> set[str]:
        """What has something of a kind open."""
        query = select(operations.c.scope).where(operations.c.kind == kind, _open).distinct()
        with reading(self._engine) as connection:
            return set(connection.execute(query).scalars())

    def files(self, kind: Kind) -> dict[Path, bool]:
        """The files that something open came from, and whether it is for the queue."""
        query = (
            select(files.c.path, operations.c.queue == Queue.WANTED)
            .join(files, files.c.id == operations.c.file_id)
            .where(operations.c.kind == kind, _open)
            .distinct()
        )
        with reading(self._engine) as connection:
            return {Path(path): bool(queued) for path, queued in connection.execute(query)}

    def pdfs(self) -> list[int]:
        """The operations whose PDF is still to be had."""
        query = select(documents.c.operation_id).where(documents.c.path.is_(None))
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())
