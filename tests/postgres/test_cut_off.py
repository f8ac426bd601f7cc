"""A worker that loses the database or the service in the middle: it stops, another goes on."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from planilla.ledger.ledger import Ledger
from planilla.ledger.tables import seen_payments
from planilla.model.operation import Scope
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from tests.helpers import at_work, check_books, in_order, lanes, points_at_work, write_csv
from tests.postgres.cable import Cable
from tests.postgres.server import plain
from tests.postgres.silence import network
from tests.processes import PATIENCE_SECONDS, environment, planilla, started, wait_until

ROWS = 40


def tables(database: str) -> AbstractContextManager[psycopg.Connection[Any]]:
    """The ledger's tables, past whatever was cut."""
    return psycopg.connect(plain(database))


def complaints(errors: str) -> list[str]:
    """What a worker said on its error output, but for how far it was."""
    return [line for line in errors.splitlines() if not line.startswith("emit: ")]


def in_flight(database: str) -> dict[str, str]:
    """The references whose intent is on disk and whose outcome is not, with their scopes."""
    query = "SELECT external_reference, scope FROM operations WHERE state IN ('sending', 'unknown')"
    with tables(database) as connection:
        return dict(connection.execute(query).fetchall())


def noted(database: str, event: str) -> list[str]:
    """The references of which the journal says this, as often as it does."""
    query = (
        "SELECT o.external_reference FROM attempts a JOIN operations o ON o.id = a.operation_id "
        "WHERE a.event = %s"
    )
    with tables(database) as connection:
        return [reference for (reference,) in connection.execute(query, [event])]


def check_all_done(box: Sandbox, database: str) -> None:
    """Each comprobante once, in order, and known to the ledger with its CAE."""
    check_books(box)
    in_order(box)
    query = "SELECT external_reference, cae FROM operations WHERE state = 'done'"
    with tables(database) as connection:
        known = dict(connection.execute(query).fetchall())
    assert known == {held["external_reference"]: held["cae"] for held in box.books.held}
    assert len(known) == ROWS


def test_a_worker_cut_off_from_the_database_sends_nothing_more(
    database: str, tmp_path: Path
) -> None:
    """Another one adopts what was in flight, once the lease has ended, and sends the rest."""
    source = write_csv(tmp_path / "ventas.csv", lanes(ROWS, points=2))
    one, two = tmp_path / "one", tmp_path / "two"
    address = make_url(database)
    rehearsal = Rehearsal(latency=1.0)
    with Sandbox(Options(rehearsal=rehearsal)) as box, Cable(address.port or 0) as cable:
        through = address.set(port=cable.port).render_as_string(hide_password=False)
        cut_off = environment(box, one, PLANILLA_LEDGER_URL=through)
        worker = started("emit", source, "--out", one, env=cut_off, cwd=tmp_path)
        wait_until(lambda: len(box.books.held) >= 2 and at_work(box))
        cable.cut()
        said, errors = worker.communicate(timeout=PATIENCE_SECONDS)
        assert worker.returncode == 1, said + errors
        (complaint,) = complaints(errors)
        assert complaint.startswith("planilla: the ledger cannot be used")
        assert (one / "ventas.resultado.xlsx").is_file()

        wait_until(lambda: not at_work(box))
        flying, intents = in_flight(database), noted(database, "sending")
        held = {held["external_reference"] for held in box.books.held}
        arrived = flying.keys() & held
        assert arrived
        assert held <= set(intents)
        assert box.books.requests["facturacion/nuevo"] <= len(intents) < ROWS

        with Ledger(database, "sandbox", tmp_path / "late", timedelta(minutes=1)) as late:
            assert all(late.leases.take(Scope(scope)) is None for scope in flying.values())
        with tables(database) as connection:  # all that a lease lives but for a few seconds
            connection.execute("UPDATE leases SET expires_at = expires_at - interval '30 seconds'")
        rehearsal.latency = 0.05
        going_on = environment(box, two, PLANILLA_LEDGER_URL=database, PLANILLA_BUDGET_SECONDS="60")
        done = planilla("emit", source, env=going_on, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        check_all_done(box, database)
        assert arrived <= set(noted(database, "adopted"))
        assert not arrived & (Counter(noted(database, "sending")) - Counter(intents)).keys()
        assert box.books.requests["facturacion/nuevo"] == ROWS


@pytest.mark.campaign
def test_a_worker_whose_packets_are_swallowed_ends_by_itself_and_another_goes_on(
    database: str, tmp_path: Path
) -> None:
    """Nothing tells it that the database is gone; libpq's time-outs do, within two minutes."""
    source = write_csv(tmp_path / "ventas.csv", lanes(ROWS, points=2))
    one, two = tmp_path / "one", tmp_path / "two"
    address = make_url(database)
    rehearsal = Rehearsal(latency=1.0)
    with (
        Sandbox(Options(rehearsal=rehearsal)) as box,
        network(address.port or 0) as beyond,
    ):
        through = address.set(host=beyond.host, port=beyond.port)
        swallowed = environment(
            box, one, PLANILLA_LEDGER_URL=through.render_as_string(hide_password=False)
        )
        worker = started("emit", source, "--out", one, env=swallowed, cwd=tmp_path)
        wait_until(lambda: len(box.books.held) >= 2 and at_work(box))
        beyond.swallow()
        began = time.monotonic()
        wait_until(lambda: not at_work(box))
        rehearsal.latency = 0.05
        own = environment(box, two, PLANILLA_LEDGER_URL=database, PLANILLA_BUDGET_SECONDS="90")
        done = planilla("emit", source, env=own, cwd=tmp_path)
        taken_over = time.monotonic() - began
        assert done.returncode == 0, done.stdout + done.stderr
        check_all_done(box, database)
        said, errors = worker.communicate(timeout=PATIENCE_SECONDS)
        ended = time.monotonic() - began
        assert worker.returncode == 1, said + errors
        (complaint,) = complaints(errors)
        assert complaint.startswith("planilla: the ledger cannot be used")
        check_all_done(box, database)
        assert box.books.requests["facturacion/nuevo"] == ROWS
    print(f"\nall {ROWS} done after {taken_over:.0f} s, the silent one ended after {ended:.0f} s")


def owners(home: Path) -> set[str]:
    """Under which names the workers of a home, once they have opened the ledger, lease."""
    return {found.stem for found in (home / "locks").glob("*.alive")}


def leased(database: str, workers: set[str]) -> set[str]:
    """The points of sale that these have a living lease of."""
    if not workers:
        return set()
    query = "SELECT scope, owner FROM leases WHERE expires_at > clock_timestamp()"
    with tables(database) as connection:
        found = connection.execute(query).fetchall()
    return {scope.split("|")[-1] for scope, owner in found if owner in workers}


def test_a_worker_cut_off_from_the_service_gives_its_leases_to_another(
    database: str, tmp_path: Path
) -> None:
    """They would live ten minutes: the other one has them because they were given back."""
    source = write_csv(tmp_path / "ventas.csv", lanes(ROWS, points=4))
    rehearsal = Rehearsal(latency=2.0)
    shared = {
        "PLANILLA_LEDGER_URL": database,
        "PLANILLA_CONCURRENCY": "2",
        "PLANILLA_TIMEOUT_SECONDS": "600",
        "PLANILLA_SETTLE_SECONDS": "10",
    }
    one, two = tmp_path / "one", tmp_path / "two"
    with Sandbox(Options(rehearsal=rehearsal)) as box, Cable(box.port) as cable:
        through = box.url.replace(f":{box.port}/", f":{cable.port}/")
        cut_off = environment(box, one, PLANILLA_BUDGET_SECONDS="2", **shared)
        cut_off["PLANILLA_BASE_URL"] = through
        worker = started("emit", source, "--out", one, env=cut_off, cwd=tmp_path)
        going_on = environment(box, two, PLANILLA_BUDGET_SECONDS="100", **shared)
        other = started("emit", source, "--out", two, env=going_on, cwd=tmp_path)

        def both_work() -> bool:
            mine, theirs = leased(database, owners(one)), leased(database, owners(two))
            return bool(theirs and mine & points_at_work(box))

        wait_until(both_work)
        gone = owners(one)
        cable.cut()
        rehearsal.latency = 0.05
        said, errors = worker.communicate(timeout=PATIENCE_SECONDS)
        assert worker.returncode == 4, said + errors
        assert errors.count("Stopped: the service cannot be reached") == 1
        assert "Traceback" not in said + errors
        assert not leased(database, gone)

        said, errors = other.communicate(timeout=PATIENCE_SECONDS)
        assert other.returncode == 0, said + errors
        check_all_done(box, database)
        assert noted(database, "adopted"), "what was in flight"
        assert box.books.requests["facturacion/nuevo"] == ROWS


def test_a_machine_frozen_in_a_transaction_keeps_its_rows_from_the_others_half_a_minute(
    database: str, tmp_path: Path
) -> None:
    """A suspended laptop's connection stays up; the server ends the transaction."""
    lifetime = timedelta(minutes=1)
    with (
        Ledger(database, "sandbox", tmp_path / "one", lifetime) as frozen,
        Ledger(database, "sandbox", tmp_path / "two", lifetime) as other,
    ):
        frozen.seen_payments.keep("", {"a": "kept"})
        with frozen.engine.connect() as connection:
            connection.execute(seen_payments.update().values(line="never kept"))
            other.seen_payments.keep("", {"a": "kept by the other"})
            with pytest.raises(DBAPIError):
                connection.commit()
        assert frozen.seen_payments.of("") == {"a": "kept by the other"}
