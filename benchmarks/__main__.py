"""`make bench`: how fast the parts are, as ratios measured in one run.

`--write FILE` puts the lines into a document, too, with the date, the machine and the command.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks import (
    at_the_bound,
    dry_run,
    emit_memory,
    plain_script,
    reconcile_files,
    start,
    workbook,
    workers,
)
from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from tests.helpers import lanes, write_csv

ROWS = 20_000
GROWTH = (1_000, 10_000, 100_000)
HEAD = """# Benchmarks

`make bench`, {day}: {machine}, {processors} processors, Python {python}, {seconds:.0f} s in all.
Each line was measured beside what it is compared with, in the same run.

"""


def _loading(folder: Path) -> None:
    source = write_csv(folder / "big.csv", lanes(ROWS))
    floor = _timed(lambda: pl.read_csv(source, infer_schema_length=0))
    ours = _timed(lambda: load(source, today(), Issuers()))
    print(f"load {ROWS} rows: {ours:.1f} s, {ours / floor:.0f} x polars reading the text alone")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _all(folder: Path) -> dict[str, list[Callable[[], object]]]:
    return {
        "The start of a command": [start.compared],
        "Reading, checked and not sent": [
            partial(_loading, folder),
            *(partial(dry_run.compared, folder, rows) for rows in GROWTH),
        ],
        "The result": [
            partial(workbook.compared, folder, 5_000),
            partial(workbook.compared, folder),
        ],
        "Issuing": [
            partial(at_the_bound.one_lane, folder),
            partial(at_the_bound.several_lanes, folder),
            partial(at_the_bound.in_lots, folder),
            partial(at_the_bound.costs, folder),
            partial(emit_memory.compared, folder),
        ],
        "Reconciling, from CSV to workbook": [reconcile_files.compared],
        "Several workers": [workers.main],
        "Beside the script that most people write": [partial(plain_script.compared, folder)],
    }


def main() -> None:
    """Print the lines of each part under its name."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    words.add_argument("--write", type=Path, help="a document that is written with the lines")
    into = words.parse_args().write
    began, document = time.perf_counter(), io.StringIO()
    with tempfile.TemporaryDirectory() as name:
        for title, parts in _all(Path(name)).items():
            _part(title, parts, document)
    if into is not None:
        head = HEAD.format(
            day=today(),
            machine=platform.machine(),
            processors=os.cpu_count(),
            python=platform.python_version(),
            seconds=time.perf_counter() - began,
        )
        into.write_text(head + document.getvalue().rstrip() + "\n", encoding="utf-8")


def _part(title: str, parts: list[Callable[[], object]], document: io.StringIO) -> None:
    print(f"\n{title}")
    document.write(f"## {title}\n\n")
    for part in parts:
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            part()
        print(told.getvalue(), end="", flush=True)
        document.writelines(f"- {line}\n" for line in told.getvalue().splitlines() if line)
    document.write("\n")


if __name__ == "__main__":
    main()
