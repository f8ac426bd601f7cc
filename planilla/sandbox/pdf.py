"""A comprobante on paper: enough for a person to recognise it, with its QR."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import segno
from fpdf import FPDF

from planilla.sandbox.answers import qr_text
from planilla.sandbox.receivers import letter_of


def render(held: dict[str, Any], cuit: str) -> bytes:
    """The PDF of a held comprobante."""
    page = FPDF(format="A4")
    page.set_margin(15)
    page.add_page()
    _head(page, held, cuit)
    _receiver(page, held["cliente"])
    _concepts(page, held["comprobante"])
    _foot(page, held, cuit)
    return bytes(page.output())


def _latin(value: object) -> str:
    return str(value).encode("latin-1", "replace").decode("latin-1")


def _head(page: FPDF, held: dict[str, Any], cuit: str) -> None:
    page.set_font("helvetica", "B", 28)
    page.cell(20, 18, letter_of(held["tipo"]) or "X", border=1, align="C")
    page.set_font("helvetica", "B", 13)
    page.cell(0, 9, f"  {held['tipo']}", new_x="LMARGIN", new_y="NEXT")
    page.set_x(35)
    page.set_font("helvetica", "", 11)
    number = f"{held['punto_venta']:05d}-{held['numero']:08d}"
    text = f"  {number}   {held['comprobante']['fecha']}   CUIT emisor {cuit}"
    page.cell(0, 9, text, new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(150)
    page.cell(0, 8, "Comprobante de prueba, sin validez fiscal", new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(0)


def _receiver(page: FPDF, cliente: dict[str, Any]) -> None:
    page.set_font("helvetica", "B", 11)
    page.cell(0, 8, _latin(cliente["razon_social"])[:80], new_x="LMARGIN", new_y="NEXT")
    page.set_font("helvetica", "", 10)
    text = f"{cliente['documento_tipo']} {cliente['documento_nro']} - {cliente['domicilio']}"
    page.cell(0, 6, _latin(text)[:95], new_x="LMARGIN", new_y="NEXT")
    page.ln(4)


def _concepts(page: FPDF, comprobante: dict[str, Any]) -> None:
    page.set_font("helvetica", "", 9)
    with page.table(
        col_widths=(20, 100, 35, 25), text_align=("RIGHT", "LEFT", "RIGHT", "RIGHT")
    ) as t:
        t.row(("Cantidad", "Concepto", "Precio", "IVA %"))
        for line in comprobante["detalle"]:
            product = line["producto"]
            price = f"{Decimal(str(product['precio_unitario_sin_iva'])):,.3f}"
            cells = (line["cantidad"], product["descripcion"], price, product["alicuota"])
            t.row(tuple(_latin(cell) for cell in cells))


def _foot(page: FPDF, held: dict[str, Any], cuit: str) -> None:
    page.ln(4)
    page.set_font("helvetica", "B", 13)
    total = f"Total {held['comprobante'].get('moneda', 'PES')} {Decimal(str(held['total'])):,.2f}"
    page.cell(0, 10, total, align="R", new_x="LMARGIN", new_y="NEXT")
    picture = io.BytesIO()
    # a fixed mask: comparing all eight is most of the work
    code = segno.make(qr_text(held, cuit), error="m", mask=3, boost_error=False)
    code.save(picture, kind="png", scale=2)
    picture.seek(0)
    page.image(picture, w=32)
    page.set_font("helvetica", "", 10)
    page.cell(0, 7, f"CAE {held['cae'] or '(plan de desarrollo)'}  vence {held['vencimiento_cae']}")
