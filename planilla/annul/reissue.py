"""Issuing again, mended, what was annulled: each row a revision of what its note credited.

A row says which comprobante it replaces by that one's referencia, or by the number that the
result has of it. It goes once notes with a number credit all of that comprobante; until then it
waits, and the next run of the file takes it. What a row asks for is known by the referencia of
what it replaces, whatever the file is called, and is sent as its next revision: asked for
twice, it is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planilla.batch.emit import Emit
from planilla.common.money import written
from planilla.ledger.credit_notes import is_annulled
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked
from planilla.model.operation import Operation, State
from planilla.payments.named_comprobante import NUMBER
from planilla.reading.loaded import Loaded
from planilla.reading.typed_rows import each_alone, typed_of
from planilla.settings.settings import Settings
from schemas.faults import Fault
from schemas.headings import match
from schemas.pagos import LISTA_BY_NAME

CODE = "REEMISION"
UNTIED = (
    "No se sabe qué comprobante reemplaza esta fila: ninguno emitido tiene su referencia ni su "
    "numero_emitido."
)
TIE = "Escriba la referencia del comprobante que se anuló, o su numero_emitido y su tipo."
OTHER = "La referencia «{referencia}» no es la del comprobante {number}."
TIE_OTHER = "Deje la referencia y el numero_emitido de un mismo comprobante."
TWICE = "Otra fila del archivo reemplaza también a {comprobante}."
ONE = "Deje una sola: si son varios conceptos de uno, póngales la misma referencia."
SAME = "Dice lo mismo que {comprobante}, que se anuló: no hay nada que emitir de nuevo."
CHANGE = "Corrija la fila, o bórrela."
GONE = "{comprobante}, que esta fila reemplaza, ya se pidió de nuevo con otros datos: {latest}."
ANNUL_THAT = "Si también está mal, anúlelo, y escriba su numero_emitido."
WAITS = (
    "Espera a su nota de crédito: {comprobante} no está anulado del todo por notas ya emitidas. "
    "Anúlelo (planilla annul), y presente este archivo otra vez con --reissue."
)


@dataclass(frozen=True, slots=True)
class Tie:
    """What a row asks for, and the comprobante that it replaces; else why not."""

    asked: Asked
    issued: Operation | None = None
    fault: tuple[str, str] | None = None


@dataclass(frozen=True)
class Reissue(Emit):
    """Emit, of rows that replace what was annulled, and of nothing else."""

    name: str = "reissue"

    def load(
        self, path: Path, settings: Settings, ledger: Ledger | None, *, online: bool = False
    ) -> Loaded:
        """As `Emit.load`; each row under the referencia of what it replaces."""
        found = super().load(path, settings, ledger, online=online)
        if ledger is not None:
            return tied(found, ledger)
        wrong = [fault for one in found.asked for fault in _faults(one, UNTIED, TIE)]
        return replace(found, asked=(), faults=(*found.faults, *wrong))


def tied(found: Loaded, ledger: Ledger) -> Loaded:
    """What a file asks for in the place of what was annulled; the rest has a fault, or waits."""
    ties = list(_ties(found, ledger))
    times = Counter(one.issued.id for one in ties if one.issued is not None)
    asked, faults, waits = [], list(found.faults), dict(found.notes)
    names = dict(found.referencias)
    for tie in ties:
        fault, issued = tie.fault, tie.issued
        if issued is not None and times[issued.id] > 1:
            fault = TWICE.format(comprobante=issued.comprobante), ONE
        if fault is not None or issued is None:
            faults += _faults(tie.asked, *(fault or (UNTIED, TIE)))
            continue
        one, fault, note = _judged(tie.asked, issued, ledger)
        names |= dict.fromkeys(tie.asked.rows, issued.referencia)
        if fault is not None:
            faults += _faults(tie.asked, *fault)
        elif note:
            waits |= {row: (*waits.get(row, ()), note) for row in tie.asked.rows}
        else:
            asked.append(one)
    return replace(found, asked=tuple(asked), faults=tuple(faults), notes=waits, referencias=names)


def _judged(
    asked: Asked, issued: Operation, ledger: Ledger
) -> tuple[Asked, tuple[str, str] | None, str]:
    """What is asked of the ledger; else what is wrong with it, or why it waits."""
    latest = ledger.operations.latest(issued.account, issued.referencia)
    assert latest is not None  # noqa: S101 - `issued` is one of them
    name = issued.referencia
    own = replace(asked, referencia=name, referencia_given=True, earlier=(), reissues=issued.id)
    if latest.id != issued.id:  # it was asked for before: by its name the ledger knows it
        same = own.means(latest.content, latest.reading)
        if same or latest.state is State.REJECTED:
            return own, None, ""
        unsent = f"{latest.tipo} por {written(latest.total)}, todavía sin emitir"
        now = latest.comprobante if latest.state is State.DONE else unsent
        told = GONE.format(comprobante=issued.comprobante, latest=now)
        return own, (told, ANNUL_THAT), ""
    if asked.means(issued.content, issued.reading):
        return own, (SAME.format(comprobante=issued.comprobante), CHANGE), ""
    if not is_annulled(issued, ledger.notes_naming(issued)):
        return own, None, WAITS.format(comprobante=issued.comprobante)
    return own, None, ""


def _ties(found: Loaded, ledger: Ledger) -> Iterator[Tie]:
    numbers = _numbers(found)
    for asked in found.asked:
        told = {numbers[row] for row in asked.rows if row in numbers}
        if len(told) > 1:
            yield Tie(asked)
            continue
        number = next(iter(told), None)
        issued = _by_name(asked, number, ledger)
        if issued:
            yield Tie(asked, issued[-1])
        elif issued is not None and number is not None:
            words = f"{number[0]:05d}-{number[1]:08d}"
            why = OTHER.format(referencia=asked.referencia, number=words)
            yield Tie(asked, fault=(why, TIE_OTHER))
        else:
            yield Tie(asked, _by_number(asked, number, ledger))


def _by_name(
    asked: Asked, number: tuple[int, int] | None, ledger: Ledger
) -> list[Operation] | None:
    """What was issued under its referencia, and that number; None where nothing has the name."""
    if not asked.referencia_given:
        return None
    revisions = ledger.operations.revisions(asked.account, asked.referencia)
    issued = [one for one in revisions if one.state is State.DONE and one.number]
    if not issued:
        return None
    return [one for one in issued if number in {None, (one.punto_venta, one.number)}]


def _by_number(asked: Asked, number: tuple[int, int] | None, ledger: Ledger) -> Operation | None:
    if number is None:
        return None
    point, own = number
    issued = ledger.operations.numbered(asked.account, (asked.tipo, point), own)
    return issued[0] if len(issued) == 1 else None


def _numbers(found: Loaded) -> Mapping[int, tuple[int, int]]:
    """The point of sale and the number that each row has from a result."""
    places = match(found.sheet.headings, LISTA_BY_NAME).places
    if "numero_emitido" not in places:
        return {}
    typed = typed_of(found.sheet, places, LISTA_BY_NAME, each_alone)
    cells = typed.rows.column("numero_emitido")
    rows = zip(typed.numbers, cells, strict=True)
    told = {n: NUMBER.fullmatch(str(cell or "").strip()) for n, cell in rows}
    return {n: (int(one[1]), int(one[2])) for n, one in told.items() if one is not None}


def _faults(asked: Asked, message: str, fix: str) -> Sequence[Fault]:
    given = asked.referencia if asked.referencia_given else ""
    return [Fault(row, "referencia", given, CODE, message, fix) for row in asked.rows]
