"""Credit notes: what they name, and those that may pay off by themselves what they correct.

The service credits a comprobante without anybody registering a payment when a note details
exactly that one, equals it and finds it wholly unpaid (api.md 4). Nobody has seen it do so:
whoever asks must be right about either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, false, or_, select, text

from planilla.ledger import rows
from planilla.ledger.tables import operations
from planilla.model.asked import Kind
from planilla.model.associated import associated
from planilla.model.operation import IN_QUEUE, Operation, Queue, State
from schemas.codes import code
from schemas.linked import referencias
from schemas.tables import TIPOS, Clase

CREDIT = tuple(tipo.name for tipo in TIPOS.values() if tipo.clase is Clase.NOTA_DE_CREDITO)
NOT_SENT = (State.PENDING, State.REJECTED)
FEW = 20
REGISTERING_NOTES = 4_217_005  # an advisory lock of our own


def notes_of(
    connection: Connection, kin: Collection[str], about: Operation, referencia: str | None
) -> list[Operation]:
    """The notes sent, or being sent, that detail one comprobante and nothing else, oldest first.

    `about` is a payment on it, `kin` are the keys of its company; `referencia` is that of
    the operation that issued it, by which a row can name it. A note
    stands in the point of sale of what it corrects.
    """
    named = operations.c.body.contains(f'"numero":{about.number}', autoescape=True)
    by_name = operations.c.depends_on == referencia if referencia else false()
    query = select(operations).where(
        operations.c.kind == Kind.ISSUE,
        operations.c.account.in_(kin),
        operations.c.punto_venta == about.punto_venta,
        operations.c.tipo.in_(CREDIT),
        operations.c.state.not_in(NOT_SENT),
        or_(named, by_name),
    )
    found = connection.execute(query.order_by(operations.c.id)).mappings()
    sent = [rows.operation(row) for row in found]
    return [note for note in sent if _is_about(note, about.comprobante, referencia)]


def naming(connection: Connection, kin: Collection[str], issued: Operation) -> list[Operation]:
    """The credit notes that name a comprobante, alone or among others, but for rejected ones.

    Those that wait to be sent count, too: what they take is spoken for.
    """
    numbers = () if issued.number is None else (issued.number,)
    found = that_may_name(connection, kin, numbers, {issued.referencia})
    return [note for note in found if _names(note, issued)]


def is_annulled(issued: Operation, notes: Sequence[Operation]) -> bool:
    """Whether `notes`, those that name a comprobante, credit all of it and have been issued.

    One that names others beside, or is in another currency, does not say how much is of this one.
    """
    whole = [
        note.total
        for note in notes
        if is_issued(note) and note.moneda == issued.moneda and _is_alone(note)
    ]
    return sum(whole, Decimal(0)) >= issued.total


def is_issued(operation: Operation) -> bool:
    """Whether the service has given it a number, and not only a place in its queue."""
    return (
        operation.state is State.DONE
        and operation.number is not None
        and operation.queue not in IN_QUEUE
    )


def _is_alone(note: Operation) -> bool:
    if note.depends_on is not None:
        return len(referencias(note.depends_on)) == 1
    return len(details(note.body["comprobante"])) == 1


def that_may_name(
    connection: Connection,
    kin: Collection[str],
    numbers: Collection[int],
    names: Collection[str],
) -> list[Operation]:
    """The credit notes of a company that may name one of these, oldest first.

    That is a comprobante of one of these numbers, or the row of one of these referencias: who
    asks looks which. What was rejected, or dropped from the queue, names nothing any more. Of
    whatever point of sale: that it is the comprobante's is the service's to say.
    """
    query = select(operations).where(
        operations.c.kind == Kind.ISSUE,
        operations.c.account.in_(kin),
        operations.c.tipo.in_(CREDIT),
        operations.c.state != State.REJECTED,
        operations.c.queue != Queue.DROPPED,
    )
    if len(numbers) + len(names) <= FEW:  # beyond, to read all costs less than to look for each
        body, other = operations.c.body, operations.c.depends_on
        named = (body.contains(f'"numero":{n}', autoescape=True) for n in sorted(numbers))
        by_name = (other.contains(name, autoescape=True) for name in sorted(names))
        query = query.where(or_(false(), *named, *by_name))
    found = connection.execute(query.order_by(operations.c.id)).mappings()
    return [rows.operation(row) for row in found]


def one_at_a_time(connection: Connection) -> None:
    """Whoever registers credit notes waits for who does so now, until its transaction ends.

    Two that register at once would not see each other's notes. One lock covers every comprobante
    that they name, by number or by row, and in whatever point of sale; a lock each would be more
    than a server keeps. SQLite has one writer anyhow.
    """
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        connection.execute(lock, {"lock": REGISTERING_NOTES})


def _names(note: Operation, issued: Operation) -> bool:
    own = issued.referencia
    if note.depends_on is not None and own in (note.depends_on, *referencias(note.depends_on)):
        return True
    return issued.comprobante in details(note.body["comprobante"])


def _is_about(note: Operation, comprobante: str, referencia: str | None) -> bool:
    if note.depends_on is not None:
        return note.depends_on == referencia
    return corrected(note.body["comprobante"]) == comprobante


def corrected(comprobante: Mapping[str, Any]) -> str | None:
    """The only comprobante that a note details, as `FACTURA A 00010-00000109`.

    `comprobante` is the note as it was sent, or as the service shows it.
    """
    named = associated(comprobante)
    return _detailed(named[0]) if len(named) == 1 else None


def details(comprobante: Mapping[str, Any]) -> tuple[str, ...]:
    """All that a note details, as `corrected` has it."""
    found = (_detailed(one) for one in associated(comprobante))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _detailed(one: Any) -> str | None:
    try:
        point, number = int(one["punto_venta"]), int(one["numero"])
    except (KeyError, TypeError, ValueError):
        return None
    told = str(one.get("tipo_comprobante", ""))
    return f"{code(told, 'tipo') or told.upper()} {point:05d}-{number:08d}"
