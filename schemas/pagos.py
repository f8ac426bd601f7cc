"""The columns of a pagos sheet: one row a means of payment.

Source: the service's document about `facturacion/pagar` for what a payment holds and
what it refuses.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandera.polars as pa
import polars as pl

from schemas.column import Bound, Column, Scope, by_name
from schemas.context import Context
from schemas.declare import (
    NUMERO,
    PUNTO_VENTA,
    Amount,
    code,
    columns_of,
    day,
    issuer,
    money,
    text,
    whole,
)
from schemas.expressions import asked, pesos
from schemas.means import refused_means
from schemas.prepared import together, with_groups
from schemas.rule import fault
from schemas.sheet import Sheet
from schemas.totals import GROUP


class Named(pa.DataFrameModel):
    """How a row names the comprobante it is about."""

    tipo: pl.String = code(
        "Tipo de comprobante, con su letra. Puede quedar vacío si se completa comprobante.",
        "FACTURA A",
        table="tipo",
        aliases=("Tipo de comprobante", "Tipo comprobante", "Comprobante tipo", "Tipo cbte"),
    )
    punto_venta: pl.Int64 = whole(
        "Número del punto de venta del comprobante.",
        "10",
        max_length=5,
        bound=PUNTO_VENTA,
        aliases=("Punto de venta", "Pto. de venta", "Pto. vta.", "PV", "P.V."),
    )
    numero: pl.Int64 = whole(
        "Número del comprobante.",
        "109",
        max_length=8,
        bound=NUMERO,
        aliases=("Nro.", "N°", "Nº", "Número de comprobante", "Nro. comprobante"),
    )
    comprobante: pl.String = text(
        "El comprobante en una sola celda, en lugar de tipo, punto_venta y numero.",
        "FACTURA A 00010-00000109",
        max_length=100,
        aliases=("Factura", "Comprobante pagado", "Factura pagada"),
    )
    numero_emitido: pl.String = text(
        "El número como lo da el resultado de emitir: 00010-00000109. Necesita tipo.",
        max_length=20,
    )
    emisor_cuit: pl.String = issuer()


class _Receipt(pa.DataFrameModel):
    """What a payment is known by."""

    referencia: pl.String = text(
        "Identifica al pago: las filas de un comprobante con la misma referencia son un solo pago "
        "con varios medios. Sin referencia, cada fila es un pago.",
        "REC-0001",
        max_length=200,
        aliases=("Ref", "Recibo", "Nro. de recibo", "Referencia del pago"),
    )


class _Payment(pa.DataFrameModel):
    """What was paid."""

    operacion: pl.String = text(
        "V: comprobante de venta.",
        "V",
        default="V",
        max_length=1,
        only=("V", "OPERACION"),
        aliases=("Operación",),
    )
    fecha: pl.Date = day(
        "Fecha del pago; ordena los pagos de un comprobante. El servicio no la recibe.",
        "15/03/2026",
        aliases=("Fecha de pago", "Fecha de cobro", "Fecha pago"),
    )
    descripcion: pl.String = text(
        "Medio de pago. El servicio no acepta cheques ni retenciones.",
        "Transferencia",
        required=True,
        scope=Scope.CONCEPTO,
        max_length=255,
        aliases=("Medio de pago", "Forma de pago", "Medio", "Descripción", "Detalle"),
    )
    importe: Amount = money(
        "Importe pagado con ese medio, en pesos aunque el comprobante sea en otra moneda.",
        "15000,50",
        required=True,
        scope=Scope.CONCEPTO,
        bound=Bound("IMPORTE_CERO", above=0),
        aliases=("Monto", "Importe pagado", "Importe cobrado", "Valor"),
    )
    total: Amount = money(
        "Total del pago. Vacío: la suma de sus medios; si se escribe, debe coincidir.",
        "15000,50",
        aliases=("Importe total", "Total del pago", "Total pagado"),
    )
    cobro: Amount = money(
        "Lo escribe la conciliación: cuánto se cobró en total, para no registrar más que eso.",
        aliases=("Total del cobro",),
    )
    comentario: pl.String = text(
        "Para su propio uso: no se manda.",
        max_length=255,
        aliases=("Observaciones", "Nota", "Comentarios"),
    )


class _Rules(pa.DataFrameModel):
    """What a payment must be (the service's document about `pagar`): its means, and its sum."""

    @fault("descripcion", code="MEDIO_RECHAZADO", each_row=True)
    def medio_rechazado(cls, _: str) -> pl.Expr:
        """Not by a cheque, nor by what was withheld."""
        return asked(pl.col("descripcion"), refused_means)

    @fault("total", code="TOTAL_PAGO", words=lambda _: {"computed": pesos(pl.col("_total"))})
    def total_pago(cls, _: str) -> pl.Expr:
        """A total that is told is the sum of the means."""
        return pl.col("total").to_physical() != pl.col("_total") * 10_000


class Pagos(_Rules, _Payment, Named, _Receipt, Sheet):
    """A pagos sheet: one row a means of payment; read its bases from the last to the first.

    The rows of a receipt and a comprobante are one payment. What a comprobante that is named in
    one cell is called, `planilla.payments` reads: no expression says what a person may write.
    """

    @classmethod
    def groups(cls, frame: pl.DataFrame) -> pl.Series:
        """The rows of one referencia that name the same comprobante alike; another stands alone."""
        names = [one.name for one in NAMED if one.name in frame.columns]
        return together(frame, names)

    @classmethod
    def prepared(cls, frame: pl.DataFrame, context: Context, groups: pl.Series) -> pl.DataFrame:
        """With the sum of each payment's means in cents."""
        del context
        return with_groups(frame, cls.columns(), groups).with_columns(
            _total=pl.col("importe").to_physical().floordiv(10_000).sum().over(GROUP)
        )


class _Reference(pa.DataFrameModel):
    """What a comprobante is known by."""

    referencia: pl.String = text(
        "La referencia con que se emitió; alcanza para buscarlo.",
        "VTA-0001",
        max_length=255,
        aliases=("Ref", "Referencia externa", "external_reference", "ID venta", "Nro. de pedido"),
    )


class Lista(Named, _Reference):
    """A list of comprobantes, to query, resend or requeue."""


NAMED: tuple[Column, ...] = columns_of(Named)
PAGOS_BY_NAME: Mapping[str, Column] = Pagos.columns()
PAGOS: tuple[Column, ...] = tuple(PAGOS_BY_NAME.values())
"""Every column of a pagos sheet, in the order of the template."""
LISTA: tuple[Column, ...] = columns_of(Lista)
"""Every column of a list of comprobantes."""
LISTA_BY_NAME: Mapping[str, Column] = by_name(LISTA)
