"""What is refused because of what the ledger already holds, in words for the person."""

from __future__ import annotations

from dataclasses import replace

from planilla.admission.known_or_new import Entry, Verdict
from planilla.admission.registration import Registration
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, AskedComprobante
from planilla.model.operation import IN_QUEUE, Operation, State
from planilla.reading.loaded import Loaded
from schemas.faults import Fault
from schemas.spelling import plain

CONFLICT = "REFERENCIA_YA_USADA"
UNQUEUEABLE = "NO_SE_ENCOLA"
STRANDED = "ASOCIADO_DESCONOCIDO"
READ_AS_STORED = (
    "Esta fila ya se pidió por lo que sus celdas guardan, y eso vale. Por lo que muestran, hoy no "
    "se aceptaría: {faults}"
)


def conflict_faults(loaded: Loaded, asked: Asked, earlier: Operation) -> list[Fault]:
    """A referencia that already stands for other content, one fault a row."""
    what = f"{earlier.tipo} del {earlier.fecha:%d/%m/%Y} por {earlier.total}"
    issued = earlier.state is State.DONE and earlier.number  # a number in doubt may be another's
    number = f", emitida con el número {earlier.numero_emitido}" if issued else ""
    message = f"La referencia «{asked.referencia}» ya se usó con otro contenido: {what}{number}."
    if earlier.queue in IN_QUEUE:
        fix = (
            "Está en la cola del servicio: elimínelo de ahí (planilla requeue --drop) y presente "
            "la fila corregida, o deje la fila como estaba."
        )
        return _each_row(loaded, asked, asked.referencia, CONFLICT, message, fix)
    fix = "Escriba una referencia nueva, o deje la fila como estaba si es el mismo comprobante."
    if earlier.state in {State.PENDING, State.REVIEW} and not earlier.attempts:
        fix = (
            "Todavía no se envió: si vale la fila nueva, rechace la anterior (planilla review) y "
            "presente el archivo otra vez; si no, deje la fila como estaba."
        )
    return _each_row(loaded, asked, asked.referencia, CONFLICT, message, fix)


def stranded_faults(loaded: Loaded, asked: AskedComprobante, wanted: str) -> list[Fault]:
    """A note of which nobody knows an associated comprobante, the `wanted`: one fault a row."""
    message = (
        f"El comprobante asociado «{wanted}» no está en este archivo ni se emitió antes desde "
        "esta planilla, o su fila tiene errores."
    )
    fix = (
        "Corrija la referencia, o escriba asociado_tipo, asociado_punto_venta, asociado_numero y "
        "asociado_fecha."
    )
    if "referencia" not in loaded.places:
        message = (
            f"Ninguna fila de este archivo se llama «{wanted}»: no tiene la columna referencia. Y "
            "no se emitió antes nada con ese nombre desde esta planilla."
        )
        fix = (
            f"Agregue la columna referencia y escriba «{wanted}» en las filas de ese comprobante; "
            "si ya está emitido, escriba asociado_tipo, asociado_punto_venta, asociado_numero y "
            "asociado_fecha."
        )
    return _each_row(loaded, asked, wanted, STRANDED, message, fix)


def unqueueable_faults(loaded: Loaded, asked: AskedComprobante) -> list[Fault]:
    """What the service's queue does not take, one fault a row (api.md 6)."""
    message = f"«{asked.tipo}» no se puede mandar a la cola."
    if asked.asociado_referencia is not None:
        message = "Una nota que espera el número de otra fila no se puede mandar a la cola."
    fix = "Emítalo al instante, sin --queue, o complete los datos del comprobante asociado."
    return _each_row(loaded, asked, asked.tipo, UNQUEUEABLE, message, fix)


def _each_row(
    loaded: Loaded, asked: Asked, value: str, code: str, message: str, fix: str
) -> list[Fault]:
    column = _heading(loaded, code)
    return [Fault(row, column, value, code, message, fix) for row in asked.rows]


def _heading(loaded: Loaded, code: str) -> str:
    """The heading as the file writes it, when it has the column."""
    name = {CONFLICT: "referencia", STRANDED: "asociado_referencia"}.get(code, "tipo")
    for heading in loaded.sheet.headings:
        if plain(heading) == plain(name):
            return heading
    return name


def with_known(found: Loaded, whole: Loaded, ledger: Ledger, until: int | None = None) -> Loaded:
    """A file as `found` by the rules, and of what only they refuse what the ledger knows.

    A date that could be issued last week cannot be by now, and credentials may be for
    fewer points of sale: what was issued then is not to be mended and issued again.
    `whole` is the file without those rules, as versions of the reading up to `until` read it,
    if that is another; then the rows say what is wrong with them by now.
    """
    names = {one.name for one in found.asked}
    rows = {row for one in found.asked for row in one.rows}
    missed = [o for o in whole.asked if o.name not in names and rows.isdisjoint(o.rows)]
    entries = Registration(ledger).plan(missed)
    known = [entry.asked for entry in entries if _is_known(entry, until)]
    own = {row: one.referencia for one in known for row in one.rows}
    told = {fault.row for fault in found.faults} & own.keys() if until is not None else set()
    notes = {row: (*found.notes.get(row, ()), _not_by_now(row, found)) for row in told}
    return replace(
        found,
        asked=tuple(sorted([*found.asked, *known], key=lambda one: one.rows)),
        faults=tuple(fault for fault in found.faults if fault.row not in own),
        referencias={**found.referencias, **own},
        notes={**found.notes, **notes},
    )


def _is_known(entry: Entry, until: int | None) -> bool:
    before = entry.earlier
    since = until is not None and before is not None and before.reading > until
    return entry.verdict is Verdict.KNOWN and not since


def _not_by_now(row: int, found: Loaded) -> str:
    faults = (f"{one.column}: {one.message}" for one in found.faults if one.row == row)
    return READ_AS_STORED.format(faults=" ".join(faults))
