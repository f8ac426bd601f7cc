"""Credit notes that may pay off by themselves what they correct.

The service credits a comprobante without anybody registering a payment when a note details
exactly that one, equals it and finds it wholly unpaid (api.md 4). Nobody has seen it do so:
whoever asks must be right about either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, false, or_, select

from planilla.ledger import rows
from planilla.ledger.tables import operations
from planilla.model.asked import Kind
from planilla.model.associated import associated
from planilla.model.operation import Operation, State
from schemas.codes import code
from schemas.linked import referencias
from schemas.tables import TIPOS, Clase

CREDIT = tuple(tipo.name for tipo in TIPOS.values() if tipo.clase is Clase.NOTA_DE_CREDITO)
NOT_SENT = (State.PENDING, State.REJECTED)


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
    named = operations.c.body.contains(f'"numero":{issued.number}', autoescape=True)
    query = select(operations).where(
        operations.c.kind == Kind.ISSUE,
        operations.c.account.in_(kin),
        operations.c.punto_venta == issued.punto_venta,
        operations.c.tipo.in_(CREDIT),
        operations.c.state != State.REJECTED,
        or_(named, operations.c.depends_on.is_not(None)),
    )
    found = connection.execute(query.order_by(operations.c.id)).mappings()
    return [note for row in found if _names(note := rows.operation(row), issued)]


def _names(note: Operation, issued: Operation) -> bool:
    own = issued.referencia
    if note.depends_on is not None and own in (note.depends_on, *referencias(note.depends_on)):
        return True
    every = associated(note.body["comprobante"])
    return any(corrected({"comprobantes_asociados": [one]}) == issued.comprobante for one in every)


def _is_about(note: Operation, comprobante: str, referencia: str | None) -> bool:
    if note.depends_on is not None:
        return note.depends_on == referencia
    return corrected(note.body["comprobante"]) == comprobante


def corrected(comprobante: Mapping[str, Any]) -> str | None:
    """The only comprobante that a note details, as `FACTURA A 00010-00000109`.

    `comprobante` is the note as it was sent, or as the service shows it.
    """
    named = associated(comprobante)
    if len(named) != 1 or not isinstance(named[0], dict):
        return None
    one = named[0]
    try:
        point, number = int(one["punto_venta"]), int(one["numero"])
    except (KeyError, TypeError, ValueError):
        return None
    told = str(one.get("tipo_comprobante", ""))
    return f"{code(told, 'tipo') or told.upper()} {point:05d}-{number:08d}"
