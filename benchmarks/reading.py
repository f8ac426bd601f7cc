"""What it costs that a process of its own reads the files: `python -m benchmarks.reading`.

The same small files, read here and there in turns, so that a busy machine is as slow for
both; then once more for the processor time alone, which a busy machine does not change.
Half of them are .xlsx, half CSV, of some rows of comprobantes each.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.formats.open_file import read_file
from planilla.reading.process.parent import reader
from planilla.reading.process.read_file import open_grids
from tests.helpers import lanes, write_csv

STARTS = 5


def main() -> None:
    """Read, and print the costs a file and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--rows", type=int, default=20, help="of a file")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        paths = _files(Path(name), wanted.files, wanted.rows)
        open_grids(paths[0])
        read_file(paths[0])
        here, there = [], []
        for path in paths:
            here.append(_seconds(lambda p=path: read_file(p)))  # type: ignore[misc]
            there.append(_seconds(lambda p=path: open_grids(p)))  # type: ignore[misc]
        whole = [_seconds(lambda p=path: load(p, today(), Issuers())) for path in paths[:100]]  # type: ignore[misc]
        starts = [_start(paths[0]) for _ in range(STARTS)]
        cpu_here, cpu_there = _processor(paths)
    one, other = sum(here), sum(there)
    print(
        f"{len(paths)} files of {wanted.rows} rows: {1000 * one / len(paths):.2f} ms each in this "
        f"process, {1000 * other / len(paths):.2f} ms in one of its own, {other / one:.2f} x; "
        f"medians {1000 * statistics.median(here):.2f} and {1000 * statistics.median(there):.2f} ms"
    )
    print(
        f"of a processor: {1000 * cpu_here / len(paths):.2f} ms each in this process, "
        f"{1000 * cpu_there / len(paths):.2f} ms in both with one of its own"
    )
    print(
        f"judged, too: {1000 * sum(whole) / len(whole):.1f} ms each; the first file with a process "
        f"that has to begin: {min(starts):.2f} to {max(starts):.2f} s in {STARTS} starts"
    )


def _files(folder: Path, count: int, rows: int) -> list[Path]:
    table = lanes(rows)
    book = Workbook()
    book.worksheets[0].append(list(table[0]))
    for row in table:
        book.worksheets[0].append(list(row.values()))
    paths = []
    for number in range(count):
        if number % 2:
            paths.append(write_csv(folder / f"{number}.csv", table))
        else:
            paths.append(folder / f"{number}.xlsx")
            book.save(paths[-1])
    return paths


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _processor(paths: Sequence[Path]) -> tuple[float, float]:
    """Seconds of a processor: read here; and read there, by both processes (0 on Windows)."""
    _start(paths[0])
    before = _used()
    _start(paths[0])  # which ends the one before, and counts it
    beginning = _used() - before
    before = _used()
    for path in paths:
        read_file(path)
    here = _used() - before
    _start(paths[0])
    before = _used()
    for path in paths:
        open_grids(path)
    reader().stop()
    return here, _used() - before - beginning


def _used() -> float:
    """This process and those that have ended."""
    return sum(os.times()[:4])


def _start(path: Path) -> float:
    reader().stop()
    return _seconds(lambda: open_grids(path))


if __name__ == "__main__":
    main()
