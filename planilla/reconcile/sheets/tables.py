"""The sheets of the reconciliation, as tables of values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from planilla.reconcile.matching.aging import BANDS
from planilla.reconcile.matching.frames import MONEY
from planilla.reconcile.matching.why_not import why_no_document, why_no_payment
from planilla.reconcile.sheets.credit import sheet as credit
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sheets.learned import learned
from planilla.reconcile.sheets.withheld import held, withheld
from planilla.writing.report import Table
from schemas.faults import Fault

PAIR = ("comprobante", "fecha", "cliente", "CUIT", "moneda", "total", "cotizacion", "saldo")
PAID = ("pago_fecha", "pagado", "retenciones_gastos_y_notas", "regla", "evidencia", "pago_texto")
TELLING = ("comprobante", "pago_texto", "texto", "cliente")
LINE = ("pago_origen", "pago_archivo", "pago_fila", "pago_id")
"""Where a payment was read."""
OPEN = ("retencion", *PAIR, "resta", "vencimiento", "referencia", "origen", "por_que_no")
RECEIVED = (
    *("eleccion", "fecha", "importe", "resta", "moneda", "CUIT", "nombre", "texto", "origen"),
    *("archivo", "fila", "por_que_no", "pago_id"),
)
CHOICE = (
    *("eleccion", "motivo", "regla", "pago_fecha", "importe", "resta", "pago_CUIT", "pago_texto"),
    *("candidato", "candidato_fecha", "candidato_cliente", "candidato_resta"),
    *("archivo", "fila", "pago_id"),
)


def tables(found: Reconciled, faults: Sequence[tuple[Path, Fault]]) -> list[Table]:
    """Every sheet but Resumen, in the order in which they are read."""
    docs, paid = _documents(found), _payments(found)
    pairs = _pairs(found, docs, paid)
    whole = pl.col("resta") == 0
    owed = docs.filter(pl.col("resta") != 0)
    touched = pairs.select("documento").unique()
    candidates = found.matching.review.join(paid, on="pago").join(
        docs, on="documento", how="left", suffix="_doc"
    )
    untouched = paid.filter(pl.col("resta") > 0).join(
        found.matching.review.select("pago").unique(), on="pago", how="anti"
    )
    return [
        _table(
            "Conciliado", (*PAIR, *PAID, *LINE), pl.concat([_settled(pairs, whole), _booked(found)])
        ),
        _table("Parcial", ("retencion", *PAIR, "resta", *PAID, *LINE), _partial(pairs)),
        _table("Sin pago", OPEN, _open(owed.join(touched, on="documento", how="anti"), found)),
        _table("Pago sin comprobante", RECEIVED, _received(untouched, found)),
        *_aside(found),
        _table("A revisar", CHOICE, _choices(candidates)),
        _table(
            "Diferencias",
            ("comprobante", "que", "campo", "dicen", "mensaje"),
            found.comparison.findings.select("comprobante", "que", "campo", "dicen", "mensaje"),
        ),
        _table(
            "Numeración",
            ("tipo", "punto_venta", "desde", "hasta", "faltan"),
            found.comparison.gaps,
        ),
        _table(
            "Antigüedad",
            ("cliente", "CUIT", "moneda", *BANDS, "total"),
            found.aging.select("cliente", "documento_nro", "moneda", *BANDS, "total"),
        ),
        credit(found),
        withheld(found, docs),
        learned(found, docs),
        Table(
            "Filas ilegibles",
            ("archivo", "fila", "columna", "valor", "qué está mal", "qué escribir"),
            tuple((p.name, f.row, f.column, f.value, f.message, f.fix) for p, f in faults),
        ),
    ]


def _aside(found: Reconciled) -> list[Table]:
    """What the office's own rules set aside, where it has any."""
    if found.aside.is_empty():
        return []
    lines = found.payments.select(
        "id", "fecha", "moneda", "nombre", "texto", "source", "archivo", "fila"
    )
    rows = found.aside.join(lines, on="id").sort("fecha", "id", nulls_last=True)
    told = rows.select(
        _blank("eleccion"),
        "regla",
        "fecha",
        "importe",
        "moneda",
        "nombre",
        "texto",
        origen="source",
        archivo="archivo",
        fila="fila",
        pago_id="id",
    )
    return [_table("Apartados", told.columns, told)]


def _table(title: str, headings: Sequence[str], frame: pl.DataFrame) -> Table:
    told_by = next((one for one in TELLING if one in headings), None)
    return Table(title, tuple(headings), tuple(frame.rows()), told_by)


def _documents(found: Reconciled) -> pl.DataFrame:
    return found.matching.documents.select(
        documento="id",
        comprobante="key",
        fecha="fecha",
        cliente="razon_social",
        CUIT="documento_nro",
        moneda="emitido_en",
        cotizacion="cotizacion",
        total=pl.col("total") * pl.col("signo"),
        saldo="balance",
        resta="resta",
        vencimiento="vencimiento",
        referencia="referencia",
        origen="source",
    )


def _payments(found: Reconciled) -> pl.DataFrame:
    return found.matching.payments.select(
        pago="id",
        fecha="fecha",
        importe="importe",
        resta="resta",
        moneda="moneda",
        CUIT="cuit",
        nombre="nombre",
        texto=pl.coalesce("texto", "comprobante", "referencia"),
        origen="source",
        archivo="archivo",
        fila="fila",
    )


def _pairs(found: Reconciled, docs: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    payments = paid.select(
        "pago",
        pago_fecha="fecha",
        pago_texto="texto",
        pago_origen="origen",
        pago_archivo="archivo",
        pago_fila="fila",
        pago_id="pago",
    )
    pairs = found.matching.pairs.rename(
        {"importe": "pagado", "diferencia": "retenciones_gastos_y_notas"}
    )
    return pairs.join(docs, on="documento").join(payments, on="pago").sort("comprobante", "pago")


def _settled(pairs: pl.DataFrame, whole: pl.Expr) -> pl.DataFrame:
    return pairs.filter(whole).select(*PAIR, *PAID, *LINE)


def _partial(pairs: pl.DataFrame) -> pl.DataFrame:
    left = pairs.filter(pl.col("resta") != 0)
    return left.select(_blank("retencion"), *PAIR, "resta", *PAID, *LINE)


def _blank(name: str) -> pl.Expr:
    """A column to write in."""
    return pl.lit(None, dtype=pl.String).alias(name)


def _booked(found: Reconciled) -> pl.DataFrame:
    """What planilla had already registered of these payments."""
    docs = _documents(found).unique("comprobante")
    paid = found.payments.select(
        pago="id",
        pago_fecha="fecha",
        pago_texto="texto",
        pago_origen="source",
        pago_archivo="archivo",
        pago_fila="fila",
        pago_id="id",
    )
    booked = (
        found.registered.join(docs, on="comprobante", how="left")
        .join(paid, on="pago")
        .join(held(found), on=["pago", "comprobante"], how="left")
    )
    return booked.select(
        *PAIR,
        "pago_fecha",
        pagado="importe",
        retenciones_gastos_y_notas=pl.col("cerrado").fill_null(Decimal(0)).cast(MONEY),
        regla=pl.lit("ya registrado"),
        evidencia=pl.format("Registrado por planilla (operación {}).", "operacion"),
        pago_texto="pago_texto",
        **{name: name for name in LINE},
    )


def _open(owed: pl.DataFrame, found: Reconciled) -> pl.DataFrame:
    why = why_no_payment(found.matching, found.options)
    return (
        owed.join(why, on="documento", how="left")
        .with_columns(_blank("retencion"))
        .select(*OPEN)
        .sort("fecha", "comprobante", nulls_last=True)
    )


def _received(untouched: pl.DataFrame, found: Reconciled) -> pl.DataFrame:
    why = why_no_document(found.matching, found.options)
    told = untouched.join(why, on="pago", how="left")
    named = told.rename({"pago": "pago_id"}).with_columns(_blank("eleccion"))
    return named.select(*RECEIVED).sort("fecha", nulls_last=True)


def _choices(candidates: pl.DataFrame) -> pl.DataFrame:
    return candidates.select(
        _blank("eleccion"),
        motivo="motivo",
        regla="regla",
        pago_fecha="fecha",
        importe="importe",
        resta="resta",
        pago_CUIT="CUIT",
        pago_texto="texto",
        candidato="comprobante",
        candidato_fecha="fecha_doc",
        candidato_cliente="cliente",
        candidato_resta="resta_doc",
        archivo="archivo",
        fila="fila",
        pago_id="pago",
    ).sort("pago_fecha", "pago_id", "candidato", nulls_last=True)
