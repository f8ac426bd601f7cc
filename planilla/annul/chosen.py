"""Which comprobantes a file says are to be annulled: all that it names, or those marked in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planilla.annul.note import note_tipo
from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.operation import Operation, State
from planilla.payments.lists import Listed, read_list
from schemas.column import Column, ColumnKind
from schemas.pagos import LISTA_BY_NAME
from schemas.spelling import plain

MARK = "anular"
COLUMNS: Mapping[str, Column] = {
    **LISTA_BY_NAME,
    MARK: Column(MARK, ColumnKind.TEXT, "SI en las filas que se anulan.", aliases=("¿Anular?",)),
}
YES, NO = {"si", "s", "x"}, {"no", "n"}
NOT_SAID = "No se sabe si «{mark}» quiere decir que se anula: escriba SI, o deje la celda vacía."
ABSENT = (
    "{name} no está entre lo que emitió este planilla, o no se sabe si se emitió: mire su estado "
    "(planilla status), y si hace falta haga la nota a mano."
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
    """What one file says: the comprobantes, each with its first row, and what it cannot mean."""

    issued: Mapping[int, Operation]
    told: tuple[Told, ...]


def chosen(path: Path, ledger: Ledger) -> Chosen:
    """Read a file; raises `InputError` kinds when it cannot be used as a whole."""

    def known(referencia: str) -> tuple[str, Key] | None:
        for account in ledger.issuers.accounts:
            one = ledger.operations.latest(account, referencia)
            if one is not None and one.state is State.DONE and one.number is not None:
                return account, Key(one.tipo, one.punto_venta, one.number)
        return None

    typed, listed = read_list(path, ledger.issuers, known, columns=COLUMNS, whole=True)
    marks = {n: str(m or "") for n, m in zip(typed.numbers, typed.rows.column(MARK), strict=True)}
    issued: dict[int, Operation] = {}
    told = [
        Told(path, fault.row, "", f"{fault.column}: {fault.message} {fault.fix}")
        for fault in typed.faults.found
        if not any(marks.values()) or marks.get(fault.row)
    ]
    told += [
        Told(path, row, "", NOT_SAID.format(mark=mark))
        for row, mark in marks.items()
        if mark and plain(mark) not in YES | NO
    ]
    for one in listed:
        if any(marks.values()) and plain(marks[one.row]) not in YES:
            continue
        operation = _issued(ledger, one)
        if operation is None:
            name = _name(one)
            told.append(Told(path, one.row, name, ABSENT.format(name=name)))
        elif note_tipo(operation.tipo) is None:
            why = NO_NOTE.format(tipo=operation.tipo)
            told.append(Told(path, one.row, operation.comprobante, why))
        elif operation.id not in {known.id for known in issued.values()}:
            issued[one.row] = operation
    return Chosen(issued, tuple(told))


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
