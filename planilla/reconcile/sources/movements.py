"""The movements of a statement: what came in, what went out, and what is no movement at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from planilla.common.errors import MissingColumns, NotDocuments
from planilla.reading.cells.grid import ROW
from planilla.reconcile.sources.fields import Fields, dated
from planilla.reconcile.sources.recognising import Recognised
from schemas.faults import WHOLE_ROW, Fault
from schemas.sources.messages import MESSAGES
from schemas.spelling import plain

CAME_IN = {"c", "cr", "credito", "creditos", "h", "haber"}
MOST_LETTERS = 4  # spellings: C and D, and two more at most
LETTERS = (
    "La columna «{heading}» dice qué entró y qué salió, y «{title}» no la tiene: los débitos se "
    "tomarían por cobros. Describa sus columnas con «planilla source» y el archivo."
)
NO_TIPO = (
    "La columna «{heading}» dice qué entró y qué salió: es un extracto, no una lista de "
    "comprobantes. Describa sus columnas una vez con «planilla source» y el archivo: después se "
    "lee solo."
)
WENT_OUT = {"d", "db", "debito", "debitos", "debe"}


@dataclass(frozen=True)
class Amounts:
    """Each row's amounts: `came` as its column has it, `went` positive, `signed` for the balance.

    `reversed` is true where money that came in is written with the sign of what went out.
    """

    came: pl.Series
    went: pl.Series
    signed: pl.Series
    reversed: pl.Series


def set_aside(fields: Fields) -> tuple[Fault, ...]:
    """Take out what is no movement: titles, footers, repeated headings, rows without a date.

    A statement prints them among its rows. Only where a declaration says that every
    movement has a date; a date that cannot be read beside an amount is a fault, as ever.
    """
    if not dated(fields.declaration) or "fecha" not in fields.places:
        return ()
    place = fields.places["fecha"][0]
    has_day = fields.quietly(lambda: fields.days("fecha")).is_not_null()
    valued = fields.quietly(lambda: fields.money("importe")).is_not_null()
    blank = fields.table.text[f"c{place}"].is_null()
    alone = fields.rows.is_in(list(fields.table.alone))
    aside = alone | (~has_day & (blank | ~valued))
    if not aside.any():
        return ()
    rows = fields.table.text.filter(aside)
    added = {ROW, *(f"c{place}" for place in fields.table.added)}
    columns = [name for name in rows.columns if name not in added]
    told = []
    for cells in rows.iter_rows(named=True):
        words = [cells[name] for name in columns if cells[name]]
        shown = fields.table.alone.get(cells[ROW]) or " · ".join(dict.fromkeys(words))
        told.append(noted("NO_ES_MOVIMIENTO", cells[ROW], shown))
    fields.keep(~aside)
    fields.forget(rows[ROW])
    return tuple(told)


def refuse_letters(path: Path, text: pl.DataFrame, found: Recognised) -> None:
    """Refuse a statement whose debits only a letter tells, in a column that nobody reads so.

    `text` are all cells under the headings. Raises `MissingColumns`. Only where there is one
    column of amounts, and none below zero.
    """
    places, declaration = found.places, found.declaration
    if declaration.yields == "documents":
        for place in places.get("tipo", ()):
            if _are_letters(text[f"c{place}"]):
                raise NotDocuments(path, NO_TIPO.format(heading=found.headings[place]))
        return
    if {"sentido", "debito"}.intersection(places):
        return
    named = {place for own in places.values() for place in own}
    amounts = [text[f"c{place}"] for place in places.get("importe", ())]
    if any(one.str.contains(r"^\s*\$?\s*[-(]|-\s*$").any() for one in amounts):
        return
    for place, heading in enumerate(found.headings):
        name = f"c{place}"
        if place in named or name not in text.columns:
            continue
        if _are_letters(text[name]):
            raise MissingColumns(path, LETTERS.format(heading=heading, title=declaration.title))


def _are_letters(cells: pl.Series) -> bool:
    """Whether a column says D and C, in any spelling, and nothing else."""
    words = {plain(word) for word in cells.drop_nulls().unique().head(MOST_LETTERS + 1)}
    few = 0 < len(words) <= MOST_LETTERS
    return few and words <= CAME_IN | WENT_OUT and bool(words & WENT_OUT)


def noted(code: str, row: int, value: str, **words: object) -> Fault:
    """A fault of a whole row, from the table of messages."""
    message, fix = MESSAGES[code]
    filled = {"value": value, **words}
    return Fault(row, WHOLE_ROW, value, code, message.format(**filled), fix.format(**filled))


def amounts_of(fields: Fields) -> Amounts:
    """What every row moved. One signed column, two columns, or one with a column for D or C."""
    amount = fields.money("importe", exact=True)
    if fields.declaration.money_in == "negative":
        amount = -amount
    zero = pl.repeat(Decimal(0), len(amount), dtype=amount.dtype, eager=True)
    out = fields.quietly(lambda: fields.money("debito")).fill_null(Decimal(0))
    if "sentido" in fields.places:
        amount = _by_letter(fields, amount)
    came = amount.fill_null(Decimal(0))
    two = "debito" in fields.places
    below = (out <= 0).all()  # all debits are written below zero: the sign says nothing more
    frame = pl.DataFrame({"came": came, "out": out, "zero": zero})
    moved = frame.select(
        went=pl.when(pl.col("out") != 0)
        .then(pl.col("out").abs())
        .when(pl.col("came") < 0)
        .then(pl.col("came").abs())
        .otherwise("zero"),
        signed=pl.col("came") - (pl.col("out").abs() if below else pl.col("out")),
        reversed=(pl.col("came") < 0) & pl.lit(two),
    )
    return Amounts(amount, moved["went"], moved["signed"], moved["reversed"])


def _by_letter(fields: Fields, amount: pl.Series) -> pl.Series:
    """The amount with the sign that its D or C says; another letter is a fault."""
    words = fields.words("sentido")
    spelled = [plain(word or "") for word in words]
    unknown = pl.Series([one not in CAME_IN | WENT_OUT for one in spelled], dtype=pl.Boolean)
    fields.refuse("sentido", unknown, "SENTIDO")
    out = pl.Series([one in WENT_OUT for one in spelled], dtype=pl.Boolean)
    return pl.select(pl.when(out).then(-amount.abs()).when(~unknown).then(amount))[:, 0]
