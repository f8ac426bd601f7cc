"""Rows of one comprobante that are equal: each is a concept, and one may be there by mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from planilla.model.asked import AskedComprobante
from planilla.reading.cells.sheet import in_file
from planilla.reading.typed_rows import Typed

FEW = 10
SEVERAL = (
    "Las filas {rows} son iguales (referencia «{name}»): se tomaron como {count} "
    "conceptos. Si alguna sobra, el comprobante es por más de lo que corresponde."
)
MORE = "Hay {count} comprobantes más con filas iguales; lo dice cada fila en observaciones."
ONE = "Igual a la fila {first} del mismo comprobante: se tomó como otro concepto."
NUMBERS = {2: "dos", 3: "tres", 4: "cuatro", 5: "cinco"}

Equal = Sequence[int]
"""The numbers of rows that are equal, in order."""


def equal_lines(typed: Typed, comprobantes: Sequence[AskedComprobante]) -> list[tuple[str, Equal]]:
    """The rows of each comprobante that are equal in every cell, with its referencia.

    Equal is what is read as the same, and of columns that are none of ours what is written
    alike. A row that leaves blank what the first of its comprobante says is equal to it.
    """
    of = {row: place for place, one in enumerate(comprobantes) for row in one.rows}
    if len(of) == len(comprobantes):  # a row each
        return []
    strange = set(range(len(typed.sheet.headings))) - set(typed.faults.places.values())
    cells = typed.sheet.text.select(f"c{place}" for place in sorted(strange))
    owners = pl.Series("owner", [of.get(row) for row in typed.numbers], pl.UInt32)
    frame = typed.frame.hstack([owners, *cells])
    alike = frame.is_duplicated() & owners.is_not_null()
    places = alike.arg_true()
    found: dict[object, list[int]] = {}
    for position, row in zip(places, frame[places].iter_rows(), strict=True):
        found.setdefault(row, []).append(typed.numbers[position])
    return [(comprobantes[of[rows[0]]].referencia, rows) for rows in found.values()]


def notices(found: Sequence[tuple[str, Equal]]) -> tuple[str, ...]:
    """What is told of the file: which rows are equal, the first few."""
    told = [
        SEVERAL.format(
            rows=f"{', '.join(str(in_file(row)) for row in rows[:-1])} y {in_file(rows[-1])}",
            name=referencia,
            count=NUMBERS.get(len(rows), str(len(rows))),
        )
        for referencia, rows in found[:FEW]
    ]
    more = len(found) - FEW
    return (*told, *([MORE.format(count=more)] if more > 0 else []))


def notes(found: Sequence[tuple[str, Equal]]) -> Mapping[int, str]:
    """What each row that repeats another says."""
    return {row: ONE.format(first=in_file(rows[0])) for _, rows in found for row in rows[1:]}
