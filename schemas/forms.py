"""The two sheets of the template of comprobantes, either of which may be filled in.

The short one has what most comprobantes need, in the order in which a person thinks of it: who,
what, how much. The other has every column, in groups.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemas.column import Column
from schemas.columns import BY_NAME
from schemas.declare import columns_of
from schemas.fields.associated import Associated
from schemas.fields.client import Client
from schemas.fields.concept import Concept
from schemas.fields.export import Export
from schemas.fields.head import Head
from schemas.fields.regimes import PaymentAndRegimes
from schemas.fields.totals import Sums
from schemas.fields.tributos import Tributos

SHORT, WHOLE = "Comprobantes", "Todas las columnas"
FORMS = (SHORT, WHOLE)
_SHORT = (
    *("razon_social", "documento_tipo", "documento_nro", "condicion_iva", "email"),
    *("tipo", "punto_venta", "fecha", "referencia", "descripcion"),
    *("cantidad", "precio_unitario_sin_iva", "alicuota", "condicion_pago"),
    *("periodo_facturado_desde", "periodo_facturado_hasta", "asociado_referencia"),
)
SHORT_COLUMNS: tuple[Column, ...] = tuple(BY_NAME[name] for name in _SHORT)


def _part(model: type, wanted: Callable[[str], bool] = lambda _: True) -> tuple[Column, ...]:
    return tuple(one for one in columns_of(model) if wanted(one.name))


GROUPS: Mapping[str, tuple[Column, ...]] = {
    "El comprobante": _part(Head),
    "El cliente": _part(Client),
    "El concepto (uno por fila)": _part(Concept),
    "Importes y textos": _part(Sums),
    "Tributo 1": _part(Tributos, lambda name: name.startswith("tributo_1_")),
    "Tributos 2 a 7": _part(Tributos, lambda name: not name.startswith("tributo_1_")),
    "Notas: qué corrigen": _part(Associated),
    "Exportación (tipo E)": _part(Export),
    "Lo ya cobrado": _part(PaymentAndRegimes, lambda n: n in {"pago_descripcion", "pago_importe"}),
    "Otros pagos": _part(PaymentAndRegimes, lambda n: n.startswith("pago_") and n[5].isdigit()),
    "Régimen especial (FCE)": _part(PaymentAndRegimes, lambda n: n.startswith("rg_")),
}
"""Every column, by what it is about; no name is one that a heading may have."""
FOLDED = frozenset(
    {"Tributos 2 a 7", "Exportación (tipo E)", "Otros pagos", "Régimen especial (FCE)"}
)
"""Groups that few need: hidden until somebody opens them."""
