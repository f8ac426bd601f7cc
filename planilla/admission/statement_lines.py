"""A line of a statement is money that came in once, however often it is reconciled.

Reconciled for two profiles, or a second time after more was issued, one line can be
matched with other comprobantes than before: another payment to the ledger, and the same
money. What goes beyond the line waits for a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from sqlalchemy import Connection, select, text

from planilla.common.money import written
from planilla.ledger import rows
from planilla.ledger.company_keys import Whose
from planilla.ledger.tables import operations
from planilla.model.asked import LINE, Asked, AskedPayment, Kind, Name
from planilla.model.operation import Operation, State

REGISTERING = 4_217_002  # an advisory lock of our own
TWICE = (
    "El cobro {line} ya está registrado, o por registrar, en {others}. Con este pago se "
    "registraría más de lo que se cobró: el mismo dinero dos veces."
)


def beyond(connection: Connection, whose: Whose, wanted: Sequence[Asked]) -> Mapping[Name, str]:
    """Which of the payments about to be written register a line beyond its amount, and why.

    A payment that does not say how much its line was goes beyond it when anything of
    the line was registered before.
    """
    payments = [one for one in wanted if isinstance(one, AskedPayment)]
    of_lines = [(line, one) for one in payments if (line := one.line) is not None]
    if not of_lines:
        return {}
    _alone(connection)
    known = _registered(connection)
    leads = {
        account: {whose.lead(connection, key) for key in whose.kin(connection, account)}
        for account in {asked.account for _, asked in of_lines}
    }
    found: dict[Name, str] = {}
    here: dict[str, list[Asked]] = {}
    for line, asked in of_lines:
        own = {(lead, name) for lead in leads[asked.account] for name in asked.identities}
        registered = (one for name in sorted(asked.lines) for one in known.get(name, ()))
        before = [one for one in registered if one.name not in own]
        beside = here.setdefault(line, [])
        if _is_beyond(asked, before, beside):
            others: list[Operation | Asked] = [*before, *beside]
            words = ", ".join(_in_words(one, leads[asked.account]) for one in others)
            found[asked.name] = TWICE.format(line=line, others=words)
        beside.append(asked)
    return found


def _is_beyond(asked: AskedPayment, before: Sequence[Operation], beside: Sequence[Asked]) -> bool:
    if asked.cobro is None:
        return bool(before)
    amounts = [*(one.total for one in before), *(one.total for one in beside)]
    return sum(amounts, asked.total) > asked.cobro


def _alone(connection: Connection) -> None:
    """Two that register at once would not see each other's; SQLite has one writer anyhow."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": REGISTERING})


def _registered(connection: Connection) -> Mapping[str, list[Operation]]:
    """The payments of lines, in all accounts, that are or may yet be registered."""
    query = select(operations).where(
        operations.c.kind == Kind.PAY,
        operations.c.state != State.REJECTED,
        operations.c.referencia.contains(f"/{LINE}", autoescape=True),
    )
    found: dict[str, list[Operation]] = {}
    for row in connection.execute(query.order_by(operations.c.id)).mappings():
        one = rows.operation(row)
        found.setdefault(one.referencia.rpartition("/")[2], []).append(one)
    return found


def _in_words(one: Operation | Asked, mine: Set[str]) -> str:
    of = "" if one.account in mine else f" (perfil {one.account})"
    return f"{one.comprobante} por {written(one.total)}{of}"
