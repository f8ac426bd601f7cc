"""Which version of the tables a ledger has, and how it comes to today's.

A new ledger gets its tables whole, as `tables.py` declares them; one of an earlier version
goes through each migration since (`migrations/`). Both ways end alike.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    exists,
    inspect,
    select,
    text,
)

from planilla.common.errors import LedgerNewer
from planilla.ledger.tables import metadata

HEAD = "0014"
MIGRATING = 4_217_001  # an advisory lock of our own
MIGRATIONS = Path(__file__).parent / "migrations"
NEWER = (
    "the ledger has schema {version}, which this planilla does not know: it was used by a newer "
    "one. Upgrade planilla on this machine; nothing was changed"
)
stamps = Table(  # alembic's own table, by its own names
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), primary_key=True),
)
"""Where the version stands."""


def version(engine: Engine) -> str | None:
    """The ledger's version; none of one that is new."""
    with engine.connect() as connection:
        return _version(connection)


def is_known() -> ColumnElement[bool]:
    """The SQL condition that no newer planilla has migrated the ledger since it was opened."""
    return exists().where(stamps.c.version_num == HEAD)


def refuse_newer(connection: Connection) -> None:
    """Raise `LedgerNewer` when a newer planilla has migrated the ledger since it was opened."""
    found = connection.execute(select(stamps.c.version_num)).scalar()
    if found != HEAD:
        raise LedgerNewer(NEWER.format(version=found))


def bring_up(connection: Connection) -> None:
    """Bring the ledger to this version, in the connection's transaction; raises `LedgerNewer`."""
    if connection.dialect.name == "postgresql":  # machines that start together
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))
    found = _version(connection)
    if found is None:
        metadata.create_all(connection)
        stamps.create(connection, checkfirst=True)
        connection.execute(stamps.insert().values(version_num=HEAD))
    elif found != HEAD:
        migrate(connection)


def migrate(connection: Connection) -> None:
    """Go through every migration that the ledger has not seen, one after the other.

    Raises `LedgerNewer` where it has seen one that this version does not know.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    found = _version(connection)
    if found is not None and found not in known:
        raise LedgerNewer(NEWER.format(version=found))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(stamps.name):
        return None
    found = connection.execute(select(stamps.c.version_num)).scalar()
    return None if found is None else str(found)
