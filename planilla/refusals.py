"""What is refused because of what the ledger already holds, in words for the person."""

from __future__ import annotations

from planilla.comprobantes.model import Comprobante, Loaded
from planilla.ledger.model import Operation
from schemas.faults import Fault

CONFLICT = "REFERENCIA_YA_USADA"
STRANDED = "ASOCIADO_DESCONOCIDO"


def conflict_faults(loaded: Loaded, comprobante: Comprobante, earlier: Operation) -> list[Fault]:
    """A referencia that already stands for other content, one fault a row."""
    what = f"{earlier.tipo} del {earlier.fecha:%d/%m/%Y} por {earlier.total}"
    number = f", emitida con el número {earlier.numero_emitido}" if earlier.number else ""
    message = (
        f"La referencia «{comprobante.referencia}» ya se usó con otro contenido: {what}{number}."
    )
    fix = "Escriba una referencia nueva, o deje la fila como estaba si es el mismo comprobante."
    return _each_row(loaded, comprobante, comprobante.referencia, CONFLICT, message, fix)


def stranded_faults(loaded: Loaded, comprobante: Comprobante) -> list[Fault]:
    """A note whose associated comprobante nobody knows, one fault a row."""
    wanted = comprobante.asociado_referencia or ""
    message = (
        f"El comprobante asociado «{wanted}» no está en este archivo ni se emitió antes desde "
        "esta planilla, o su fila tiene errores."
    )
    fix = (
        "Corrija la referencia, o escriba asociado_tipo, asociado_punto_venta, asociado_numero y "
        "asociado_fecha."
    )
    return _each_row(loaded, comprobante, wanted, STRANDED, message, fix)


def _each_row(
    loaded: Loaded, comprobante: Comprobante, value: str, code: str, message: str, fix: str
) -> list[Fault]:
    column = _heading(loaded, code)
    return [Fault(row, column, value, code, message, fix) for row in comprobante.rows]


def _heading(loaded: Loaded, code: str) -> str:
    """The heading as the file writes it, when it has the column."""
    wanted = "referencia" if code == CONFLICT else "asociadoreferencia"
    for heading in loaded.sheet.headings:
        if "".join(c for c in heading.casefold() if c.isalnum()) == wanted:
            return heading
    return "referencia" if code == CONFLICT else "asociado_referencia"
