"""Machines whose clocks are wrong: leases and the pace go by the database server's.

Here the server's clock is moved, and its machines' are right: the difference
between the two is what counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from planilla.common.errors import LeaseLost
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Scope, State
from planilla.sandbox.server import Sandbox
from tests.helpers import Job, check_books, in_order, lanes, row, run, settings_for, write_csv
from tests.postgres.server import plain
from tests.processes import environment, planilla

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
WRONG = pytest.mark.parametrize("wrong", [HOUR, -HOUR], ids=["ahead", "behind"])
Clock = Callable[[timedelta], None]


@pytest.fixture
def clock(database: str) -> Clock:
    """Sets the clock of the server, as the database's clients see it, so much off."""
    with psycopg.connect(plain(database), autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {connection.info.dbname} SET search_path = public, pg_catalog"
        )

    def off_by(difference: timedelta) -> None:
        seconds = difference.total_seconds()
        with psycopg.connect(plain(database), autocommit=True) as connection:
            connection.execute(
                "CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz "
                "LANGUAGE sql VOLATILE AS $$ SELECT pg_catalog.clock_timestamp() "
                f"+ interval '{seconds} seconds' $$"
            )

    return off_by


@contextmanager
def machines(database: str, folder: Path) -> Iterator[tuple[Ledger, Ledger]]:
    """Two machines on one ledger, whose leases live a minute."""
    with (
        Ledger(database, "sandbox", folder / "one", MINUTE) as one,
        Ledger(database, "sandbox", folder / "two", MINUTE) as two,
    ):
        yield one, two


def within_a_minute(database: str, column: str, table: str) -> bool:
    """Whether all moments in a column lie in the minute that the server's clock begins now."""
    with psycopg.connect(plain(database)) as connection:
        found = connection.execute(
            f"SELECT bool_and({column} > clock_timestamp() AND "  # noqa: S608 - our own names
            f"{column} <= clock_timestamp() + interval '1 minute') FROM {table}"
        ).fetchone()
    return found == (True,)


@WRONG
def test_a_wrong_clock_neither_steals_a_live_lease_nor_keeps_a_dead_one(
    database: str, clock: Clock, wrong: timedelta, tmp_path: Path
) -> None:
    clock(wrong)
    with machines(database, tmp_path) as (one, two):
        lease = one.leases.take(Scope("default|1"))
        assert lease is not None
        assert within_a_minute(database, "expires_at", "leases")
        assert two.leases.take(Scope("default|1")) is None
        clock(wrong + MINUTE)
        assert one.leases.renew(lease), "nobody has taken it"
        assert two.leases.take(Scope("default|1")) is None
        clock(wrong + 2 * MINUTE)
        taken = two.leases.take(Scope("default|1"))
        assert taken is not None
        assert taken.fence > lease.fence
        assert not one.leases.renew(lease)
        two.leases.release(taken)
        assert one.leases.take(Scope("default|1")) is not None


@WRONG
def test_a_wrong_clock_sends_under_a_live_lease_only(
    database: str, clock: Clock, wrong: timedelta, tmp_path: Path
) -> None:
    clock(wrong)
    with machines(database, tmp_path) as (one, two), Sandbox() as box:
        settings = settings_for(box, tmp_path / "three", ledger_url=database, max_comprobante=1)
        run(Job((write_csv(tmp_path / "v.csv", [row(1)]),), settings))
        (held,) = two.operations.revisions("default", "R-00001")
        lease = one.leases.take(held.scope)
        assert lease is not None
        waiting = one.operations.move(held, lease, State.PENDING, "approved")
        clock(wrong + MINUTE)
        with pytest.raises(LeaseLost):
            one.operations.begin(waiting, lease, 1)
        clock(wrong)
        one.operations.begin(waiting, lease, 1)
        assert two.operations.get(waiting.id).state is State.SENDING


@WRONG
def test_a_wrong_clock_keeps_the_pace_that_all_keep(
    database: str, clock: Clock, wrong: timedelta, tmp_path: Path
) -> None:
    clock(wrong)
    with machines(database, tmp_path) as (one, two):
        assert one.pace("default", 60, 600)._book() == 0
        assert within_a_minute(database, "next_at", "pace")
        assert 0 < two.pace("default", 60, 600)._book() <= 60
        clock(wrong + 3 * MINUTE)
        assert two.pace("default", 60, 600)._book() == 0


@WRONG
def test_a_worker_with_a_wrong_clock_issues_each_once_and_in_order(
    database: str, clock: Clock, wrong: timedelta, tmp_path: Path
) -> None:
    clock(wrong)
    source = write_csv(tmp_path / "ventas.csv", lanes(8, points=2))
    with Sandbox() as box:
        more = {"PLANILLA_LEDGER_URL": database, "PLANILLA_PACE_SECONDS": "0.01"}
        env = environment(box, tmp_path / "home", **more)
        done = planilla("emit", source, env=env, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(box.books.held) == 8
        check_books(box)
        in_order(box)
