"""The columns of a comprobantes sheet, declared once.

The reader, the checks, the template and the guide all come from here. Source:
the service's API v2 reference for lengths, decimals and tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.column import Column, ColumnKind, Scope, by_name
from schemas.columns.associated import ASSOCIATED
from schemas.columns.client import CLIENT
from schemas.columns.concept import CONCEPT
from schemas.columns.head import HEAD
from schemas.columns.regimes import PAYMENT_AND_REGIMES, RG_DATOS, RG_DATOS_MAX
from schemas.columns.sums import SUMS, TRIBUTOS, TRIBUTOS_MAX

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

COMPROBANTES: tuple[Column, ...] = (
    *HEAD,
    *CLIENT,
    *CONCEPT,
    *SUMS,
    *TRIBUTOS,
    *ASSOCIATED,
    *PAYMENT_AND_REGIMES,
    *RG_DATOS,
)
"""Every column of a comprobantes sheet, in the order of the template."""

BY_NAME: Mapping[str, Column] = by_name(COMPROBANTES)

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
