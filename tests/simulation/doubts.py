"""What is in doubt: done after all, when its answer is lost already or its sender dead.

And what waits long for its answer, while somebody else comes to do the same.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tests.simulation.plan import Row, Step

LATE = ("LOST", "CLOSED", "SERVER_ERROR_AFTER", "PAGE", "GATEWAY", "SAYS_BUT_DONE")
METHODS = {"emit": ("nuevo",), "queue": ("nuevo_encola", "lotes_encola"), "pay": ("pagar",)}
OVER = 500.0  # seconds after which the service has done what it will do


class InDoubt:
    """Of a maker of plans (`making.py`), the attempt that nobody saw the end of."""

    dice: Random
    features: list[str]
    computers: int
    files: dict[str, list[Row]]
    edited: set[str]
    verbs: dict[str, str]
    steps: list[Step]

    def _sale(self) -> Row:
        raise NotImplementedError

    def _write(self, name: str) -> None:
        raise NotImplementedError

    def _run(self, command: str, file: str = "") -> dict[str, Any]:
        raise NotImplementedError

    def _payments(self) -> str:
        raise NotImplementedError

    def _begin_file(self, verb: str) -> str:
        raise NotImplementedError

    def _in_doubt(self) -> None:
        """Something new is sent, its answer is lost or its sender dies, and it is tried again."""
        dice = self.dice
        verb = dice.choice(("pay", "pay", "queue", "queue", "emit", "emit"))
        name = self._new_of(verb)
        rule: dict[str, Any] = {"kind": dice.choice(LATE), "times": dice.choice((1, 1, 2))}
        if dice.random() < 0.8:
            rule["later"] = round(dice.uniform(10, 110), 1)
        if verb == "emit" and dice.random() < 0.5:  # where absence has counted, the number holds
            rule["later"] = round(dice.uniform(150, 400), 1)
        self._only(rule, verb)
        first, second = self._alive(verb, name), self._run(verb, name)
        second["computer"] = first["computer"]  # no other ledger can know what is on its way
        if dice.random() < 0.5:
            where = dice.choice((*["at-the-service a change"] * 3, "after-request"))
            first["doom"] = [where, 1, dice.random() < 0.2]
        self.steps.append({"do": "run", **first})
        if dice.random() < 0.4:
            self.steps.append({"do": "run", **self._run("answer"), "computer": first["computer"]})
        self.steps.append({"do": "run", **second})
        self._rest()

    def _side_by_side(self) -> None:
        """A second process comes while the first one waits long for an answer."""
        dice = self.dice
        verb = dice.choice(("pay", "queue", "emit", "emit"))
        name = self._new_of(verb, more=2)
        self._only({"kind": "SLOW", "times": 2, "delay": round(dice.uniform(20, 100), 1)}, verb)
        first = self._alive(verb, name)
        second = {**first, "after": round(dice.uniform(2, 30), 1)}
        self.steps.append({"do": "together", "runs": [first, second]})
        self._rest()

    def _only(self, rule: dict[str, Any], verb: str) -> None:
        on = [f"facturacion/{method}" for method in METHODS[verb]]
        self.steps.extend(({"do": "calm"}, {"do": "faults", "rules": [{**rule, "on": on}]}))

    def _alive(self, verb: str, name: str) -> dict[str, Any]:
        """A run that nothing kills; payments go by one computer (docs/design.md)."""
        run = {key: value for key, value in self._run(verb, name).items() if key != "doom"}
        return run | {"computer": 0} if verb == "pay" else run

    def _rest(self) -> None:
        """What is on its way from one ledger no other can know of: it arrives."""
        if self.computers > 1 or "ledgers" in self.features:
            self.steps.append({"do": "wait", "seconds": OVER})

    def _new_of(self, verb: str, more: int = 0) -> str:
        """A file in which something is new."""
        if verb == "pay":
            return self._payments()
        names = [name for name in self.files if self.verbs[name] == verb]
        name = self.dice.choice(names) if names else self._begin_file(verb)
        for _ in range(self.dice.choice((1, 1, 2)) + more):
            self.files[name].append(self._sale())
        self.edited.add(name)
        self._write(name)
        return name
