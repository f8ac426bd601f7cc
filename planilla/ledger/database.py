"""Opening the ledger: where it may live, which version it has, whose it is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock
from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    Table,
    TextClause,
    bindparam,
    create_engine,
    event,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from planilla.common.errors import LedgerError, LedgerForeign
from planilla.common.private_home import FILE, FOLDER, private_file, private_home
from planilla.ledger.schema_version import HEAD, bring_up, version
from planilla.ledger.tables import meta

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.engine.interfaces import DBAPIConnection

NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs"}
BUSY_SECONDS = 60
# libpq's own names: a server that has fallen silent is noticed in a minute, not in hours
SERVER_PATIENCE = {
    "connect_timeout": 15,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds
}
# a machine that is frozen in a transaction (suspended, or cut off) must not hold the others' rows
SERVER_IDLE_IN_TRANSACTION = "30s"
DRIVE_REMOTE = 4  # GetDriveTypeW


@contextmanager
def translated() -> Iterator[None]:
    """The one edge where a database's error becomes a `LedgerError`."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error)
        line = " ".join(cause.split())  # PostgreSQL's client says it in several
        raise LedgerError(f"the ledger cannot be used: {line}") from error
    except OSError as error:
        raise LedgerError(f"the ledger cannot be used: {error}") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: on disk when the block ends, or not at all.

    On SQLite it takes the write lock at once: a transaction that began by
    reading could not become a writing one while another writes.
    """
    with translated(), engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with."""
    with translated(), engine.connect() as connection:
        yield connection


def insert_new(connection: Connection, table: Table, values: Any) -> int:
    """Insert rows that nobody has inserted yet; how many were new.

    `values` are a list of rows, or one row, which may hold SQL. Two processes
    that insert the same at once must not fail: one of them is simply second.
    """
    if not isinstance(values, list):
        new = _insert_of(connection.dialect.name, table).on_conflict_do_nothing()
        return connection.execute(new.values(values)).rowcount
    if not values:
        return 0
    return connection.execute(_missing(connection, table, values[0]), values).rowcount


def insert_one(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert one row of plain values that nobody has inserted yet; whether it was new."""
    return connection.execute(_missing(connection, table, row), row).rowcount == 1


def insert_or_replace(connection: Connection, table: Table, values: list[dict[str, Any]]) -> None:
    """Insert rows, each in place of the one that has its primary key."""
    if not values:
        return
    statement = _insert_of(connection.dialect.name, table)
    key = [column.name for column in table.primary_key]
    fresh = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=fresh), values)


def insert_missing(connection: Connection, table: Table, values: list[dict[str, Any]]) -> None:
    """Insert those of many rows that nobody has inserted yet."""
    if values:
        connection.execute(_missing(connection, table, values[0]), values)


def _missing(connection: Connection, table: Table, row: Mapping[str, Any]) -> TextClause:
    return _missing_once(connection.dialect.name, table, tuple(row))


@cache
def _missing_once(dialect: str, table: Table, columns: tuple[str, ...]) -> TextClause:
    """An insert of plain values, as text: SQLAlchemy keeps what it made of one of those.

    What it makes of an insert with ON CONFLICT it makes anew each time (its `inherit_cache` is
    off), which costs more than to run it.
    """
    insert = _insert_of(dialect, table).on_conflict_do_nothing()
    made = insert.compile(dialect=_by_name(dialect), column_keys=list(columns))
    typed = [bindparam(name, type_=table.c[name].type) for name in columns]
    return text(str(made)).bindparams(*typed)


def _by_name(dialect: str) -> Dialect:
    """The dialect, with parameters as `text` has them."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    from sqlalchemy.dialects import sqlite

    return sqlite.dialect(paramstyle="named")


def _insert_of(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Only the dialect in use is imported: the others would cost every start."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def on_network_share(path: Path) -> bool:
    """Whether the path is on a share, where SQLite's locks do not hold."""
    absolute = path.absolute()
    if os.name == "nt":
        import ctypes

        drive = absolute.drive
        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent elsewhere
        return drive.startswith("\\\\") or kernel.GetDriveTypeW(drive + "\\") == DRIVE_REMOTE
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best = ("", "")
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, mount, kind, *_ = line.split(" ")
        point = mount.replace("\\040", " ")
        if absolute.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1] in NETWORK_FILESYSTEMS


def open_engine(url: str, service: str, locks: Path) -> Engine:
    """The ledger's engine, migrated to this version and bound to `service`.

    `service` names whose operations it holds (a host, or "sandbox"); `locks`
    is a folder of this machine for the lock that keeps two processes from
    migrating at once. Raises `LedgerError`, `LedgerNewer` or `LedgerForeign`.
    """
    with translated():
        try:
            target = make_url(url)
        except ArgumentError as error:
            raise LedgerError("PLANILLA_LEDGER_URL is not a database address") from error
        private_home(locks.parent)
        locks.mkdir(mode=FOLDER, exist_ok=True)
        engine = _sqlite(target) if target.get_backend_name() == "sqlite" else _server(target)
        if version(engine) != HEAD:
            with FileLock(locks / "migrate.lock", mode=FILE), writing(engine) as connection:
                if engine.dialect.name == "postgresql":  # it thinks long between two statements
                    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
                bring_up(connection)
        _bind(engine, service)
    return engine


def _sqlite(target: URL) -> Engine:
    path = Path(target.database or "")
    if not target.database:
        raise LedgerError("PLANILLA_LEDGER_URL names no SQLite file")
    path.parent.mkdir(parents=True, exist_ok=True)
    if on_network_share(path):
        raise LedgerError(
            f"{path} is on a network share, where SQLite's locks do not hold: set PLANILLA_HOME to "
            "a folder of this machine's own disk, or PLANILLA_LEDGER_URL to a PostgreSQL server"
        )
    private_file(path)
    engine = create_engine(target, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def _server(target: URL) -> Engine:
    try:
        patience = {n: v for n, v in SERVER_PATIENCE.items() if n not in target.query}
        engine = create_engine(target, pool_pre_ping=True, connect_args=patience)
    except ImportError as error:
        raise LedgerError(f"the driver of {target.drivername} is not installed") from error

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{SERVER_IDLE_IN_TRANSACTION}'")
        cursor.close()
        connection.commit()

    return engine


def _bind(engine: Engine, service: str) -> None:
    with engine.connect() as connection:
        owner = connection.execute(select(meta.c.value).where(meta.c.key == "service")).scalar()
    if owner is None:
        with writing(engine) as connection:
            insert_new(connection, meta, {"key": "service", "value": service})
    elif owner != service:
        raise LedgerForeign(
            f"this ledger holds the operations of {owner}, and the settings name {service}: use "
            "another PLANILLA_HOME for each, or what was issued in one would count as issued in "
            "the other"
        )
