"""How near issuing comes to the service's own time, and what one costs.

By itself: `python -m benchmarks.at_the_bound`.

The service is the sandbox in a process of its own. Bounds: a lane's comprobantes one after
the other at the service's latency, or the longest lane of several. Costs: processor seconds
of this process for each comprobante with its PDF, beside a bare httpx loop that sends the
same bodies and fetches the same PDFs, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from planilla.batch.emit import emit
from planilla.batch.job import Job
from planilla.settings.settings import Settings
from tests.helpers import row, write_csv

LATENCY = 0.2
ONE_LANE, SEVERAL, LANES = 160, 400, 8
COST = 400


@dataclass
class Measured:
    """Wall and processor seconds of a run's steps, by the first word of their names."""

    wall: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    cpu: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    async def step(
        self, name: str, work: Callable[[], Awaitable[Mapping[str, int]]]
    ) -> Mapping[str, int]:
        """Run a step and add what it took; lanes that run beside each other count once each."""
        began, used = time.perf_counter(), time.process_time()
        found = await work()
        word = name.split(maxsplit=1)[0]
        self.wall[word] = max(self.wall[word], time.perf_counter() - began)
        self.cpu[word] = max(self.cpu[word], time.process_time() - used)
        return found


@contextmanager
def service(latency: float, *switches: str) -> Iterator[Mapping[str, str]]:
    """A sandbox in a process of its own: the variables that point a command at it."""
    words = [sys.executable, "-m", "planilla", "sandbox", "--port", "0", "--latency", str(latency)]
    for switch in switches:
        words += ["--switch", switch]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            yield _told(process)
        finally:
            process.terminate()
            process.wait()


def _told(process: subprocess.Popen[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    assert process.stdout is not None  # noqa: S101 - it is piped
    for line in process.stdout:
        name, sign, value = line.strip().removeprefix("export ").partition("=")
        if sign and name.startswith("PLANILLA_"):
            found[name.removeprefix("PLANILLA_").lower()] = value.strip("'\"")
        if {"base_url", "apikey", "usertoken", "apitoken"} <= set(found):
            break
    return found


def settings(told: Mapping[str, str], home: Path, concurrency: int, **more: object) -> Settings:
    """Settings without a pause of planilla's own."""
    return Settings(
        home=home,
        pace_seconds=0,
        concurrency=concurrency,
        one_set_serves_all=True,
        **told,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def issue(folder: Path, count: int, lanes: int, latency: float, **more: object) -> Measured:
    """Issue `count` over `lanes` of one tipo, after one each that warms the ledger."""
    name = f"run{next(_RUNS)}"  # each has a home of its own
    warm = [row(n, punto_venta=n + 1, tipo="FACTURA A") for n in range(lanes)]
    rows = [
        row(n, punto_venta=n % lanes + 1, tipo="FACTURA A", referencia=f"R-{n:05d}")
        for n in range(count)
    ]
    with service(latency) as told:
        own = settings(told, folder / name, lanes, **more)
        asyncio.run(emit(Job((write_csv(folder / f"{name}w.csv", warm),)), own))
        found = Measured()
        source = write_csv(folder / f"{name}.csv", rows)
        outcome = asyncio.run(emit(Job((source,)), own, step=found.step))
    assert not outcome.trouble, outcome.trouble  # noqa: S101
    assert sum(outcome.files[0].rows.values()) == count  # noqa: S101
    return found


def bare(count: int) -> float:
    """Processor seconds a comprobante of a loop that sends such bodies and fetches the PDFs."""

    async def loop(told: Mapping[str, str]) -> float:
        tokens = {name: told[name] for name in ("apikey", "apitoken", "usertoken")}
        async with httpx.AsyncClient(base_url=told["base_url"]) as http:
            began = time.process_time()
            for n in range(count):
                body = _body(n + 1)
                answer = await http.post("facturacion/nuevo", content=json.dumps(tokens | body))
                found = answer.json()
                assert found["error"] == "N", found  # noqa: S101
                await http.get(found["comprobante_pdf_url"])
            return (time.process_time() - began) / count

    with service(0.0) as told:
        return asyncio.run(loop(told))


def _body(number: int) -> dict[str, object]:
    from planilla.common.calendar import today
    from planilla.comprobantes.load import load
    from planilla.model.issuers import Issuers

    if not _BODY:
        with tempfile.TemporaryDirectory() as folder:
            source = write_csv(Path(folder) / "one.csv", [row(1, tipo="FACTURA A")])
            (one,) = load(source, today(), Issuers()).asked
            import simplejson

            _BODY.update(json.loads(simplejson.dumps(dict(one.body), use_decimal=True)))
    comprobante = {**_BODY["comprobante"], "numero": number, "external_reference": f"x-{number}"}
    return {"cliente": _BODY["cliente"], "comprobante": comprobante}


_RUNS = itertools.count()
_BODY: dict[str, dict[str, object]] = {}


def one_lane(folder: Path) -> None:
    """Print how near one lane comes to the service's own time."""
    found, bound = issue(folder, ONE_LANE, 1, LATENCY), ONE_LANE * LATENCY
    print(
        f"{ONE_LANE} in one lane at {LATENCY} s: {found.wall['lanes']:.1f} s, "
        f"{found.wall['lanes'] / bound:.2f} x the lane's bound"
    )


def several_lanes(folder: Path) -> None:
    """Print the same of several lanes side by side."""
    found, bound = issue(folder, SEVERAL, LANES, LATENCY), SEVERAL / LANES * LATENCY
    print(
        f"{SEVERAL} over {LANES} lanes at {LATENCY} s: {found.wall['lanes']:.1f} s, "
        f"{found.wall['lanes'] / bound:.2f} x the bound"
    )


def in_lots(folder: Path) -> None:
    """Print how much faster lots are, where the service takes one in the time of two."""
    alone = issue(folder, ONE_LANE, 1, LATENCY).wall["lanes"]
    lots = issue(folder, ONE_LANE, 1, LATENCY, lots=True).wall["lanes"]
    print(
        f"{ONE_LANE} in one lane, a lot in the time of two: one by one {alone:.1f} s, "
        f"in lots {lots:.1f} s, {alone / lots:.1f} times as fast"
    )


def costs(folder: Path) -> None:
    """Print the processor seconds of one, beside a bare loop's."""
    found, floor = issue(folder, COST, 1, 0.0), bare(COST)
    ours = (found.cpu["lanes"] + found.cpu["documents"]) / COST
    print(
        f"{COST} with their PDFs: {1000 * ours:.1f} ms of a processor each, "
        f"{ours / floor:.1f} x a bare loop ({1000 * floor:.1f} ms)"
    )


PARTS = {"one": one_lane, "eight": several_lanes, "lots": in_lots, "cost": costs}


def main() -> None:
    """Print one line a measurement."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--only", choices=PARTS, help="one of them")
    only = words.parse_args().only
    with tempfile.TemporaryDirectory() as name:
        for word, part in PARTS.items():
            if only in {None, word}:
                part(Path(name))


if __name__ == "__main__":
    main()
