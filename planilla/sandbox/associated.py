"""What a note corrects: comprobantes one by one, or a period (api.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.sandbox.asked import Problem
from planilla.sandbox.tables import FCE_MARK, NOTES

PERIOD = ("fecha_desde", "fecha_hasta")


def named_by(comprobante: dict[str, Any]) -> list[dict[str, Any]]:
    """The comprobantes that a note names, beside its head or, for an export, in `fex`."""
    fex = comprobante.get("fex") or {}
    return [
        *(comprobante.get("comprobantes_asociados") or []),
        *(fex.get("comprobantes_asociados") or []),
    ]


def association_problems(comprobante: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with either form, whatever the books hold."""
    tipo = str(comprobante["tipo"]).upper()
    listed = comprobante.get("comprobantes_asociados") or []
    period = comprobante.get("comprobantes_asociados_periodo")
    if (listed or period) and not tipo.startswith(NOTES):
        yield "TFC-8011", "Los comprobantes asociados son solo para notas de credito o debito."
    if any(parse_service_date(str(one["comprobante_fecha"])) is None for one in listed):
        yield "TFC-8011", "La fecha de un comprobante asociado no existe."
    if not period:
        return
    if FCE_MARK in tipo:
        yield "TFC-8011", "Una nota MiPyME (FCE) no se puede asociar por periodo."
    first, last = (parse_service_date(str(period[name])) for name in PERIOD)
    if first is None or last is None or first > last:
        yield "TFC-8011", "El periodo asociado no tiene fechas validas, desde y hasta."
