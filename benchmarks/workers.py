"""Several workers on one PostgreSQL, each with lanes of its own: `python -m benchmarks.workers`.

The service takes a second for each comprobante, so that lanes a second is the bound. Counted
is what is issued between the first tenth and the last.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from benchmarks.at_the_bound import service
from tests.helpers import row, write_csv
from tests.postgres.server import postgres

WORKERS, LANES, EACH = 3, 8, 20
LATENCY = 1.0


def main() -> None:
    """Print how many a second, beside the bound."""
    total = WORKERS * LANES * EACH
    with (
        tempfile.TemporaryDirectory() as name,
        postgres() as database,
        service(LATENCY) as told,
    ):
        folder = Path(name)
        team = [_worker(folder, n, database, told) for n in range(WORKERS)]
        began = _when(told, total // 10)
        ended = _when(told, total * 9 // 10)
        for process in team:
            process.wait()
    rate, bound = (total * 9 // 10 - total // 10) / (ended - began), WORKERS * LANES / LATENCY
    print(
        f"{WORKERS} workers of {LANES} lanes on one PostgreSQL, {LATENCY:g} s each: "
        f"{rate:.1f} a second, {rate / bound:.2f} of the bound ({bound:g})"
    )


def _worker(
    folder: Path, number: int, database: str, told: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    rows = [
        row(n, punto_venta=number * LANES + n % LANES + 1, tipo="FACTURA A")
        | {"referencia": f"W{number}-{n:05d}"}
        for n in range(LANES * EACH)
    ]
    source = write_csv(folder / f"worker{number}.csv", rows)
    own = {f"PLANILLA_{key.upper()}": value for key, value in told.items()}
    own |= {
        "PLANILLA_HOME": str(folder / f"home{number}"),
        "PLANILLA_LEDGER_URL": database,
        "PLANILLA_CONCURRENCY": str(LANES),
        "PLANILLA_PACE_SECONDS": "0",
        "PLANILLA_ONE_SET_SERVES_ALL": "true",
    }
    words = [sys.executable, "-m", "planilla", "emit", str(source)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(words, env=os.environ | own, cwd=folder, stdout=quiet, stderr=quiet)


def _when(told: Mapping[str, str], issued: int) -> float:
    """The moment from which so many are issued."""
    state = told["base_url"].split("/app/")[0] + "/sandbox/state"
    while True:
        held = len(httpx.get(state, timeout=60).json()["comprobantes"])
        if held >= issued:
            return time.perf_counter()
        time.sleep(0.5)


if __name__ == "__main__":
    main()
