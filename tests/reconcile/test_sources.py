"""Each source by its headings: amounts, signs, currencies, dates and what is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from planilla.common.errors import InputError, MissingColumns
from planilla.reconcile.sources import SourceFrame, read_source
from schemas.sources.declaration import WrongDeclaration, built_in, read_declaration


def text_file(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def amounts(found: SourceFrame) -> list[Decimal]:
    column = "importe" if found.declaration.yields == "payments" else "total"
    return found.frame[column].to_list()


ARCA_NEW = (
    "Fecha;Tipo;Punto de Venta;Número Desde;Número Hasta;Cód. Autorización;Tipo Doc. Receptor;"
    "Nro. Doc. Receptor;Denominación Receptor;Tipo Cambio;Moneda;Imp. Neto Gravado Total;"
    "Total IVA;Imp. Total\n"
    "1/7/2026;1 - Factura A;10;109;109;75301278726386;80;30712345671;Ñandú SRL;1;$;"
    "1000,00;210,00;1210,00\n"
    "2/7/2026;3;10;4;4;75301278726387;80;30712345671;Ñandú SRL;1;$;100,00;21,00;121,00\n"
    "3/7/2026;6;1;7;7;75301278726388;96;12345678;Pérez;1200;USD;;;99,50\n"
)


def test_arca_csv_with_credit_notes_positive_and_dollars(tmp_path: Path) -> None:
    found = read_source(text_file(tmp_path, "mis.csv", ARCA_NEW, "utf-8-sig"))
    assert found.declaration.title.startswith("Mis Comprobantes")
    rows = found.frame.select("tipo", "numero", "total", "signo", "moneda", "fecha").rows()
    assert rows == [
        ("FACTURA A", 109, Decimal("1210.00"), 1, "PES", date(2026, 7, 1)),
        ("NOTA DE CREDITO A", 4, Decimal("121.00"), -1, "PES", date(2026, 7, 2)),
        ("FACTURA B", 7, Decimal("99.50"), 1, "DOL", date(2026, 7, 3)),
    ]
    assert found.frame["cae"][0] == "75301278726386"
    assert found.frame["cotizacion"].to_list() == [None, None, Decimal(1200)]


def test_arca_xlsx_with_its_title_row_and_numbers_as_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mis Comprobantes Emitidos - CUIT 30707070707"])
    sheet.append(
        [
            "Fecha",
            "Tipo",
            "Punto de Venta",
            "Número Desde",
            "Número Hasta",
            "Cód. Autorización",
            "Tipo Doc. Receptor",
            "Nro. Doc. Receptor",
            "Denominación Receptor",
            "Tipo Cambio",
            "Moneda",
            "Imp. Neto Gravado",
            "IVA",
            "Imp. Total",
        ]
    )
    sheet.append(
        [
            *("01/07/2026", "1 - Factura A", 10, 109, 109, 75301278726386, "CUIT", 30712345671),
            *("Ñandú SRL", 1, "$", 1000, 210, 1210),
        ]
    )
    book.save(tmp_path / "mis.xlsx")
    found = read_source(tmp_path / "mis.xlsx")
    assert amounts(found) == [Decimal("1210.00")]
    assert found.frame.row(0, named=True)["documento_nro"] == "30712345671"


def test_galicia_keeps_only_money_that_came_in_and_joins_its_texts(tmp_path: Path) -> None:
    text = (
        "Fecha;Descripción;Origen;Débitos;Créditos;Grupo de Conceptos;Concepto;"
        "Observaciones Cliente;Leyendas Adicionales1;Leyendas Adicionales2;Saldo\n"
        "20/11/2026;Transferencia;WEB;;1.210,00;Créditos;TRF;;NANDU SRL;30712345671;5.000,00\n"
        "20/11/2026;Comisión;WEB;150,00;;Débitos;COM;;;;4.850,00\n"
    )
    found = read_source(text_file(tmp_path, "g.csv", text, "utf-8-sig"))
    assert found.declaration.title == "Banco Galicia"
    assert amounts(found) == [Decimal("1210.00")]
    assert "30712345671" in found.frame["texto"][0]


@pytest.mark.parametrize(
    ("title", "text", "encoding"),
    [
        (
            "Banco Nación",
            "Fecha,Comprobante,Concepto,Importe,Saldo\n"
            '20/11/2026,1234,CR TRANSF 30712345671,"1.210,00","9.000,00"\n'
            '21/11/2026,1235,DEBITO,"-50,00","8.950,00"\n',
            "latin-1",
        ),
        (
            "Banco Ciudad",
            "Cuenta;CUIT Cuenta;Fecha;Monto;N° de Comprobante;Descripción;Saldo\n"
            "1;30707070707;20/11/2026;1210,00;7;TRF FC A 10-109;1\n"
            "1;30707070707;20/11/2026;-3,50;8;IMPUESTO;1\n",
            "latin-1",
        ),
        (
            "Banco Supervielle",
            "Fecha;Concepto;Detalle;Descripcion;Debito;Credito;Saldo\n"
            "2026/11/20 10:30;Transf;30712345671;Nandu;;1210,00;5\n"
            "2026/11/20 11:30;Comisión;;;10,00;;5\n",
            "utf-8",
        ),
    ],
)
def test_other_banks(tmp_path: Path, title: str, text: str, encoding: str) -> None:
    found = read_source(text_file(tmp_path, "banco.csv", text, encoding), yields="payments")
    assert found.declaration.title == title
    assert amounts(found) == [Decimal("1210.00")]
    assert found.frame["fecha"][0] == date(2026, 11, 20)


def test_mercadopago_takes_the_gross_amount_of_what_was_approved(tmp_path: Path) -> None:
    text = (
        "Fecha de compra (date_created);Número de operación de Mercado Pago (operation_id);"
        "Código de referencia (external_reference);Estado de la operación (status);"
        "Valor del producto (transaction_amount);Tarifa de Mercado Pago (mercadopago_fee);"
        "Monto recibido (net_received_amount);Medio de pago (payment_type)\n"
        "20/11/2026;111;VTA-7;approved;1210,00;-60,50;1149,50;credit_card\n"
        "20/11/2026;112;VTA-8;rejected;500,00;0;0;credit_card\n"
    )
    found = read_source(text_file(tmp_path, "mp.csv", text))
    row = found.frame.row(0, named=True)
    assert (len(found.frame), row["importe"], row["comision"], row["neto"]) == (
        1,
        Decimal("1210.00"),
        Decimal("60.50"),
        Decimal("1149.50"),
    )
    assert row["referencia"] == "VTA-7"


def test_a_bank_of_ones_own_is_a_dozen_lines(tmp_path: Path) -> None:
    toml = """
title = "Mi banco"
yields = "payments"
[columns]
fecha = ["Día"]
importe = ["Entró"]
texto = ["Quién"]
[constants]
medio = "Depósito"
"""
    mine = read_declaration(text_file(tmp_path, "mi.toml", toml))
    path = text_file(tmp_path, "x.csv", "Día;Entró;Quién\n20/11/2026;10,50;Ana\n")
    found = read_source(path, [mine])
    assert found.frame.select("importe", "medio").row(0) == (Decimal("10.50"), "Depósito")
    other = text_file(tmp_path, "y.csv", "Día;Salió;Quién\n20/11/2026;10,50;Ana\n")
    with pytest.raises(MissingColumns, match=r"importe .*Entró.*Salió"):
        read_source(other, [mine])


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("title = 1", "title"),
        ('title = "x"\nyields = "payments"\n[columns]\nimport = ["a"]', "import"),
        ('title = "x"\nyields = "payments"\n[columns]\nfecha = ["a"]', "importe"),
        ("title = ", "cannot be read"),
    ],
)
def test_a_wrong_declaration_names_the_file_and_the_key(
    tmp_path: Path, toml: str, told: str
) -> None:
    with pytest.raises(WrongDeclaration, match=told) as caught:
        read_declaration(text_file(tmp_path, "mi.toml", toml))
    assert "mi.toml" in str(caught.value)


def test_headings_of_nobody_are_told_with_what_was_found(tmp_path: Path) -> None:
    path = text_file(tmp_path, "z.csv", "uno;dos\n1;2\n")
    with pytest.raises(InputError, match="«uno», «dos»"):
        read_source(path)


def test_a_bad_cell_leaves_its_row_out_and_is_told(tmp_path: Path) -> None:
    broken = ARCA_NEW.replace("1210,00\n", "mil\n", 1)
    found = read_source(text_file(tmp_path, "mis.csv", broken))
    assert len(found.frame) == 2
    assert [(fault.row, fault.column, fault.value) for fault in found.faults] == [
        (2, "Imp. Total", "mil")
    ]


def test_every_built_in_declaration_is_whole() -> None:
    assert {d.yields for d in built_in()} == {"documents", "payments"}
    assert all(d.needed for d in built_in())


@pytest.mark.parametrize(
    ("written", "amount", "expected"),
    [
        ("1045,5", "121,00", "1045.5"),
        ("1.045,505", "121,00", "1045.505"),
        ("945,505", "121,00", "945.505"),
        ("945.505", "121.00", "945.505"),
        ("1045.500000", "121.00", "1045.5"),
        ("1", "121,00", None),
        ("0,00", "121,00", None),
        ("", "121,00", None),
        ("del día", "121,00", None),
    ],
)
def test_a_rate_is_read_with_all_its_decimals_and_one_that_cannot_be_is_none(
    written: str, amount: str, expected: str | None, tmp_path: Path
) -> None:
    text = (
        "Fecha;Tipo;Punto de venta;Número;Moneda;Tipo de cambio;Total;Saldo\n"
        f"03/11/2026;Factura A;10;1;USD;{written};{amount};{amount}\n"
    )
    found = read_source(text_file(tmp_path, "facturas.csv", text, "utf-8"))
    assert not found.faults
    rate = None if expected is None else Decimal(expected)
    left = Decimal(121) if rate is None else round(121 * rate, 2)
    assert found.frame.select("cotizacion", "total", "saldo").row(0) == (rate, Decimal(121), left)


def test_what_is_left_of_dollars_is_in_dollars_unless_it_is_more_than_all_of_them(
    tmp_path: Path,
) -> None:
    text = (
        "Fecha;Tipo;Punto de venta;Número;Moneda;Cotización;Total;Saldo\n"
        "03/11/2026;Factura A;10;1;USD;1000;121,00;21,00\n"
        "03/11/2026;Factura A;10;2;USD;1000;121,00;21000,00\n"
        "03/11/2026;Factura A;10;3;PES;1000;121,00;21,00\n"
    )
    found = read_source(text_file(tmp_path, "facturas.csv", text, "utf-8"))
    assert found.frame["saldo"].to_list() == [Decimal(21000), Decimal(21000), Decimal(21)]
    assert found.frame["cotizacion"].to_list() == [Decimal(1000), Decimal(1000), None]
