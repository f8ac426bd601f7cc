"""Planning what is annulled: a sheet of credit notes, and what is not and why; nothing is sent.

The sheet is issued as any other, with all that holds for one: its referencias say that each
comprobante is annulled once, whatever the file is called, by whatever process or ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from planilla.annul.chosen import Told, chosen
from planilla.annul.note import Row, note_referencia, note_rows, note_tipo
from planilla.common.atomic_write import write_whole
from planilla.common.money import written as as_money
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Operation, State
from planilla.writing.book.book import Book, written
from planilla.writing.report import Table
from planilla.writing.result_path import ENDING as RESULT
from planilla.writing.result_path import result_path
from planilla.writing.result_table import table

ENDING = ".anulacion.xlsx"
NOTES, NOT_ANNULLED = "Notas de crédito", "No se anulan"
TAKEN = (
    "Ya tiene notas de crédito por {total} ({names}), y la de todo el comprobante pasaría de su "
    "total: haga a mano la de lo que resta."
)
SERVICES = "Una nota de crédito E que no es de bienes no nombra lo que corrige: hágala a mano."


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one file comes to: the sheet of its notes, if any, and what is not annulled."""

    source: Path
    sheet: Path | None
    notes: int
    told: tuple[Told, ...]


def prepare(
    files: Sequence[Path], out: Path | None, ledger: Ledger, day: date
) -> Iterator[Prepared]:
    """Plan each file and write its sheet; raises `InputError` and `OutputError` kinds."""
    taken: set[Path] = set()
    seen: set[int] = set()
    for path in files:
        found = chosen(path, ledger)
        told, rows, notes = list(found.told), [], 0
        for row, issued in found.issued.items():
            why = _against(ledger, issued)
            if why:
                told.append(Told(path, row, issued.comprobante, why))
            elif issued.id not in seen:
                seen.add(issued.id)
                rows += _rows(ledger, issued, day)
                notes += 1
        sheet = None
        if rows:
            sheet = _sheet_of(path, out, taken)
            taken.add(sheet)
            sheet = _write(sheet, rows, told)
        yield Prepared(path, sheet, notes, tuple(told))


def _sheet_of(path: Path, out: Path | None, taken: set[Path]) -> Path:
    """Where its notes are written: of a result, beside it and under the name of its file."""
    if path.name.endswith(RESULT):
        named = path.with_name(f"{path.name.removesuffix(RESULT)}{path.suffix}")
        return result_path(named, out or path.parent, taken, ENDING)
    return result_path(path, out, taken, ENDING)


def _against(ledger: Ledger, issued: Operation) -> str:
    """Why a comprobante is not annulled; a blank where nothing speaks against it."""
    fex = issued.body["comprobante"].get("fex") or {}
    if fex and int(fex.get("tipo_exportacion") or 0) != 1:
        return SERVICES
    own = note_referencia(issued)
    others = [one for one in ledger.notes_naming(issued) if one.referencia != own]
    if not others:
        return ""
    total = sum((one.total for one in others), Decimal(0))
    names = ", ".join(one.comprobante for one in others)
    return TAKEN.format(total=as_money(total), names=names)


def _rows(ledger: Ledger, issued: Operation, day: date) -> list[Row]:
    """Its note's; one that was asked for before stays as it was, whatever day it is now."""
    tipo = note_tipo(issued.tipo)
    assert tipo is not None  # noqa: S101 - chosen for it
    before = ledger.operations.latest(issued.account, note_referencia(issued))
    asked = before is not None and before.state is not State.REJECTED
    rows = note_rows(issued, tipo, before.fecha if before is not None and asked else day)
    if ledger.issuers.shared:  # a point of sale does not say whose it is
        rows[0]["emisor_cuit"] = ledger.issuers.account(issued.account).digits
    return rows


def _write(destination: Path, rows: Sequence[Row], told: Iterable[Told]) -> Path:
    filled = [name for name in dict.fromkeys(n for row in rows for n in row) if _said(rows, name)]
    notes = tuple(tuple(row.get(name) for name in filled) for row in rows)
    lines = tuple((one.row, one.comprobante, one.why) for one in told)

    def fill(book: Book) -> None:
        table(book, Table(NOTES, tuple(filled), notes))
        if lines:
            table(book, Table(NOT_ANNULLED, ("fila", "lo que dice", "por qué"), lines))

    return write_whole(destination, lambda: written(fill))


def _said(rows: Sequence[Row], name: str) -> bool:
    return any(row.get(name) not in (None, "") for row in rows)
