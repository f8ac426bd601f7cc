"""A percent cell was once read as it is stored: what was issued by that is not issued again.

Version 2 read a cell that shows 10 % as it reads a plain 0.1, so that the same rows without
the number format are what it asked for.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from planilla.admission.known_or_new import Entry, Verdict
from planilla.admission.registration import Registration
from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked
from planilla.model.issuers import Issuers
from planilla.model.operation import Operation, Reason, State
from planilla.model.reading_version import AS_STORED
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, settings_for

FILE, OTHER = "a" * 64, "b" * 64
PERCENT = "bonificacion_porcentaje"
SALE = {"precio_unitario_sin_iva": 1000, PERCENT: 0.1}
OTHERS = {"precio_unitario_sin_iva": 700, PERCENT: None}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    url = f"sqlite:///{(tmp_path / 'home' / 'ledger.sqlite3').as_posix()}"
    with Ledger(url, "sandbox", tmp_path / "home", timedelta(seconds=60)) as found:
        yield found


def sheet(path: Path, *rows: Mapping[str, Any], form: str = "0%") -> list[Asked]:
    """What a workbook of these rows asks for, the percent in cells of this format."""
    book = openpyxl.Workbook()
    page: Worksheet = book.worksheets[0]
    headings = list(dict.fromkeys(name for one in rows for name in one))
    page.append(headings)
    for number, one in enumerate(rows, start=2):
        page.append([one.get(name) for name in headings])
        page.cell(number, headings.index(PERCENT) + 1).number_format = form
    book.save(path)
    return list(load(path, today(), Issuers()).asked)


def by_version_2(path: Path, *rows: Mapping[str, Any]) -> list[Asked]:
    """What version 2 made of the same rows."""
    return [replace(one, reading=AS_STORED) for one in sheet(path, *rows, form="General")]


def drop(ledger: Ledger, sha256: str, wanted: list[Asked]) -> list[Entry]:
    return Registration(ledger).commit(Path("ventas.xlsx"), sha256, wanted)[0]


def issue(ledger: Ledger, entry: Entry, number: int = 1) -> Operation:
    operation = ledger.operations.get(entry.operation_id or 0)
    lease = ledger.leases.take(operation.scope)
    assert lease is not None
    ledger.operations.begin(operation, lease, number)
    sent = ledger.operations.get(operation.id)
    done = ledger.operations.move(sent, lease, State.DONE, "issued", cae=f"{number:014d}")
    ledger.leases.release(lease)
    return done


def sale(number: int = 1, referencia: str = "", **changes: Any) -> dict[str, Any]:
    return row(1) | SALE | {"referencia": referencia, "descripcion": f"Venta {number}"} | changes


@pytest.mark.parametrize("referencia", ["", "R-1"])
@pytest.mark.parametrize("sha256", [FILE, OTHER])
def test_what_was_issued_by_what_the_cell_stores_is_not_issued_by_what_it_shows(
    referencia: str, sha256: str, ledger: Ledger, tmp_path: Path
) -> None:
    rows = sale(1, referencia), sale(2, referencia and "R-2", **OTHERS)
    entries = drop(ledger, FILE, by_version_2(tmp_path / "a.xlsx", *rows))
    done = [issue(ledger, entry, n) for n, entry in enumerate(entries, 1)]
    assert [str(one.total) for one in done] == ["1208.79", "847.00"]
    anew = sheet(tmp_path / "a.xlsx", *rows)
    assert [str(one.total) for one in anew] == ["1089.00", "847.00"]
    percent, other = drop(ledger, sha256, anew)
    waiting = ledger.operations.get(percent.operation_id or 0)
    assert (waiting.state, waiting.reason) == (State.REVIEW, Reason.READING)
    assert "1.208,79" in " ".join(waiting.errors)
    assert (other.verdict, other.operation_id) == (Verdict.KNOWN, done[1].id)
    decide(ledger, waiting, Decision("ana", "keep"))
    for one, before in zip(drop(ledger, sha256, anew), done, strict=True):
        assert (one.verdict, one.operation_id) == (Verdict.KNOWN, before.id)


def test_what_a_person_said_stands_is_sent_as_it_was_read_then(
    ledger: Ledger, tmp_path: Path
) -> None:
    (entry,) = drop(ledger, FILE, by_version_2(tmp_path / "a.xlsx", sale(1)))
    anew = sheet(tmp_path / "a.xlsx", sale(1))
    (again,) = drop(ledger, FILE, anew)
    decide(ledger, ledger.operations.get(again.operation_id or 0), Decision("ana", "keep"))
    (kept,) = drop(ledger, FILE, anew)
    assert kept.operation_id == entry.operation_id
    operation = ledger.operations.get(entry.operation_id or 0)
    assert (operation.state, str(operation.total)) == (State.PENDING, "1208.79")


def test_the_place_among_equal_rows_that_moves_makes_nothing_new(
    ledger: Ledger, tmp_path: Path
) -> None:
    """By what they store the two rows differ, by what they show the second is the first again."""
    rows = sale(1), sale(1, **{PERCENT: "10"})
    entries = drop(ledger, FILE, by_version_2(tmp_path / "a.xlsx", *rows))
    done = [issue(ledger, entry, n) for n, entry in enumerate(entries, 1)]
    anew = sheet(tmp_path / "a.xlsx", *rows)
    assert anew[0].content == anew[1].content == done[1].content
    for sha256 in (FILE, OTHER):
        first, second = drop(ledger, sha256, anew)
        waiting = ledger.operations.get(first.operation_id or 0)
        assert waiting.state is State.REVIEW
        assert (second.verdict, second.operation_id) == (Verdict.KNOWN, done[1].id)


def test_a_plain_fraction_of_today_is_no_earlier_reading_of_a_percent_cell(
    ledger: Ledger, tmp_path: Path
) -> None:
    """0.1 % was really issued; the same row with 10 % is another sale, not lost in silence."""
    (entry,) = drop(ledger, FILE, sheet(tmp_path / "a.xlsx", sale(1), form="General"))
    issue(ledger, entry)
    (anew,) = drop(ledger, OTHER, sheet(tmp_path / "b.xlsx", sale(1)))
    assert anew.verdict is Verdict.NEW
    named = sale(2, "R-1", documento_nro="23456789")
    (entry,) = drop(ledger, "c" * 64, sheet(tmp_path / "c.xlsx", named, form="General"))
    issue(ledger, entry, 2)
    (anew,) = drop(ledger, "d" * 64, sheet(tmp_path / "d.xlsx", named))
    assert anew.verdict is Verdict.CONFLICT


def test_a_row_added_to_a_cumulative_file_is_not_taken_for_one_that_is_there(
    ledger: Ledger, tmp_path: Path
) -> None:
    """By today's reading the second row equals the first, whose name it had by the earlier one."""
    first, second = sale(1), sale(1, **{PERCENT: "10"})
    (entry,) = drop(ledger, FILE, sheet(tmp_path / "a.xlsx", first))
    done = issue(ledger, entry)
    again, added = drop(ledger, OTHER, sheet(tmp_path / "b.xlsx", first, second))
    assert (again.verdict, again.operation_id) == (Verdict.KNOWN, done.id)
    assert added.verdict is Verdict.NEW
    assert added.operation_id != done.id


def test_a_row_that_only_rounding_made_fit_waits_in_a_file_that_was_read_before(
    ledger: Ledger, tmp_path: Path
) -> None:
    """It was told to be mended then, and may have been issued with its price mended."""
    good, refused = sale(1), sale(2, precio_unitario_sin_iva=33.3333)
    drop(ledger, FILE, by_version_2(tmp_path / "a.xlsx", good))
    entries = drop(ledger, FILE, sheet(tmp_path / "a.xlsx", good, refused))
    for entry in entries:
        waiting = ledger.operations.get(entry.operation_id or 0)
        assert (waiting.state, waiting.reason) == (State.REVIEW, Reason.READING)


def test_a_row_typed_in_small_letters_is_not_taken_for_one_that_today_s_reading_registered(
    ledger: Ledger, tmp_path: Path
) -> None:
    """The first version would have called the second row as the first one is called today."""
    first, second = sale(1, descripcion="VENTA UNO"), sale(1, descripcion="venta uno")
    (entry,) = drop(ledger, FILE, sheet(tmp_path / "a.xlsx", first, form="General"))
    done = issue(ledger, entry)
    wanted = sheet(tmp_path / "b.xlsx", first, second, form="General")
    again, added = drop(ledger, OTHER, wanted)
    assert (again.verdict, again.operation_id) == (Verdict.KNOWN, done.id)
    assert added.verdict is Verdict.NEW


@pytest.mark.parametrize("name", ["ventas.xlsx", "otra.xlsx"])
def test_a_file_of_before_that_is_dropped_again_issues_nothing_twice(
    name: str, tmp_path: Path
) -> None:
    """From the file to the service: the row that was added is the only new comprobante."""
    path = tmp_path / "ventas.xlsx"
    rows = [sale(1), sale(2, "R-2"), sale(3, "R-3", **OTHERS)]
    sheet(path, *rows, form="General")
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        assert run(Job((path,), settings)).rows == {Estado.EMITIDO: 3}
        stored = hashlib.sha256(path.read_bytes()).hexdigest()
        sheet(tmp_path / name, *rows, *([] if name == path.name else [sale(4, "R-4")]))
        shown = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
        _as_left_by_version_2(tmp_path / "home", stored, shown if name == path.name else stored)
        first, second = (run(Job((tmp_path / name,), settings)) for _ in range(2))
        new = int(name != path.name)
        emitted = {Estado.EMITIDO: 1} if new else {}
        assert first.rows == {Estado.A_REVISAR: 2, Estado.YA_EMITIDO: 1} | emitted
        assert second.rows == {Estado.A_REVISAR: 2, Estado.YA_EMITIDO: 1 + new}
        totals = sorted(str(one["comprobante"]["total"]) for one in box.books.held)
        assert totals == ["1089.00"] * new + ["1208.79", "1208.79", "847.00"]


def test_a_row_that_was_issued_and_is_a_fault_by_what_it_shows_is_not_to_be_mended(
    tmp_path: Path,
) -> None:
    """In a cumulative file, too: mended in `Corregir` it would be issued a second time."""
    forms = {
        "precio_unitario_sin_iva": "[$USD] 0.00",
        "cantidad": "0%",
        PERCENT: "0%",
    }
    rows = [
        sale(1) | {PERCENT: None},
        sale(2, "R-2", cantidad=0.5) | {PERCENT: None},
        sale(3, total=1208.79),
        sale(4, "R-4", cantidad=2),
    ]
    shown = [("precio_unitario_sin_iva",), ("cantidad",), (PERCENT,), ()]
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        sheet(tmp_path / "ayer.xlsx", *rows[:3], form="General")
        assert run(Job((tmp_path / "ayer.xlsx",), settings)).rows == {Estado.EMITIDO: 3}
        _as_left_by_version_2(tmp_path / "home", "", "")
        sheet(tmp_path / "hoy.xlsx", *rows, form="General")
        book = openpyxl.load_workbook(tmp_path / "hoy.xlsx")
        page: Worksheet = book.worksheets[0]
        headings = [cell.value for cell in page[1]]
        for number, columns in enumerate(shown, start=2):
            for name in columns:
                page.cell(number, headings.index(name) + 1).number_format = forms[name]
        book.save(tmp_path / "hoy.xlsx")
        outcome = run(Job((tmp_path / "hoy.xlsx",), settings))
        assert outcome.rows == {Estado.YA_EMITIDO: 3, Estado.EMITIDO: 1}
        assert len(box.books.held) == 4
        (file,) = outcome.files
        assert file.result is not None
        table = list(openpyxl.load_workbook(file.result)["Resultado"].iter_rows(values_only=True))
        place = table[0].index("observaciones")
        told = [str(line[place]) for line in table[1:]]
        assert ["hoy no se aceptaría" in one for one in told] == [True, True, True, False]
        assert "dólares" in told[0]


def _as_left_by_version_2(home: Path, stored: str, shown: str) -> None:
    """The ledger as if version 2 had read the file that shows what was stored."""
    with closing(sqlite3.connect(home / "ledger.sqlite3")) as ledger:
        ledger.execute("UPDATE operations SET reading = ?", (AS_STORED,))
        ledger.execute("UPDATE files SET sha256 = ? WHERE sha256 = ?", (shown, stored))
        ledger.commit()
