"""When a lane cannot go on in this run, and what stops more than a lane."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from planilla.common.errors import NotEntitled
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.model.issuers import ACCOUNT
from planilla.model.operation import Operation
from planilla.service.refusal_texts import Reach, Trouble, trouble_of

STOPPING = frozenset({Reach.ACCOUNT, Reach.POINT})
log = logging.getLogger(__name__)


class LaneStops(Exception):
    """This lane cannot go on in this run; `verdict` says how far the stop reaches."""

    def __init__(self, message: str, verdict: TurnEnd = TurnEnd.STOPPED) -> None:
        super().__init__(message)
        self.verdict = verdict


class Halted(LaneStops):
    """Nothing more is sent of an account, or of a point of sale."""


class Halts:
    """What the service will not take in this run: of an account, or of a point of sale.

    It counts from the first refusal on, before that one is settled: nothing more
    is sent only to hear the same. `trouble` is what whoever administers is told.
    """

    def __init__(self) -> None:
        self._troubles: dict[tuple[str, int], Trouble] = {}
        self.trouble: NotEntitled | None = None

    def mind(self, operation: Operation, texts: Iterable[str]) -> None:
        """A request of an operation was refused with these texts."""
        said = tuple(texts)
        trouble = trouble_of(said)
        if trouble is None or trouble.reach not in STOPPING:
            return
        place = _place(operation, trouble.reach)
        if place in self._troubles:
            return
        self._troubles[place] = trouble
        where = "" if operation.account == ACCOUNT else f"profile «{operation.account}»: "
        if trouble.reach is Reach.POINT:
            where += f"point of sale {operation.punto_venta}: "
        told = NotEntitled(f"{where}{trouble.mend} (the service said: {'; '.join(said)})")
        log.error("%s", told)
        self.trouble = self.trouble or told

    def check(self, operation: Operation) -> None:
        """Raise `Halted` where nothing is to be sent."""
        for reach in STOPPING:
            trouble = self._troubles.get(_place(operation, reach))
            if trouble is not None:
                raise Halted(trouble.told)


def _place(operation: Operation, reach: Reach) -> tuple[str, int]:
    return operation.account, operation.punto_venta if reach is Reach.POINT else 0
