"""The long ones (`make campaign`): many comprobantes, every fault, kills at random moments."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.writing.report import Estado
from tests.helpers import Job, check_books, issued_references, lanes, run, settings_for, write_csv
from tests.processes import command, environment, planilla

MOST_RUNS = 12
KILLED_OVER = 600
ALL_AT_5_PER_CENT = dict.fromkeys(Fault, 0.05)


def _in_order(box: Sandbox) -> None:
    for lane in {(h["punto_venta"], h["tipo"]) for h in box.books.held}:
        references = issued_references(box, lane)
        assert references == sorted(references)


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_a_thousand_over_eight_lanes_with_every_fault_at_5_per_cent(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", lanes(1000))
    options = Options(rates=ALL_AT_5_PER_CENT, seed=7, rehearsal=Rehearsal(late=0.3, outage=0.3))
    with Sandbox(options) as box:
        settings = settings_for(box, tmp_path / "home", concurrency=8)
        for number in range(1, MOST_RUNS + 1):
            began = time.monotonic()
            outcome = run(Job((source,), settings))
            print(f"run {number}: {dict(outcome.rows)}, {time.monotonic() - began:.0f} s")
            if outcome.exit_code == 0:
                break
        print(f"requests and faults: {dict(box.books.requests)}")
        assert outcome.exit_code == 0
        assert len(box.books.held) == 1000
        check_books(box)
        _in_order(box)


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_two_processes_killed_again_and_again_issue_each_once(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", lanes(KILLED_OVER))
    dice = random.Random(11)
    kills = 0
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.03))) as box:
        env = environment(box, tmp_path / "home")
        while len(box.books.held) < KILLED_OVER and kills < 200:
            pair = [
                subprocess.Popen(
                    command("emit", source, "--out", tmp_path / f"out{n}"),
                    env=env,
                    cwd=tmp_path,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                for n in range(2)
            ]
            time.sleep(dice.uniform(1.6, 4))
            for process in pair:
                process.kill()
                process.wait()
                kills += 1
        done = planilla("emit", source, env=env, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        print(f"{kills} kills; {Counter(dict(box.books.requests)).total()} requests")
        assert len(box.books.held) == KILLED_OVER
        check_books(box)
        _in_order(box)


def test_a_small_campaign_with_every_fault_at_2_per_cent(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", lanes(60))
    rates = dict.fromkeys(Fault, 0.02)
    options = Options(rates=rates, seed=3, rehearsal=Rehearsal(late=0.3, outage=0.3))
    with Sandbox(options) as box:
        settings = settings_for(box, tmp_path / "home", concurrency=8)
        for _ in range(MOST_RUNS):
            outcome = run(Job((source,), settings))
            if outcome.exit_code == 0:
                break
        assert sum(outcome.rows[e] for e in (Estado.EMITIDO, Estado.YA_EMITIDO)) == 60
        check_books(box)
        _in_order(box)
