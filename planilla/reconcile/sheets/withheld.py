"""The sheet Retenciones: what closes a comprobante and is no money, with its certificate."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.closings_written import SHEET
from planilla.reconcile.matching.frames import MONEY
from planilla.reconcile.sheets.findings import Reconciled
from planilla.writing.report import Table

HEADINGS = (
    *("certificado", "anular", "comprobante", "cliente", "CUIT", "importe", "clase", "vale"),
    *("desde", "hasta", "pago_fecha", "pagado", "retencion_id"),
)
HOLDS, WAITS, SAID = "sí", "cuando se registre su pago", "sí: lo dijo una persona"
ENDED = "no: se anuló"


def withheld(found: Reconciled, docs: pl.DataFrame) -> Table:
    """Every one that counts, or will once its payment is registered; and what was taken back."""
    whose = {c: (n, d) for c, n, d in docs.select("comprobante", "cliente", "CUIT").iter_rows()}
    paid = {
        p: (day, i) for p, day, i in found.payments.select("id", "fecha", "importe").iter_rows()
    }
    made = set(found.matching.pairs["pago"])
    rows = []
    for one in found.closings:
        if one.by and one.by not in found.paid and one.pago not in made:
            continue
        if one.until:
            counts = ENDED
        else:
            counts = SAID if one.by is None else HOLDS if one.by in found.paid else WAITS
        client, cuit = whose.get(one.comprobante, (None, None))
        day, amount = paid.get(one.pago, (None, None))
        told = (
            one.certificado,
            None,
            one.comprobante,
            client,
            cuit,
            one.importe,
            one.clase,
            counts,
        )
        rows.append((*told, one.since, one.until, day, amount, one.name))
    return Table(SHEET, HEADINGS, tuple(rows), "comprobante")


def held(found: Reconciled) -> pl.DataFrame:
    """What holds by each registered payment: `pago`, `comprobante`, `cerrado`."""
    holding = [o for o in found.closings if o.by and o.holds(found.day, found.paid)]
    return pl.DataFrame(
        [(one.pago, one.comprobante, one.importe) for one in holding],
        schema={"pago": pl.String, "comprobante": pl.String, "cerrado": MONEY},
        orient="row",
    )
