"""Which PDFs are on disk, and which are still to be had."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, Update, bindparam, select, update

from planilla.common.calendar import now, today
from planilla.ledger import rows
from planilla.ledger.chunks import chunks
from planilla.ledger.database import insert_one, reading, writing
from planilla.ledger.tables import documents
from planilla.model.operation import Document


class Documents:
    """The ledger's memory of the PDFs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, operation_ids: Iterable[int]) -> dict[int, Document]:
        """The documents of these operations, by operation."""
        wanted = list(operation_ids)
        found: dict[int, Document] = {}
        with reading(self._engine) as connection:
            for some in chunks(wanted):
                query = select(documents).where(documents.c.operation_id.in_(some))
                for row in connection.execute(query).mappings():
                    found[row["operation_id"]] = rows.document(row)
        return found

    def stored(self, operation_id: int, path: Path, sha256: str) -> None:
        """The PDF is on disk, whole, at `path`."""
        self._update(operation_id, path=str(path), sha256=sha256, problem="")

    def failed(self, operation_id: int, problem: str) -> None:
        """The PDF could not be had; a later run tries again."""
        self._update(operation_id, problem=problem)

    def renewed(self, operation_id: int, url: str) -> None:
        """The service gave a new link."""
        self._update(operation_id, url=url, url_day=today())

    def _update(self, operation_id: int, **values: object) -> None:
        given = {f"to_{name}": value for name, value in values.items()}
        given |= {"of": operation_id, "to_updated_at": now()}
        with writing(self._engine) as connection:
            connection.execute(_change(tuple(values)), given)


def linked_to(connection: Connection, operation_id: int, url: str) -> None:
    """Ask for the document behind a link of today, unless it was asked for before."""
    insert_one(
        connection,
        documents,
        {
            "operation_id": operation_id,
            "url": url,
            "url_day": today(),
            "problem": "",
            "updated_at": now(),
        },
    )


@cache
def _change(names: tuple[str, ...]) -> Update:
    """Made once for the columns that it sets."""
    to = {n: bindparam(f"to_{n}", type_=documents.c[n].type) for n in (*names, "updated_at")}
    return update(documents).where(documents.c.operation_id == bindparam("of")).values(to)
