"""`make simulate`: seeds for so many minutes, or one again.

python -m tests.simulation.run --minutes 60       as many as fit, on all processors
python -m tests.simulation.run --seed 17          one, with all that happens in it
python -m tests.simulation.run --plan FILE        a plan that was printed
python -m tests.simulation.run --count 30         so many, one after the other
python -m tests.simulation.run --mutants          each mutant by its own plan
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

CHUNK = 100  # worlds a process: what the dead leave is gone with it
HASHES = "PYTHONHASHSEED"
ALONE = {HASHES: "0", "POLARS_MAX_THREADS": "1"}


@dataclass(frozen=True)
class Told:
    """What became of one seed, as one process tells another."""

    seed: int
    broken: str
    digest: str
    deaths: int
    requests: int


def main() -> int:
    """What the arguments say; 1 when something is broken."""
    if os.environ.get(HASHES) != "0":
        again = [sys.executable, "-m", "tests.simulation.run", *sys.argv[1:]]
        return subprocess.call(again, env={**os.environ, **ALONE})
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--seed", type=int)
    words.add_argument("--plan", type=Path)
    words.add_argument("--minutes", type=float, default=60.0)
    words.add_argument("--count", type=int)
    words.add_argument("--first", type=int, default=0)
    words.add_argument("--json", action="store_true", help="a line of JSON a seed")
    words.add_argument("--quiet", action="store_true", help="no trace, nothing made smaller")
    words.add_argument("--until-broken", action="store_true", help="end with the first")
    words.add_argument("--mutants", action="store_true", help="each by its own plan")
    words.add_argument("--mutant", help="with one lock of planilla taken off (mutants.py)")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = words.parse_args()
    with _spoilt(given.mutant):
        return _done(given)


def _spoilt(mutant: str | None) -> AbstractContextManager[None]:
    from tests.simulation.mutants import spoilt

    return spoilt(mutant) if mutant else nullcontext()


def _done(given: argparse.Namespace) -> int:
    if given.mutants:
        return _mutants()
    if given.seed is not None or given.plan is not None:
        return _one(given.seed, given.plan, quiet=given.quiet)
    if given.count is not None:
        seeds = range(given.first, given.first + given.count)
        return _told(_in_this(seeds, first=given.until_broken), as_json=given.json)
    return _many(given.minutes, given.first, given.jobs)


def _one(seed: int | None, file: Path | None, *, quiet: bool) -> int:
    """One world, with its trace; a failing one is made small and printed."""
    from tests.simulation.making import plan
    from tests.simulation.plan import Plan
    from tests.simulation.shrink import shrunk
    from tests.simulation.simulate import leave, simulate

    logging.disable(logging.CRITICAL)
    made = Plan.loaded(file.read_text(encoding="utf-8")) if file else plan(seed or 0)
    result = simulate(made)
    if not quiet:
        print("\n".join(result.trace))
    print(f"seed {made.seed}: {result.broken or 'all holds'} (trace {result.digest})")
    if result.broken and not quiet:
        small = shrunk(made, result.broken, lambda one: simulate(one).broken)
        again = simulate(small)
        print(f"\nmade smaller: {again.broken}\n" + "\n".join(again.trace))
        print(f"\n{small.dumped()}")
    leave()
    sys.stdout.flush()
    os._exit(1 if result.broken else 0)


def _mutants() -> int:
    """A line of JSON each: what its plan breaks without the lock, and with it (nothing)."""
    from tests.simulation.mutants import caught, spoilt
    from tests.simulation.simulate import leave, simulate

    logging.disable(logging.CRITICAL)
    unnoticed = False
    for name, plan in caught():
        sound = simulate(plan).broken
        with spoilt(name):
            broken = simulate(plan).broken
        unnoticed |= bool(sound) or not broken
        print(json.dumps({"mutant": name, "sound": sound, "broken": broken}), flush=True)
    leave()
    os._exit(unnoticed)


def _in_this(seeds: range, *, first: bool) -> Iterator[Told]:
    """Each of them; with `first` up to the first that is broken."""
    from tests.simulation.making import plan
    from tests.simulation.simulate import simulate

    logging.disable(logging.CRITICAL)
    for place, seed in enumerate(seeds):
        result = simulate(plan(seed))
        yield Told(seed, result.broken, result.digest, result.deaths, result.requests)
        if first and result.broken:
            return
        if place == 0:
            gc.collect()
            gc.freeze()


def _told(found: Iterator[Told], *, as_json: bool) -> int:
    from tests.simulation.simulate import leave

    began, many, bad = time.process_time(), 0, 0
    for one in found:
        many += 1
        bad += bool(one.broken)
        if as_json:
            print(json.dumps(vars(one)), flush=True)
        elif one.broken:
            print(f"seed {one.seed}: {one.broken}", flush=True)
    if not as_json:
        spent = time.process_time() - began
        print(f"{many} worlds, {bad} broken, {spent / max(many, 1):.2f} s of processor each")
    sys.stdout.flush()
    leave()
    os._exit(1 if bad else 0)  # what the dead left has nothing to say at the end either


def _many(minutes: float, first: int, jobs: int) -> int:
    """Processes of so many seeds each, until the time is up."""
    began = time.time()
    until = began + minutes * 60
    starts = iter(range(first, 10**9, CHUNK))
    found: list[Told] = []

    def work() -> None:
        while time.time() < until:
            for one in _elsewhere(next(starts), until):
                found.append(one)
                if one.broken:
                    print(f"seed {one.seed}: {one.broken}", flush=True)

    with ThreadPoolExecutor(jobs) as pool:
        for hand in [pool.submit(work) for _ in range(jobs)]:
            hand.result()
    spent = time.time() - began
    bad = [one for one in found if one.broken]
    print(
        f"{len(found)} worlds in {spent / 60:.1f} minutes ({len(found) / spent:.2f} a second),"
        f" {sum(one.deaths for one in found)} deaths, {sum(one.requests for one in found)}"
        f" requests; broken: {[one.seed for one in bad] or 'none'}"
    )
    for one in bad[:3]:
        subprocess.call([sys.executable, "-m", "tests.simulation.run", "--seed", str(one.seed)])
    return 1 if bad else 0


def _elsewhere(first: int, until: float) -> Iterator[Told]:
    words = ["--first", str(first), "--count", str(CHUNK), "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.simulation.run", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield Told(**json.loads(line))
            if time.time() > until:
                process.kill()
                return


if __name__ == "__main__":
    raise SystemExit(main())
