"""The credit note that annuls a comprobante, as rows of a sheet: the same, and what it corrects.

Source: api.md 3 and the vendor's pages on notes: an associated comprobante of the same receiver,
currency and point of sale, with a date that is not after the note's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.model.associated import FEX
from planilla.model.operation import Operation
from schemas.tables import TIPOS, Clase, Tipo

Row = dict[str, Any]
Part = tuple[int, ...]
"""Concepts of a comprobante, counted from 1; none for all of it."""
ANNULLED = {Clase.FACTURA, Clase.NOTA_DE_DEBITO}
OF_CLIENT = (
    *("documento_tipo", "documento_nro", "razon_social", "domicilio", "provincia", "email"),
    *("envia_por_mail", "condicion_pago", "condicion_pago_otra", "condicion_iva"),
    *("condicion_iva_operacion", "nombre_fantasia"),
)
OF_HEAD = (
    *("idioma", "moneda", "cotizacion", "rubro", "rubro_grupo_contable", "bonificacion"),
    *("impuestos_internos", "impuestos_internos_base", "impuestos_internos_alicuota"),
)
OF_PRODUCT = (
    *("codigo", "precio_unitario_sin_iva", "alicuota", "unidad_medida", "unidad_bulto"),
    *("lista_precios", "rg5329", "actualiza_precio"),
)
OF_CONCEPT = ("cantidad", "afecta_stock", "bonificacion_porcentaje")
OF_EXPORT = {
    "tipo_exportacion": "fex_tipo_exportacion",
    "permisos_tiene": "fex_permisos_tiene",
    "pais_comprobante_id": "fex_pais",
    "forma_pago_leyenda": "fex_forma_pago",
    "cliente_pais_cuit": "fex_cliente_pais_cuit",
    "incoterms_tipo_id": "fex_incoterms",
    "incoterms_nro": "fex_incoterms_nro",
}
UNTAXED = ("bonificacion", *OF_HEAD[-3:])


def note_tipo(tipo: str) -> str | None:
    """The tipo of the note that annuls one; None where planilla knows of none."""
    known = TIPOS.get(tipo)
    if known is None or known.clase not in ANNULLED:
        return None
    same = (one.name for one in TIPOS.values() if _annuls(one, known))
    return next(same, None)


def _annuls(note: Tipo, known: Tipo) -> bool:
    alike = (note.letra, note.fce, note.is_fiscal) == (known.letra, known.fce, known.is_fiscal)
    return note.clase is Clase.NOTA_DE_CREDITO and alike


def note_referencia(operation: Operation, part: Part = ()) -> str:
    """Made of the comprobante alone, so that it is annulled once: AN-B-00003-00000001.

    Of some of its concepts, counted from 1: AN-B-00003-00000001-2_3.
    """
    known = TIPOS[operation.tipo]
    debit = ("ND",) if known.clase is Clase.NOTA_DE_DEBITO else ()
    family = (*debit, *(("FCE",) if known.fce else ()), known.letra or "NV")
    number = f"{operation.punto_venta:05d}", f"{operation.number:08d}"
    concepts = ("_".join(map(str, part)),) if part else ()
    return "-".join(("AN", *family, *number, *concepts))


def part_of(operation: Operation, referencia: str) -> Part | None:
    """The concepts of a comprobante that a note of this referencia credits; None if it is none."""
    start = f"{note_referencia(operation)}-"
    concepts = referencia.removeprefix(start).split("_")
    if not referencia.startswith(start) or not all(map(str.isdecimal, concepts)):
        return None
    return tuple(map(int, concepts))


def has_shared_amounts(operation: Operation) -> bool:
    """Whether it has discounts or taxes of the whole, which no concept has a share of."""
    comprobante = operation.body["comprobante"]
    amounts = (Decimal(str(comprobante.get(name) or 0)) for name in UNTAXED)
    return bool(comprobante.get("tributos")) or any(amounts)


def note_rows(issued: Operation, tipo: str, day: date, part: Part = ()) -> list[Row]:
    """A row each concept of what was issued, under the headings of a sheet of comprobantes.

    Of a `part` those concepts alone; their total is worked out as the sheet is read.
    """
    cliente, comprobante = issued.body["cliente"], issued.body["comprobante"]
    head: Row = {"referencia": note_referencia(issued, part), "fecha": max(day, issued.fecha)}
    head |= {"tipo": tipo, "punto_venta": issued.punto_venta}
    head |= {"total": None if part else issued.total}
    head |= {"tags": ", ".join(comprobante.get("tags") or ())}
    head |= {name: cliente[name] for name in OF_CLIENT if name in cliente}
    head |= {"cliente_codigo": cliente.get("codigo"), "cliente_rg5329": cliente.get("rg5329")}
    head |= {name: comprobante[name] for name in OF_HEAD if name in comprobante}
    for name in ("periodo_facturado_desde", "periodo_facturado_hasta"):
        head[name] = _day(comprobante.get(name))
    told = comprobante.get("datos_informativos") or {}
    head |= {"paga_misma_moneda": told.get("paga_misma_moneda")}
    head |= _associated(issued) | _tributos(comprobante)
    if TIPOS[tipo].fce:
        # of one that the buyer refused ARCA wants S: then the sheet is to be written by hand
        regimen = comprobante["rg_especiales"]["regimen"]
        head |= {"rg_regimen": regimen, "rg_1_id": "22", "rg_1_valor": "N"}
    if isinstance(comprobante.get(FEX), Mapping):
        head = {k: v for k, v in head.items() if k not in UNTAXED} | _export(comprobante[FEX])
    concepts = enumerate(comprobante["detalle"], start=1)
    first, *others = (_concept(one) for n, one in concepts if not part or n in part)
    return [head | first, *({"referencia": head["referencia"]} | one for one in others)]


def _associated(issued: Operation) -> Row:
    return {
        "asociado_tipo": issued.tipo,
        "asociado_punto_venta": issued.punto_venta,
        "asociado_numero": issued.number,
        "asociado_fecha": issued.fecha,
    }


def _tributos(comprobante: Mapping[str, Any]) -> Row:
    return {
        f"tributo_{n}_{name}": one[name]
        for n, one in enumerate(comprobante.get("tributos") or (), start=1)
        for name in ("tipo", "regimen", "base_imponible", "alicuota", "total")
    }


def _export(fex: Mapping[str, Any]) -> Row:
    found = {column: fex[name] for name, column in OF_EXPORT.items() if fex.get(name)}
    for n, one in enumerate(fex.get("permisos") or (), start=1):
        found[f"fex_permiso_{n}_despacho"] = one["codigo_despacho"]
        found[f"fex_permiso_{n}_pais"] = one["pais_destino_id"]
    return found


def _concept(entry: Mapping[str, Any]) -> Row:
    product = entry["producto"]
    found = {name: entry[name] for name in OF_CONCEPT if name in entry}
    found |= {name: product[name] for name in OF_PRODUCT if name in product}
    found |= {"descripcion": typed(product["descripcion"])}
    found |= {"leyenda": typed(entry.get("leyenda") or "")}
    internal = product.get("impuestos_internos_alicuota")
    return found | {"producto_impuestos_internos_alicuota": internal}


def typed(text: object) -> str:
    """As a person types what is printed (api.md 3)."""
    return str(text).replace("#@#", "\n").replace("#&#", "%")


def _day(text: object) -> date | None:
    return parse_service_date(str(text)) if text else None
