"""SQL that one test's ledger had compiled is not compiled again for the next test's.

SQLAlchemy keeps what it compiled by engine, and each test opens ledgers of its own: compiling was
an eighth of a test's time. Here all SQLite engines of a process share what was compiled.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

KEPT = 2_000
_shared: dict[str, Any] = {}


@event.listens_for(Engine, "engine_connect")
def _compiled_once(connection: Connection) -> None:
    """What is compiled is known by its dialect, too: that is one for all."""
    if connection.dialect.name == "sqlite":
        connection.dialect = _shared.setdefault("dialect", connection.dialect)
        connection.engine._compiled_cache = _shared.setdefault("cache", LRUCache(KEPT))
