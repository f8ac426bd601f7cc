"""A plan, come to pass: what did not hold, and all that happened."""

from __future__ import annotations

import gc
import hashlib
import shutil
import sys
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from tests.simulation.homes import new_home
from tests.simulation.invariants import Broken
from tests.simulation.loop import Loop, Stuck
from tests.simulation.plan import Plan
from tests.simulation.seams import doubled
from tests.simulation.world import World


@dataclass(frozen=True)
class Result:
    """What became of a world: what did not hold, and all that happened, in order."""

    plan: Plan
    broken: str
    trace: Sequence[str]
    deaths: int
    requests: int
    cause: BaseException | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()[:16]


@cache
def _room() -> Path:
    """A folder in memory, where there is one, the same for all worlds of this process."""
    memory = Path("/dev/shm")  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="planilla-", dir=memory if memory.is_dir() else None))


def leave() -> None:
    """Remove the folders of this process, which has no world any more."""
    shutil.rmtree(_room(), ignore_errors=True)
    shutil.rmtree(new_home().parent, ignore_errors=True)


def _forget(world: World) -> None:
    """Give back what the dead left; what they would still say to that is not heard."""
    before, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            world.running.graves.clear()
            world.network.forget()
            gc.collect(2 if world.deaths else 1)
    finally:
        sys.unraisablehook = before


def simulate(plan: Plan) -> Result:
    """Let a plan come to pass."""
    new_home()
    gc.disable()  # what is thrown away when is no chance
    folder = _room() / "world"
    folder.mkdir()
    world = World(plan, folder)
    loop = Loop(world.clock, world.dice, plan.pause, plan.stall)
    broken, cause = "", None
    with doubled(world, Random(f"chance {plan.seed}")):
        try:
            loop.run_until_complete(world.live())
        except (Broken, Stuck) as error:
            broken, cause = f"{error}", error.__cause__
        finally:
            shutil.rmtree(folder)
            loop.bury()
            _forget(world)
            loop.close()
            gc.enable()
    if not broken and loop.troubles:
        broken = f"the loop says {loop.troubles[0]}"
    requests = world.double.traffic.requests.total()
    return Result(plan, broken, world.trace, world.deaths, requests, cause)
