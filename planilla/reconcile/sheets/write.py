"""The reconciliation as an accountant reads it, and the payments that `planilla pay` takes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from openpyxl import Workbook

from planilla.common.atomic_write import write_whole
from planilla.reconcile.matching.frames import MONEY
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sheets.resumen import resumen
from planilla.reconcile.sheets.tables import tables
from planilla.writing.report import Table
from planilla.writing.result_table import table
from planilla.writing.styles import Brush
from schemas.faults import Fault

Faults = Sequence[tuple[Path, Fault]]


def write_reconciliation(
    found: Reconciled, faults: Faults, missing: Sequence[str], destination: Path
) -> Path:
    """Write the workbook; returns where it really went. Raises `OutputError`.

    `missing` are sentences about files that could not be read, or what was not asked.
    """
    return write_whole(destination, lambda: _render(found, faults, missing))


def _render(found: Reconciled, faults: Faults, missing: Sequence[str]) -> bytes:
    workbook = Workbook(write_only=True)
    brush = Brush(workbook)
    sheets = tables(found, faults)
    resumen(workbook, brush, found, sheets, missing)
    for sheet in sheets:
        table(workbook, brush, sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def write_payments(found: Reconciled, destination: Path, cuit: str | None = None) -> Path:
    """Write the payments to be registered, a row each, as `planilla pay` takes them.

    `cuit` is the issuer's, where the point of sale does not say whose they are.
    """
    headings = (
        *("referencia", "tipo", "punto_venta", "numero", "fecha", "descripcion", "importe"),
        "cobro",
        "comentario",
        "emisor_cuit",
    )[: None if cuit else -1]
    rows = (
        found.to_register.sort("pago", "tipo", "punto_venta", "numero")
        .select(
            "pago",
            "tipo",
            "punto_venta",
            "numero",
            "fecha",
            pl.col("medio").fill_null("Transferencia"),
            pl.col("importe").cast(MONEY),
            "cobro",
            pl.col("evidencia").str.slice(0, 255),
            *([pl.lit(cuit).alias("emisor_cuit")] if cuit else []),
        )
        .rows()
    )

    def render() -> bytes:
        workbook = Workbook(write_only=True)
        table(workbook, Brush(workbook), Table("Pagos", headings, tuple(rows)))
        stream = io.BytesIO()
        workbook.save(stream)
        return stream.getvalue()

    return write_whole(destination, render)
