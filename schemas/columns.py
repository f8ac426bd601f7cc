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
    "RESULT_FIRST",
    "RESULT_LAST",
    "RG_DATOS_MAX",
    "TRIBUTOS_MAX",
    "Column",
    "ColumnKind",
    "Scope",
]

BY_NAME: Mapping[str, Column] = Comprobantes.columns()

COMPROBANTES: tuple[Column, ...] = tuple(BY_NAME.values())
"""Every column of a comprobantes sheet, in the order of the template."""

RESULT_FIRST: tuple[str, ...] = (
    "estado",
    "numero_emitido",
    "cae",
    "total_calculado",
    "pdf",
    "errores",
    "observaciones",
)
"""What a result workbook adds and a person looks for: left, beside each row's name."""

RESULT_LAST: tuple[str, ...] = (
    "vencimiento_cae",
    "requiere_fec",
    "actualizado",
    "pdf_url",
    "afip_qr",
    "intentos",
)
"""What it adds right of the input's own columns."""

RESULT_COLUMNS: tuple[str, ...] = (*RESULT_FIRST, *RESULT_LAST)
"""What a result workbook adds; in an input they are recognised, not read, and replaced."""
