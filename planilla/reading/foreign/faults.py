"""What is wrong of a row before it is read as one of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

import polars as pl

from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.sheet import STRIDE, CellKind, Sheet
from planilla.reading.foreign.cells import Read
from schemas.faults import Fault
from schemas.spelling import plain

UNDECLARED = "VALOR_SIN_DECLARAR"
UNREAD = "COLUMNA_SIN_LUGAR"
PARTS = "PARTES_DEL_TOTAL"
ZERO = r"^\s*-?0*[.,]?0*\s*$"
Found = tuple[int, str, Fault]


def faults_of(
    sheet: Sheet,
    declaration: SheetDeclaration,
    places: Mapping[str, int],
    groups: Sequence[Mapping[str, Read]],
    there: Sequence[pl.Series],
) -> tuple[Found, ...]:
    """Cells without a declared value, those of headings that are not read, sums that differ."""
    return (
        *_undeclared(sheet, declaration, groups, there),
        *_unread(sheet, declaration, places),
        *_parts(sheet, declaration, places),
    )


def _undeclared(
    sheet: Sheet,
    declaration: SheetDeclaration,
    groups: Sequence[Mapping[str, Read]],
    there: Sequence[pl.Series],
) -> Iterator[Found]:
    rows = sheet.rows
    for n, (group, here) in enumerate(zip(groups, there, strict=True)):
        for name, one in group.items():
            if one.wrong is None:
                continue
            for at in (one.wrong & here).arg_true():
                value = one.text[at] or ""
                told = f"«{value}» no es de los valores declarados para {name}."
                fix = f"Corrija la celda, o agréguelo en [valores.{name}] de «{declaration.name}»."
                if not declaration.values.get(name):
                    told = f"«{value}» no es una fecha escrita como {declaration.date_format}."
                    fix = "Corrija la celda, o la forma de las fechas en la declaración."
                fault = Fault(rows[at], one.heading, value, UNDECLARED, told, fix)
                yield rows[at] + n * STRIDE, name, fault


def _unread(
    sheet: Sheet, declaration: SheetDeclaration, places: Mapping[str, int]
) -> Iterator[Found]:
    rows = sheet.rows
    for heading in declaration.unread:
        place = places.get(plain(heading))
        if place is None:
            continue
        text = sheet.text[f"c{place}"]
        zero = text.str.contains(ZERO).fill_null(value=True)
        for at in ((sheet.kinds[f"c{place}"] != CellKind.BLANK.value) & ~zero).arg_true():
            own, value = sheet.headings[place], text[at] or ""
            told = f"La columna «{own}» tiene «{value}», que no se toma de esta hoja."
            fix = "Cargue este comprobante en la planilla propia."
            if plain(heading) == "cae":
                told = f"Esta fila ya tiene CAE («{value}»): ya se emitió, y no se emite otra vez."
                fix = "Quite la fila; si no se emitió, borre el CAE."
            yield rows[at], own, Fault(rows[at], own, value, UNREAD, told, fix)


def _parts(
    sheet: Sheet, declaration: SheetDeclaration, places: Mapping[str, int]
) -> Iterator[Found]:
    """Rows whose total is not the sum of the parts that they give."""
    own = [places[plain(h)] for h in declaration.parts if plain(h) in places]
    whole = places.get(plain(declaration.columns.get("total", "")))
    if not own or whole is None:
        return
    names = [f"c{place}" for place in (whole, *own)]
    for row, cells in zip(sheet.rows, sheet.text.select(names).iter_rows(), strict=True):
        total, *parts = map(_amount, cells)
        if cells[0] is None or None in {total, *parts}:
            continue
        summed = sum((part for part in parts if part is not None), Decimal(0))
        if summed != total:
            heading, value = sheet.headings[whole], cells[0]
            told = f"El total {value} no es la suma de sus partes, {summed}."
            listed = ", ".join(sheet.headings[place] for place in own)
            yield row, "total", Fault(row, heading, value, PARTS, told, f"Revise {listed}.")


def _amount(text: str | None) -> Decimal | None:
    if text is None or not text.strip():
        return Decimal(0)
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None
