"""What a result costs beside the writing of its cells alone: `python -m benchmarks.workbook`.

The sheet Resultado of many rows: 25 columns as they came, and those that planilla adds. The floors
write the same values by each library's plain writing of texts and numbers, without looks or links,
from rows that lie ready. Each is a process of its own, so that each one's peak is its own, and is
told in seconds of a processor, which a busy machine does not change.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
from openpyxl import Workbook

from benchmarks.peak import peak
from planilla.reading.cells.sheet import LETTERS, Sheet, Value
from planilla.writing.input_columns import InputColumns
from planilla.writing.report import Estado, Report, RowResult
from planilla.writing.result_resultado import result_values, wrapped_texts
from planilla.writing.result_workbook import write_result

ROWS = 50_000
HEADINGS = (
    *("referencia", "fecha", "tipo", "punto_venta", "documento_tipo", "documento_nro"),
    *("razon_social", "condicion_iva", "domicilio", "provincia", "email", "condicion_pago"),
    *("moneda", "codigo", "descripcion", "cantidad", "precio_unitario_sin_iva", "alicuota"),
    *("bonificacion_porcentaje", "vencimiento", "total", "Vendedor", "Zona", "Pedido", "Nota"),
)
KINDS = "tdtntttttttttttnnnndnttnt"
"""How each of the columns is written in the file, as letters of `CellKind`."""
FINISHED = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)


def compared(folder: Path, rows: int = ROWS) -> None:
    """Write the same cells three ways, and print what each costs."""
    own, floor, other = (
        _run(kind, folder, rows) for kind in ("planilla", "xlsxwriter", "openpyxl")
    )
    print(
        f"result of {rows} rows x {len(HEADINGS)} columns: {own[0]:.1f} s of a processor, "
        f"{own[0] / floor[0]:.2f} x XlsxWriter's own ({floor[0]:.1f} s), {own[0] / other[0]:.2f} x "
        f"openpyxl's ({other[0]:.1f} s); peak {own[1]:.0f} MiB above the rows"
    )


def _run(kind: str, folder: Path, rows: int) -> tuple[float, float]:
    """Seconds of a processor, and MiB above what the rows take, of a process that writes."""
    command = [sys.executable, "-m", "benchmarks.workbook", kind, str(folder), "--rows", str(rows)]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    seconds, peak = told.stdout.split()[-2:]
    return float(seconds), float(peak)


def report_of(rows: int, folder: Path) -> Report:
    """A run of which all came to be issued; one of a hundred with something to tell."""
    numbers = pl.Series("row", range(2, rows + 2), dtype=pl.Int64)
    columns = zip(*(_texts(n) for n in range(rows)), strict=True)
    text = pl.DataFrame({f"c{i}": list(column) for i, column in enumerate(columns)})
    letters = {f"c{i}": pl.Series([kind] * rows, dtype=LETTERS) for i, kind in enumerate(KINDS)}
    sheet = Sheet(
        Path("ventas.xlsx"), "Ventas", HEADINGS, 1,
        text.insert_column(0, numbers), pl.DataFrame(letters).insert_column(0, numbers),
    )  # fmt: skip
    return Report(sheet, {n + 2: _issued(n, folder) for n in range(rows)}, (), (), FINISHED)


def _texts(n: int) -> tuple[str, ...]:
    day = date(2026, 3, 1) + timedelta(days=n % 3)
    price = Decimal(100) + n % 4001 * Decimal("0.25")
    return (
        *(f"R-{n:06d}", day.isoformat(), "FACTURA A", str(1 + n % 4), "CUIT", "30-71234567-1"),
        *(f"Peña & Cía {n % 5000}", "RI", f"Calle {n % 997} Nro. {n % 41}", "Buenos Aires"),
        *(f"c{n % 5000}@ejemplo.com.ar", "Contado", "PES", f"ART-{n % 300}"),
        *(f"Servicio de mantenimiento {n % 1200}", str(n % 9 + 1), f"{price}", "21", "0"),
        *((day + timedelta(days=30)).isoformat(), f"{price * Decimal('1.21'):.2f}", "Caro"),
        *(f"Zona {n % 7}", str(10_000 + n), "entregar por la mañana"),
    )


def _issued(n: int, folder: Path) -> RowResult:
    number = f"{1 + n % 4:05d}-{n // 4 + 1:08d}"
    return RowResult(
        n + 2, Estado.EMITIDO, f"R-{n:06d}", "FACTURA A", total=Decimal("121.00"),
        numero_emitido=number, cae=f"{76_000_000_000_000 + n}", vencimiento_cae=date(2026, 3, 15),
        pdf=folder / "pdf" / f"{number}.pdf", pdf_url=f"https://ejemplo.com.ar/pdf/{number}.pdf",
        observaciones=("10063: Factura individual.",) if n % 100 == 0 else (),
        requiere_fec="NO", afip_qr=f"https://ejemplo.com.ar/qr/{n}", intentos=1,
        actualizado=FINISHED,
    )  # fmt: skip


def _rows(report: Report) -> Iterator[tuple[Value, ...]]:
    own = InputColumns(report.sheet, report.columns).rows()
    for row, values in zip(report.sheet.rows, own, strict=True):
        result = report.rows[row]
        yield (*values, *result_values(result, wrapped_texts(result), "", result.total).values())


def _by_xlsxwriter(rows: list[tuple[Value, ...]], out: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(place, column, value)
            elif value is not None:
                sheet.write_number(place, column, value)
    book.close()


def _by_openpyxl(rows: list[tuple[Value, ...]], out: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(out)


def _work(kind: str, folder: Path, rows: int) -> Callable[[], object]:
    out = folder / f"{kind}.xlsx"
    report = report_of(rows, folder)
    if kind == "planilla":
        return lambda: write_result(report, out)
    values = list(_rows(report))
    by = _by_xlsxwriter if kind == "xlsxwriter" else _by_openpyxl
    return lambda: by(values, out)


def main() -> None:
    """Compare, or be one of those compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", choices=("planilla", "xlsxwriter", "openpyxl"))
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    wanted = parser.parse_args()
    if wanted.kind is None:
        with tempfile.TemporaryDirectory() as name:
            compared(Path(name), wanted.rows)
        return
    gc.set_threshold(50_000)  # as the command line does
    work = _work(wanted.kind, wanted.folder, wanted.rows)
    before, began = peak(), time.process_time()
    work()
    print(time.process_time() - began, peak() - before)


if __name__ == "__main__":
    main()
