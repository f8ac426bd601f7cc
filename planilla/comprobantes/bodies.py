"""The bodies of a file's comprobantes, none of them held: each is made whenever it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from planilla.comprobantes.body import Body
from planilla.reading.rows import Row


class Bodies:
    """Makes the bodies of comprobantes from the typed rows of their file.

    The one that was looked at last stays, because whoever looks once looks again; those of a
    hundred thousand together would take more memory than everything else of a run.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        # one value, so that threads may share it; no circle, so that all goes when it is let go
        self._last: tuple[Sequence[int], Body] | None = None

    def of(self, positions: Sequence[int], total: Decimal, own_cuit: str) -> Mapping[str, Any]:
        """The body of the rows at some positions; equal to what is sent of them."""
        return Unmade(self, positions, total, own_cuit)

    def made(self, unmade: Unmade) -> Body:
        """What is sent."""
        last = self._last
        if last is not None and last[0] is unmade.positions:
            return last[1]
        body = Body(self._rows, unmade.positions, unmade.total, unmade.own_cuit)
        self._last = unmade.positions, body
        return body


class Unmade(Mapping[str, Any]):
    """A body that is where its rows are."""

    __slots__ = ("_bodies", "own_cuit", "positions", "total")

    def __init__(
        self, bodies: Bodies, positions: Sequence[int], total: Decimal, own_cuit: str
    ) -> None:
        self._bodies = bodies
        self.positions, self.total, self.own_cuit = positions, total, own_cuit

    def __getitem__(self, name: str) -> Any:
        """`cliente` or `comprobante`."""
        return self._bodies.made(self)[name]

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self._bodies.made(self))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._bodies.made(self))

    def __eq__(self, other: object) -> bool:
        """Whether the same would be sent."""
        return other is self or self._bodies.made(self) == other

    __hash__ = None  # type: ignore[assignment]
