"""What a result workbook shows, as frozen data: rendered by `writing.result_workbook`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from planilla.reading.cells.sheet import Sheet, Value
from schemas.columns import BY_NAME, Column
from schemas.faults import Fault


class Estado(StrEnum):
    """The state of a row, in the words of the result workbook."""

    EMITIDO = "EMITIDO"
    YA_EMITIDO = "YA EMITIDO"
    ENCOLADO = "ENCOLADO"
    PAGADO = "PAGADO"
    YA_PAGADO = "YA PAGADO"
    ENVIADO = "ENVIADO"
    RECHAZADO = "RECHAZADO"
    INVALIDO = "INVALIDO"
    PENDIENTE = "PENDIENTE"
    A_REVISAR = "A REVISAR"


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row of the input; text in Spanish, times with a zone."""

    row: int
    estado: Estado
    referencia: str
    tipo: str = ""
    moneda: str = "PES"
    total: Decimal | None = None  # of the whole comprobante
    numero_emitido: str = ""  # 00003-00000074
    cae: str = ""
    vencimiento_cae: date | None = None
    pdf: Path | None = None
    pdf_url: str = ""
    errores: tuple[str, ...] = ()
    observaciones: tuple[str, ...] = ()
    requiere_fec: str = ""
    afip_qr: str = ""
    intentos: int = 0
    actualizado: datetime | None = None
    group: str = ""  # rows of one group are one operation; a blank stands for the referencia

    @property
    def key(self) -> str:
        """What the rows of one operation share; a blank when it is a row of its own."""
        return self.group or self.referencia


@dataclass(frozen=True)
class Table:
    """A further sheet: headings and rows of values as they are.

    `told_by` is the heading of the column that tells a row on paper, where that takes more
    than a page's width.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    told_by: str | None = None


@dataclass(frozen=True)
class Report:
    """A run's outcome for one file: a view of the ledger, never the only copy.

    `rows` holds every row of `sheet`, by its number. `settings` are the ones
    that matter to the reader, name and value, no secrets. `advice` says what to do about an
    estado where nothing of the file is to be mended for it, or not as usual. `checked` says
    that nothing was to be sent: what is pending is fit to be.
    """

    sheet: Sheet
    rows: Mapping[int, RowResult]
    faults: tuple[Fault, ...]
    notices: tuple[str, ...]
    finished: datetime
    settings: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=lambda: BY_NAME)
    noun: str = "comprobante"  # what the file is a list of, for the person
    tables: tuple[Table, ...] = ()
    advice: Mapping[Estado, str] = field(default_factory=dict)
    read_as: tuple[tuple[str, str], ...] = ()  # each heading of the file, and what it was read as
    checked: bool = False
