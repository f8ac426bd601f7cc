"""What offices collected: payments, and statements that were reconciled."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from typing import Any

from planilla.reconciling.job import Reconcile
from planilla.reconciling.run import Reconciliation, reconcile
from planilla.sandbox.faults import Fault
from tests.upgrade.corpus import ANA, DAY, LUIS, sale, to_company
from tests.upgrade.making import Maker
from tests.upgrade.sheets import write_text, write_xlsx

Transfer = dict[str, Any]


def receipt(comprobante: str, importe: str, **changes: Any) -> Transfer:
    """A row of payments that names its comprobante in one cell."""
    base = {
        "comprobante": comprobante,
        "descripcion": "Transferencia",
        "importe": importe,
        "referencia": "",
    }
    return base | changes


def payments(office: Maker) -> None:
    """Payments of clients with an account and without, in parts, refused, and in doubt."""
    folder = office.folder
    rows = [
        *(to_company(ANA, referencia=f"A-{n}") for n in range(1, 5)),
        *(sale(referencia=f"B-{n}") for n in range(1, 5)),
        to_company(LUIS, referencia="D-1"),
    ]
    blank = {"moneda": "", "cotizacion": ""}
    rows = [{**one, **blank} for one in rows]
    rows[-1] |= {"moneda": "DOL", "cotizacion": "1045,5", "precio_unitario_sin_iva": "100"}
    office.drop("emit", write_text(folder / "ventas.csv", rows))
    first = [
        receipt("FACTURA A 0001-00000001", "1.210,00", referencia="REC-1"),
        receipt("FC A 1-2", "500,50"),
        receipt("factura a 0001-2", "9,5", descripcion=" TRANSFERENCIA  bancaria "),
        receipt("FACTURA A 1-3", "10", referencia="REC-2", descripcion="Efectivo"),
        receipt("FACTURA A 1-3", "20", referencia="REC-2"),
        receipt("FACTURA A 1-4", "10", descripcion="Efectivo"),
        receipt("FACTURA A 1-4", "10", descripcion="Efectivo"),
        receipt("FACTURA B 1-1", "1210"),
        receipt("FACTURA A 1-5", "21"),
    ]
    office.drop("pay", write_text(folder / "cobros.csv", first, encoding="cp1252"))
    columns = [
        {"tipo": "FACTURA B", "punto_venta": 1, "numero": 2, "descripcion": "MercadoPago",
         "importe": 0.5, "fecha": DAY},
        {"tipo": "Factura B", "punto_venta": 1, "numero": 2, "descripcion": "MercadoPago",
         "importe": 1000, "fecha": DAY},
    ]  # fmt: skip
    office.drop("pay", write_xlsx(folder / "cobros_columnas.xlsx", columns))
    too_much = [receipt("FACTURA A 1-2", "5000"), receipt("FACTURA A 9-9", "1")]
    office.drop("pay", write_text(folder / "de_mas.csv", too_much))
    elsewhere = next(held for held in office.box.books.held if held["tipo"] == "FACTURA B"
                     and held["numero"] == 3)  # fmt: skip
    office.box.books.pay(elsewhere, {"formas_pago": [{"descripcion": "Otro", "importe": 5}],
                                     "total": 5})  # fmt: skip
    office.drop("pay", write_text(folder / "otro_saldo.csv", [receipt("FACTURA B 1-3", "100")]))
    office.box.plan.counted = [Fault.RESET]
    office.drop("pay", write_text(folder / "en_duda.csv", [receipt("FACTURA B 1-4", "100")]))


def reconciled(office: Maker) -> None:
    """Statements of a bank and of MercadoPago, whose payments were then registered."""
    folder = office.folder
    prices = ("1000", "2000,5", "300", "400", "777")
    rows = [to_company(ANA, referencia=f"A-{n}", precio_unitario_sin_iva=price)
            for n, price in enumerate(prices, start=1)]  # fmt: skip
    rows += [sale(referencia=f"VTA-{n}") for n in (1, 2)]
    office.drop("emit", write_text(folder / "ventas.csv", rows))
    galicia = [
        ("15/10/2026", "TRANSFERENCIA DE TERCEROS", "", "1.210,00", "EL ÑANDU", "FC A 1-1"),
        ("15/10/2026", "TRANSFERENCIA DE TERCEROS", "", "2.420,60", "30707070702", ""),
        ("16/10/2026", "TRANSFERENCIA DE TERCEROS", "", "847,00", "30707070702", "VARIAS"),
        ("16/10/2026", "TRANSFERENCIA", "", "40,00", "30707070702", "FC A 0001-00000005"),
        ("16/10/2026", "TRANSFERENCIA", "", "40,00", "30707070702", "FC A 0001-00000005"),
        ("16/10/2026", "COMISION MANTENIMIENTO", "950,00", "", "", ""),
        ("16/10/2026", "DEPOSITO", "", "7,77", "NADIE SABE", ""),
    ]
    (folder / "galicia.csv").write_text(_galicia(galicia), encoding="utf-8-sig", newline="\r\n")
    (folder / "mercadopago.csv").write_text(MERCADOPAGO, encoding="utf-8", newline="\n")
    office.statements = ["galicia.csv", "mercadopago.csv"]
    done = reconciling(office)
    assert done.to_pay is not None
    shutil.copy(done.to_pay, folder / "pagos_a_registrar.xlsx")
    office.drop("pay", folder / "pagos_a_registrar.xlsx")
    again = reconciling(office)
    assert again.to_pay is None
    office.registered = len(again.reconciled.registered)


def reconciling(office: Maker) -> Reconciliation:
    """Reconcile the office's statements."""
    paths = tuple(office.folder / name for name in office.statements)
    job = Reconcile(office.settings(), payments=paths, out=office.folder / "conciliado", day=DAY)
    return asyncio.run(reconcile(job))


MERCADOPAGO = """\
date_created;operation_id;external_reference;status;transaction_amount;mercadopago_fee;\
net_received_amount
15/10/2026 09:12;7100200;VTA-1;approved;1.210,00;-60,00;1.150,00
16/10/2026 21:40;7100201;VTA-2;approved;1.210,00;-60,00;1.150,00
16/10/2026 21:41;7100202;VTA-2;rejected;1.210,00;0,00;0,00
"""


def _galicia(rows: Sequence[tuple[str, ...]]) -> str:
    headings = (
        "Fecha;Descripción;Origen;Débitos;Créditos;Grupo de Conceptos;Concepto;Número de Terminal;"
        "Observaciones Cliente;Número de Comprobante;Leyendas Adicionales1;Leyendas Adicionales2;"
        "Leyendas Adicionales3;Leyendas Adicionales4;Tipo de Movimiento;Saldo"
    )
    lines = [
        f"{day};{text};WEB;{debit};{credit};Varios;TRF;;{remark};8812;{who};;;;Imputado;1,00"
        for day, text, debit, credit, who, remark in rows
    ]
    return "\n".join([headings, *lines]) + "\n"
