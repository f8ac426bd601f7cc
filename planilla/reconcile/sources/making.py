"""From fields to the rows that are compared: sign and currency are settled here."""

from __future__ import annotations

import polars as pl

from planilla.common.money import PESOS
from planilla.reading.cells.grid import ROW
from planilla.reconcile.matching.comprobante_names import in_one_cell, issued, of_three
from planilla.reconcile.matching.frames import DOCUMENTS, PAYMENTS, in_pesos
from planilla.reconcile.sources.fields import Fields
from schemas.tables import TIPOS, Clase

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
    more = {"signo": pl.when(credit).then(-1).otherwise(1), "saldo": left}
    return _saldo_in_pesos(_frame(fields, found, more, DOCUMENTS))


def _saldo_in_pesos(frame: pl.DataFrame) -> pl.DataFrame:
    """What is left of a document is in its own currency, unless it is more than all of it."""
    own = pl.col("saldo") <= pl.col("total")
    return frame.with_columns(saldo=pl.when(own).then(in_pesos(frame, "saldo")).otherwise("saldo"))


def payments(fields: Fields) -> pl.DataFrame:
    """Payments: money that came in; what went out, or says no amount, is none."""
    amount = fields.money("importe", exact=True)
    if fields.declaration.money_in == "negative":
        amount = -amount
    coming = (amount > 0).fill_null(False)
    fields.keep(coming)
    names = ("nombre", "texto", "medio", "referencia", "eleccion")
    found = {name: fields.words(name) for name in names}
    point, serial = _number(fields)
    three = of_three(fields.code("tipo"), point, serial)
    found |= {
        "fecha": fields.days("fecha"),
        "importe": amount.filter(coming),
        "moneda": _currency(fields),
        "documento_nro": fields.digits("documento_nro"),
        "comision": fields.money("comision").abs(),
        "neto": fields.money("neto"),
    }
    named = in_one_cell(fields.words("comprobante"))
    return _frame(fields, found, {"comprobante": pl.coalesce(named, three)}, PAYMENTS)


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
