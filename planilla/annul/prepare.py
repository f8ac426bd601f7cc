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
from planilla.annul.note import Part, Row, note_referencia, note_rows, note_tipo, part_of
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
NOTES, NOT_ANNULLED, LATE_NOTES = "Notas de crédito", "No se anulan", "Avisos"
MOST_DAYS = 15  # api.md 3, after RG 4540/2019
LATE = (
    "Se emitió hace {days} días: ARCA pide la nota dentro de los {most} desde el hecho que corrige "
    "(RG 4540) y puede rechazarla. Si el hecho es de estos días, vale; si no, consulte al contador."
)
OVERLAPS = "Una parte de lo marcado ya está en {note}: marque solo lo que falta."
TAKEN = (
    "Ya tiene notas de crédito por {total} ({names}), y la de todo el comprobante pasaría de su "
    "total: haga a mano la de lo que resta."
)
SERVICES = "Una nota de crédito E que no es de bienes no nombra lo que corrige: hágala a mano."


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one file comes to: the sheet of its notes, if any, and what is not annulled.

    `late` are those whose note ARCA may not take any more.
    """

    source: Path
    sheet: Path | None
    notes: int
    told: tuple[Told, ...]
    late: tuple[Told, ...] = ()


def prepare(
    files: Sequence[Path], out: Path | None, ledger: Ledger, day: date
) -> Iterator[Prepared]:
    """Plan each file and write its sheet; raises `InputError` and `OutputError` kinds."""
    taken: set[Path] = set()
    seen: set[str] = set()
    for path in files:
        found = chosen(path, ledger)
        told, rows, notes = list(found.told), list[Row](), 0
        late: list[Told] = []
        for row, issued in found.issued.items():
            part = found.parts[row]
            why = _against(ledger, issued, part)
            if why:
                told.append(Told(path, row, issued.comprobante, why))
            elif note_referencia(issued, part) not in seen:
                seen.add(note_referencia(issued, part))
                rows += _rows(ledger, issued, day, part)
                late += _late(path, row, issued, day)
                notes += 1
        sheet = None
        if rows:
            sheet = _sheet_of(path, out, taken)
            taken.add(sheet)
            sheet = _write(sheet, rows, told, late)
        yield Prepared(path, sheet, notes, tuple(told), tuple(late))


def _sheet_of(path: Path, out: Path | None, taken: set[Path]) -> Path:
    """Where its notes are written: of a result, beside it and under the name of its file."""
    if path.name.endswith(RESULT):
        named = path.with_name(f"{path.name.removesuffix(RESULT)}{path.suffix}")
        return result_path(named, out or path.parent, taken, ENDING)
    return result_path(path, out, taken, ENDING)


def _late(path: Path, row: int, issued: Operation, day: date) -> Iterator[Told]:
    """What is said of a comprobante that is older than the rule of a note allows (RG 4540)."""
    days = (day - issued.fecha).days
    if days > MOST_DAYS:
        yield Told(path, row, issued.comprobante, LATE.format(days=days, most=MOST_DAYS))


def _against(ledger: Ledger, issued: Operation, part: Part) -> str:
    """Why a comprobante is not annulled; a blank where nothing speaks against it.

    Beside a part other parts may be credited, and what all of them exceed is for a person: that
    is judged where notes are registered.
    """
    fex = issued.body["comprobante"].get("fex") or {}
    if fex and int(fex.get("tipo_exportacion") or 0) != 1:
        return SERVICES
    own = note_referencia(issued, part)
    others = [one for one in ledger.notes_naming(issued) if one.referencia != own]
    if part:
        again = (one for one in others if _overlaps(part_of(issued, one.referencia), part))
        first = next(again, None)
        return "" if first is None else OVERLAPS.format(note=first.comprobante)
    if not others:
        return ""
    total = sum((one.total for one in others), Decimal(0))
    names = ", ".join(one.comprobante for one in others)
    return TAKEN.format(total=as_money(total), names=names)


def _overlaps(other: Part | None, part: Part) -> bool:
    return other is not None and not set(other).isdisjoint(part)


def _rows(ledger: Ledger, issued: Operation, day: date, part: Part) -> list[Row]:
    """Its note's; one that was asked for before stays as it was, whatever day it is now."""
    tipo = note_tipo(issued.tipo)
    assert tipo is not None  # noqa: S101 - chosen for it
    before = ledger.operations.latest(issued.account, note_referencia(issued, part))
    asked = before is not None and before.state is not State.REJECTED
    since = before.fecha if before is not None and asked else day
    rows = note_rows(issued, tipo, since, part)
    if ledger.issuers.shared:  # a point of sale does not say whose it is
        rows[0]["emisor_cuit"] = ledger.issuers.account(issued.account).digits
    return rows


def _write(
    destination: Path, rows: Sequence[Row], told: Iterable[Told], late: Iterable[Told]
) -> Path:
    filled = [name for name in dict.fromkeys(n for row in rows for n in row) if _said(rows, name)]
    notes = tuple(tuple(row.get(name) for name in filled) for row in rows)
    tables = ((NOT_ANNULLED, told), (LATE_NOTES, late))

    def fill(book: Book) -> None:
        table(book, Table(NOTES, tuple(filled), notes))
        for name, some in tables:
            if lines := tuple((one.row, one.comprobante, one.why) for one in some):
                table(book, Table(name, ("fila", "lo que dice", "por qué"), lines))

    return write_whole(destination, lambda: written(fill))


def _said(rows: Sequence[Row], name: str) -> bool:
    return any(row.get(name) not in (None, "") for row in rows)
