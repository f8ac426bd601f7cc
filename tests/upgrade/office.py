"""An office as release 0.1.0 left it: its ledger restored from a dump, with its files beside it."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import simplejson

from planilla.batch.run_result import Outcome
from planilla.settings.settings import Settings
from tests.helpers import Job, run, run_pay, run_queued, run_resend
from tests.upgrade.still import StillService

DATA = Path(__file__).parent / "data"
FILES, DUMP, BOOKS, MEMORY = "archivos", "ledger.sql", "books.json", "pagos.parquet"
EXPECTED, IDENTITIES, CASE = "expected.csv", "identities.json", "case.json"
FOLDER, SERVICE = "{folder}", "{service}"
"""What stands in a dump for the office's folder, and for the address of the service."""
EVENING = 18
"""An hour of the day it was made at which every lease has run out."""
QUICK = {
    "pace_seconds": 0,
    "timeout_seconds": 5,
    "settle_seconds": 0.8,
    "retry_seconds": 0.05,
    "budget_seconds": 5,
}
COMMANDS: Mapping[str, Callable[[Job], Outcome]] = {
    "emit": run,
    "queue": run_queued,
    "pay": run_pay,
    "resend": run_resend,
}
Row = tuple[str, str, str]
"""What a result says of a row: estado, numero_emitido, cae."""
Drop = tuple[str, str]
"""A command and the name of a file."""


@dataclass(frozen=True)
class Case:
    """One office's data: `settings` are its own, `drops` what it did, in that order."""

    name: str

    @property
    def folder(self) -> Path:
        """Where its data lie."""
        return DATA / self.name

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """`case.json`: made, settings, drops, statements."""
        found: dict[str, Any] = json.loads((self.folder / CASE).read_text(encoding="utf-8"))
        return found

    @property
    def made(self) -> date:
        """The day that it was then."""
        return date.fromisoformat(self.told["made"])

    @property
    def drops(self) -> Sequence[Drop]:
        """Each command with its file, as they were dropped."""
        return [(command, name) for command, name in self.told["drops"]]

    @property
    def statements(self) -> Sequence[str]:
        """The names of the statements that were reconciled, if any."""
        return list(self.told.get("statements", ()))

    @cached_property
    def books(self) -> Sequence[Mapping[str, Any]]:
        """What the service holds, a company each."""
        text = (self.folder / BOOKS).read_text(encoding="utf-8")
        found: list[Mapping[str, Any]] = simplejson.loads(text, use_decimal=True)
        return found

    def file(self, name: str) -> Path:
        """One of its files."""
        return self.folder / FILES / name

    @property
    def files(self) -> Sequence[Path]:
        """All its files."""
        return sorted((self.folder / FILES).iterdir())

    def expected(self, drop: Drop) -> list[Row]:
        """The rows' states when a file is dropped again."""
        with (self.folder / EXPECTED).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [
            (row["estado"], row["numero"], row["cae"])
            for row in rows
            if (row["command"], row["file"]) == drop
        ]

    def settings(self, url: str, home: Path, **changes: Any) -> Settings:
        """The office's settings, with the service's address and waits short enough for a test.

        One set of credentials served all points of sale then, without being asked to.
        """
        then = {"one_set_serves_all": True, **self.told["settings"]}
        given = {**QUICK, **then, "base_url": url, "home": home, **changes}
        return Settings(_env_file=None, **given)  # type: ignore[call-arg]


def cases() -> list[Case]:
    """Every case that there is."""
    return [Case(folder.name) for folder in sorted(DATA.iterdir()) if folder.is_dir()]


class Office:
    """A case at work in `folder`, against a service."""

    def __init__(self, case: Case, folder: Path, service: StillService) -> None:
        self.case, self.folder = case, folder
        self.home = folder / "home"
        for file in case.files:
            shutil.copy(file, folder / file.name)
        self.home.mkdir()
        memory = case.folder / MEMORY
        if memory.is_file():
            (self.home / "conciliacion").mkdir()
            shutil.copy(memory, self.home / "conciliacion" / MEMORY)
        self._restore(service.address)
        self.settings = case.settings(service.url, self.home)

    def _restore(self, address: str) -> None:
        dump = (self.case.folder / DUMP).read_text(encoding="utf-8")
        place = self.folder.as_posix().replace("'", "''")
        dump = dump.replace(FOLDER, place).replace(SERVICE, address)
        with closing(sqlite3.connect(self.home / "ledger.sqlite3")) as ledger:
            ledger.executescript(dump)

    def drop(self, drop: Drop) -> list[Row]:
        """Drop a file again; what the result says of each row."""
        command, name = drop
        job = Job((self.folder / name,), self.settings, self.folder / f"otra vez {command}")
        outcome = COMMANDS[command](job)
        assert outcome.trouble is None, outcome.trouble
        assert not outcome.unread
        (file,) = outcome.files
        assert file.result is not None
        return rows_of(file.result)

    def operations(self) -> list[tuple[Any, ...]]:
        """What stands in the ledger, oldest first: what each is, its number and its CAE."""
        query = "SELECT id, kind, tipo, punto_venta, number, cae FROM operations ORDER BY id"
        with closing(sqlite3.connect(self.home / "ledger.sqlite3")) as ledger:
            return ledger.execute(query).fetchall()


def rows_of(result: Path) -> list[Row]:
    """The rows of a result workbook, in the order of the file."""
    book = openpyxl.load_workbook(result, read_only=True)
    headings, *rows = book["Resultado"].iter_rows(values_only=True)
    book.close()
    places = [headings.index(name) for name in ("estado", "numero_emitido", "cae")]
    found = [tuple(str(row[place] or "") for place in places) for row in rows]
    return [(estado, number, cae) for estado, number, cae in found]
