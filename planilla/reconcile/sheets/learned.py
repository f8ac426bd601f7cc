"""The sheet Aprendido: who pays for whom, as people chose it."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.learned import SHEET
from planilla.reconcile.sheets.findings import Reconciled
from planilla.writing.report import Table


def learned(found: Reconciled, docs: pl.DataFrame) -> Table:
    """Who pays for whom; what was forgotten stays, with its days."""
    names = dict(docs.select("CUIT", "cliente").drop_nulls().iter_rows())
    rows = [
        (one.payer, one.client, names.get(one.client), one.since, one.until, None)
        for one in found.learned
    ]
    headings = ("pagador", "paga_por", "cliente", "desde", "hasta", "olvidar")
    return Table(SHEET, headings, tuple(rows))
