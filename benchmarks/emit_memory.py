"""The most memory that issuing a file takes, by its rows: `python -m benchmarks.emit_memory`.

Rows of 8 points of sale, in lots, against a sandbox that answers at once. A hundred thousand
take a good half hour: `--rows 10000 100000`.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.at_the_bound import service, settings
from benchmarks.peak import peak
from planilla.batch.emit import emit
from planilla.batch.job import Job
from tests.helpers import row, write_csv

ROWS = (1_000, 4_000)
LANES = 8


def compared(folder: Path, sizes: Sequence[int] = ROWS) -> None:
    """Print the peak and the time of each size, and how the peaks compare."""
    found = {rows: _run(folder, rows) for rows in sizes}
    told = ", ".join(f"{n} rows {peak:.0f} MiB in {s:.0f} s" for n, (peak, s) in found.items())
    first, last = found[sizes[0]][0], found[sizes[-1]][0]
    print(f"emit --lots over {LANES} lanes: {told}; {last / first:.2f} x from first to last")


def _run(folder: Path, rows: int) -> tuple[float, float]:
    with service(0.0) as told:
        words = [sys.executable, "-m", "benchmarks.emit_memory", "--child", str(folder), str(rows)]
        words += [f"{name}={value}" for name, value in told.items()]
        began = time.perf_counter()
        done = subprocess.run(words, capture_output=True, check=True, text=True)
        return float(done.stdout.split()[-1]), time.perf_counter() - began


def _child(folder: Path, rows: int, told: Mapping[str, str]) -> None:
    """Issue, and print the most memory that this process has had, in MiB."""
    made = (
        row(n, punto_venta=n % LANES + 1, tipo="FACTURA A", referencia=f"E-{n:06d}")
        for n in range(rows)
    )
    source = write_csv(folder / f"emit{rows}.csv", made)
    own = settings(told, folder / f"home{rows}", LANES, lots=True)
    outcome = asyncio.run(emit(Job((source,)), own))
    assert outcome.exit_code == 0, outcome  # noqa: S101
    print(f"{1000 * time.process_time() / rows:.1f} ms of a processor each", file=sys.stderr)
    print(peak())


def main() -> None:
    """Print the line."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, nargs="*", default=list(ROWS))
    words.add_argument("--child", nargs="*", default=[])
    given = words.parse_args()
    if given.child:
        folder, rows, *told = given.child
        _child(Path(folder), int(rows), dict(one.split("=", 1) for one in told))
        return
    with tempfile.TemporaryDirectory() as name:
        compared(Path(name), given.rows)


if __name__ == "__main__":
    main()
