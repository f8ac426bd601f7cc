"""How much of a credit note finds room in what it names, beside the notes that were there before.

A note may name several comprobantes and does not say how much of it is of which. It fits as
long as some way to share out all of them exceeds no total: a flow from notes to comprobantes,
made greater along shortest paths (Edmonds and Karp).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from decimal import Decimal

ZERO = Decimal(0)


class Shares:
    """What is left of some comprobantes, notes placed one after the other.

    `room` is the total of each; an infinite one is never used up.
    """

    def __init__(self, room: Mapping[str, Decimal]) -> None:
        self._room = dict(room)
        self._names: dict[str, Sequence[str]] = {}
        self._given: dict[str, dict[str, Decimal]] = {name: {} for name in room}

    def place(self, note: str, amount: Decimal, names: Sequence[str]) -> Decimal:
        """How much of a note finds room; notes before it may be shared out otherwise for it."""
        self._names[note] = names
        rest = amount
        while rest > ZERO and (path := self._path(note)):
            rest -= self._along(path, rest)
        return amount - rest

    def _path(self, first: str) -> list[tuple[str, str]]:
        """From a note to room: what each note takes more of, and the next gives up."""
        came: dict[str, tuple[str, str]] = {}  # of a comprobante: the note, and whence that
        ahead = deque([(first, "")])
        seen = {first}
        while ahead:
            note, whence = ahead.popleft()
            for name in self._names[note]:
                if name in came:
                    continue
                came[name] = note, whence
                if self._room[name] > ZERO:
                    return _back(came, name)
                for other, given in self._given[name].items():
                    if given > ZERO and other not in seen:
                        seen.add(other)
                        ahead.append((other, name))
        return []

    def _along(self, path: Sequence[tuple[str, str]], most: Decimal) -> Decimal:
        """Move as much as every step of a path takes; how much that is."""
        givers = [(note, name) for (note, _), (_, name) in zip(path[1:], path, strict=False)]
        amounts = (self._given[name][note] for note, name in givers)
        amount = min(most, self._room[path[-1][1]], *amounts)
        for note, name in path:
            self._given[name][note] = self._given[name].get(note, ZERO) + amount
        for note, name in givers:
            self._given[name][note] -= amount
        self._room[path[-1][1]] -= amount
        return amount


def _back(came: Mapping[str, tuple[str, str]], last: str) -> list[tuple[str, str]]:
    """The path that ends in a comprobante, its first step first."""
    path: list[tuple[str, str]] = []
    name = last
    while name:
        note, whence = came[name]
        path.append((note, name))
        name = whence
    return path[::-1]
