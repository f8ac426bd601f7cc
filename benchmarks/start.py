"""How long a command takes that has next to nothing to do: `python -m benchmarks.start`.

One row is issued against a sandbox that answers at once, one is only read and checked, the
ledger's counts and the help are shown. Each is a process of its own, and told beside one that
imports polars and httpx and ends. `--beside TREE` runs those of another working tree in turn.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from planilla.sandbox.server import Sandbox
from tests.helpers import row, write_csv
from tests.processes import environment

ROUNDS = 5
MOST = 10
FLOOR = "import polars, httpx"
HERE = Path(__file__).parents[1]
IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of processors; the reading process counts, too."""

    wall: float
    cpu: float


class Office:
    """One working tree, with a home of its own and a new row for each run."""

    def __init__(self, tree: Path, folder: Path, box: Sandbox) -> None:
        folder.mkdir()
        self._folder = folder
        self._env = environment(
            box, folder / "home", PYTHONPATH=str(tree), PYTHONDONTWRITEBYTECODE=""
        )
        self._rows = 0

    def commands(self) -> Mapping[str, list[str]]:
        """Every command that is timed, by its name."""
        self._rows += 1
        source = self._folder / f"{self._rows}.csv"
        write_csv(source, [row(self._rows)])
        planilla = ["-m", "planilla"]
        return {
            FLOOR: ["-c", FLOOR],
            "planilla --help": [*planilla, "--help"],
            "planilla status": [*planilla, "status"],
            "planilla emit --dry-run": [*planilla, "emit", "--dry-run", str(source)],
            "planilla emit": [*planilla, "emit", str(source)],
        }

    def run(self, words: Iterable[str]) -> Spent:
        """Run one to its end."""
        cpu, began = _children(), time.perf_counter()
        self._ended(words)
        return Spent(time.perf_counter() - began, _children() - cpu)

    def imports(self) -> list[tuple[int, str]]:
        """Microseconds that each module of a dry run takes by itself, the longest first."""
        told = self._ended(["-X", "importtime", *self.commands()["planilla emit --dry-run"]])
        found = [(int(own), name) for own, name in IMPORT.findall(told)]
        return sorted(found, reverse=True)

    def _ended(self, words: Iterable[str]) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            env=self._env,
            cwd=self._folder,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        return done.stderr


def _children() -> float:
    """Seconds of processors that ended processes have taken; 0 on Windows."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compared(beside: Path | None = None, rounds: int = ROUNDS) -> None:
    """Time every command of each tree in turn, and print the medians, a line a command and tree."""
    trees = {"here": HERE} | ({"there": beside} if beside else {})
    found: dict[tuple[str, str], list[Spent]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        offices = {
            title: Office(tree, folder / title, stack.enter_context(Sandbox()))
            for title, tree in trees.items()
        }
        for turn in range(rounds + 1):
            for title, office in offices.items():
                for command, words in office.commands().items():
                    spent = office.run(words)
                    if turn:  # the first compiles, and makes the ledger
                        found.setdefault((command, title), []).append(spent)
        imports = offices["here"].imports()
    for command, title in sorted(found):
        told = title if len(trees) > 1 else ""
        print(_line(f"{command} {told}".strip(), found[command, title], found[FLOOR, title]))
    print(f"a dry run imports {len(imports)} modules, the longest by themselves (ms):")
    print(", ".join(f"{name} {own / 1000:.0f}" for own, name in imports[:MOST]))


def _line(name: str, runs: Sequence[Spent], floor: Sequence[Spent]) -> str:
    wall = statistics.median(one.wall for one in runs)
    cpu = statistics.median(one.cpu for one in runs)
    ratio = statistics.median(a.wall / b.wall for a, b in zip(runs, floor, strict=True))
    share = f"{ratio:.1f} x {FLOOR}" if name.startswith("planilla") else "as it is"
    return f"{name}: {wall:.2f} s, {share}, {cpu:.2f} s of processors"


def main() -> None:
    """Time this tree, and another beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="another working tree")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    wanted = parser.parse_args()
    compared(wanted.beside and wanted.beside.absolute(), wanted.rounds)


if __name__ == "__main__":
    main()
