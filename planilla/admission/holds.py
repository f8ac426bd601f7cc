"""What waits for a person before it is sent, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from planilla.admission.credited_beyond import beyond as beyond_total
from planilla.admission.equal_rows import twins
from planilla.admission.known_or_new import Entry
from planilla.admission.mended_rows import mended
from planilla.admission.paid_again import repaid
from planilla.admission.statement_lines import beyond
from planilla.admission.whole_file_again import again
from planilla.ledger.company_keys import Whose
from planilla.model.asked import Name
from planilla.model.operation import Reason, Source

BRAKED = "Además supera el límite que se puso en la configuración."


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an operation waits for a person before it is sent; `errors` say it in Spanish.

    `told` is what is said beside for good, so that it is known what an answer was given to.
    """

    reason: Reason
    errors: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def holds(
    connection: Connection,
    whose: Whose,
    braked: Set[Name],
    source: Source,
    entries: Sequence[Entry],
    sent: Sequence[tuple[Entry, str]],
) -> Mapping[Name, Hold]:
    """Which of `sent` wait, the weightiest question first; each has its likeness beside it.

    That is: read otherwise than before, money that is registered already, a whole file
    again, what may be the same as an earlier one, what credits too much, or `braked`.
    `entries` are all of `source`.
    """
    wanted = [entry.asked for entry, _ in sent]
    first = [entry.asked for entry, _ in sent if entry.revision == 0]
    own = {one for entry in entries for one in _operations(entry)}
    names = {(e.asked.account, name) for e in entries for name in e.asked.identities}
    lines = beyond(connection, whose, wanted)
    # a batch that was annulled and is asked for again, mended, is no file again
    like_before = [(e.asked, like) for e, like in sent if e.asked.reissues is None]
    whole = again(connection, whose, source, like_before, own)
    found: dict[Name, Hold] = {}
    for reason, why in (
        (Reason.READING, {e.asked.name: e.waits for e, _ in sent if e.waits}),
        (Reason.LINE, lines),
        (Reason.AGAIN, whole),
        (Reason.TWIN, twins(connection, whose, first, names)),
        (Reason.MENDED, mended(connection, whose, source, first, own)),
        (Reason.MENDED, repaid(connection, whose, source, first, own)),
        (Reason.CREDIT, beyond_total(connection, whose, wanted)),
        (Reason.BRAKE, dict.fromkeys(braked, "")),
    ):
        for name, text in why.items():
            told = (text,) if reason is Reason.CREDIT else ()
            hold = Hold(reason, (text,) if text else (), told)
            found[name] = _and(found.get(name), hold)
    return found


def _and(before: Hold | None, other: Hold) -> Hold:
    """One question a time; what is answered to these is answered knowing what else was asked."""
    if before is None or not {before.reason, other.reason} & {Reason.AGAIN, Reason.CREDIT}:
        return before or other
    errors = (*before.errors, *(other.errors or (BRAKED,)))
    return replace(before, errors=errors, told=(*before.told, *other.told))


def _operations(entry: Entry) -> Set[int]:
    known = (entry.earlier, entry.read_before)
    return {one.id for one in known if one is not None} | {entry.operation_id or 0}
