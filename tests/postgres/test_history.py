"""Many machines share a ledger on a server, and each notices that it was put back."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest

from planilla.ledger.epochs import Epoch, Why
from planilla.ledger.ledger import Ledger
from tests.ledger.test_history import LEASE, SERVICE, send
from tests.postgres.server import plain, programs


class Machine:
    """A machine with a home and markers of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def opened(self, address: str) -> Ledger:
        home = self.folder / "home"
        return Ledger(address, SERVICE, home, LEASE, self.folder / "markers")

    def works(self, address: str) -> Epoch:
        """Add to the journal; the epoch in which it did."""
        with self.opened(address) as ledger:
            send(ledger)
            return ledger.history.epoch


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    return Machine(tmp_path / "one"), Machine(tmp_path / "two")


def other(database: str) -> str:
    """The address of another database of the same server."""
    return f"{database}_other"


def run(database: str, *statements: str) -> None:
    with psycopg.connect(plain(database), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def copied(database: str, folder: Path) -> str:
    """A dump of the database, restored into another one."""
    name = database.rsplit("/", 1)[1]
    run(database.rsplit("/", 1)[0] + "/postgres", f"CREATE DATABASE {name}_other")
    where, dump = programs(), str(folder / "dump")
    assert where is not None
    save = [str(where / "pg_dump"), "--format=custom", f"--file={dump}", plain(database)]
    load = [str(where / "pg_restore"), f"--dbname={plain(other(database))}", dump]
    for command in (save, load):
        subprocess.run(command, check=True, capture_output=True)
    return other(database)


def test_machines_join_a_ledger_and_its_history_stays_whole(
    database: str, machines: tuple[Machine, Machine]
) -> None:
    one, two = machines
    for machine in (one, two, one, two):
        epoch = machine.works(database)
        assert (epoch.number, epoch.why) == (1, Why.NEW)


def test_a_machine_that_joined_and_lost_its_marker_says_so(
    database: str, machines: tuple[Machine, Machine]
) -> None:
    one, two = machines
    one.works(database)
    two.works(database)
    (marker,) = (two.folder / "markers").glob("*.marker")
    marker.unlink()
    assert two.works(database).why is Why.MISSING
    assert one.works(database).number == 2


def test_a_dump_restored_elsewhere_is_noticed_by_every_machine(
    database: str, machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, two = machines
    one.works(database)
    restored = copied(database, tmp_path)
    assert two.works(restored).why is Why.RESTORED  # it has never seen this ledger before
    assert one.works(restored).told
    assert one.works(database).told


def test_a_database_copied_by_the_server_is_noticed_too(
    database: str, machines: tuple[Machine, Machine]
) -> None:
    one, two = machines
    one.works(database)
    name = database.rsplit("/", 1)[1]
    create = f"CREATE DATABASE {name}_other TEMPLATE {name}"
    run(database.rsplit("/", 1)[0] + "/postgres", create)
    assert two.works(other(database)).why is Why.RESTORED


def test_a_server_put_back_as_a_whole_is_noticed_by_the_machine_that_went_further(
    database: str, machines: tuple[Machine, Machine]
) -> None:
    """Nothing of the server's own tells; the others go by the epoch that one began."""
    one, two = machines
    two.works(database)
    one.works(database)
    run(database, "DELETE FROM attempts WHERE id > 1")
    epoch = one.works(database)
    assert (epoch.number, epoch.why, epoch.after) == (2, Why.RESTORED, 1)
    assert two.works(database).number == 2


def test_one_who_may_not_ask_the_server_for_its_own_names_has_a_history_too(
    database: str, machines: tuple[Machine, Machine]
) -> None:
    one, _ = machines
    functions = ("pg_control_system", "pg_control_checkpoint")
    forbid = [f"REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC" for name in functions]
    let = ["CREATE ROLE clerk LOGIN", "GRANT ALL ON SCHEMA public TO clerk"]
    run(database, *forbid, *let)
    try:
        assert one.works(database.replace("planilla@", "clerk@")).why is Why.NEW
        assert one.works(database.replace("planilla@", "clerk@")).number == 1
    finally:
        run(database, "DROP OWNED BY clerk", "DROP ROLE clerk")
