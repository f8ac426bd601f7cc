"""Several workers on one ledger in a real PostgreSQL: each comprobante once, whoever dies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.common.errors import LeaseLost
from planilla.ledger.ledger import Ledger
from planilla.model.operation import State
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.writing.report import Estado
from tests.helpers import (
    Job,
    check_books,
    in_order,
    lanes,
    paid_at,
    payment,
    row,
    run,
    run_pay,
    settings_for,
    write_csv,
)
from tests.processes import command, environment, planilla


def test_the_same_file_twice_and_payments_on_a_server(database: str, tmp_path: Path) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", ledger_url=database)
        job = Job((write_csv(tmp_path / "v.csv", [row(1, tipo="FACTURA A"), row(2)]),), settings)
        assert run(job).rows == {Estado.EMITIDO: 2}
        assert run(job).rows == {Estado.YA_EMITIDO: 2}
        pagos = Job((write_csv(tmp_path / "p.csv", [payment(1, "10")]),), settings)
        assert run_pay(pagos).rows == {Estado.PAGADO: 1}
        assert run_pay(pagos).rows == {Estado.YA_PAGADO: 1}
        assert paid_at(box)["FACTURA A 00001-00000001"] == Decimal(10)
        check_books(box)


def workers(
    box: Sandbox, database: str, folder: Path, source: Path, count: int, *more: str
) -> list[subprocess.Popen[bytes]]:
    """As many processes as machines would be, each with a home of its own."""
    started = []
    for number in range(count):
        env = environment(
            box,
            folder / f"home{number}",
            PLANILLA_LEDGER_URL=database,
            PLANILLA_CONCURRENCY="8",
            PLANILLA_BUDGET_SECONDS="120",
        )
        words = command("emit", source, "--out", folder / f"out{number}", *more)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen(words, env=env, cwd=folder, **quiet))  # type: ignore[call-overload]
    return started


def swarm(box: Sandbox, database: str, folder: Path, rows: list[dict[str, Any]], kills: int) -> int:
    """Three workers on one file, one of them killed every few seconds, until all is issued."""
    source = write_csv(folder / "ventas.csv", rows)
    dice, killed = random.Random(5), 0
    team = workers(box, database, folder, source, 3)
    deadline = time.monotonic() + 1500
    while len(box.books.held) < len(rows):
        assert time.monotonic() < deadline
        time.sleep(dice.uniform(5, 9))
        if killed < kills:
            victim = team.pop(0)
            victim.kill()
            victim.wait()
            killed += 1
            team += workers(box, database, folder, source, 1)
        elif all(process.poll() is not None for process in team):
            team += workers(box, database, folder, source, 1)
    for process in team:
        process.wait(300)
    env = environment(box, folder / "home0", PLANILLA_LEDGER_URL=database)
    done = planilla("emit", source, "--json", env=env, cwd=folder)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert len(box.books.held) == len(rows)
    check_books(box)
    in_order(box)
    return killed


def test_three_workers_share_a_file_and_one_is_killed(database: str, tmp_path: Path) -> None:
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.05))) as box:
        swarm(box, database, tmp_path, lanes(60, points=6), kills=1)


@pytest.mark.campaign
@pytest.mark.timeout(2000)
def test_5000_over_40_lanes_with_three_workers_and_kills(database: str, tmp_path: Path) -> None:
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.2))) as box:
        began = time.monotonic()
        killed = swarm(box, database, tmp_path, lanes(5000, points=20), kills=25)
        print(f"5000 issued once, in order; {killed} kills, {time.monotonic() - began:.0f} s")


@pytest.mark.campaign
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_throughput(database: str, tmp_path: Path, count: int) -> None:
    rows = lanes(600, points=20, days=1)
    source = write_csv(tmp_path / "ventas.csv", rows)
    with Sandbox(Options(rehearsal=Rehearsal(latency=1.0))) as box:
        team = workers(box, database, tmp_path, source, count)
        while not box.books.held:
            time.sleep(0.05)
        began = time.monotonic()
        while len(box.books.held) < len(rows):
            time.sleep(0.1)
        seconds = time.monotonic() - began
        for process in team:
            process.wait(300)
        print(f"{count} worker(s): {len(rows) / seconds:.1f} comprobantes a second")
        check_books(box)


@pytest.mark.skipif(os.name == "nt", reason="SIGSTOP")
def test_a_frozen_worker_woken_after_its_lease_moves_nothing_and_sends_nothing_twice(
    database: str, tmp_path: Path
) -> None:
    """It wakes between its request and its outcome: the number and the fence stand in its way."""
    rows = [row(n, punto_venta=1) for n in range(6)]
    source = write_csv(tmp_path / "ventas.csv", rows)
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.4))) as box:
        # a lease lives time-out + settle + 30 s: here 31.2 s, so that freezing takes 35
        quick = {"TIMEOUT_SECONDS": "1", "SETTLE_SECONDS": "0.2"}
        more = {f"PLANILLA_{k}": v for k, v in quick.items()} | {"PLANILLA_LEDGER_URL": database}
        # two machines: a frozen process keeps what is its machine's own, as the markers' lock
        first = environment(box, tmp_path / "one", PLANILLA_MARKERS=str(tmp_path / "m1"), **more)
        second = environment(box, tmp_path / "two", PLANILLA_MARKERS=str(tmp_path / "m2"), **more)
        second |= {"PLANILLA_BUDGET_SECONDS": "90"}
        frozen = subprocess.Popen(
            command("emit", source, "--out", tmp_path / "a"),
            env=first,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        while not box.books.held and frozen.poll() is None:
            time.sleep(0.02)
        assert frozen.poll() is None, "it ended before it could be frozen"
        frozen.send_signal(signal.SIGSTOP)
        done = planilla("emit", source, "--out", tmp_path / "b", env=second, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(box.books.held) == len(rows)
        asked = box.books.requests["facturacion/nuevo"]
        frozen.send_signal(signal.SIGCONT)
        frozen.wait(120)
        assert len(box.books.held) == len(rows)
        assert box.books.requests["facturacion/nuevo"] == asked
        check_books(box)


def test_a_move_with_an_old_fence_is_refused(database: str, tmp_path: Path) -> None:
    lifetime = timedelta(seconds=0.2)
    with (
        Sandbox() as box,
        Ledger(database, "sandbox", tmp_path / "one", lifetime) as old,
        Ledger(database, "sandbox", tmp_path / "two", lifetime) as new,
    ):
        settings = settings_for(box, tmp_path / "three", ledger_url=database)
        future = f"{today():%d/%m/%Y}"
        box.plan.named["R-00001"] = []
        done = run(Job((write_csv(tmp_path / "v.csv", [row(1, fecha=future)]),), settings))
        assert done.exit_code == 0
        (operation,) = old.operations.revisions("default", "R-00001")
        lease = old.leases.take(operation.scope)
        assert lease is not None
        time.sleep(0.3)
        taken = new.leases.take(operation.scope)
        assert taken is not None
        assert taken.fence > lease.fence
        with pytest.raises(LeaseLost):
            old.operations.move(operation, lease, State.REVIEW, "too late")
        assert new.operations.get(operation.id).state is State.DONE


def test_a_server_that_is_gone_is_one_clear_line(tmp_path: Path) -> None:
    with Sandbox() as box:
        source = write_csv(tmp_path / "v.csv", [row(1)])
        url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
        env = environment(box, tmp_path / "home", PLANILLA_LEDGER_URL=url)
        done = planilla("emit", source, env=env, cwd=tmp_path)
        assert done.returncode == 1
        assert "ledger cannot be used" in done.stderr
        assert "Traceback" not in done.stderr
