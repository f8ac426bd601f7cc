"""A comprobante that is fit to be sent, and what a file was read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from planilla.workbook.sheet import Sheet
from schemas.faults import Fault


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues, as far as the settings say; a rule that needs a blank one is skipped."""

    condicion_iva: str | None = None
    cuit: str | None = None


@dataclass(frozen=True, slots=True)
class Comprobante:
    """One valid comprobante of a file.

    `referencia` is the file's, or derived from `content` and the occurrence
    among equal ones; `rows` are the file's row numbers; `numero` is set only
    when the file insists on one. `body` is what is sent,
    `{"cliente": …, "comprobante": …}`, money as `Decimal`, without `numero`,
    `external_reference` and credentials. `content` is a SHA-256 of what the
    comprobante means once parsed: tipo, punto_venta, fecha, receiver, moneda,
    concepts and total.
    """

    referencia: str
    referencia_given: bool
    rows: tuple[int, ...]
    tipo: str
    punto_venta: int
    fecha: date
    documento_tipo: str
    documento_nro: str
    razon_social: str
    moneda: str
    total: Decimal
    numero: int | None
    asociado_referencia: str | None
    body: Mapping[str, Any]
    content: str


@dataclass(frozen=True)
class Loaded:
    """A file, read and judged: every row is in a comprobante or has a fault.

    `referencias` gives each row the referencia (given or derived) that
    `Corregir` carries; `notices` are sentences in Spanish about the file as a
    whole, such as rules that were skipped.
    """

    sheet: Sheet
    faults: tuple[Fault, ...]
    comprobantes: tuple[Comprobante, ...]
    referencias: Mapping[int, str]
    notices: tuple[str, ...]
