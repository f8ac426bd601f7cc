"""The ways the service fails, on request: by probability, by count, for one reference.

This is the one list of what may break the contract: `BREAKS_THE_CONTRACT` and what a
`Said` with a status, a `Gives` or an `Altered` answers. Every other answer of the sandbox is a
documented one, or it is an error of the sandbox.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """How an answer goes wrong; `done` says whether the work was done all the same."""

    LOST = "lost"  # the work is done, the connection closes without an answer
    RESET = "reset"  # the connection closes before the work
    TOO_MANY = "429"
    SERVER = "500"  # the work is not done
    SERVER_DONE = "500-done"  # the work is done
    GATEWAY = "524"  # the work ends after the answer
    BROKEN = "broken"  # half of the JSON, the work is done
    ERROR_DONE = "error-done"  # `error: S`, the work is done
    AFIP = "afip"  # AFIP is down for a while
    MAINTENANCE = "maintenance"


BREAKS_THE_CONTRACT = frozenset(
    {
        Fault.LOST,
        Fault.RESET,
        Fault.TOO_MANY,
        Fault.SERVER,
        Fault.SERVER_DONE,
        Fault.GATEWAY,
        Fault.BROKEN,
    }
)
"""Answers that are none, or no JSON."""


@dataclass(frozen=True, slots=True)
class Said:
    """`error: S` with this text; the work is `done` all the same, or not.

    With another `status` than 200, as the 400 of an input that is not valid, the
    answer is not a documented one.
    """

    text: str
    done: bool = False
    status: int = 200


@dataclass(frozen=True, slots=True)
class Gives:
    """This answer instead of the true one, whatever the contract says; the work `done` or not."""

    answer: Any
    done: bool = True


@dataclass(frozen=True, slots=True)
class Altered:
    """The true answer, but for these fields of each comprobante that it shows; None leaves one out.

    A field of `cliente` is named so, as the whole block is: `cliente.razon_social`.
    """

    fields: Mapping[str, Any]

    def of(self, answer: Any) -> Any:
        """The answer as it is given."""
        if not isinstance(answer, dict):
            return answer
        if "comprobantes" in answer:
            return {**answer, "comprobantes": [self.of(one) for one in answer["comprobantes"]]}
        changed = dict(answer)
        for name, value in self.fields.items():
            room, _, inner = name.rpartition(".")
            if name == "cliente":
                changed = _with(changed, name, value)
            elif (holder := room or "comprobante") in changed:
                changed[holder] = _with(changed[holder], inner, value)
        return changed


def _with(block: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    kept = {key: held for key, held in block.items() if key != name}
    return kept if value is None else {**kept, name: value}


Planned = Fault | Said | Gives | Altered

TRANSIENT = (
    "No se puede establecer la comunicacion con ARCA.",
    "javax.ejb.EJBTransactionRolledbackException: Transaction rolled back",
)
"""Texts of ARCA that pass by themselves (api.md 1)."""
ACCOUNTS = (
    "ValidacionDeToken: No aparecio CUIT en lista de relaciones: 30712345671 (600)",
    "Computador no autorizado a acceder al servicio",
    "El punto de venta no se encuentra habilitado para el presente WS en AFIP",
    "java.null.pointer",
    "Ha superado el cupo de comprobantes de su plan.",
)
"""Texts of the account, the point of sale or the link to ARCA: whoever administers mends them."""
EXISTS_AT_ARCA = "El comprobante existe en ARCA pero no en TusFacturasAPP."


def exempt(planned: Planned | None) -> bool:
    """Whether an answer may be undocumented, since it was asked to be."""
    if isinstance(planned, Said):
        return planned.status != 200
    return isinstance(planned, Gives | Altered) or planned in BREAKS_THE_CONTRACT


def planned(wanted: Any) -> Planned:
    """A fault by its name, or `{"said": text, "done": …, "status": …}`, `{"gives": answer, …}`,
    `{"altered": {field: value}}`.
    """
    if not isinstance(wanted, dict):
        return Fault(wanted)
    if "altered" in wanted:
        return Altered(wanted["altered"])
    more = {k: v for k, v in wanted.items() if k not in {"said", "gives"}}
    return Said(wanted["said"], **more) if "said" in wanted else Gives(wanted["gives"], **more)


@dataclass
class Plan:
    """Which fault comes next: `rates` by probability, `counted` the next n, `named` one request.

    A name is the external_reference; for `pagar` and `reenviar`, as
    `FACTURA A 00003-00000074`; any one of its references names a lot. A method's path
    names its next request, and is the only name of those that change nothing. What is
    under a path in `always` befalls each request of that method that has no other.
    """

    seed: int = 0
    rates: dict[Fault, float] = field(default_factory=dict)
    counted: list[Planned] = field(default_factory=list)
    named: dict[str, list[Planned]] = field(default_factory=dict)
    always: dict[str, Planned] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - a rehearsal, not a secret

    def of(self, names: Iterable[str]) -> Planned | None:
        """The fault planned for one of these names, if any."""
        waiting = next((self.named[name] for name in names if self.named.get(name)), None)
        return waiting.pop(0) if waiting else None

    def next(self, *names: str) -> Planned | None:
        """The fault for this request, if it is to have one; `names` are its names."""
        found = self.of(names)
        if found is not None:
            return found
        if self.counted:
            return self.counted.pop(0)
        drawn = self._random.random()
        for fault, rate in self.rates.items():
            if drawn < rate:
                return fault
            drawn -= rate
        return None
