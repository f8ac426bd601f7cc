"""A comprobante more in a lane costs the ledger so much, and no more."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from planilla.batch.job import Job
from planilla.sandbox.server import Sandbox
from tests.counted import WithoutPdf, counted
from tests.helpers import row, settings_for, write_csv

FEW, MORE = 3, 8


def _issued(folder: Path, count: int) -> Counter[str]:
    """By a new office, so many of one point of sale, tipo and day."""
    folder.mkdir()
    source = write_csv(folder / "a.csv", [row(n) for n in range(count)])
    with Sandbox() as box:
        settings = settings_for(box, folder / "home", concurrency=1, timeout_seconds=60)
        return counted(Job((source,)), settings, WithoutPdf())


def test_one_more_takes_two_reads_two_transactions_and_three_calls(tmp_path: Path) -> None:
    """Itself and whose its CAE is; the intent and the outcome."""
    few, more = _issued(tmp_path / "few", FEW), _issued(tmp_path / "more", MORE)
    each = {name: (more[name] - few[name]) / (MORE - FEW) for name in more}
    assert each == each | {"reads": 2, "transactions": 2, "threads": 3}
