"""Making a `Fault` from a code: the sentence, the heading as the file writes it, the cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from planilla.reading.cells.sheet import CellKind, Sheet, in_file
from planilla.reading.cells.signs import as_shown
from schemas.faults import Fault
from schemas.messages import MESSAGES, MISSING, OF_FIGURES

FIGURES = re.compile(r"[\d.\s-]+")


@dataclass
class Faults:
    """The faults of one file, as they are found; at most one of a code a cell."""

    sheet: Sheet
    places: Mapping[str, int]
    found: list[Fault] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    _seen: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._position = {row: i for i, row in enumerate(self.sheet.rows)}
        foreign = self.sheet.foreign
        for row, column, fault in foreign.faults if foreign and not self._seen else ():
            if (row, column) not in self._seen and row in self._position:
                self._seen.add((row, column))
                self.found.append(fault)
                self.rows.add(row)

    def copy(self) -> Faults:
        """The same faults, to which others may be added."""
        return replace(self, found=list(self.found), rows=set(self.rows), _seen=set(self._seen))

    def without(self, sheet: Sheet) -> Faults:
        """Those of the rows that a smaller sheet still has."""
        kept = Faults(sheet, self.places)
        rows = set(sheet.rows)
        shown = {in_file(row) for row in rows}
        kept.found = [fault for fault in self.found if fault.row in shown]
        kept.rows = self.rows & rows
        kept._seen = {one for one in self._seen if one[0] in rows}
        return kept

    def heading(self, column: str) -> str:
        """The column's heading in the file, or its own name where the file has none."""
        place = self.places.get(column)
        return column if place is None else self.sheet.headings[place]

    def _heading_of(self, column: str, row: int) -> str:
        """The heading over a cell as the file writes it, which may be one of several."""
        place, foreign = self.places.get(column), self.sheet.foreign
        own = foreign.heading(place, row) if foreign and place is not None else None
        return own or self.heading(column)

    def cell(self, row: int, column: str) -> str:
        """The cell as it stands in the file."""
        place = self.places.get(column)
        if place is None:
            return ""
        return self.sheet.text[self._position[row], f"c{place}"] or ""

    def blank(self, row: int, column: str) -> bool:
        """Whether nothing stands in a cell, nor anything unreadable."""
        return (row, column) not in self._seen and not self.cell(row, column)

    def shown(self, row: int, column: str) -> str:
        """The cell as a spreadsheet in Spanish shows it: a decimal comma, day/month/year."""
        text, place = self.cell(row, column), self.places.get(column)
        if place is None:
            return text
        signs = self.sheet.signs.get(place)
        position = self._position[row]
        kind = self.sheet.kinds[position, f"c{place}"]
        return shown(text, kind, "" if signs is None else signs[position] or "")

    def told(self, row: int, column: str) -> bool:
        """Whether a cell has a fault."""
        return (row, column) in self._seen

    def columns_by_row(self) -> Mapping[int, Set[str]]:
        """The columns in which each row has faults."""
        found: dict[int, set[str]] = {}
        for row, column in self._seen:
            found.setdefault(row, set()).add(column)
        return found

    def add(self, row: int, column: str, code: str, **words: object) -> None:
        """One fault; `words` fill the sentence's braces, `value` is the cell unless given."""
        if (row, column) in self._seen:
            return
        self._seen.add((row, column))
        value = self.shown(row, column)
        message, fix = MESSAGES[code]
        if code in OF_FIGURES and FIGURES.fullmatch(value):
            message, fix = OF_FIGURES[code]
        if code == "FALTA":
            fix = MISSING.get(column, fix)
        if "other" in words:
            words["other"] = in_file(int(str(words["other"])))
        filled = {"value": value, **{name: _told(word) for name, word in words.items()}}
        self.found.append(
            Fault(
                in_file(row),
                self._heading_of(column, row),
                value,
                code,
                message.format(**filled),
                fix.format(**filled),
            )
        )
        self.rows.add(row)


def shown(text: str, kind: str, sign: str = "") -> str:
    """A cell of a kind (`CellKind`), and with a sign, as a spreadsheet in Spanish shows it."""
    if kind == CellKind.NUMBER:
        return as_shown(text, sign).replace(".", ",")
    if kind == CellKind.DATE:
        day, _, rest = text.partition(" ")
        return f"{date.fromisoformat(day):%d/%m/%Y} {rest}".strip()
    return text


def _told(word: object) -> object:
    return format(word, "f").replace(".", ",") if isinstance(word, Decimal) else word
