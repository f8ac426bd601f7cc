"""The kinds of template: their columns, what the sheet is called, how to fill it in, examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from planilla.reading.cells.sheet import Value
from planilla.writing.template_examples import comprobantes, lista, pagos
from schemas.column import Column
from schemas.forms import FOLDED, GROUPS, SHORT, SHORT_COLUMNS, WHOLE
from schemas.pagos import LISTA, PAGOS


@dataclass(frozen=True)
class TemplateKind:
    """One kind; `whole` is what a value that several rows share belongs to.

    Where the sheet has not all columns, `whole_sheet` has them in `groups`, of which some are
    `folded`.
    """

    sheet: str
    columns: tuple[Column, ...]
    steps: tuple[str, ...]
    examples: Callable[[date], list[Mapping[str, Value]]]
    whole: str
    whole_sheet: str = ""
    groups: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    folded: Set[str] = frozenset()

    @property
    def every_column(self) -> tuple[Column, ...]:
        """All that may be written."""
        return tuple(chain.from_iterable(self.groups.values())) or self.columns


_COMPROBANTES = (
    "1. Borre las filas de ejemplo de la hoja Comprobantes: si quedan, no se emiten.",
    "2. Escriba una fila por concepto. Las columnas de encabezado oscuro son obligatorias; las de "
    "encabezado claro pueden quedar vacías o borrarse. Si necesita otras (descuentos, tributos, "
    "moneda, exportación), use en lugar de esa hoja «Todas las columnas», o agregue a la primera "
    "las que le falten, con el mismo encabezado. Se toma una sola de las dos hojas.",
    "3. Para un comprobante de varios conceptos, repita la misma referencia en sus filas. Los "
    "datos del comprobante alcanza con escribirlos en la primera: las otras los heredan.",
    "4. Una nota de crédito o de débito dice qué comprobante corrige: con asociado_referencia (una "
    "referencia de esta planilla o de otra anterior, o varias separadas por punto y coma), con los "
    "datos asociado_tipo, asociado_punto_venta, asociado_numero y asociado_fecha, o con el período "
    "asociado_desde y asociado_hasta.",
    "5. Los precios van sin IVA en los comprobantes A, B y M, y son finales en los C.",
    "6. Para servicios, complete periodo_facturado_desde y periodo_facturado_hasta. ARCA acepta "
    "fechas de hasta 5 días atrás para productos y 10 para servicios.",
    "7. Guarde el archivo y preséntelo. El resultado dice qué pasó con cada fila; lo que haya que "
    "corregir queda en su hoja Corregir.",
    "Puede agregar columnas propias: pasan al resultado tal como están (si una suena a importe, "
    "impuesto, moneda o vencimiento y tiene valores, se pregunta qué es). En «Todas las columnas» "
    "las que se usan poco (tributos 2 a 7, exportación, otros pagos, regímenes especiales) están "
    "plegadas: ábralas con el + de arriba.",
)
_PAGOS = (
    "1. Borre las filas de ejemplo de la hoja Pagos: si quedan, no se registran.",
    "2. Escriba una fila por medio de pago. El comprobante se dice con tipo, punto_venta y numero, "
    "o en una sola celda: FACTURA A 00010-00000109.",
    "3. Para un pago con varios medios, repita la misma referencia en sus filas. Sin referencia, "
    "cada fila es un pago.",
    "4. Un pago puede ser parcial, pero no pasar de lo que resta. El servicio no acepta cheques ni "
    "retenciones.",
    "5. Guarde el archivo y preséntelo (planilla pay). Puede presentar cada día el listado "
    "acumulado: lo que ya se registró no se registra otra vez.",
    "6. Lo que no se pudo saber queda A REVISAR: no se manda otra vez hasta que una persona lo "
    "decida (planilla review).",
)
_LISTA = (
    "1. Borre las filas de ejemplo de la hoja Lista.",
    "2. Escriba una fila por comprobante: con su referencia, con tipo, punto_venta y numero, o en "
    "una sola celda. Un resultado de emitir también sirve de lista, tal como está.",
    "3. Guarde el archivo y preséntelo: planilla query para consultar, planilla resend para mandar "
    "otra vez por correo, planilla requeue para reintentar lo que quedó en la cola.",
)
KINDS: Mapping[str, TemplateKind] = {
    "comprobantes": TemplateKind(
        SHORT, SHORT_COLUMNS, _COMPROBANTES, comprobantes, "el comprobante", WHOLE, GROUPS, FOLDED
    ),
    "pagos": TemplateKind("Pagos", PAGOS, _PAGOS, pagos, "el pago"),
    "lista": TemplateKind("Lista", LISTA, _LISTA, lista, "la fila"),
}
"""Every kind of template, by the name that the command takes."""
