"""From fields to the rows that are compared: sign and currency are settled here."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from planilla.common.money import PESOS
from planilla.reading.cells.grid import ROW
from planilla.reconcile.matching.comprobante_names import in_one_cell, issued, of_three
from planilla.reconcile.matching.frames import DOCUMENTS, MONEY, PAYMENTS, in_pesos
from planilla.reconcile.sources.balance import Line
from planilla.reconcile.sources.fields import Fields
from planilla.reconcile.sources.movements import amounts_of
from schemas.spelling import plain
from schemas.tables import TIPOS, Clase

CHEQUE = "Cheque"
CHEQUE_WORDS = r"(?i)\be-?cheqs?\b|\bcheques?\b|\bchqs?\b|\bvalores al cobro\b"
WENT_BACK = {"refunded", "chargedback", "devuelto", "devuelta", "reembolsado", "contracargo"}
OUT = [*PAYMENTS, "cancels", "of"]
"""Of what went out: a payment's columns, `cancels` where it is surely a reversal, and `of`, the
`id` of the payment that it takes back for certain, or null."""
CREDIT = [tipo.name for tipo in TIPOS.values() if tipo.clase is Clase.NOTA_DE_CREDITO]
MOST_POINT, MOST_NUMBER = 99_999, 99_999_999


def documents(fields: Fields) -> pl.DataFrame:
    """Documents, positive, `signo` -1 for credit notes, whichever way the file signs them."""
    found = {name: fields.words(name) for name in ("razon_social", "cae", "referencia", "estado")}
    found |= {name: fields.days(name) for name in ("fecha", "vencimiento")}
    found |= {name: fields.digits(name) for name in ("documento_nro", "emisor_cuit")}
    tipo, total, saldo = fields.code("tipo"), fields.money("total"), fields.money("saldo")
    credit = tipo.is_in(CREDIT).fill_null(False)
    fields.refuse("total", (total < 0).fill_null(False) & ~credit, "NEGATIVO")
    for name, values in (("fecha", found["fecha"]), ("tipo", tipo), ("total", total)):
        fields.need(name, values)
    point, serial = _number(fields)
    found |= {"moneda": _currency(fields), "asociado": in_one_cell(fields.words("asociado"))}
    rate = fields.rate("cotizacion", beside="total")
    foreign = (found["moneda"] != PESOS) & (rate > 0) & (rate != 1)
    found["cotizacion"] = pl.select(pl.when(foreign).then(rate))[:, 0]
    left = pl.when(credit).then(saldo.abs()).otherwise(saldo.clip(lower_bound=0))
    found |= {"tipo": tipo, "punto_venta": point, "numero": serial, "total": total.abs()}
    more = {"signo": pl.when(credit).then(-1).otherwise(1), "saldo": left, "menos": pl.lit(None)}
    return _saldo_in_pesos(_frame(fields, found, more, DOCUMENTS))


def _saldo_in_pesos(frame: pl.DataFrame) -> pl.DataFrame:
    """What is left of a document is in its own currency, unless it is more than all of it."""
    own = pl.col("saldo") <= pl.col("total")
    return frame.with_columns(saldo=pl.when(own).then(in_pesos(frame, "saldo")).otherwise("saldo"))


@dataclass(frozen=True)
class Movements:
    """A statement's rows: what came in, what went out again, and what its balances prove.

    `out` has what `OUT` says; `proof` a row's number, what it moved and the balance beside it;
    `falling` says that the last days stand first.
    """

    payments: pl.DataFrame
    out: pl.DataFrame
    proof: list[Line]
    falling: bool


def movements(fields: Fields) -> Movements:
    """Payments: money that came in. What went out, or says no amount, is none."""
    amounts = amounts_of(fields)
    coming = (amounts.came > 0).fill_null(False)
    going = (amounts.went > 0).fill_null(False) & ~coming
    refunded = fields.quietly(lambda: fields.money("devuelto")).abs()
    balances = fields.quietly(lambda: fields.money("saldo_banco"))
    proof = list(zip(fields.rows, amounts.signed, balances, strict=True))
    days = fields.quietly(lambda: fields.days("fecha")).drop_nulls().to_list()
    falling = bool(days) and days[0] > days[-1]
    every = fields.table
    fields.keep(going)
    debits = fields.quietly(lambda: _paid(fields, amounts.went.filter(going)))
    cancelled = fields.rows.filter(amounts.reversed.filter(going))
    fields.table = every
    fields.keep(coming)
    paid = _paid(fields, amounts.came.filter(coming))
    back = pl.DataFrame({"id": _ids(fields), "back": refunded.filter(coming)})
    refunds = (
        paid.join(back.filter(pl.col("back") > 0), on="id")
        .with_columns(importe=pl.min_horizontal("back", "importe").cast(MONEY), of="id")
        .drop("back")
    )
    marked = debits.with_columns(
        cancels=_row(pl.col("id")).is_in(cancelled.implode()), of=pl.lit(None, dtype=pl.String)
    )
    out = pl.concat([marked.select(OUT), refunds.with_columns(cancels=pl.lit(True)).select(OUT)])
    return Movements(paid, out, proof, falling)


def taken_back(fields: Fields) -> pl.DataFrame:
    """The rows that say by their state that they went back, each taking back itself.

    A collection that was approved and is refunded later is the same row with another state;
    one that was rejected never came in.
    """
    states = fields.quietly(lambda: fields.words("estado"))
    back = [word for word in states.unique() if plain(word or "") in WENT_BACK]
    fields.keep(states.is_in(back))
    amounts = fields.quietly(lambda: fields.money("importe"))
    fields.keep((amounts > 0).fill_null(False))
    paid = fields.quietly(lambda: _paid(fields, amounts.filter(amounts > 0)))
    return paid.with_columns(cancels=pl.lit(True), of="id").select(OUT)


def _row(identity: pl.Expr) -> pl.Expr:
    return identity.str.extract(r":(\d+)$").cast(pl.Int64)


def _ids(fields: Fields) -> pl.Series:
    return pl.Series("id", [f"{fields.table.path.name}:{row}" for row in fields.rows], pl.String)


def _paid(fields: Fields, amount: pl.Series) -> pl.DataFrame:
    """The rows of the fields as payments of these amounts."""
    names = ("nombre", "texto", "medio", "referencia", "eleccion", "cuenta")
    found = {name: fields.words(name) for name in names}
    point, serial = _number(fields)
    three = of_three(fields.code("tipo"), point, serial)
    found |= {
        "fecha": fields.days("fecha"),
        "importe": amount,
        "moneda": _currency(fields),
        "documento_nro": fields.digits("documento_nro"),
        "comision": fields.money("comision").abs(),
        "neto": fields.money("neto"),
    }
    if "medio" in fields.declaration.constants:
        found["medio"] = _means(found["medio"], found["texto"])
    named = in_one_cell(fields.words("comprobante"))
    return _frame(fields, found, {"comprobante": pl.coalesce(named, three)}, PAYMENTS)


def _means(declared: pl.Series, texts: pl.Series) -> pl.Series:
    """A cheque that was deposited is no transfer, though a statement shows both."""
    cheque = pl.lit(texts).str.contains(CHEQUE_WORDS).fill_null(False)
    return pl.select(pl.when(cheque).then(pl.lit(CHEQUE)).otherwise(declared))[:, 0]


def _number(fields: Fields) -> tuple[pl.Series, pl.Series]:
    """The issued number where there is one, else the columns of its parts."""
    point, serial = issued(fields.words("numero_emitido"))
    written = fields.whole("punto_venta", MOST_POINT, "PUNTO_VENTA")
    counted = fields.whole("numero", MOST_NUMBER, "NUMERO")
    known = point.is_not_null() & serial.is_not_null()
    both = pl.select(
        p=pl.when(known).then(point).otherwise(written),
        s=pl.when(known).then(serial).otherwise(counted),
    )
    return both["p"], both["s"]


def _currency(fields: Fields) -> pl.Series:
    constant = fields.declaration.constants.get("moneda", PESOS)
    return fields.code("moneda").fill_null(fields.declaration.meaning("moneda", constant))


def _frame(
    fields: Fields,
    found: dict[str, pl.Series],
    more: dict[str, pl.Expr],
    schema: dict[str, pl.DataType],
) -> pl.DataFrame:
    """The columns of the schema, without the rows that have a fault."""
    name = fields.table.path.name
    wrong = list({row for row, _, _, _ in fields.bad})
    whole = pl.DataFrame([values.alias(column) for column, values in found.items()])
    whole = whole.with_columns(fields.rows.alias(ROW), **more).filter(~pl.col(ROW).is_in(wrong))
    whole = whole.with_columns(
        id=pl.concat_str(pl.lit(f"{name}:"), pl.col(ROW).cast(pl.String)),
        source=pl.lit(fields.declaration.title),
    )
    return whole.select(pl.col(column).cast(dtype) for column, dtype in schema.items())
