"""From cells to typed values: each column by its declaration, each failure a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple, TypeVar

import polars as pl

from planilla.reading.cells.dates import parse_date
from planilla.reading.cells.grid import SPACES
from planilla.reading.cells.numbers import Doubt, convention, in_doubt, number, parts_thousands
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.cells.signs import PERCENT, PESOS, currency, hundredfold, is_percent, parted
from planilla.reading.make_fault import Faults
from planilla.reading.rows import Value, Values
from schemas.checks import WHOLE_FIGURES
from schemas.codes import as_percentage, code, offered, table_of, tipos_like, without_code
from schemas.column import Column, ColumnKind

T = TypeVar("T")
OPTIONS_SHOWN = 12
TOO_BIG = Decimal(10) ** WHOLE_FIGURES
PERCENTAGES = re.compile(r"bonificacion_porcentaje|(?:.*_)?alicuota")
UNREADABLE = {
    CellKind.ERROR: "ERROR_DE_CELDA",
    CellKind.FORMULA: "FORMULA_SIN_VALOR",
    CellKind.MERGED: "CELDA_COMBINADA",
}
PLAIN = {CellKind.TEXT.value, CellKind.BLANK.value}
INEXACT = 2**53  # from here on a workbook holds one number for several
NUMBERS = {ColumnKind.MONEY, ColumnKind.DECIMAL, ColumnKind.INTEGER}
LETTERED = r"[\p{L}\p{Sc}&&[^$]]"  # what a number's text has that says its currency
NO_WORDS: Mapping[str, object] = {}


class Cell(NamedTuple):
    """A cell as it came: its text and kind, and what its number format shows beside it."""

    text: str
    kind: CellKind
    sign: str = ""


class Read(NamedTuple):
    """A value, or the code and the words of what is wrong; and what is to be known beside it.

    `currency` is that which the cell shows, `rounded` whether the value has fewer decimals,
    `before` what an earlier reading took the cell for, where that was something else, and
    `doubtful` whether only the decimals of other cells say that its point parts thousands.
    """

    value: Value
    wrong: str | None = None
    words: Mapping[str, object] = NO_WORDS
    currency: str = ""
    rounded: bool = False
    before: Value = None
    doubtful: bool = False


PLAINLY = Read(None)[1:]


@dataclass
class Cast:
    """The typed values of each column that a file has; a cell that does not cast is None.

    By column and position: `currencies` are those that cells show, `rounded` the cells whose
    value was rounded, `before` what an earlier reading took a cell for, and `doubtful` those
    whose point nobody writes elsewhere.
    """

    values: dict[str, Values] = field(default_factory=dict)
    currencies: dict[str, dict[int, str]] = field(default_factory=dict)
    rounded: dict[str, list[int]] = field(default_factory=dict)
    before: dict[str, dict[int, Value]] = field(default_factory=dict)
    doubtful: dict[str, list[int]] = field(default_factory=dict)

    def of(self, positions: Sequence[int]) -> Cast:
        """The same of some of the rows, in their order."""
        now = {then: place for place, then in enumerate(positions)}
        own = pl.Series(positions, dtype=pl.UInt32)
        return Cast(
            {n: replace(one, codes=one.codes.gather(own)) for n, one in self.values.items()},
            {n: _moved(cells, now) for n, cells in self.currencies.items()},
            {n: [now[p] for p in places if p in now] for n, places in self.rounded.items()},
            {n: _moved(cells, now) for n, cells in self.before.items()},
            {n: [now[p] for p in places if p in now] for n, places in self.doubtful.items()},
        )


def _moved(cells: Mapping[int, T], now: Mapping[int, int]) -> dict[int, T]:
    return {now[position]: one for position, one in cells.items() if position in now}


def cast(
    sheet: Sheet, places: Mapping[str, int], columns: Mapping[str, Column], faults: Faults
) -> Cast:
    """Read each column that the file has, its faults written down."""
    found = Cast()
    for name, place in places.items():
        _column(sheet, place, columns[name], faults, found)
    return found


def _column(sheet: Sheet, place: int, column: Column, faults: Faults, found: Cast) -> None:
    """A column's values; what is written alike is read once."""
    if column.table:
        column = replace(column, table=table_of(column.table, sheet.headings[place]))
    text, kind = sheet.text[f"c{place}"].alias("text"), sheet.kinds[f"c{place}"].alias("kind")
    sign = sheet.signs.get(place)
    mark, sure = None, True
    if column.kind in NUMBERS:
        text, sign = _without_signs(text, sign)
        written = text.filter(kind == CellKind.TEXT.value).unique().to_list()
        texts = [one for one in written if one is not None]
        mark = convention(texts)
        sure = mark is None or parts_thousands(texts, mark)
    cells = pl.DataFrame([text, kind, *([] if sign is None else [sign.alias("sign")])])
    alike = cells.unique()
    if column.kind is ColumnKind.TEXT and set(kind.unique()) <= PLAIN:
        read = [Read(one) for one in alike["text"].str.strip_chars(SPACES).to_list()]
    else:
        read = [_read(column, mark, *one) for one in alike.iter_rows()]
        if not sure:
            read = [
                _doubted(one, cell[0], cell[1], mark)
                for one, cell in zip(read, alike.iter_rows(), strict=True)
            ]
    codes = [None if one.value is None else place for place, one in enumerate(read)]
    which = cells.join(
        alike.with_columns(pl.Series("code", codes, pl.UInt32)).with_row_index("read"),
        on=cells.columns,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    found.values[column.name] = Values([one.value for one in read], which["code"])
    if any(one[1:] != PLAINLY for one in read):
        _told(sheet, column, faults, found, [read[number] for number in which["read"]])


def _without_signs(text: pl.Series, sign: pl.Series | None) -> tuple[pl.Series, pl.Series | None]:
    """The cells of a column of numbers, the currencies that texts say told beside them."""
    if not text.str.contains(LETTERED).any():
        return text, sign
    parts = {one: parted(one) for one in text.drop_nulls().unique()}
    bare = text.replace_strict({one: part for one, (part, _) in parts.items()})
    signs = {one: said or None for one, (_, said) in parts.items()}
    said = text.replace_strict(signs, return_dtype=pl.String)
    return bare, said if sign is None else sign.zip_with(sign.is_not_null(), said)


def _told(sheet: Sheet, column: Column, faults: Faults, found: Cast, cells: list[Read]) -> None:
    """Write down what is to be known of a column's cells beside their values."""
    name = column.name
    for position, (row, cell) in enumerate(zip(sheet.rows, cells, strict=True)):
        if cell.wrong is not None:
            faults.add(row, name, cell.wrong, **cell.words)
            continue
        if cell.currency:
            found.currencies.setdefault(name, {})[position] = cell.currency
        if cell.rounded:
            found.rounded.setdefault(name, []).append(position)
        if cell.doubtful:
            found.doubtful.setdefault(name, []).append(position)
        if cell.before is not None:
            found.before.setdefault(name, {})[position] = cell.before


def _read(
    column: Column, mark: str | None, text: str | None, letter: str, sign: str | None = None
) -> Read:
    if text is None:
        return Read(None)
    return _cell(column, mark, Cell(text, CellKind(letter), sign or ""))


def _doubted(read: Read, text: str | None, letter: str, mark: str | None) -> Read:
    written = text is not None and letter == CellKind.TEXT.value and isinstance(read.value, Decimal)
    return read._replace(doubtful=True) if written and in_doubt(text or "", mark) else read


def _cell(column: Column, mark: str | None, cell: Cell) -> Read:
    text, kind, sign = cell
    if kind is CellKind.BLANK:
        return Read(None)
    if kind in UNREADABLE:
        return Read(None, UNREADABLE[kind])
    if column.kind is ColumnKind.TEXT:
        lost = kind is CellKind.NUMBER and abs(Decimal(text)) >= INEXACT
        return Read(None, "CIFRAS_PERDIDAS") if lost else Read(text.strip())
    if is_percent(sign) and not PERCENTAGES.fullmatch(column.name):
        return Read(None, "PORCENTAJE_AQUI")
    if column.kind is ColumnKind.DIGITS:
        return _digits(text, kind)
    if column.kind is ColumnKind.DATE:
        day = parse_date(text, kind)
        return Read(day, None if day else "NO_ES_FECHA")
    if column.kind is ColumnKind.CODE:
        return _code(column, hundredfold(text) if sign == PERCENT else text)
    return _number(column, mark, cell)


def _digits(text: str, kind: CellKind) -> Read:
    marks = "-. \u00a0\t" if kind is CellKind.TEXT else ""  # a date is no document, nor is 1.5
    bare = "".join(c for c in text if c not in marks)
    if not bare.isascii() or not bare.isdigit():
        return Read(None, "DOCUMENTO")
    return Read(bare)


def _code(column: Column, text: str) -> Read:
    found = code(text, column.table or "")
    if found is None and column.table == "alicuota" and (rate := as_percentage(text)):
        return Read(None, "ALICUOTA_FRACCION", {"percentage": rate.replace(".", ",")})
    if found is None and column.table == "tipo" and (like := tipos_like(text)):
        return Read(None, "TIPO_A_MEDIAS", {"options": " o ".join(like)})
    if found is None:
        options = offered(column.table or "")
        more = ["entre otros"] if len(options) > OPTIONS_SHOWN else []
        mark = "; " if any("," in option for option in options) else ", "
        shown = mark.join([*options[:OPTIONS_SHOWN], *more])
        if name := without_code(text, column.table or ""):
            return Read(None, "SIN_CODIGO", {"name": name, "options": shown})
        return Read(None, "NO_ESTA_EN_LA_TABLA", {"options": shown})
    return Read(found)


def _number(column: Column, mark: str | None, cell: Cell) -> Read:
    """A number by what its cell shows; what an earlier reading took it for is told, too."""
    found = _plain_number(column, mark, cell)
    if cell.sign == PERCENT:
        percent = Cell(hundredfold(cell.text), cell.kind)
        read = _plain_number(column, mark, percent)
        return read if found.value == read.value else read._replace(before=found.value)
    if not (moneda := currency(cell.sign)) or found.wrong is not None:
        return found
    if column.kind is not ColumnKind.MONEY:
        return found if moneda == PESOS else Read(None, "MONEDA_AQUI")
    return found._replace(currency=moneda)


def _plain_number(column: Column, mark: str | None, cell: Cell) -> Read:
    text, kind, _ = cell
    value = Decimal(text) if kind is CellKind.NUMBER else number(text, mark)
    if isinstance(value, Doubt):
        whole_wanted = column.kind is ColumnKind.INTEGER and value is Doubt.NOT_A_NUMBER
        return Read(None, "NO_ES_ENTERO" if whole_wanted else value.value)
    if kind in {CellKind.DATE, CellKind.BOOL}:
        return Read(None, "NO_ES_NUMERO")
    if "%" in text and not PERCENTAGES.fullmatch(column.name):
        return Read(None, "PORCENTAJE_AQUI")
    if abs(value) >= TOO_BIG:
        return Read(None, "DEMASIADO_GRANDE")
    if column.kind is ColumnKind.INTEGER:
        whole = value == value.to_integral_value()
        return Read(int(value)) if whole else Read(None, "NO_ES_ENTERO")
    rounded = round(value, column.decimals)  # half to even
    if rounded == value or column.rounds:
        return Read(rounded)
    if column.rounds_aloud and rounded:
        return Read(rounded, rounded=True)
    if column.name == "cotizacion" and 0 < value < 1:
        words = {"decimals": column.decimals, "inverse": round(1 / value, column.decimals)}
        return Read(None, "COTIZACION_DECIMALES", words)
    return Read(None, "DECIMALES", {"decimals": column.decimals})
