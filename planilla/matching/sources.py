"""From files to the frames that are compared: each source by its declaration.

A cell that cannot be read is a fault, and its row is left out and told; the rest
goes on. Currency and sign are settled here, once, for all that follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from planilla.errors import InputError, MissingColumns
from planilla.matching import frames
from planilla.pagos.naming import in_one_cell
from planilla.workbook.dates import parse_date
from planilla.workbook.grid import Grid
from planilla.workbook.numbers import Doubt, convention, number
from planilla.workbook.read import choose, open_grids
from planilla.workbook.sheet import Kind, Sheet
from schemas.codes import code
from schemas.column import Column, ColumnKind
from schemas.faults import Fault
from schemas.headings import match, plain
from schemas.messages import MESSAGES
from schemas.sources.declaration import Declaration, built_in
from schemas.tables import TIPOS, Clase

ISSUED = re.compile(r"(\d{1,5})-(\d{1,8})")
HEADING_ROWS = 20


@dataclass(frozen=True)
class SourceFrame:
    """A file as a frame of `planilla.matching.frames`, and what could not be read of it."""

    path: Path
    declaration: Declaration
    frame: pl.DataFrame
    faults: tuple[Fault, ...]


def read_source(
    path: Path, declarations: Sequence[Declaration] = (), yields: str | None = None
) -> SourceFrame:
    """Read a file by the declaration that its headings fit best.

    The user's own `declarations` go before the built-in ones; the only one of
    its kind is taken as meant. `yields` bounds the choice. Raises `InputError`
    kinds: a mapping that does not fit says what is missing and what was found.
    """
    grids = open_grids(path)
    own = [d for d in declarations if yields in {None, d.yields}]
    chosen = own[0] if len(own) == 1 else _recognise(path, grids, own or built_in(), yields)
    sheet, places = _sheet(path, grids, chosen)
    rows, faults = _Reader(sheet, chosen, places).read()
    build = frames.documents if chosen.yields == "documents" else frames.payments
    return SourceFrame(path, chosen, build(rows), tuple(faults))


def _columns(declaration: Declaration) -> dict[str, Column]:
    """A column a heading: those of one field are told apart by a number."""
    return {
        f"{field}#{place}": Column(f"{field}#{place}", ColumnKind.TEXT, "", aliases=(heading,))
        for field, headings in declaration.columns.items()
        for place, heading in enumerate(headings)
    }


def _recognise(
    path: Path, grids: list[Grid], known: Sequence[Declaration], yields: str | None
) -> Declaration:
    """The declaration all of whose needed fields are there; of several, the one with most."""
    scores: list[tuple[int, Declaration]] = []
    for declaration in known:
        if yields is not None and declaration.yields != yields:
            continue
        columns = _columns(declaration)
        best = max(
            (_score(cells, columns, declaration) for grid in grids for cells in _tops(grid)),
            default=0,
        )
        if best:
            scores.append((best, declaration))
    scores.sort(key=lambda pair: -pair[0])
    if not scores:
        titles = ", ".join(d.title for d in known if yields in {None, d.yields})
        raise MissingColumns(
            path,
            f"Los encabezados no son de ningún origen conocido ({titles}). Encabezados "
            f"encontrados: {_seen(grids)}. Escriba una declaración y pásela con --source.",
        )
    if len(scores) > 1 and scores[0][0] == scores[1][0]:
        both = f"«{scores[0][1].title}» y «{scores[1][1].title}»"
        raise InputError(path, f"Puede ser {both}: diga cuál con --source.")
    return scores[0][1]


def _tops(grid: Grid) -> list[list[str]]:
    return [[text or "" for text, _ in cells] for cells in grid.rows[:HEADING_ROWS]]


def _score(headings: Sequence[str], columns: Mapping[str, Column], declaration: Declaration) -> int:
    found = {name.split("#")[0] for name in match(headings, columns).places}
    return len(found) if found.issuperset(declaration.needed) else 0


def _sheet(
    path: Path, grids: list[Grid], declaration: Declaration
) -> tuple[Sheet, dict[str, list[int]]]:
    """The table, and the places of each field; a field that is missing is told by its names."""
    sheet, found = choose(path, grids, _columns(declaration))
    places: dict[str, list[int]] = {}
    for name, place in sorted(found.places.items()):
        places.setdefault(name.split("#")[0], []).append(place)
    missing = [name for name in declaration.needed if name not in places]
    if missing:
        wanted = "; ".join(
            f"{name} (se busca {' o '.join(f'«{h}»' for h in declaration.columns[name])})"
            for name in missing
        )
        seen = ", ".join(f"«{h}»" for h in sheet.headings if h)
        raise MissingColumns(
            path, f"Para «{declaration.title}» faltan columnas: {wanted}. Encabezados: {seen}."
        )
    return sheet, places


def _seen(grids: list[Grid]) -> str:
    widest = max((cells for grid in grids for cells in _tops(grid)), key=len, default=[])
    return ", ".join(f"«{heading}»" for heading in widest if heading) or "ninguno"


class _Reader:
    """One file's rows, field by field."""

    def __init__(
        self, sheet: Sheet, declaration: Declaration, places: Mapping[str, list[int]]
    ) -> None:
        self.sheet = sheet
        self.declaration = declaration
        self.places = places
        self.faults: list[Fault] = []
        self.wrong: set[int] = set()
        self._text = {i: sheet.text[f"c{i}"].to_list() for own in places.values() for i in own}
        self._kinds = {i: sheet.kinds[f"c{i}"].to_list() for i in self._text}
        self._marks = {i: self._convention(i) for i in self._text}

    def read(self) -> tuple[list[dict[str, Any]], list[Fault]]:
        """The rows that are kept and could be read."""
        make = self._document if self.declaration.yields == "documents" else self._payment
        rows = []
        for position, row in enumerate(self.sheet.rows):
            if self._kept(position):
                made = make(position, row)
                if made is not None and row not in self.wrong:
                    rows.append({"id": f"{self.sheet.path.name}:{row}", **made})
        return rows, self.faults

    def _kept(self, position: int) -> bool:
        return all(
            plain(self._words(field, position) or "") in {plain(value) for value in values}
            for field, values in self.declaration.only.items()
        )

    # Rows

    def _document(self, position: int, row: int) -> dict[str, Any] | None:
        tipo = self._tipo(position, row)
        total = self._money("total", position, row)
        point, serial = self._number(position, row)
        if tipo is None or total is None or row in self.wrong:
            self._lacks(row, {"tipo": tipo, "total": total})
            return None
        credit = TIPOS[tipo].clase is Clase.NOTA_DE_CREDITO
        saldo = self._money("saldo", position, row)
        return {
            **self._plain_fields(position, ("razon_social", "cae", "referencia", "estado")),
            "source": self.declaration.title,
            "tipo": tipo,
            "punto_venta": point,
            "numero": serial,
            "fecha": self._date("fecha", position, row),
            "vencimiento": self._date("vencimiento", position, row),
            "documento_nro": self._digits("documento_nro", position),
            "emisor_cuit": self._digits("emisor_cuit", position),
            "moneda": self._currency(position, row),
            "total": abs(total),
            "signo": -1 if credit else 1,
            "saldo": None if saldo is None else abs(saldo),
            "asociado": self._named(self._words("asociado", position)),
        }

    def _payment(self, position: int, row: int) -> dict[str, Any] | None:
        amount = self._money("importe", position, row)
        if amount is None or amount <= 0:  # money that went out, or nothing at all
            return None
        named = self._named(self._words("comprobante", position))
        tipo = self._words("tipo", position)
        if named is None and tipo:
            point, serial = self._number(position, row)
            kind = code(tipo, "tipo")
            named = f"{kind} {point:05d}-{serial:08d}" if kind and point and serial else None
        fee = self._money("comision", position, row)
        return {
            **self._plain_fields(position, ("nombre", "texto", "medio", "referencia", "eleccion")),
            "source": self.declaration.title,
            "fecha": self._date("fecha", position, row),
            "importe": amount,
            "moneda": self._currency(position, row),
            "documento_nro": self._digits("documento_nro", position),
            "comprobante": named,
            "comision": None if fee is None else abs(fee),
            "neto": self._money("neto", position, row),
        }

    # Cells

    def _plain_fields(self, position: int, names: Sequence[str]) -> dict[str, Any]:
        return {name: self._words(name, position) for name in names}

    def _words(self, field: str, position: int) -> str | None:
        """A field's text; of several columns all that are filled, joined."""
        if field in self.declaration.constants:
            return self.declaration.constants[field]
        texts = [self._text[i][position] for i in self.places.get(field, ())]
        return " · ".join(text.strip() for text in texts if text and text.strip()) or None

    def _cell(self, field: str, position: int) -> tuple[int, str, Kind] | None:
        """The first filled cell of a field."""
        for place in self.places.get(field, ()):
            text = self._text[place][position]
            if text is not None and text.strip():
                return place, text, Kind(self._kinds[place][position])
        return None

    def _money(self, field: str, position: int, row: int) -> Decimal | None:
        cell = self._cell(field, position)
        if cell is None:
            return None
        place, text, kind = cell
        value = Decimal(text) if kind is Kind.NUMBER else number(text, self._marks[place])
        if isinstance(value, Doubt) or kind in {Kind.ERROR, Kind.FORMULA, Kind.DATE, Kind.BOOL}:
            doubt = value.value if isinstance(value, Doubt) else "NO_ES_NUMERO"
            self._fault(row, place, text, doubt)
            return None
        return round(value, 2)

    def _date(self, field: str, position: int, row: int) -> date | None:
        cell = self._cell(field, position)
        if cell is None:
            return None
        place, text, kind = cell
        day = parse_date(text, kind)
        if day is None:
            self._fault(row, place, text, "NO_ES_FECHA")
        return day

    def _tipo(self, position: int, row: int) -> str | None:
        cell = self._cell("tipo", position)
        if cell is None:
            return None
        place, text, _ = cell
        found = code(text, "tipo")
        if found is None or found not in TIPOS:
            self._fault(row, place, text, "NO_ESTA_EN_LA_TABLA", options="FACTURA A, FACTURA B …")
            return None
        return found

    def _number(self, position: int, row: int) -> tuple[int | None, int | None]:
        issued = ISSUED.search(self._words("numero_emitido", position) or "")
        if issued:
            return int(issued[1]), int(issued[2])
        return self._whole("punto_venta", position, row), self._whole("numero", position, row)

    def _whole(self, field: str, position: int, row: int) -> int | None:
        cell = self._cell(field, position)
        if cell is None:
            return None
        place, text, _ = cell
        bare = text.strip().removesuffix(".0")
        if not bare.isdigit():
            self._fault(row, place, text, "NO_ES_ENTERO")
            return None
        return int(bare)

    def _digits(self, field: str, position: int) -> str | None:
        digits = re.sub(r"\D", "", self._words(field, position) or "")
        return digits.lstrip("0") or None

    def _currency(self, position: int, row: int) -> str:
        cell = self._cell("moneda", position)
        if cell is None:
            return self.declaration.constants.get("moneda", "PES")
        place, text, _ = cell
        found = code(text, "moneda")
        if found is None:
            self._fault(row, place, text, "NO_ESTA_EN_LA_TABLA", options="PES, DOL …")
        return found or "PES"

    @staticmethod
    def _named(text: str | None) -> str | None:
        found = in_one_cell(text) if text else None
        return f"{found[0]} {found[1]:05d}-{found[2]:08d}" if found else text

    def _lacks(self, row: int, wanted: Mapping[str, object]) -> None:
        """A row without what it must have: told unless a cell of it has been told already."""
        if row in self.wrong:
            return
        for field, value in wanted.items():
            if value is None:
                place = self.places.get(field, [0])[0]
                self._fault(row, place, "", "FALTA")

    def _fault(self, row: int, place: int, text: str, code_: str, **words: object) -> None:
        message, fix = MESSAGES[code_]
        filled = {"value": text, **words}
        heading = self.sheet.headings[place]
        self.wrong.add(row)
        self.faults.append(
            Fault(row, heading, text, code_, message.format(**filled), fix.format(**filled))
        )

    def _convention(self, place: int) -> str | None:
        pairs = zip(self._text[place], self._kinds[place], strict=True)
        return convention(t for t, k in pairs if t is not None and k == Kind.TEXT)
