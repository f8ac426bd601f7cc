"""What the ledger is asked for each operation that is sent: `python -m benchmarks.ledger_work`.

One lane of comprobantes, with their PDFs and without, and one of payments, against the
sandbox. Counted are the statements that read and that write, the transactions (each is a
wait for the disk) and the calls handed to a thread, from the lease to the last outcome.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from planilla.batch.batch_kind import BatchKind
from planilla.batch.emit import Emit
from planilla.batch.job import Job
from planilla.batch.pay import Pay
from planilla.model.operation import State
from planilla.sandbox.server import Options, Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.counted import WithoutPdf, counted
from tests.helpers import payment, row, write_csv

COUNT = 40


def main() -> None:
    """Print one line a kind of batch, for each operation of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=COUNT, help="operations of each kind")
    count = options.parse_args().count
    with tempfile.TemporaryDirectory() as name, Sandbox(Options()) as box:
        folder = Path(name)

        settings = Settings(
            base_url=box.url,
            home=folder / "home",
            pace_seconds=0,
            concurrency=1,  # one step at a time
            one_set_serves_all=True,
            **box.credentials,  # type: ignore[arg-type]
        )

        def told(what: str, source: Path, kind: BatchKind, *steps: str) -> None:
            found = counted(Job((source,)), settings, kind, *steps)
            each = ", ".join(
                f"{found[n] / count:.1f} {n}"
                for n in ("reads", "writes", "transactions", "threads")
            )
            print(f"{what}: {each}")

        rows = [row(n, tipo="FACTURA A", referencia=f"P-{n:05d}") for n in range(count)]
        told("issued, with its PDF", write_csv(folder / "a.csv", rows), Emit(), "documents")
        rows = [row(n, tipo="FACTURA A", punto_venta=2) for n in range(count)]
        told("issued, without", write_csv(folder / "b.csv", rows), WithoutPdf())
        with open_ledger(settings) as ledger:
            done = ledger.operations.of_kind(Emit().kind, State.DONE)
        paid = [payment(one.number or 0, str(one.total)) for one in done if one.punto_venta == 1]
        told("paid", write_csv(folder / "c.csv", paid), Pay())


if __name__ == "__main__":
    main()
