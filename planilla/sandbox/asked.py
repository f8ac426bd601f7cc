"""A request that the contract allows, and the point of sale of those who ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from planilla.sandbox.naming import part, whole
from planilla.sandbox.rehearsal import AnotherPoint, Rehearsal

Problem = tuple[str, str]  # code, text
ANOTHER_POINT: Problem = (
    "TFC-1002",
    "El punto de venta no es el de las credenciales.",
)
PURCHASE: Problem = ("TFC-6002", "Solo hay comprobantes de venta.")
LOTS = frozenset({"facturacion/lotes", "facturacion/lotes_encola"})


@dataclass(frozen=True, slots=True)
class Asked:
    """`point` is the credentials' point of sale, None where one set serves them all.

    `faults` are what the contract says against single requests of a lot, by their place.
    """

    method: str
    body: dict[str, Any]
    point: int | None
    faults: dict[int, list[Problem]]

    @property
    def cliente(self) -> dict[str, Any]:
        """The `cliente` block."""
        return part(self.body, "cliente")

    @property
    def comprobante(self) -> dict[str, Any]:
        """The `comprobante` block."""
        return part(self.body, "comprobante")

    def elsewhere(self, comprobante: dict[str, Any]) -> list[Problem]:
        """What the service says when a block names another point of sale."""
        named = comprobante.get("punto_venta")
        if self.point is None or named is None or whole(named) == self.point:
            return []
        return [ANOTHER_POINT]

    @staticmethod
    def bought(comprobante: dict[str, Any]) -> list[Problem]:
        """What is said of a purchase, which the contract knows and this sandbox does not keep."""
        return [PURCHASE] if comprobante.get("operacion") == "C" else []


def settled(asked: Asked, rehearsal: Rehearsal) -> Asked:
    """The request as it counts: what becomes of another point of sale is a switch."""
    if asked.point is None or rehearsal.another_point is AnotherPoint.REFUSED:
        return asked
    if rehearsal.another_point is AnotherPoint.SERVED:
        return Asked(asked.method, asked.body, None, asked.faults)
    return Asked(asked.method, _moved(asked.body, asked.point), asked.point, asked.faults)


def _moved(body: dict[str, Any], point: int) -> dict[str, Any]:
    """The body with the point of sale of the credentials wherever it names one."""
    if "requests" in body:
        return {**body, "requests": [_moved(one, point) for one in body["requests"]]}
    comprobante = part(body, "comprobante")
    if "punto_venta" not in comprobante:
        return body
    return {**body, "comprobante": {**comprobante, "punto_venta": point}}


def of_lot(faults: Iterable[str]) -> dict[int, list[str]] | None:
    """The contract's faults by the request of the lot that has them; None if the lot has some."""
    found: dict[int, list[str]] = {}
    for fault in faults:
        path, _, message = fault.partition(": ")
        room, *rest = path.split("/")
        if room != "requests" or not rest:
            return None
        found.setdefault(int(rest[0]), []).append(f"{'/'.join(rest[1:]) or '.'}: {message}")
    return found


def told(faults: Iterable[str]) -> list[Problem]:
    """The contract's faults in the service's manner: a code and a text each."""
    return [_told(*fault.partition(": ")[::2]) for fault in faults]


def _told(path: str, message: str) -> Problem:
    name = path.replace("/", ".").removeprefix(".")
    if message.endswith("is a required property"):
        missing = message.partition('"')[2].partition('"')[0]
        return "TFC-6001", f"Falta el campo {f'{name}.{missing}' if name else missing}."
    return "TFC-6002", f"El campo {name or 'del pedido'} no es valido: {message}"
