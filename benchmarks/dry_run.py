"""A dry run of a big file, beside polars' own reading of it: `python -m benchmarks.dry_run`.

As many rows as comprobantes, 19 columns, the same as a workbook and as a CSV. Each is read
by a process of its own, the polars' one too, so that each one's peak is its own.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
from openpyxl import Workbook

from benchmarks.peak import peak
from planilla.batch.emit import emit
from planilla.batch.job import Job
from planilla.common.calendar import today
from planilla.common.uncollected import AT_WORK
from planilla.reading.process.parent import reader
from planilla.settings.settings import Settings
from planilla.writing.report import Estado

ROWS = 100_000
HEADINGS = (
    *("referencia", "fecha", "tipo", "punto_venta", "documento_tipo", "documento_nro"),
    *("razon_social", "condicion_iva", "domicilio", "provincia", "email", "condicion_pago"),
    *("moneda", "codigo", "descripcion", "cantidad", "precio_unitario_sin_iva", "alicuota"),
    "bonificacion_porcentaje",
)
CUITS = ("30-71234567-1", "33-69345023-9")


def compared(folder: Path, rows: int = ROWS) -> None:
    """Write both files, and print how long and how large each reading is."""
    book, text = write(folder, rows)
    floor, own = _run("polars", book), _run("planilla", book)
    plain = _run("planilla", text)
    print(
        f"dry run of {rows} rows x {len(HEADINGS)} columns: xlsx {own[0]:.1f} s, "
        f"{own[0] / floor[0]:.1f} x polars reading it ({floor[0]:.1f} s), peak {own[1]:.0f} MiB; "
        f"CSV {plain[0]:.1f} s, {plain[0] / floor[0]:.1f} x polars reading the xlsx, "
        f"peak {plain[1]:.0f} MiB"
    )


def write(folder: Path, rows: int) -> tuple[Path, Path]:
    """The same rows as a workbook, with numbers and dates of its own, and as a CSV."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hoja1")
    sheet.append(HEADINGS)
    with (folder / "big.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        for cells in _rows(rows):
            sheet.append(cells)
            writer.writerow([_as_text(cell) for cell in cells])
    book.save(folder / "big.xlsx")
    return folder / "big.xlsx", folder / "big.csv"


def _rows(rows: int) -> Iterator[list[object]]:
    first = datetime.combine(today() - timedelta(days=1), datetime.min.time())
    for n in range(rows):
        company = n % 2 == 1
        yield [
            f"R-{n:06d}",
            first + timedelta(days=n * 2 // rows),
            "FACTURA A" if company else "FACTURA B",
            1 + n % 4,
            "CUIT" if company else "DNI",
            CUITS[n // 2 % len(CUITS)] if company else f"{10_000_000 + n % 5000 * 37}",
            f"Cliente {n % 5000}",
            "RI" if company else "CF",
            f"Calle {n % 997} Nro. {n % 41}",
            "Buenos Aires",
            f"c{n % 5000}@ejemplo.com.ar",
            "Contado",
            "PES",
            f"ART-{n % 300}",
            f"Servicio de mantenimiento {n % 1200}",
            n % 9 + 1.5,
            100 + n % 4001 * 0.25,
            21,
            0,
        ]


def _as_text(cell: object) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def _run(kind: str, path: Path) -> tuple[float, float]:
    """Seconds and MiB of a process that reads a file; its own reading process counts, too."""
    command = [sys.executable, "-m", "benchmarks.dry_run", kind, str(path)]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    seconds, peak = told.stdout.split()[-2:]
    return float(seconds), float(peak)


def _read(kind: str, path: Path) -> None:
    began = time.perf_counter()
    if kind == "polars":
        pl.read_excel(path, infer_schema_length=0)
    else:
        gc.set_threshold(AT_WORK)  # as the command line does
        settings = Settings(home=path.parent / "home", one_set_serves_all=True)
        outcome = asyncio.run(emit(Job((path,), dry_run=True), settings))
        assert set(outcome.files[0].rows) == {Estado.PENDIENTE}  # noqa: S101 - every row is read
    seconds = time.perf_counter() - began
    reader().stop()
    print(seconds, _peak())


def _peak() -> float:
    """MiB of this process and of the largest that it began; 0 on Windows."""
    if sys.platform == "win32":
        return 0.0
    import resource

    return peak() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Compare, or be one of those compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", choices=("polars", "planilla"))
    parser.add_argument("path", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    wanted = parser.parse_args()
    if wanted.kind:
        _read(wanted.kind, wanted.path)
        return
    with tempfile.TemporaryDirectory() as name:
        compared(Path(name), wanted.rows)


if __name__ == "__main__":
    main()
