"""What a thing asked is to the ledger, by the operations of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from planilla.model.asked import Asked
from planilla.model.operation import Operation, Refusal, State


class Verdict(StrEnum):
    """What a thing asked is to the ledger."""

    NEW = "new"
    REVISION = "revision"
    KNOWN = "known"
    RETRY = "retry"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was asked and its operation; `operation` is None for one not yet written.

    `earlier` is the operation that was there before this file, if any.
    """

    asked: Asked
    verdict: Verdict
    revision: int
    earlier: Operation | None
    operation_id: int | None
    read_before: Operation | None = None  # what the same row asked for, read otherwise
    waits: str = ""  # why a person has to say whether it is asked for at all
    kept: bool = False  # a person said that what was read before stands as it is


def decide(asked: Asked, revisions: Sequence[Operation]) -> Entry:
    """Judge what is asked by the revisions of its referencia, oldest first.

    Old ledgers may have issued it twice, under two keys of a company: what stands is known.
    What was issued and annulled by a note gives way to the row that is reissued in its place.
    """
    if not revisions:
        return Entry(asked, Verdict.NEW, 0, None, None)
    latest = revisions[-1]
    same = [one for one in revisions if asked.means(one.content, one.reading)]
    if asked.reissues == latest.id and latest not in same:
        return Entry(asked, Verdict.REVISION, latest.revision + 1, latest, None)
    for one in reversed(same):
        if one.state is not State.REJECTED:
            return Entry(asked, Verdict.KNOWN, one.revision, one, one.id)
    if latest in same:
        # by now the balance may be explained: nothing would be asked a second time
        final = latest.refusal is Refusal.PERSON
        verdict = Verdict.KNOWN if final else Verdict.RETRY
        return Entry(asked, verdict, latest.revision, latest, latest.id)
    if latest.state == State.REJECTED:
        return Entry(asked, Verdict.REVISION, latest.revision + 1, latest, None)
    return Entry(asked, Verdict.CONFLICT, latest.revision, latest, None)
