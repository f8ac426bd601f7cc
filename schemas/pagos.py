"""The columns of a pagos sheet: one row a means of payment.

Source: the service's document about `facturacion/pagar` for what a payment holds and
what it refuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from schemas.column import EMISOR, Column, ColumnKind, Scope, by_name

NAMED = (
    Column(
        "tipo",
        ColumnKind.CODE,
        "Tipo de comprobante, con su letra. Puede quedar vacío si se completa comprobante.",
        "FACTURA A",
        table="tipo",
        aliases=("Tipo de comprobante", "Tipo comprobante", "Comprobante tipo", "Tipo cbte"),
    ),
    Column(
        "punto_venta",
        ColumnKind.INTEGER,
        "Número del punto de venta del comprobante.",
        "10",
        max_length=5,
        aliases=("Punto de venta", "Pto. de venta", "Pto. vta.", "PV", "P.V."),
    ),
    Column(
        "numero",
        ColumnKind.INTEGER,
        "Número del comprobante.",
        "109",
        max_length=8,
        aliases=("Nro.", "N°", "Nº", "Número de comprobante", "Nro. comprobante"),
    ),
    Column(
        "comprobante",
        ColumnKind.TEXT,
        "El comprobante en una sola celda, en lugar de tipo, punto_venta y numero.",
        "FACTURA A 00010-00000109",
        max_length=100,
        aliases=("Factura", "Comprobante pagado", "Factura pagada"),
    ),
    Column(
        "numero_emitido",
        ColumnKind.TEXT,
        "El número como lo da el resultado de emitir: 00010-00000109. Necesita tipo.",
        max_length=20,
    ),
    EMISOR,
)
"""How a row names the comprobante it is about."""

PAGOS: tuple[Column, ...] = (
    Column(
        "referencia",
        ColumnKind.TEXT,
        "Identifica al pago: las filas de un comprobante con la misma referencia son un solo pago "
        "con varios medios. Sin referencia, cada fila es un pago.",
        "REC-0001",
        max_length=200,
        aliases=("Ref", "Recibo", "Nro. de recibo", "Referencia del pago"),
    ),
    *NAMED,
    Column(
        "operacion",
        ColumnKind.TEXT,
        "V: comprobante de venta.",
        "V",
        default="V",
        max_length=1,
        aliases=("Operación",),
    ),
    Column(
        "fecha",
        ColumnKind.DATE,
        "Fecha del pago; ordena los pagos de un comprobante. El servicio no la recibe.",
        "15/03/2026",
        aliases=("Fecha de pago", "Fecha de cobro", "Fecha pago"),
    ),
    Column(
        "descripcion",
        ColumnKind.TEXT,
        "Medio de pago. El servicio no acepta cheques ni retenciones.",
        "Transferencia",
        required=True,
        scope=Scope.CONCEPTO,
        max_length=255,
        aliases=("Medio de pago", "Forma de pago", "Medio", "Descripción", "Detalle"),
    ),
    Column(
        "importe",
        ColumnKind.MONEY,
        "Importe pagado con ese medio, en pesos aunque el comprobante sea en otra moneda.",
        "15000,50",
        required=True,
        scope=Scope.CONCEPTO,
        aliases=("Monto", "Importe pagado", "Importe cobrado", "Valor"),
    ),
    Column(
        "total",
        ColumnKind.MONEY,
        "Total del pago. Vacío: la suma de sus medios; si se escribe, debe coincidir.",
        "15000,50",
        aliases=("Importe total", "Total del pago", "Total pagado"),
    ),
    Column(
        "cobro",
        ColumnKind.MONEY,
        "Lo escribe la conciliación: cuánto se cobró en total, para no registrar más que eso.",
        aliases=("Total del cobro",),
    ),
    Column(
        "comentario",
        ColumnKind.TEXT,
        "Para su propio uso: no se manda.",
        max_length=255,
        aliases=("Observaciones", "Nota", "Comentarios"),
    ),
)
"""Every column of a pagos sheet, in the order of the template."""

PAGOS_BY_NAME: Mapping[str, Column] = by_name(PAGOS)

LISTA: tuple[Column, ...] = (
    Column(
        "referencia",
        ColumnKind.TEXT,
        "La referencia con que se emitió; alcanza para buscarlo.",
        "VTA-0001",
        max_length=255,
        aliases=("Ref", "Referencia externa", "external_reference", "ID venta", "Nro. de pedido"),
    ),
    *NAMED,
)
"""Every column of a list of comprobantes, to query, resend or requeue."""

LISTA_BY_NAME: Mapping[str, Column] = by_name(LISTA)

# cheque, cheques, cheque diferido, e-cheq, echeq, eCheque; retención, ret. IIBB, rete. gcias
REFUSED_MEANS = re.compile(
    r"\be?[\s.-]*che(?:que|q)s?\b|\bch\b[./]|retenc|\breten\b|\brete?t?\.|\bret\b(?!iro)|\bsicore\b"
)


def refused_means(text: str) -> bool:
    """Whether a means of payment is one that `facturacion/pagar` does not take."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return bool(
        REFUSED_MEANS.search("".join(c for c in decomposed if not unicodedata.combining(c)))
    )
