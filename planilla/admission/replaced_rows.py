"""What an earlier version of a file asked for, was never sent, and is asked for otherwise now.

After an outage somebody mends a price, or dates the rows anew, and drops the file
again. What was pending would be issued as it was, beside the mended row. Whether one
replaces the other only a person can tell: until then the earlier one is not sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from planilla.admission.known_or_new import Entry, Verdict
from planilla.common.claimed import dropped_at
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, Kind
from planilla.model.operation import Operation, Reason, Scope, State
from planilla.reading.loaded import Loaded

CHANGED = (
    "Antes de que se enviara se presentó {name} con otros datos en su lugar. Si vale como estaba, "
    "apruébelo; si vale la fila nueva, rechácelo (planilla review) y presente el archivo otra vez."
)
NOTICE = (
    "{count} {noun}(s) que una versión anterior del archivo dejó sin enviar esperan que una "
    "persona decida (planilla review): parece que este archivo los pide con otros datos."
)
Trait = tuple[str, object, object]


def withhold(
    ledger: Ledger, kind: Kind, path: Path, loaded: Loaded, entries: Sequence[Entry]
) -> str | None:
    """Keep from being sent what `entries` seem to replace; a notice in Spanish, if anything was.

    That is what has the referencia of other content, and of the same file what it no
    longer asks for, though something new agrees with it in two of receiver, total and
    date; for a payment its comprobante stands for the receiver. What another process
    works is left to it.
    """
    unsent = ledger.leftovers.unsent(kind)
    wanted = {e.earlier.id for e in entries if e.verdict is Verdict.CONFLICT and e.earlier}
    wanted |= {e.read_before.id for e in entries if e.read_before is not None}
    wanted |= _replaced(ledger, unsent, path, loaded, entries)
    by_scope: dict[Scope, list[Operation]] = defaultdict(list)
    for operation, _ in unsent:
        if operation.id in wanted:
            by_scope[operation.scope].append(operation)
    count = sum(_hold(ledger, scope, found, path.name) for scope, found in by_scope.items())
    return NOTICE.format(count=count, noun=kind.noun) if count else None


def _replaced(
    ledger: Ledger,
    unsent: Sequence[tuple[Operation, Path]],
    path: Path,
    loaded: Loaded,
    entries: Sequence[Entry],
) -> Set[int]:
    asked = {entry.asked.identity for entry in entries} | set(loaded.referencias.values())
    new: set[tuple[str, Trait]] = set()
    for entry in entries:
        if entry.verdict is Verdict.NEW:
            one = entry.asked
            kin = ledger.kin({one.account})
            new.update((account, trait) for trait in traits(one) for account in kin)
    return {
        old.id
        for old, source in unsent
        if old.referencia not in asked
        and dropped_at(source) == dropped_at(path.absolute())
        and any((old.account, t) in new for t in traits(old))
    }


def traits(one: Asked | Operation) -> Iterator[Trait]:
    """What two rows have in common that agree in two things; nobody's receiver is not one."""
    total, fecha = one.total.normalize(), one.fecha
    yield "total and date", total, fecha
    receiver = one.comprobante if one.kind is Kind.PAY else one.documento_nro.lstrip("0")
    if receiver:
        yield "receiver and total", receiver, total
        yield "receiver and date", receiver, fecha


def _hold(ledger: Ledger, scope: Scope, found: Sequence[Operation], name: str) -> int:
    lease = ledger.leases.take(scope)
    if lease is None:
        return 0
    held = 0
    try:
        for operation in found:
            current = ledger.operations.get(operation.id)
            if current.state is State.PENDING and not current.attempts:
                ledger.operations.move(
                    current,
                    lease,
                    State.REVIEW,
                    "asked for otherwise before it was sent",
                    reason=Reason.CHANGED,
                    errors=(CHANGED.format(name=name),),
                )
                held += 1
    finally:
        ledger.leases.release(lease)
    return held
