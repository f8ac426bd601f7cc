"""What earlier runs left for another one: by kind, by file, and the PDFs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, case, func, select

from planilla.ledger import rows
from planilla.ledger.database import reading
from planilla.ledger.tables import documents, files, operations
from planilla.model.asked import Kind
from planilla.model.operation import OPEN, Operation, Queue, Scope, State

_open = operations.c.state.in_(OPEN)


@dataclass(frozen=True, slots=True)
class Left:
    """A file that something open came from, as it was then; `queued`: some is for the queue."""

    path: Path
    sha256: str
    queued: bool


class Leftovers:
    """What a run may work on without a file."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self) -> int:
        """How many operations are open."""
        query = select(func.count()).select_from(operations).where(_open)
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def scopes(self, kind: Kind) -> set[Scope]:
        """What has something of a kind open."""
        query = select(operations.c.scope).where(operations.c.kind == kind, _open).distinct()
        with reading(self._engine) as connection:
            return set(connection.execute(query).scalars())

    def files(self, kind: Kind) -> list[Left]:
        """The files that something open came from."""
        query = (
            select(
                files.c.path,
                files.c.sha256,
                func.max(case((operations.c.queue == Queue.WANTED, 1), else_=0)),
            )
            .join(files, files.c.id == operations.c.file_id)
            .where(operations.c.kind == kind, _open)
            .group_by(files.c.path, files.c.sha256)
            .order_by(files.c.path)
        )
        with reading(self._engine) as connection:
            return [Left(Path(p), sha, bool(q)) for p, sha, q in connection.execute(query)]

    def unsent(self, kind: Kind) -> list[tuple[Operation, Path]]:
        """What was never sent, each with the file that it came from."""
        query = (
            select(operations, files.c.path.label("source"))
            .join(files, files.c.id == operations.c.file_id)
            .where(
                operations.c.kind == kind,
                operations.c.state == State.PENDING,
                operations.c.attempts == 0,
            )
            .order_by(operations.c.id)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).mappings()
            return [(rows.operation(row), Path(row["source"])) for row in found]

    def pdfs(self) -> list[int]:
        """The operations whose PDF is still to be had."""
        query = select(documents.c.operation_id).where(documents.c.path.is_(None))
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())
