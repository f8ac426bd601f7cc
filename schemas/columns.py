"""The columns of a comprobantes sheet, as its model declares them.

The reader, the template and the guide take them from here. Source: the service's API v2
reference for lengths, decimals and tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.column import Column, ColumnKind, Scope
from schemas.comprobantes import Comprobantes
from schemas.fields.regimes import RG_DATOS_MAX
from schemas.fields.tributos import TRIBUTOS_MAX

__all__ = [
    "BY_NAME",
    "COMPROBANTES",
    "RESULT_COLUMNS",
    "RG_DATOS_MAX",
    "TRIBUTOS_MAX",
    "Column",
    "ColumnKind",
    "Scope",
]

BY_NAME: Mapping[str, Column] = Comprobantes.columns()

COMPROBANTES: tuple[Column, ...] = tuple(BY_NAME.values())
"""Every column of a comprobantes sheet, in the order of the template."""

RESULT_COLUMNS: tuple[str, ...] = (
    "estado",
    "numero_emitido",
    "cae",
    "vencimiento_cae",
    "pdf",
    "pdf_url",
    "errores",
    "observaciones",
    "requiere_fec",
    "afip_qr",
    "intentos",
    "actualizado",
)
"""What a result workbook adds; in an input they are recognised, not read, and replaced."""
