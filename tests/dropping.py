"""An office that drops files again and again, and answers what it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planilla.batch.run_result import Outcome
from planilla.model.operation import Reason
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.helpers import Job, run, run_pay, settings_for, write_csv

Rows = Sequence[dict[str, Any]]


@dataclass
class Office:
    """An office that drops files, and answers what it is asked."""

    box: Sandbox
    folder: Path

    @property
    def settings(self) -> Settings:
        return settings_for(self.box, self.folder / "home", budget_seconds=5)

    def job(self, name: str, rows: Rows) -> Job:
        return Job((write_csv(self.folder / name, rows),), self.settings)

    def emit(self, *rows: dict[str, Any], name: str = "ventas.csv") -> Outcome:
        return run(self.job(name, rows))

    def pay(self, *rows: dict[str, Any], name: str = "pagos.csv") -> Outcome:
        return run_pay(self.job(name, rows))

    def waiting(self) -> list[Reason]:
        with open_ledger(self.settings) as ledger:
            return [one.reason for one in ledger.reviews.waiting()]

    def seen(self) -> str:
        with open_ledger(self.settings) as ledger:
            return " ".join(text for one in ledger.reviews.waiting() for text in one.errors)

    def answer(self, word: str) -> None:
        with open_ledger(self.settings) as ledger:
            for one in ledger.reviews.waiting():
                decide(ledger, one, Decision("Ana", word))

    @property
    def issued(self) -> int:
        return len(self.box.books.held)
