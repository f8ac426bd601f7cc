"""The sheet A favor: what clients paid beyond what they owed, and credit notes not used up."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.chosen import IN_FAVOUR
from planilla.reconcile.sheets.findings import Reconciled
from planilla.writing.report import Table

SHEET = "A favor"
HEADINGS = (
    *("cliente", "CUIT", "moneda", "a_favor", "de", "fecha", "importe", "pagó", "texto"),
    *("archivo", "fila", "pago_id"),
)


def credit(found: Reconciled) -> pl.DataFrame:
    """A row each, with `HEADINGS`: of whom the client is known, and something is left."""
    return pl.concat([_paid_beyond(found), _notes(found)]).sort(
        "cliente", "CUIT", "fecha", "pago_id", nulls_last=True
    )


def sheet(found: Reconciled) -> Table:
    """The same as a table."""
    return Table(SHEET, HEADINGS, tuple(credit(found).rows()), "cliente")


def _paid_beyond(found: Reconciled) -> pl.DataFrame:
    """Payments of which a part went to a comprobante, or which a person put in favour."""
    docs = found.matching.documents.filter(pl.col("signo") > 0)
    now = found.matching.pairs.filter(pl.col("importe") > 0).join(
        docs.select("razon_social", "documento_nro", "key", documento="id"), on="documento"
    )
    named = docs.select("razon_social", "documento_nro", "key").unique("key")
    booked = found.registered.select("pago", key="comprobante")
    before = booked.join(named, on="key")
    columns = ("pago", "razon_social", "documento_nro", "key")
    paid = (
        pl.concat([now.select(columns), before.select(columns)])
        .sort("pago", "key")
        .group_by("pago", maintain_order=True)
        .agg(
            pl.col("razon_social").first(),
            pl.col("documento_nro").first(),
            pays=pl.col("key").unique(maintain_order=True).str.join(", "),
        )
    )
    names = docs.filter(pl.col("cuit") != "").sort("did").unique("cuit", keep="last")
    whole = found.payments.select("texto", "archivo", "fila", pago="id", whole="importe")
    rest = (
        found.matching.payments.filter(pl.col("resta") > 0)
        .select("cuit", "moneda", "fecha", "eleccion", "resta", "nombre", pago="id")
        .join(paid, on="pago", how="left")
        .join(names.select("cuit", client="razon_social"), on="cuit", how="left")
        .join(whole, on="pago")
    )
    chosen = pl.col("eleccion").str.strip_chars().str.to_uppercase() == IN_FAVOUR
    return rest.filter(pl.col("pays").is_not_null() | chosen.fill_null(False)).select(
        cliente=pl.coalesce("razon_social", "client", "nombre"),
        CUIT=pl.coalesce("documento_nro", "cuit"),
        moneda="moneda",
        a_favor="resta",
        de=pl.lit("cobro"),
        fecha="fecha",
        importe="whole",
        pagó="pays",
        texto="texto",
        archivo="archivo",
        fila="fila",
        pago_id="pago",
    )


def _notes(found: Reconciled) -> pl.DataFrame:
    notes = found.matching.documents.filter(pl.col("signo") < 0, pl.col("resta") < 0)
    blank = pl.lit(None, dtype=pl.String)
    return notes.select(
        cliente="razon_social",
        CUIT="documento_nro",
        moneda="moneda",
        a_favor=-pl.col("resta"),
        de="key",
        fecha="fecha",
        importe="total",
        pagó=blank,
        texto=pl.format("corrige {}", "asociado"),
        archivo=blank,
        fila=pl.lit(None, dtype=pl.Int64),
        pago_id=blank,
    )
