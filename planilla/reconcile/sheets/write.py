"""The reconciliation as an accountant reads it, and the payments that `planilla pay` takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from planilla.common.atomic_write import write_whole
from planilla.reconcile.matching.frames import MONEY
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sheets.resumen import resumen
from planilla.reconcile.sheets.tables import tables
from planilla.writing.book.book import Book, written
from planilla.writing.report import Table
from planilla.writing.result_table import table
from schemas.faults import Fault

Faults = Sequence[tuple[Path, Fault]]


def write_reconciliation(
    found: Reconciled, faults: Faults, missing: Sequence[str], destination: Path
) -> Path:
    """Write the workbook; returns where it really went. Raises `OutputError`.

    `missing` are sentences about files that could not be read, or what was not asked.
    """

    def fill(book: Book) -> None:
        sheets = tables(found, faults)
        resumen(book, found, sheets, missing)
        for sheet in sheets:
            table(book, sheet)

    return write_whole(destination, lambda: written(fill))


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

    payments = Table("Pagos", headings, tuple(rows))
    return write_whole(destination, lambda: written(lambda book: table(book, payments)))
