"""Rows that are no data: totals, footers, repeated headings, another table under the first.

None of them could be asked for: what tells a comprobante or a payment is blank or unreadable
in each. Where a row may be data with something missing, it is left to be told as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import polars as pl

from planilla.common.errors import UnreadableFile
from planilla.reading.cast import Cast
from planilla.reading.cells.numbers import strip
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.make_fault import Faults
from planilla.reading.rows import Values
from schemas.column import Column, ColumnKind, Scope
from schemas.headings import match
from schemas.spelling import plain

ANCHORS = (
    *("fecha", "tipo", "punto_venta", "numero", "documento_nro", "condicion_iva", "alicuota"),
    *("comprobante", "numero_emitido"),
)
ENOUGH = 3  # anchors that nobody writes by chance in another table
SUM = re.compile(r"\s*(?:sub[\s-]*)?total(?:es)?\b.{0,60}|\s*sumas?(?: total(?:es)?)?\s*:?", re.I)
FOOT = re.compile(
    r"\s*(?:firma|aclaraci[oó]n|sello|p[aá]g(?:ina|\.)|hoja \d|confeccion|elabor|prepar(?:ó|ado)"
    r"|revis(?:ó|ado)|autoriz|emitido por|generado|impreso|fin (?:de|del)\b|notas?\s*:|observaci"
    r"|son(?: pesos|:)|\*|[_=-]{3,}|fuente\s*:|(?:sub[\s-]*)?total)",
    re.I,
)
FIGURE = re.compile(r"[\d.,]+")
BLANK = {CellKind.BLANK.value, CellKind.MERGED.value}
UNSEEN = {CellKind.NUMBER.value, CellKind.ERROR.value, CellKind.FORMULA.value}
MOST_LOOKED_AT = 1_000  # rows that may be headings, in a file in which all is wrong
LONGEST = 30
REPEATED, OTHER, NOTHING = "encabezados repetidos", "otra tabla", "nada en columnas conocidas"
NO_DATA = "Hay encabezados, pero ninguna fila con datos."
TWO_TABLES = (
    "En la fila {row} empieza otra tabla, con los encabezados en otro orden: no se sabe de qué "
    "columna es cada dato. Póngala en otra hoja o en otro archivo."
)
Cell = tuple[int, str, str]  # the place of its column, its text, the letter of its kind


@dataclass(frozen=True)
class _Table:
    """A sheet, what its headings name, and how many anchors each row has.

    `whole` are the rows that have all that a row must say itself, whatever it belongs to.
    """

    sheet: Sheet
    places: Mapping[str, int]
    columns: Mapping[str, Column]
    anchors: pl.Series
    whole: pl.Series | None

    def cells(self, position: int) -> list[Cell]:
        """What stands in a row."""
        texts, letters = self.sheet.text.row(position)[1:], self.sheet.kinds.row(position)[1:]
        pairs = zip(texts, letters, strict=True)
        return [
            (n, text or "", letter) for n, (text, letter) in enumerate(pairs) if letter not in BLANK
        ]

    def at(self, name: str, cells: Sequence[Cell]) -> str | None:
        """What a row has under a known heading."""
        place = self.places.get(name)
        return next((text for own, text, _ in cells if own == place), None)


def of_data(
    sheet: Sheet, read: Cast, columns: Mapping[str, Column], faults: Faults
) -> tuple[Sheet, Cast, Faults, Mapping[int, str]]:
    """All of it without the rows that are no data, and what those are by their numbers.

    They are read with the others, since a column's cells prove together how its numbers are
    written. Raises `UnreadableFile` where nothing is left.
    """
    found = set_aside(sheet, faults.places, columns, read.values)
    if not found:
        return sheet, read, faults, {}
    numbers = sheet.rows
    aside = {numbers[position]: what for position, what in sorted(found.items())}
    if len(aside) == len(numbers):
        raise UnreadableFile(sheet.path, NO_DATA)
    kept = sheet.without(set(aside))
    left = [position for position in range(len(numbers)) if position not in found]
    return kept, read.of(left), faults.without(kept), aside


def set_aside(
    sheet: Sheet,
    places: Mapping[str, int],
    columns: Mapping[str, Column],
    values: Mapping[str, Values],
) -> Mapping[int, str]:
    """The positions of rows that are no data, and what each is, for its owner.

    `places` are those of the headings, `values` what was read under them. Raises
    `UnreadableFile` where another table of the same headings has them in another order.
    """
    if "tipo" not in columns:
        return {}
    table = _Table(sheet, places, columns, _anchors(values, columns), _whole(values, columns))
    doubtful = (table.anchors == 0).arg_true().to_list()
    found = {p: what for p in doubtful if (what := _told(table, table.cells(p)))}
    for position in doubtful[:MOST_LOOKED_AT]:
        if position not in found and _is_heading(table, position):
            found[position] = REPEATED
    found |= _other_table(table, [p for p in doubtful if p not in found])
    return {**found, **dict(_footers(table, found, set(doubtful)))}


def _anchors(values: Mapping[str, Values], columns: Mapping[str, Column]) -> pl.Series:
    """How many cells of each row tell what it is about."""
    length = len(next(iter(values.values())).codes)
    none = pl.Series([0], dtype=pl.UInt32).new_from_index(0, length)
    names = [name for name in ANCHORS if name in values]
    if not any(column.required for column in columns.values()):
        names.append("referencia")  # a list
    return reduce(
        lambda sum_, name: sum_ + _tells(values[name]).cast(pl.UInt32),
        [name for name in names if name in values],
        none,
    )


def _tells(values: Values) -> pl.Series:
    sums = [isinstance(one, str) and bool(SUM.fullmatch(one)) for one in values.known]
    if not any(sums):
        return values.codes.is_not_null()
    return ~pl.Series(sums, dtype=pl.Boolean).gather(values.codes).fill_null(True)


def _whole(values: Mapping[str, Values], columns: Mapping[str, Column]) -> pl.Series | None:
    """Which rows have each cell that no other row can say for them; None for a list."""
    own = [n for n, one in columns.items() if one.required and one.scope is Scope.CONCEPTO]
    instead = {one.instead_of: name for name, one in columns.items() if one.instead_of}
    given = [[n for n in (name, instead.get(name)) if n in values] for name in own]
    if not own or not all(given):
        return None
    masks = [
        reduce(lambda one, other: one | other, [values[n].codes.is_not_null() for n in names if n])
        for names in given
    ]
    return reduce(lambda one, other: one & other, masks)


def _told(table: _Table, cells: Sequence[Cell]) -> str:
    """What a row without anchors is; a blank where it may be data."""
    if not any(place in table.places.values() for place, _, _ in cells):
        return f"«{_short(cells[0][1])}»" if cells else NOTHING
    words = [(place, text) for place, text, kind in cells if _is_word(text, kind)]
    if not words or not all(_is_sum_or_figure(text, kind) for _, text, kind in cells):
        return ""
    under = {place for place, _ in words}
    named = table.at("referencia", cells)
    if named is not None and table.places["referencia"] not in under:
        return ""
    counted = table.at("cantidad", cells) is not None
    grouped = "referencia" in table.places  # else a row that names nothing belongs to none
    if counted and grouped and table.places.get("descripcion") in under:
        return ""  # perhaps a product that is called so
    return f"«{_short(words[0][1])}»"


def _is_word(text: str, kind: str) -> bool:
    return kind == CellKind.TEXT.value and SUM.fullmatch(text) is not None


def _is_sum_or_figure(text: str, kind: str) -> bool:
    figure = kind in UNSEEN or FIGURE.fullmatch(strip(text)[0]) is not None
    return figure or _is_word(text, kind)


def _is_heading(table: _Table, position: int) -> bool:
    """Whether a row repeats the headings."""
    cells = table.cells(position)
    texts = [text for _, text, kind in cells if kind == CellKind.TEXT.value]
    if len(texts) < ENOUGH or len(texts) < len(cells):
        return False
    headings = table.sheet.headings
    same = sum(plain(text) == plain(headings[place]) for place, text, _ in cells)
    if same == len(cells):
        return True
    row = [""] * len(headings)
    for place, text, _ in cells:
        row[place] = text
    known = match(row, table.columns)
    required = [name for name, column in table.columns.items() if column.required]
    if known.missing or not required or known.places == dict(table.places):
        return False
    number = table.sheet.rows[position]
    raise UnreadableFile(table.sheet.path, TWO_TABLES.format(row=number))


def _other_table(table: _Table, doubtful: Sequence[int]) -> Mapping[int, str]:
    """A table of something else, from a row of headings under a blank one to the end."""
    if table.whole is None:
        return {}
    numbers = table.sheet.rows
    for position in doubtful[:MOST_LOOKED_AT]:
        if not position or numbers[position] - numbers[position - 1] < 2:
            continue
        cells = table.cells(position)
        if len(cells) < 2 or not all(_is_text(text, kind) for _, text, kind in cells):
            continue
        rest = slice(position, None)
        data = (table.anchors[rest] >= ENOUGH).any() or table.whole[rest].any()
        if position + 1 < len(numbers) and not data:
            return dict.fromkeys(range(position, len(numbers)), OTHER)
    return {}


def _is_text(text: str, kind: str) -> bool:
    return kind == CellKind.TEXT.value and not FIGURE.fullmatch(strip(text)[0])


def _footers(
    table: _Table, found: Mapping[int, str], doubtful: set[int]
) -> Iterator[tuple[int, str]]:
    """Lines of text under the last row of data."""
    for position in reversed(range(len(table.anchors))):
        if position in found:
            continue
        cells = table.cells(position) if position in doubtful else []
        if not cells or not _is_footer(table, cells):
            return
        yield position, f"«{_short(cells[0][1])}»"


def _is_footer(table: _Table, cells: Sequence[Cell]) -> bool:
    if len(cells) > ENOUGH or not all(_is_text(text, kind) for _, text, kind in cells):
        return False
    place, first, _ = cells[0]
    if FOOT.match(first):
        return True
    kinds = {own: table.columns[name].kind for name, own in table.places.items()}
    return len(cells) == 1 and " " in first.strip() and kinds.get(place) is not ColumnKind.TEXT


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST else bare[: LONGEST - 1] + "…"
