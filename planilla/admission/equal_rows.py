"""The same sale under another name: a referencia that was retyped, renamed, dropped or added.

Excel makes `1` of `0001` when it opens a CSV; a heading that is renamed leaves all
rows without a referencia. Either way each row is new by name, and equal to what was
issued. Equal sales exist, so only a person can tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set

from sqlalchemy import Connection, select

from planilla.ledger import rows
from planilla.ledger.chunks import chunks
from planilla.ledger.company_keys import Whose
from planilla.ledger.tables import operations
from planilla.model.asked import Asked, Kind, Name
from planilla.model.operation import Operation, Reason, State
from planilla.reading.derived_referencias import is_derived

TWIN = (
    "Ya se pidió un comprobante igual a este, {name}{number}. Si es la misma venta, rechácelo; "
    "si es otra, apruébelo (planilla review)."
)
AS_NUMBER = re.compile(r"(\d+)\.0+")
LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def twins(
    connection: Connection, whose: Whose, fresh: Sequence[Asked], own: Set[Name]
) -> Mapping[Name, str]:
    """What of `fresh` is equal to an operation of another name, and why it waits.

    `own` are the file's names: what it asks for beside is no twin, then it has both.
    """
    found: dict[Name, str] = {}
    for account in {asked.account for asked in fresh}:
        mine = [asked for asked in fresh if asked.account == account]
        by_content = _by_content(connection, whose.kin(connection, account), mine)
        for asked in mine:
            equal = (one for c in sorted(asked.contents) for one in by_content.get(c, ()))
            for operation in equal:
                beside = (account, operation.referencia) in own
                if not beside and _renamed(asked, operation):
                    found[asked.name] = _words(operation)
    return found


def _by_content(
    connection: Connection, kin: Sequence[str], fresh: Sequence[Asked]
) -> Mapping[str, list[Operation]]:
    """What is not known to be absent of the same content, by content."""
    issued = (asked for asked in fresh if asked.kind is Kind.ISSUE)
    contents = sorted({content for asked in issued for content in asked.contents})
    found: dict[str, list[Operation]] = {}
    for some in chunks(contents):
        query = select(operations).where(
            operations.c.content.in_(some),
            operations.c.kind == Kind.ISSUE,
            operations.c.account.in_(kin),
            operations.c.state != State.REJECTED,
            operations.c.reason != Reason.CHANGED,  # that one waits instead
        )
        for row in connection.execute(query).mappings():
            operation = rows.operation(row)
            found.setdefault(operation.content, []).append(operation)
    return found


def _renamed(asked: Asked, operation: Operation) -> bool:
    """Whether one has a referencia and the other none, or both have the same, written otherwise."""
    if operation.referencia in asked.identities:
        return False
    derived = [
        any(is_derived(r, content) for content in asked.contents)
        for r in (asked.referencia, operation.referencia)
    ]
    return any(derived) != all(derived) or (
        not any(derived) and folded(asked.referencia) == folded(operation.referencia)
    )


def folded(referencia: str) -> str:
    """A referencia without what is lost when it is typed again, or passes through Excel."""
    text = unicodedata.normalize("NFKD", referencia).casefold()
    text = AS_NUMBER.sub(r"\1", text)
    return LEADING_ZEROS.sub("", "".join(c for c in text if c.isalnum()))


def _words(operation: Operation) -> str:
    derived = is_derived(operation.referencia, operation.content)
    name = "sin referencia" if derived else f"con la referencia «{operation.referencia}»"
    issued = operation.state is State.DONE and operation.number
    number = f" (número {operation.numero_emitido})" if issued else ""
    return TWIN.format(name=name, number=number)
