"""`make bench`: how fast the parts are, as ratios measured in one run."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks import start, workbook
from benchmarks.dry_run import compared
from planilla.batch.emit import emit
from planilla.batch.job import Job
from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.settings.settings import Settings
from tests.helpers import lanes, write_csv

ROWS = 20_000
ISSUED = 120
LATENCY = 0.2


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _loading(folder: Path) -> None:
    source = write_csv(folder / "big.csv", lanes(ROWS))
    floor = _timed(lambda: pl.read_csv(source, infer_schema_length=0))
    ours = _timed(lambda: load(source, today(), Issuers()))
    print(f"load {ROWS} rows: {ours:.1f} s, {ours / floor:.0f} x polars reading the text alone")


def _issuing(folder: Path, concurrency: int) -> float:
    source = write_csv(folder / "some.csv", lanes(ISSUED))
    with Sandbox(Options(rehearsal=Rehearsal(latency=LATENCY))) as box:
        settings = Settings(
            base_url=box.url,
            home=folder / f"home{concurrency}",
            pace_seconds=0,
            concurrency=concurrency,
            one_set_serves_all=True,
            **box.credentials,  # type: ignore[arg-type]
        )
        return _timed(lambda: asyncio.run(emit(Job((source,)), settings)))


def main() -> None:
    """Print one line a measurement."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start.compared()
        _loading(folder)
        compared(folder)
        workbook.compared(folder)
        one, eight = _issuing(folder, 1), _issuing(folder, 8)
        ideal = ISSUED * LATENCY
        print(
            f"issue {ISSUED} at {LATENCY} s each: {one:.1f} s with 1 lane, "
            f"{one / ideal:.2f} x the service's own time"
        )
        print(f"the same with 8 lanes: {eight:.1f} s, {one / eight:.1f} times as fast")


if __name__ == "__main__":
    main()
