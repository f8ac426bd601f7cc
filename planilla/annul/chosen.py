"""Which comprobantes a file says are to be annulled: all that it names, or those marked in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planilla.annul.note import Part, has_shared_amounts, note_tipo, typed
from planilla.common.compared_text import normal
from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.operation import Operation, State
from planilla.payments.lists import Listed, read_list
from schemas.column import Column, ColumnKind
from schemas.pagos import LISTA_BY_NAME
from schemas.spelling import plain

MARK, CONCEPT = "anular", "descripcion"
COLUMNS: Mapping[str, Column] = {
    **LISTA_BY_NAME,
    MARK: Column(MARK, ColumnKind.TEXT, "SI en las filas que se anulan.", aliases=("¿Anular?",)),
    CONCEPT: Column(CONCEPT, ColumnKind.TEXT, "Lo que se vendió, como en el resultado."),
}
YES, NO = {"si", "s", "x"}, {"no", "n"}
NOT_SAID = "No se sabe si «{mark}» quiere decir que se anula: escriba SI, o deje la celda vacía."
ABSENT = (
    "{name} no está entre lo que emitió este planilla, o no se sabe si se emitió: mire su estado "
    "(planilla status), y si hace falta haga la nota a mano."
)
UNCLEAR = (
    "Está marcada una parte de sus filas, y no se sabe qué conceptos de {name} son: deje las filas "
    "como en el resultado, o márquelas todas."
)
SHARED = (
    "Está marcada una parte de sus filas, y {name} tiene descuento, tributos o impuestos: "
    "marque todas sus filas, o haga la nota a mano."
)
NO_NOTE = "Una {tipo} no se anula con una nota de crédito de planilla: hágala a mano."


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a file that is not annulled, and why, for its owner."""

    path: Path
    row: int
    comprobante: str
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one file says: the comprobantes, each with its first row, and what it cannot mean.

    `parts` are the concepts meant, by that row, where not all of a comprobante's are marked.
    """

    issued: Mapping[int, Operation]
    told: tuple[Told, ...]
    parts: Mapping[int, Part]


def chosen(path: Path, ledger: Ledger) -> Chosen:
    """Read a file; raises `InputError` kinds when it cannot be used as a whole."""

    def known(referencia: str) -> tuple[str, Key] | None:
        for account in ledger.issuers.accounts:
            one = ledger.operations.latest(account, referencia)
            if one is not None and one.state is State.DONE and one.number is not None:
                return account, Key(one.tipo, one.punto_venta, one.number)
        return None

    read, listed = read_list(path, ledger.issuers, known, columns=COLUMNS, whole=True)
    marks = {n: str(m or "") for n, m in zip(read.numbers, read.rows.column(MARK), strict=True)}
    marked = any(marks.values())
    told = [
        Told(path, fault.row, "", f"{fault.column}: {fault.message} {fault.fix}")
        for fault in read.faults.found
        if not marked or marks.get(fault.row)
    ]
    told += [
        Told(path, row, "", NOT_SAID.format(mark=mark))
        for row, mark in marks.items()
        if mark and plain(mark) not in YES | NO
    ]
    meant = {one.row for one in listed if not marked or plain(marks[one.row]) in YES}
    texts = dict(zip(read.numbers, read.rows.column(CONCEPT), strict=True))
    found = {one.row: _issued(ledger, one) for one in listed}
    lines: dict[int, list[tuple[bool, str]]] = {}
    for row, known_as in found.items():
        if known_as is not None:
            lines.setdefault(known_as.id, []).append((row in meant, str(texts[row] or "")))
    issued: dict[int, Operation] = {}
    parts: dict[int, Part] = {}
    seen: set[int] = set()
    for one in listed:
        operation = found[one.row]
        if one.row not in meant or (operation is not None and operation.id in seen):
            continue
        part, why = _part(operation, lines[operation.id]) if operation else ((), "")
        why = why or _against(operation, one)
        if why:
            name = _name(one) if operation is None else operation.comprobante
            told.append(Told(path, one.row, name, why))
        if operation is not None:
            seen.add(operation.id)
            if not why:
                issued[one.row], parts[one.row] = operation, part
    return Chosen(issued, tuple(told), parts)


def _against(operation: Operation | None, listed: Listed) -> str:
    """Why a row names nothing that can be annulled; a blank where it does."""
    if operation is None:
        return ABSENT.format(name=_name(listed))
    return NO_NOTE.format(tipo=operation.tipo) if note_tipo(operation.tipo) is None else ""


def _part(operation: Operation, lines: Sequence[tuple[bool, str]]) -> tuple[Part, str]:
    """The concepts that the marked rows of a comprobante stand for, and why nobody can tell.

    None where all rows are marked, or rows say nothing of concepts: then all of it is meant.
    """
    told = [normal(text) for _, text in lines]
    if all(marked for marked, _ in lines) or not any(told):
        return (), ""
    detalle = operation.body["comprobante"]["detalle"]
    own = [normal(typed(one["producto"]["descripcion"])) for one in detalle]
    if told != own:
        return (), UNCLEAR.format(name=operation.comprobante)
    if has_shared_amounts(operation):
        return (), SHARED.format(name=operation.comprobante)
    return tuple(n for n, (marked, _) in enumerate(lines, start=1) if marked), ""


def _name(listed: Listed) -> str:
    if listed.key is None:
        return f"La referencia «{listed.referencia}»"
    return f"{listed.key.tipo} {listed.key.punto_venta:05d}-{listed.key.number or 0:08d}"


def _issued(ledger: Ledger, listed: Listed) -> Operation | None:
    """What planilla issued under that number; never one that is in doubt."""
    if listed.key is None or listed.key.number is None or listed.account is None:
        return None
    lane = listed.key.tipo, listed.key.punto_venta
    found = ledger.operations.numbered(listed.account, lane, listed.key.number)
    return found[0] if len(found) == 1 else None
