"""Which of our columns each heading of a foreign sheet is, and what a person has to say.

A heading that is a name or an alias of ours, over cells that fit, is sure. What only looks like
a column is asked about once, and so is what no heading gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from planilla.describe.columns import Column
from schemas.column import ColumnKind, Scope, lacking
from schemas.columns import BY_NAME
from schemas.headings import NET, bears_iva, names
from schemas.second_spellings import PRICE
from schemas.second_spellings import spelled as second_spellings
from schemas.spelling import plain
from schemas.spellings import ARCA

GROSS = "precio_unitario_con_iva"
ASKED = {NET, "numero"}
"""What is asked about though its heading is ours: a price may have the IVA, a number count rows."""
BY_CELLS = {"tipo", "condicion_iva", "descripcion"}
"""What cells tell whatever stands above them."""
MOST_VALUES = 12
CONSTANTS = ("punto_venta", "tipo", "condicion_iva", "alicuota", "descripcion", "documento_nro",
             "razon_social")  # fmt: skip
WORDS: Mapping[str, str] = {
    "fecha": r"fecha|emi|dia|date",
    "tipo": r"tipo|cbte|comp|factura|letra|clase",
    "punto_venta": r"pto|punto|pv|suc|venta|local|caja",
    "documento_nro": r"cui|dni|doc|ident|nif|fiscal",
    "razon_social": r"client|nombre|razon|denom|quien|senor|empresa|receptor|comprador|apellido",
    "condicion_iva": r"cond|iva|sit|categ|resp|fiscal",
    "descripcion": r"det|desc|conc|prod|serv|item|art|glosa",
    NET: r"prec|unit|imp|neto|valor|monto|tarifa|pu$",
    "alicuota": r"iva|ali|tasa|porc",
    "cantidad": r"cant|unid|qty|bultos|cuant",
    "total": r"total|apagar|importefinal",
    "email": r"mail|correo",
    "domicilio": r"direcc|domic",
}


class Ask(StrEnum):
    """What is asked of a column of ours."""

    IS = "is"  # whether a heading is it
    VALUE = "value"  # what it is in every row
    CODES = "codes"  # whether its numbers are ARCA's codes


@dataclass(frozen=True)
class Question:
    """Something that the file does not say; `heading` is the one it is about, a blank for none."""

    about: Ask
    column: str
    heading: str = ""


@dataclass(frozen=True)
class Guess:
    """What a sheet's columns are taken for, by our columns' names, and what is to be asked."""

    columns: Mapping[str, Column] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    asks: tuple[Question, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The required columns that neither a heading nor a constant gives."""
        return lacking(BY_NAME, {*self.columns, *self.constants})

    def role(self, place: int) -> str | None:
        """What the heading of a place is taken for."""
        return next((name for name, one in self.columns.items() if one.place == place), None)

    def settled(self, question: Question) -> Guess:
        """The same with a question answered as it was guessed."""
        return replace(self, asks=tuple(one for one in self.asks if one != question))

    def taken(self, column: Column, name: str | None) -> Guess:
        """The same with a heading taken for something else, or for nothing."""
        columns = {n: one for n, one in self.columns.items() if one.place != column.place}
        gone = {self.role(column.place), name}
        if name in {NET, GROSS}:
            columns = {n: one for n, one in columns.items() if n not in {NET, GROSS}}
            gone |= {NET, GROSS}
        if name is not None:
            columns[name] = column
        constants = {n: v for n, v in self.constants.items() if n != name}
        values = {n: v for n, v in self.values.items() if n in columns and n not in gone}
        asks = tuple(
            one for one in self.asks if one.column not in gone and one.heading != column.heading
        )
        return replace(
            self, columns=columns, constants=constants, values=values, asks=asks
        ).asking()

    def constant(self, name: str, value: str) -> Guess:
        """The same with what a column is in every row."""
        asks = tuple(one for one in self.asks if one.column != name)
        columns = {n: one for n, one in self.columns.items() if n != name}
        return replace(
            self, columns=columns, constants={**self.constants, name: value}, asks=asks
        ).asking()

    def asking(self) -> Guess:
        """The same with a question for each required column that is given by nothing."""
        asked = {one.column for one in self.asks}
        more = [Question(Ask.VALUE, name) for name in self.missing if name not in asked]
        return replace(self, asks=(*self.asks, *more))


def guess(columns: Sequence[Column]) -> Guess:
    """What the columns of a sheet are."""
    sure = dict(_named(columns))
    likely = dict(_likely(columns, sure))
    found = {**sure, **likely}
    asks = [Question(Ask.IS, name, one.template) for name, one in likely.items()]
    asks += [
        Question(Ask.IS, name, one.template)
        for name, one in sure.items()
        if name in ASKED and one.spelled != plain(name) and not _says_net(name, one)
    ]
    values = {}
    if (rate := found.get("alicuota")) is not None and _by_arca(rate):
        values["alicuota"] = dict(ARCA["alicuota"])
        asks.append(Question(Ask.CODES, "alicuota", rate.template))
    return Guess(found, {}, values, tuple(asks)).asking()


def _says_net(name: str, one: Column) -> bool:
    return name == NET and not PRICE.fullmatch(one.spelled)


def _named(columns: Sequence[Column]) -> Iterator[tuple[str, Column]]:
    """Those that are called as ours are, the first of each."""
    spelled = {**second_spellings(), **names(BY_NAME)}
    taken: set[str] = set()
    for one in columns:
        name = spelled.get(one.spelled)
        whole = one.most > 1 and name is not None and BY_NAME[name].scope is not Scope.CONCEPTO
        if name is None or name in taken or whole or not _may_be(name, one):
            continue
        taken.add(name)
        yield name, one


def _likely(columns: Sequence[Column], sure: Mapping[str, Column]) -> Iterator[tuple[str, Column]]:
    """Those that look like what is still missing, by words and cells."""
    free = [one for one in columns if one not in sure.values() and one.cells]
    for name, words in WORDS.items():
        if name in sure or (name == NET and GROSS in sure):
            continue
        fit = [one for one in free if _may_be(name, one) and _scoped(name, one)]
        named = [one for one in fit if re.search(words, one.spelled)]
        chosen = named or [one for one in fit if name in BY_CELLS]
        if not chosen:
            continue
        free = [one for one in free if one is not chosen[0]]
        yield (GROSS if name == NET and bears_iva(chosen[0].heading) else name), chosen[0]


def _scoped(name: str, one: Column) -> bool:
    return one.most == 1 or BY_NAME[name].scope is Scope.CONCEPTO


def _may_be(name: str, one: Column) -> bool:
    """Whether the cells of a heading fit a column of ours; blank ones fit any."""
    if not one.cells:
        return True
    own = BY_NAME[name]
    if name == "descripcion":
        return _texts(one) and all(len(text) >= own.min_length for text in one.values)
    if own.kind is ColumnKind.CODE:
        by_arca = name == "alicuota" and _by_arca(one)
        return by_arca or (
            len(one.values) <= SAMPLE_OF[own.table or ""] and one.codes(own.table or "")
        )
    fits = FITS.get(own.kind)
    return fits is None or fits(one)


def _by_arca(one: Column) -> bool:
    """Whether the numbers under a heading are ARCA's of an alícuota, and no rates."""
    known = set(ARCA["alicuota"])
    return bool(one.values) and set(one.values) <= known and not one.codes("alicuota")


def _digits(one: Column) -> bool:
    return one.all(lambda text, _: "".join(c for c in text if c not in "-. ").isdigit())


def _texts(one: Column) -> bool:
    return not one.figures and one.form_of_days is None


class _Sizes(dict[str, int]):
    def __missing__(self, _: str) -> int:
        return MOST_VALUES


SAMPLE_OF = _Sizes(tipo=20, pais=200, cliente_pais=200, provincia=30)
FITS: Mapping[ColumnKind, Callable[[Column], bool]] = {
    ColumnKind.DATE: lambda one: one.form_of_days is not None,
    ColumnKind.MONEY: lambda one: one.figures,
    ColumnKind.DECIMAL: lambda one: one.figures,
    ColumnKind.INTEGER: lambda one: one.all(lambda text, _: text.strip().isdecimal()),
    ColumnKind.DIGITS: _digits,
}
