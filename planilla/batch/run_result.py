"""What became of a run: its files, its figures, its exit code."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from planilla.common.errors import InputError, OutputError, PlanillaError
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG, ExitCode
from planilla.model.column_answers import HeadingQuestion
from planilla.writing.report import Estado


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file: its result, rows and comprobantes by estado, money by estado and currency.

    Money counts once a comprobante; credit notes count against it. `questions` are about
    headings that are not understood: until they are answered its rows wait. `asks_anew`
    says that nobody has been asked before about one of them. `csv` is the same result for
    programs.
    """

    path: Path
    result: Path | None
    rows: Mapping[Estado, int]
    comprobantes: Mapping[Estado, int]
    money: Mapping[Estado, Mapping[str, Decimal]]
    from_other_files: int
    missing_pdfs: int
    problem: PlanillaError | None = None
    questions: tuple[HeadingQuestion, ...] = ()
    asks_anew: bool = False
    csv: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """The whole run.

    `busy` are points of sale that another process kept; `stopped` says that it was asked to
    end before it was through.
    """

    files: tuple[FileOutcome, ...]
    unread: tuple[InputError, ...]
    trouble: PlanillaError | None
    dry_run: bool
    busy: tuple[str, ...] = ()
    outage: str = ""
    resume_at: datetime | None = None
    carried: int = 0
    stopped: bool = False

    @property
    def rows(self) -> Counter[Estado]:
        """The rows of all files, by estado."""
        counts: Counter[Estado] = Counter()
        for file in self.files:
            counts.update(file.rows)
        return counts

    @property
    def exit_code(self) -> ExitCode:
        """The worst of the run wins, in the order 1, 4, 3, 0 (README.md, "Commands")."""
        rows = self.rows
        if self.trouble is not None or self.unread:
            return COULD_NOT
        open_rows = rows[Estado.PENDIENTE] + rows[Estado.A_REVISAR]
        missing = sum(file.missing_pdfs for file in self.files)
        if not self.dry_run and (open_rows or missing or self.busy or self.outage):
            return SOME_OPEN
        return SOME_WRONG if rows[Estado.INVALIDO] + rows[Estado.RECHAZADO] else DONE

    def summary(self) -> dict[str, Any]:
        """For programs: plain values, amounts as `Decimal`."""
        return {
            "exit_code": self.exit_code,
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            "trouble": str(self.trouble) if self.trouble else None,
            "outage": self.outage or None,
            "resume_at": self.resume_at.isoformat() if self.resume_at else None,
            "busy": list(self.busy),
            "carried_from_earlier_files": self.carried,
            "unread": [{"file": str(e.path), "problem": e.message} for e in self.unread],
            "files": [_file_summary(file) for file in self.files],
        }


def _file_summary(file: FileOutcome) -> dict[str, Any]:
    return {
        "file": str(file.path),
        "result": str(file.result) if file.result else None,
        **({"csv": str(file.csv)} if file.csv else {}),
        "rows": {estado.value: n for estado, n in file.rows.items()},
        "comprobantes": {estado.value: n for estado, n in file.comprobantes.items()},
        "money": {estado.value: dict(amounts) for estado, amounts in file.money.items()},
        "from_other_files": file.from_other_files,
        "missing_pdfs": file.missing_pdfs,
        "unknown_columns": [one.written for one in file.questions],
    }


def check_writable(result: Path) -> None:
    """Refuse before anything is sent when the result could not be written (`OutputError`)."""
    try:
        result.parent.mkdir(parents=True, exist_ok=True)
        handle, probe = tempfile.mkstemp(dir=result.parent, prefix=".planilla-")
        os.close(handle)
        Path(probe).unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"the result cannot be written into {result.parent}: {reason}. Nothing was sent"
        ) from error
