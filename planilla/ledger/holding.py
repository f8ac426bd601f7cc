"""What waits for a person before it is sent, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import Connection

from planilla.ledger.lines import beyond
from planilla.ledger.model import Reason
from planilla.ledger.twins import twins
from planilla.ledger.whose import Whose
from planilla.rows.asked import Asked

Name = tuple[str, str]  # account and identity


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an operation waits for a person before it is sent; `errors` say it in Spanish."""

    reason: Reason
    errors: tuple[str, ...] = ()


def holds(
    connection: Connection,
    whose: Whose,
    braked: Set[Name],
    wanted: Sequence[Asked],
    first: Sequence[Asked],
    own: Set[Name],
) -> Mapping[Name, Hold]:
    """Which of `wanted` wait: `braked`, another's twin, or money that is registered already.

    `first` are those without an earlier revision, `own` all names of their file.
    """
    found = twins(connection, whose, first, own)
    return {
        **{name: Hold(Reason.BRAKE) for name in braked},
        **{name: Hold(Reason.TWIN, (why,)) for name, why in found.items()},
        **{
            name: Hold(Reason.LINE, (why,))
            for name, why in beyond(connection, whose, wanted).items()
        },
    }
