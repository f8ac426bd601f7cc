"""A point of sale belongs to one process at a time, and a frozen one cannot write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, update

from planilla.common.calendar import now
from planilla.common.errors import LeaseLost, LedgerNewer
from planilla.ledger.database import open_engine, writing
from planilla.ledger.ledger import Ledger
from planilla.ledger.schema_version import migrate
from planilla.ledger.tables import leases, operations
from planilla.model.operation import Scope, State
from planilla.sandbox.server import Sandbox
from tests.helpers import Job, row, run, settings_for, write_csv

HOUR = timedelta(hours=1)


def _ledger(home: Path) -> Ledger:
    return Ledger(f"sqlite:///{home / 'ledger.sqlite3'}", "sandbox", home, HOUR)


def _pending(tmp_path: Path) -> Ledger:
    """A ledger with one operation that has not been sent."""
    home = tmp_path / "home"
    with Sandbox() as box:
        settings = settings_for(box, home)
        run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
    ledger = _ledger(home)
    with writing(ledger._engine) as connection:
        connection.execute(update(operations).values(state=State.PENDING, number=None))
    return ledger


def test_a_scope_is_leased_to_one_living_process_and_freed_by_its_death(tmp_path: Path) -> None:
    one, two = _ledger(tmp_path), _ledger(tmp_path)
    lease = one.leases.take(Scope("default|1"))
    assert lease is not None
    assert two.leases.take(Scope("default|1")) is None
    one.close()  # without giving the lease back, as after a crash
    taken = two.leases.take(Scope("default|1"))
    assert taken is not None
    assert taken.fence == lease.fence + 1
    assert not one.leases.renew(lease)


def test_a_process_frozen_past_its_lease_cannot_move_anything(tmp_path: Path) -> None:
    frozen = _pending(tmp_path)
    operation = frozen.operations.get(1)
    old = frozen.leases.take(operation.scope)
    assert old is not None
    frozen.operations.begin(operation, old, 7)
    with writing(frozen._engine) as connection:
        connection.execute(update(leases).values(expires_at=now() - HOUR))
    other = _ledger(tmp_path / "home")
    new = other.leases.take(operation.scope)
    assert new is not None
    sent = other.operations.get(1)
    settled = other.operations.move(sent, new, State.UNKNOWN, "recovered")
    with pytest.raises(LeaseLost):
        frozen.operations.move(sent, old, State.DONE, "issued", cae="70000000000009")
    assert other.operations.get(1).state is settled.state
    with pytest.raises(LeaseLost):
        frozen.operations.begin(operation, old, 8)


def test_an_expired_lease_sends_nothing_even_if_nobody_has_taken_it(tmp_path: Path) -> None:
    ledger = _pending(tmp_path)
    operation = ledger.operations.get(1)
    lease = ledger.leases.take(operation.scope)
    assert lease is not None
    with writing(ledger._engine) as connection:
        connection.execute(update(leases).values(expires_at=now() - HOUR))
    with pytest.raises(LeaseLost):
        ledger.operations.begin(operation, lease, 7)


def test_a_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    engine = open_engine(url, "sandbox", tmp_path / "locks")
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerNewer, match="Upgrade planilla"):
        open_engine(url, "sandbox", tmp_path / "locks")


def test_the_migrations_make_the_tables_that_a_new_ledger_gets_whole(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    open_engine(url, "sandbox", tmp_path / "locks")
    migrated = create_engine(f"sqlite:///{tmp_path / 'migrated.sqlite3'}")
    with migrated.begin() as connection:
        migrate(connection)
    shape = shapes(tmp_path / "ledger.sqlite3")
    assert len(shape) > 15
    assert shapes(tmp_path / "migrated.sqlite3") == shape


def shapes(path: Path) -> dict[str, list[set[tuple[object, ...]]]]:
    """Of each table its columns, indexes and references, as SQLite itself tells them."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {table: _shape(connection, table) for (table,) in tables.fetchall()}


def _shape(connection: sqlite3.Connection, table: str) -> list[set[tuple[object, ...]]]:
    def told(pragma: str, of: str) -> list[tuple[object, ...]]:
        return connection.execute(f"PRAGMA {pragma}({of})").fetchall()

    indexes = set[tuple[object, ...]]()
    for _, name, *rest in told("index_list", table):
        shown = () if str(name).startswith("sqlite_auto") else (name,)
        own = (column for _, _, column in told("index_info", str(name)))
        indexes.add((*shown, *rest, *own))
    columns = {tuple(rest) for _, *rest in told("table_info", table)}
    references = {tuple(rest) for _, _, *rest in told("foreign_key_list", table)}
    return [columns, indexes, references]
