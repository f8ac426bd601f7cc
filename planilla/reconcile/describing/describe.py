"""Describing a file: what it is taken for, what is asked, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planilla.common.errors import MissingColumns
from planilla.reading.cells.grid import Grid
from planilla.reading.process.read_file import open_grids
from planilla.reconcile.describing.columns import Column, columns, headings
from planilla.reconcile.describing.guess import Guess, guess
from planilla.reconcile.describing.proposal import Trial, tried

NOTHING = (
    "No se ve una tabla de movimientos: hace falta una fila de encabezados y, debajo, una columna "
    "con fechas y otra con importes."
)
QUESTIONS = {
    "fecha": "¿Qué columna tiene la fecha del movimiento?",
    "importe": "¿Qué columna tiene el importe (o lo que entró)?",
    "dates": "En las fechas, ¿primero está el día (d) o el mes (m)?",
    "decimal": "En los importes, ¿los centavos van detrás de una coma o de un punto?",
    "direction": (
        "Los importes no tienen signo ni letra. ¿Son todos cobros (s), o alguno salió (n)?"
    ),
}
OUTGOING = (
    "Sin una columna que diga qué salió, los débitos se tomarían por cobros. Baje del banco el "
    "extracto con signo, con débitos y créditos, o con una columna D/C."
)


@dataclass(frozen=True)
class Described:
    """A statement's columns and what they are taken for; `heading` is a row as a person counts."""

    path: Path
    sheet: str
    heading: int
    columns: Sequence[Column]
    guess: Guess

    def column(self, text: str) -> Column | None:
        """The column that a person names, by its number (from 1) or its heading."""
        if text.isdecimal() and 0 < int(text) <= len(self.columns):
            return self.columns[int(text) - 1]
        told = text.strip().casefold()
        return next((one for one in self.columns if one.heading.casefold() == told), None)

    def answered(self, question: str, text: str) -> Described | None:
        """The same with one question answered; None where the text is no answer to it."""
        said = text.strip().casefold()
        asks = tuple(one for one in self.guess.asks if one != question)
        if question in {"fecha", "importe"}:
            column = self.column(text)
            return None if column is None else self.taken(column, question)
        if question == "dates" and said[:1] in {"d", "m"}:
            dates = "dmy" if said[0] == "d" else "mdy"
            return replace(self, guess=replace(self.guess, dates=dates, asks=asks))
        mark = {"coma": ",", "punto": "."}.get(said, said)
        if question == "decimal" and mark in {",", "."}:
            return replace(self, guess=replace(self.guess, decimal=mark, asks=asks))
        if question == "direction" and said[:1] == "s":
            return replace(self, guess=replace(self.guess, asks=asks))
        return None

    def taken(self, column: Column, role: str | None) -> Described:
        """The same with a column taken for something else."""
        return replace(self, guess=self.guess.with_column(column.place, role))

    def tried(self, title: str) -> Trial:
        """What the file says, read so."""
        return tried(self.path, title, self.guess, self.columns)


def describe(path: Path) -> Described:
    """What a file looks like; raises `MissingColumns` where nothing in it looks like movements."""
    found = [_of(path, grid) for grid in open_grids(path)]
    whole = [one for one in found if {"fecha", "importe"} <= set(one.guess.places)]
    if not whole:
        raise MissingColumns(path, NOTHING)
    return max(whole, key=lambda one: len(one.guess.places))


def _of(path: Path, grid: Grid) -> Described:
    row = headings(grid)
    named = columns(grid, row) if grid.top() else []
    return Described(path, grid.name, row + 1, named, guess(named))
