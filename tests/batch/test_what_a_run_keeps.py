"""While a run goes, what it has of each thing asked is small: the ledger has the rest."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from planilla.batch.emit import emit
from planilla.batch.job import Job
from planilla.comprobantes.body import Body
from planilla.model.asked import Asked
from planilla.model.operation import Operation
from planilla.reading.rows import Rows
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.server import Options, Sandbox
from tests.helpers import lanes, settings_for, write_csv

KINDS = (Asked, Body, Rows, Operation)
COUNT = 48


def alive() -> Counter[str]:
    """How many of each kind there are in this process."""
    gc.collect()
    return Counter(
        kind.__name__ for one in gc.get_objects() for kind in KINDS if isinstance(one, kind)
    )


@pytest.mark.parametrize("lots", [False, True])
@pytest.mark.slow
def test_once_all_is_written_down_nothing_of_the_file_but_its_rows_numbers_is_held(
    lots: bool, tmp_path: Path
) -> None:
    """Looked at when each step has ended, before and behind the lanes."""
    before = alive()
    found: dict[str, Counter[str]] = {}

    async def step(
        name: str, work: Callable[[], Awaitable[Mapping[str, int]]]
    ) -> Mapping[str, int]:
        told = await work()
        found[name.split(maxsplit=1)[0]] = alive() - before
        return told

    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", concurrency=4, lots=lots)
        source = write_csv(tmp_path / "a.csv", lanes(COUNT, days=1))
        outcome = asyncio.run(emit(Job((source,)), settings, step))
    assert sum(outcome.rows.values()) == COUNT
    assert found["load"]["Asked"] == COUNT
    assert not found["plan"]
    assert not found["ask"]
    assert not (found["lanes"].keys() & {"Asked", "Body", "Rows"})
    assert found["lanes"]["Operation"] < COUNT / 2  # what is at work, and what was a moment ago
    assert not found["documents"]


@pytest.mark.slow
def test_pdfs_that_wait_hold_neither_bodies_nor_operations(tmp_path: Path) -> None:
    """No link works and each is tried again and again: nearly all wait when the lanes end."""
    before = alive()
    most = Counter[str]()

    async def step(
        name: str, work: Callable[[], Awaitable[Mapping[str, int]]]
    ) -> Mapping[str, int]:
        told = await work()
        if name.startswith("lanes"):
            most.update(alive() - before)
        return told

    with Sandbox(Options(rehearsal=Rehearsal(pdf_life=0.0))) as box:
        settings = settings_for(
            box, tmp_path / "home", concurrency=1, retry_seconds=0.5, budget_seconds=1
        )
        source = write_csv(tmp_path / "a.csv", lanes(COUNT, points=1, days=1))
        outcome = asyncio.run(emit(Job((source,)), settings, step))
    assert outcome.files[0].missing_pdfs == COUNT
    assert most["Operation"] < COUNT / 2
