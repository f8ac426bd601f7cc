"""Writes small exports as the banks, ARCA and MercadoPago give them, with what they are read as.

    python -m sample_data.conciliacion.make [--force]

All tell of the same five comprobantes of an office in November 2026.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from planilla.common.money import written

HERE = Path(__file__).parent
Cell = str | int | Decimal | date | None
Rows = Sequence[Sequence[Cell]]
RATES = ("2,5%", "5%", "10,5%", "21%", "27%")
FIRST = (
    "Punto de Venta", "Número Desde", "Número Hasta", "Cód. Autorización", "Tipo Doc. Receptor",
    "Nro. Doc. Receptor", "Denominación Receptor", "Tipo Cambio", "Moneda",
)  # fmt: skip
MONTH = (
    # day, tipo, number, receiver, name, currency, net, IVA
    (2, 1, 109, 30712345671, "Almacén El Ñandú SRL", "$", "1000.00", "210.00"),
    (5, 1, 110, 30712345671, "Almacén El Ñandú SRL", "$", "25400.50", "5334.11"),
    (9, 6, 31, 27222222228, "Sosa, Belén", "$", "8264.46", "1735.54"),
    (12, 3, 8, 30712345671, "Almacén El Ñandú SRL", "$", "100.00", "21.00"),
    (20, 1, 111, 30700000148, "Peña & Hijos SH", "USD", "250.00", "52.50"),
)
NAMES = {1: "Factura A", 3: "Nota de Crédito A", 6: "Factura B"}


def arca_headings(fecha: str, tipo: str, prefix: str) -> tuple[str, ...]:
    """The 28 headings of the present form, which its two files spell differently."""
    pairs = [name for rate in RATES for name in (f"IVA {rate}", f"{prefix} IVA {rate}")]
    totals = ("Neto Gravado Total", "Neto No Gravado", "Op. Exentas")
    if prefix != "Neto Grav.":
        totals = tuple(f"Imp. {name}" for name in totals)  # type: ignore[assignment]
    ends = ("Otros Tributos", "Total IVA", "Imp. Total")
    return (fecha, tipo, *FIRST, f"{prefix} IVA 0%", *pairs, *totals, *ends)


def arca_rows(*, names: bool, before: int) -> list[list[Cell]]:
    """The month as ARCA lists it, blank meaning 0; `before` columns stand before the totals."""
    rows: list[list[Cell]] = []
    for place, (day, tipo, number, receiver, name, currency, net, tax) in enumerate(MONTH):
        head: list[Cell] = [f"{day}/11/2026", f"{tipo} - {NAMES[tipo]}" if names else str(tipo), 10]
        kind = "CUIT" if names else "80"
        head += [number, number, 75301278726386 + place, kind, receiver, name]
        head += [Decimal("1415.5") if currency == "USD" else 1, currency]
        blank: list[Cell] = [None] * before
        sums: list[Cell] = [
            Decimal(net),
            None,
            None,
            None,
            Decimal(tax),
            Decimal(net) + Decimal(tax),
        ]
        if not before:
            sums.pop(3)  # the older form has no other taxes
        rows.append(head + blank + sums)
    return rows


def arca_xlsx() -> Workbook:
    """The workbook: a title, then the headings."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Mis Comprobantes Emitidos - CUIT 30707070707"])
    sheet.append(list(arca_headings("Fecha", "Tipo", "Neto Grav.")))
    for row in arca_rows(names=True, before=11):
        sheet.append(row)
    return book


def foreign_xlsx() -> Workbook:
    """Another program's list of invoices: real dates and amounts, credit notes negative."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Estudio Contable"])
    sheet.append([])
    sheet.append(["Fecha", "Tipo", "Nro. de factura", "CUIT", "Cliente", "Vto.", "Moneda", "Total"])
    for day, tipo, number, receiver, name, currency, net, tax in MONTH:
        total = Decimal(net) + Decimal(tax)
        sheet.append(
            [
                *(date(2026, 11, day), NAMES[tipo], f"0010-{number:08d}", str(receiver), name),
                *(date(2026, 12, day), currency, -total if tipo == 3 else total),
            ]
        )
    return book


def texts() -> dict[str, tuple[str, str, Rows]]:
    """Each text file's name, its separator and encoding, and its rows."""
    utf, latin = "utf-8-sig", "latin-1"
    older = ("Imp. Neto Gravado", "Imp. Neto No Gravado", "Imp. Op. Exentas", "IVA", "Imp. Total")
    present = arca_headings("Fecha de Emisión", "Tipo de Comprobante", "Imp. Neto Gravado")
    return {
        "mis_comprobantes.csv": (";", utf, [present, *arca_rows(names=False, before=11)]),
        "mis_comprobantes_anterior.csv": (
            ";",
            latin,
            [("Fecha", "Tipo", *FIRST, *older), *arca_rows(names=True, before=0)],
        ),
        "galicia.csv": (";", utf, GALICIA),
        "nacion.csv": (",", latin, NACION),
        "ciudad.csv": (";", latin, CIUDAD),
        "supervielle.csv": (";", "utf-8", SUPERVIELLE),
        "macro.csv": (";", utf, MACRO),
        "icbc.csv": (";", utf, ICBC),
        "mercadopago.csv": (";", utf, MERCADOPAGO),
        "pagos.csv": (";", "cp1252", PAGOS),
        "mi_banco.csv": (",", "utf-8", MINE),
    }


GALICIA: Rows = (
    (
        *("Fecha", "Descripción", "Origen", "Débitos", "Créditos", "Grupo de Conceptos"),
        *("Concepto", "Número de Terminal", "Observaciones Cliente", "Número de Comprobante"),
        *(f"Leyendas Adicionales{n}" for n in range(1, 5)),
        *("Tipo de Movimiento", "Saldo"),
    ),
    (
        *("16/11/2026", "TRANSFERENCIA DE TERCEROS", "WEB", None, Decimal("1210.00")),
        *("Transferencias", "TRF", None, "FC A 10-109", 88121),
        *("ALMACEN EL NANDU SRL", "30712345671", None, None, "Imputado", Decimal("51210.00")),
    ),
    (
        *("17/11/2026", "COMISION MANTENIMIENTO", "SUC", Decimal("9500.00"), None),
        *("Comisiones", "COM", None, None, 88122, None, None, None, None),
        *("Imputado", Decimal("41710.00")),
    ),
)
NACION: Rows = (
    ("Fecha", "Comprobante", "Concepto", "Importe", "Saldo"),
    ("18/11/2026", 4410, "CR TRANSF 30712345671", Decimal("30613.61"), Decimal("90000.00")),
    ("19/11/2026", 4411, "DB IMPUESTO LEY 25413", Decimal("-183.68"), Decimal("89816.32")),
)
CIUDAD: Rows = (
    ("Cuenta", "CUIT Cuenta", "Fecha", "Monto", "N° de Comprobante", "Descripción", "Saldo"),
    ("CC 1-2", 30707070707, "20/11/2026", Decimal("10000.00"), 7, "TRF SOSA BELEN", None),
    ("CC 1-2", 30707070707, "21/11/2026", Decimal("-35.00"), 8, "IVA COMISION", None),
)
SUPERVIELLE: Rows = (
    ("Fecha", "Concepto", "Detalle", "Descripcion", "Debito", "Credito", "Saldo"),
    ("2026/11/20 10:30", "Transf", "30700000148", "Peña e Hijos", None, Decimal("302.50"), None),
    ("2026/11/20 18:05", "Cheque", None, "Librado", Decimal("1000.00"), None, None),
)
MACRO: Rows = (
    ("Fecha", "Referencia", "Codigo Causal", "Concepto", "Debito", "Credito", "Saldo"),
    ("17/11/2026", 1234, 1684, "IMP LEY 25413", Decimal("183.68"), None, Decimal("50000.00")),
    (
        *("16/11/2026", 1235, 2025, "ING TRANSF:ALMACEN EL NANDU-30712345671", None),
        *(Decimal("1210.00"), Decimal("50183.68")),
    ),
)
ICBC: Rows = (
    (
        *("Fecha contable", "Cod de Concepto", "Concepto", "Debito en $", "Credito en $"),
        *("Saldo en $", "Informacion Complementaria", "Referencia", "Nombre", "Nro doc"),
    ),
    (
        *("17/11/2026", 805, "IMP LEY 25413", Decimal("-183.68"), None, Decimal("50000.00")),
        *(None, None, None, None),
    ),
    (
        *("16/11/2026", 947, "TRANSF RECIBIDA", None, Decimal("1210.00"), Decimal("50183.68")),
        *(None, "VARIOS", "ALMACEN EL NANDU SRL", 30712345671),
    ),
)
MERCADOPAGO: Rows = (
    (
        "Fecha de compra (date_created)",
        "Número de operación de Mercado Pago (operation_id)",
        "Código de referencia (external_reference)",
        "Estado de la operación (status)",
        "Valor del producto (transaction_amount)",
        "Tarifa de Mercado Pago (mercadopago_fee)",
        "Monto recibido (net_received_amount)",
        "Medio de pago (payment_type)",
    ),
    (
        *("14/11/2026 09:12", 7100200, "VTA-0031", "approved"),
        *(Decimal("10000.00"), Decimal("-499.00"), Decimal("9501.00"), "credit_card"),
    ),
    (
        *("14/11/2026 21:40", 7100201, "VTA-0032", "rejected"),
        *(Decimal("6000.00"), Decimal(0), Decimal(0), "debit_card"),
    ),
)
PAGOS: Rows = (
    ("tipo", "punto_venta", "numero", "comprobante", "descripcion", "importe", "fecha"),
    ("FACTURA A", 10, 109, None, "Transferencia", Decimal("1210.00"), "16/11/2026"),
    (None, None, None, "FC B 0010-31", "Efectivo", Decimal("10000.00"), "20/11/2026"),
    ("FACTURA A", 10, 110, None, "Transferencia", "treinta mil", "21/11/2026"),
)
MINE: Rows = (
    ("Date", "Payer", "Amount", "Coin"),
    ("11/18/2026", "30712345671", "-30,613.61", "Verdes"),
    ("11/19/2026", "Rent", "5,000.00", "Verdes"),
)
DECLARATION = """\
# A bank of one's own: months first, decimal points, and what came in is negative
title = "Mi banco"
yields = "payments"
decimal = "."
dates = "mdy"
money_in = "negative"

[columns]
fecha = ["Date"]
importe = ["Amount"]
moneda = ["Coin"]
texto = ["Payer"]

[monedas]
"Verdes" = "DOL"
"""


def as_text(mark: str, rows: Rows) -> str:
    """Decimal commas, and quotes only where a cell needs them."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=mark, lineterminator="\r\n")
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return stream.getvalue()


def _cell(value: Cell) -> str:
    if isinstance(value, Decimal):
        return written(value)
    return "" if value is None else str(value)


def write(folder: Path) -> list[Path]:
    """Write every file into a folder; gives their paths."""
    paths = []
    for name, book in (
        ("mis_comprobantes.xlsx", arca_xlsx()),
        ("facturas.xlsx", foreign_xlsx()),
    ):
        book.save(folder / name)
        paths.append(folder / name)
    for name, (mark, encoding, rows) in texts().items():
        (folder / name).write_bytes(as_text(mark, rows).encode(encoding))
        paths.append(folder / name)
    (folder / "mi_banco.toml").write_text(DECLARATION, encoding="utf-8")
    return paths


def main() -> None:
    """Write the files; those that exist only with --force."""
    parser = argparse.ArgumentParser(description="Write the sample exports.")
    parser.add_argument("--force", action="store_true", help="overwrite what is there")
    force = parser.parse_args().force
    from sample_data.conciliacion.expected import EXPECTED, outcomes

    if EXPECTED.exists() and not force:
        raise SystemExit(f"{EXPECTED.name} exists: use --force to write the samples again")
    write(HERE)
    EXPECTED.write_text(outcomes(), encoding="utf-8")


if __name__ == "__main__":
    main()
