"""Seeds of the simulator: each a world in which planilla must keep its promise.

They run in processes of their own, in which the hashes of texts are the same each time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.simulation.mutants import MUTANTS

SEEDS = 4  # `make simulate` runs them for an hour
MOST_FOR_A_MUTANT = 200
FOUND = sorted((Path(__file__).parent / "found").glob("*.json"))


def _run(*words: str) -> tuple[int, str]:
    """The simulator's exit code, and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation.run", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONHASHSEED": "0", "PLANILLA_CHECK_CONTRACT": "1"},
    )
    return done.returncode, done.stdout + done.stderr


def _told(*words: str) -> list[dict[str, Any]]:
    _, said = _run(*words, "--json")
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


@cache
def _first() -> list[dict[str, Any]]:
    return _told("--count", str(SEEDS))


@pytest.mark.xdist_group("the first seeds")
def test_the_first_seeds_hold() -> None:
    assert [one["seed"] for one in _first()] == list(range(SEEDS))
    assert [one for one in _first() if one["broken"]] == []


@pytest.mark.xdist_group("the first seeds")
def test_a_seed_is_the_same_world_each_time_and_after_any_other() -> None:
    alone = _told("--first", "3", "--count", "1")
    assert alone[0]["digest"] == _first()[3]["digest"]
    assert _first()[2]["digest"] != _first()[3]["digest"]


@pytest.mark.parametrize("plan", FOUND, ids=lambda path: path.stem)
def test_what_was_found_once_holds(plan: Path) -> None:
    code, said = _run("--plan", str(plan), "--quiet")
    assert code == 0, said


def test_each_lock_taken_off_is_noticed_by_its_plan_which_holds_with_it() -> None:
    """Else nothing that the seeds say is worth anything."""
    told = _told("--mutants")
    assert [one["mutant"] for one in told] == list(MUTANTS)
    assert [one for one in told if one["sound"] or not one["broken"]] == []


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", MUTANTS)
def test_a_lock_taken_off_is_noticed_by_the_seeds(name: str) -> None:
    told = _told("--mutant", name, "--count", str(MOST_FOR_A_MUTANT), "--until-broken")
    print(f"{name}: seed {told[-1]['seed']}, {told[-1]['broken']}")
    assert told[-1]["broken"]
