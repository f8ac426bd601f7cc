"""What may be worked on next: pure bookkeeping, no clock, no network.

    scope (credential, point of sale)
    └── dates, one after the other; the next begins when all of this one is settled
        └── lanes (tipo), side by side; the queue's by itself
            └── operations, one at a time, in the order they were asked for

An operation that does not settle stops the later dates of its scope; one whose
fate is in doubt stops its lane too. Lanes of the longest scope go first. The service
issues nothing at once in a point of sale whose queue holds something (api.md 7): the
queue's lane goes when nothing else of its scope is at work or can be, and then alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from planilla.model.operation import Lane, Scope


class TurnEnd(Enum):
    """How an operation left its turn."""

    SETTLED = auto()  # done or rejected: what follows may go
    HELD = auto()  # not settled, its number not in doubt: later dates wait
    STOPPED = auto()  # in doubt, or cannot go on: its lane and later dates wait


@dataclass(frozen=True, slots=True)
class Item:
    """An operation in line; `needs` are those that must leave their turn before it.

    `queued` says that its lane is the queue's.
    """

    id: int
    scope: Scope
    lane: Lane
    fecha: date
    needs: frozenset[int] = frozenset()
    queued: bool = False


@dataclass
class _Day:
    lanes: dict[Lane, deque[Item]] = field(default_factory=dict)


@dataclass
class _Scope:
    days: deque[_Day] = field(default_factory=deque)
    remaining: int = 0
    settled: bool = True  # nothing of the current day has been left unsettled
    open: bool = True


class Order:
    """Hands out operations so that no lane overlaps and no date goes back."""

    def __init__(self) -> None:
        self._scopes: dict[Scope, _Scope] = {}
        self._busy: dict[Lane, Item] = {}
        self._waiting: set[int] = set()  # in line, turn not yet over

    def add(self, scope: Scope, items: Iterable[Item]) -> None:
        """Put a scope's operations in line, in the order of each lane."""
        days: dict[date, _Day] = {}
        entry = _Scope()
        for item in items:
            lane = days.setdefault(item.fecha, _Day()).lanes.setdefault(item.lane, deque())
            lane.append(item)
            self._waiting.add(item.id)
            entry.remaining += 1
        entry.days.extend(days[fecha] for fecha in sorted(days))
        self._scopes[scope] = entry

    def take(self) -> Item | None:
        """The next operation to work on, its lane taken; None when nothing can go now."""
        ready = [
            (entry.remaining, item)
            for scope, entry in self._scopes.items()
            if entry.open and entry.days
            for item in self._ready(scope, entry.days[0])
        ]
        if not ready:
            return None
        _, item = max(ready, key=lambda pair: (pair[0], -pair[1].id))
        self._busy[item.lane] = item
        self._scopes[item.scope].days[0].lanes[item.lane].popleft()
        return item

    def _ready(self, scope: Scope, day: _Day) -> list[Item]:
        """The heads of the lanes that can go now; that of the queue only by itself."""
        at_work = [item for item in self._busy.values() if item.scope == scope]
        if any(item.queued for item in at_work):
            return []
        heads = [
            items[0]
            for lane, items in day.lanes.items()
            if items and lane not in self._busy and self._waiting.isdisjoint(items[0].needs)
        ]
        at_once = [item for item in heads if not item.queued]
        return at_once if at_once or at_work else heads

    def finish(self, item: Item, verdict: TurnEnd) -> None:
        """The operation's turn is over."""
        del self._busy[item.lane]
        self._waiting.discard(item.id)
        entry = self._scopes[item.scope]
        entry.remaining -= 1
        if verdict is not TurnEnd.SETTLED:
            entry.settled = False
        if verdict is TurnEnd.STOPPED and entry.days:
            entry.days[0].lanes[item.lane].clear()
        self._advance(item.scope)

    def close(self, scope: Scope) -> None:
        """Nothing more of this scope is handed out."""
        if scope in self._scopes:
            self._scopes[scope].open = False

    def finished(self, scope: Scope) -> bool:
        """Whether nothing of the scope is at work, nor ever will be."""
        entry = self._scopes.get(scope)
        at_work = any(item.scope == scope for item in self._busy.values())
        return not at_work and (entry is None or not entry.open or not entry.days)

    def forget(self, scope: Scope) -> None:
        """A finished scope costs nothing more."""
        self._scopes.pop(scope, None)

    @property
    def working(self) -> int:
        """How many operations are at work."""
        return len(self._busy)

    def _advance(self, scope: Scope) -> None:
        entry = self._scopes[scope]
        lanes = entry.days[0].lanes
        at_work = any(item.scope == scope for item in self._busy.values())
        if at_work or any(lanes.values()):
            return
        if entry.settled:
            entry.days.popleft()
        else:
            entry.open = False
