"""An office beside the second service: what is open in the documents, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl

from planilla.batch.run_result import Outcome
from planilla.model.asked import Kind as Asked
from planilla.model.operation import Operation, State
from planilla.review.record_answers import Decision, decide
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.double import Double, Point, Served, Switches, problems, serving
from tests.helpers import Job, run, run_pay, run_queued, run_resend, write_csv

NUEVO = "facturacion/nuevo"
SEARCH = "facturacion/consulta_avanzada"
CUIT = "30700000148"  # not the receiver's of the rows


class Office:
    """Files of one office, worked against the double."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.double, self.served, self.folder = served.double, served, folder

    def settings(self, home: str = "home", **changes: Any) -> Settings:
        """With waits short enough for a test."""
        keys = self.double.points[0].keys
        given = {
            "base_url": self.served.api,
            "home": self.folder / home,
            "pace_seconds": 0,
            "timeout_seconds": 5,
            "settle_seconds": 0.4,
            "retry_seconds": 0.05,
            "budget_seconds": 20,
            "issuer_cuit": self.double.points[0].cuit,
            **keys.body(),
            **changes,
        }
        return Settings(_env_file=None, **given)  # type: ignore[call-arg]

    def job(self, rows: Sequence[dict[str, Any]], **changes: Any) -> Job:
        return Job((write_csv(self.folder / "rows.csv", rows),), self.settings(**changes))

    def emit(self, *rows: dict[str, Any], **changes: Any) -> Outcome:
        return run(self.job(rows, **changes))

    def queue(self, *rows: dict[str, Any], **changes: Any) -> Outcome:
        return run_queued(self.job(rows, **changes))

    def pay(self, *rows: dict[str, Any], **changes: Any) -> Outcome:
        return run_pay(self.job(rows, **changes))

    def resend(self, *rows: dict[str, Any], **changes: Any) -> Outcome:
        return run_resend(self.job(rows, **changes))

    def operations(self, state: State, kind: Asked = Asked.ISSUE) -> list[Operation]:
        with open_ledger(self.settings()) as ledger:
            return ledger.operations.of_kind(kind, state)

    def answer(self, waiting: Operation, word: str) -> None:
        """Somebody answers what is asked of an operation."""
        with open_ledger(self.settings()) as ledger:
            decide(ledger, waiting, Decision("Ana", word))

    def errors(self) -> str:
        """Everything that the result says is wrong, and what to do about it."""
        path = self.folder / "resultados" / "rows.resultado.xlsx"
        sheet = openpyxl.load_workbook(path)["Errores"]
        return "\n".join(str(cell.value) for line in sheet.iter_rows(min_row=2) for cell in line)

    def asked(self, method: str) -> int:
        return self.double.traffic.requests[method]

    def sound(self) -> None:
        """Nothing twice, no gaps, no dates back, and only what the contract allows was sent."""
        assert not problems(self.double)
        assert not self.double.refused


@contextmanager
def office_of(folder: Path, double: Double | None = None, **switches: Any) -> Iterator[Office]:
    """An office, and a service that answers as the switches say."""
    double = double or Double([Point(cuit=CUIT)], Switches(**switches))
    with serving(double) as served:
        yield Office(served, folder)
