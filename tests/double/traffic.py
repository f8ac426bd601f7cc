"""Who asked what, how often, what was answered, and which requests overlapped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.double.books import Lane, Point
from tests.double.values import Body, number

CHANGES = frozenset(
    "facturacion/" + name
    for name in (
        "nuevo",
        "lotes",
        "nuevo_encola",
        "lotes_encola",
        "reenviar_encolado",
        "cambiar_fecha_encolado",
        "eliminar_encolado",
        "pagar",
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A request under way: which lanes and points of sale it may change."""

    path: str
    lanes: frozenset[Lane]
    points: frozenset[tuple[str, int]]


class Traffic:
    """The tally. `requests` and `answers` are by method; an answer is N, S, PARCIAL,
    `list` (a bare account), the status of another HTTP answer, or the cut."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.answers: dict[str, Counter[str]] = defaultdict(Counter)
        self.overlaps: list[tuple[Call, Call]] = []
        self._under_way: list[Call] = []

    def answered(self, path: str, status: int, body: Any, cut: str | None) -> None:
        if cut is not None:
            kind = cut
        elif isinstance(body, list):
            kind = "list"
        elif isinstance(body, dict) and status == 200:
            kind = str(body.get("error"))
        else:
            kind = str(status)
        self.answers[path][kind] += 1

    @contextmanager
    def under_way(self, call: Call) -> Iterator[None]:
        """From the arrival of a request until its answer is with the client, or given up."""
        for other in self._under_way:
            if call.points & other.points:
                self.overlaps.append((other, call))
        self._under_way.append(call)
        try:
            yield
        finally:
            self._under_way.remove(call)


def call_of(path: str, body: Body, point: Point | None) -> Call:
    """Only what changes something has lanes."""
    if path not in CHANGES or point is None:
        return Call(path, frozenset(), frozenset())
    lanes = set()
    for request in body.get("requests", [body]):
        comprobante = request.get("comprobante", {})
        try:
            place = number(comprobante.get("punto_venta", point.punto_venta))
        except ValueError:
            continue
        lanes.add((point.cuit, place, str(comprobante.get("tipo", ""))))
    return Call(path, frozenset(lanes), frozenset(lane[:2] for lane in lanes))
