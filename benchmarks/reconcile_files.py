"""From files to workbook: `python -m benchmarks.reconcile_files --size 12000 100000`.

As many comprobantes and payments as `--size`, by the habits of `matching_data`, in two CSV
files as an office has them; reading, matching and writing timed apart, with the peak of memory.
Beside it a plain polars read and join of the same files, the floor.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.matching_data import world
from benchmarks.peak import peak

SIZES = (12_000, 100_000)


def main() -> None:
    """Each size in a process of its own, so that its peak of memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="*", default=list(SIZES), help="comprobantes")
    compared(*parser.parse_args().size)


def compared(*sizes: int) -> None:
    """Print a line for each size."""
    for size in sizes or SIZES:
        with TemporaryDirectory() as folder:
            rows = write(size, Path(folder))
            here, there = multiprocessing.get_context("spawn").Pipe()
            one = multiprocessing.get_context("spawn").Process(
                target=_apart, args=(Path(folder), there)
            )
            one.start()
            there.close()
            print(f"{rows[0]} comprobantes, {rows[1]} payments: {here.recv()}")
            one.join()


def write(size: int, folder: Path) -> tuple[int, int]:
    """Two CSV files as offices have them; how many rows each has."""
    made = world(size)
    payments = made.payments.head(size)
    documents = made.documents.select(
        pl.col("fecha").dt.to_string("%d/%m/%Y").alias("Fecha"),
        pl.col("tipo").alias("Tipo"),
        pl.col("punto_venta").alias("Punto de venta"),
        pl.col("numero").alias("Número"),
        pl.col("documento_nro").alias("CUIT"),
        pl.col("razon_social").alias("Razón social"),
        _money("total").alias("Total"),
    )
    blank = pl.lit("")
    received = payments.select(
        pl.col("fecha").dt.to_string("%d/%m/%Y").alias("Fecha"),
        pl.coalesce("texto", blank).alias("Descripción"),
        pl.lit("0,00").alias("Débitos"),
        _money("importe").alias("Créditos"),
        pl.lit("000907").alias("Grupo de Conceptos"),
        pl.lit("TRF").alias("Concepto"),
        pl.int_range(pl.len()).alias("Número de Comprobante"),
        pl.coalesce("nombre", blank).alias("Leyendas Adicionales1"),
        pl.coalesce("documento_nro", blank).alias("Leyendas Adicionales2"),
        pl.coalesce("comprobante", blank).alias("Leyendas Adicionales3"),
    )
    documents.write_csv(folder / "facturas.csv", separator=";", include_bom=True)
    received.write_csv(folder / "cobros.csv", separator=";", include_bom=True)
    return len(documents), len(received)


def _money(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.replace(".", ",", literal=True)


def _apart(folder: Path, pipe: Connection) -> None:
    pipe.send(measured(folder))


def measured(folder: Path) -> str:
    """The whole sequence, as the command runs it."""
    from planilla.reconcile.job import Reconcile
    from planilla.reconcile.sequence import reconcile
    from planilla.settings.settings import Settings

    began = time.perf_counter()
    plain = _plain(folder)
    floor = time.perf_counter() - began
    job = Reconcile(
        invoices=(folder / "facturas.csv",),
        payments=(folder / "cobros.csv",),
        ledger=False,
        out=folder / "resultados",
    )
    settings = Settings(home=folder / "home")
    began, used = time.perf_counter(), time.process_time()
    done = asyncio.run(reconcile(job, settings)).each[0][1]
    seconds, used = time.perf_counter() - began, time.process_time() - used
    pairs = len(done.reconciled.matching.pairs)
    size = done.result.stat().st_size / 2**20
    return (
        f"{seconds:.1f} s ({used:.1f} s of processor), peak {peak():.0f} MiB; {pairs} pairs, "
        f"workbook {size:.1f} MiB; a plain read and join by CUIT and amount {floor:.2f} s, "
        f"{plain} rows"
    )


def _plain(folder: Path) -> int:
    read = [
        pl.read_csv(folder / name, separator=";", infer_schema_length=0)
        for name in ("facturas.csv", "cobros.csv")
    ]
    return len(
        read[1].join(
            read[0], left_on=["Leyendas Adicionales2", "Créditos"], right_on=["CUIT", "Total"]
        )
    )


if __name__ == "__main__":
    main()
