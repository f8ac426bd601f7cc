"""A plan from a seed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from random import Random
from typing import Any

from tests.simulation import sheets
from tests.simulation.doubts import LATE, InDoubt
from tests.simulation.features import FEATURES, LONGEST_LAG, Featured
from tests.simulation.plan import Plan, Row, Step

NUEVO, LOTES, PAGAR = (f"facturacion/{name}" for name in ("nuevo", "lotes", "pagar"))
SEARCH, CONSULTA, NUMERACION = (
    f"facturacion/{name}" for name in ("consulta_avanzada", "consulta", "numeracion")
)
CHANGES = (NUEVO, "facturacion/nuevo_encola", "facturacion/lotes_encola", PAGAR)
KINDS = (
    "LOST", "CLOSED", "UNREACHED", "CLOSED_BEFORE", "TOO_MANY", "SERVER_ERROR_BEFORE",
    "SERVER_ERROR_AFTER", "GATEWAY", "GATEWAY_NEVER", "BROKEN_JSON", "PAGE", "MAINTENANCE",
    "SAYS", "SAYS_BUT_DONE", "SLOW", "BAD_REQUEST", "ANOTHERS_BODY", "ANOTHERS_BODY_UNDONE",
    "SAME_CAE", "ORPHAN",
)  # fmt: skip
POINTS = (
    "before-reading", "before-intent", "after-intent", "after-request", "after-outcome",
    "before-adoption", "before-pdf", "after-pdf", "after-document", "before-workbook",
    "during-workbook", "after-workbook", "before-request", "at-the-service", "answered",
    "before-commit", "before-acknowledgement", "after-commit",
)  # fmt: skip


def plan(seed: int, features: Collection[str] = FEATURES) -> Plan:
    """The world of a seed, with some of the features that it may have."""
    return _Maker(seed, features).plan()


def _of_lots_too(step: Step) -> Step:
    """What goes wrong with one that goes alone goes wrong with a lot."""
    rules = [
        {**rule, "on": sorted({*_methods(rule), LOTES})} if NUEVO in _methods(rule) else rule
        for rule in step.get("rules", ())
    ]
    return {**step, "rules": rules} if rules else step


def _in_part(dice: Random) -> Step:
    """From here on some answers of lots do not tell of each."""
    kind = dice.choice(("LEAVES_OUT", "MENTIONS_TWICE"))
    rule = {"kind": kind, "on": [LOTES], "times": 3, "text": str(dice.randrange(10))}
    return {"do": "faults", "rules": [rule]}


def _methods(rule: dict[str, Any]) -> list[str]:
    on = rule.get("on", [])
    return [on] if isinstance(on, str) else list(on)


class _Maker(InDoubt, Featured):
    def __init__(self, seed: int, features: Collection[str]) -> None:
        self.seed = seed
        self.dice = Random(f"plan {seed}")
        drawn = [one for one in FEATURES if self.dice.random() < 0.3]
        self.features = [one for one in drawn if one in features]
        self.points = self.dice.choice((1, 1, 2, 3))
        self.computers = 2 if "computers" in self.features else 1
        self.sales = 0
        self.back = 2  # days before the first one of the world
        self.files: dict[str, list[Row]] = {}
        self.forms: dict[str, str] = {}
        self.edited: set[str] = set()
        self.verbs: dict[str, str] = {}
        self.steps: list[Step] = []

    def plan(self) -> Plan:
        dice = self.dice
        for _ in range(dice.choice((1, 1, 2))):
            self._new_file()
        for _ in range(dice.randint(2, 6)):
            self._happens()
        settings: dict[str, Any] = {"concurrency": dice.choice((1, 4, 4))}
        settings["pace_seconds"] = dice.choice((0, 0, 0.1))
        of_lots = Random(f"lots {self.seed}")
        if of_lots.random() < 0.5:  # the rest of a seed's plan is as it was
            settings["lots"] = True
            self.steps = [_of_lots_too(step) for step in self.steps]
            if of_lots.random() < 0.4:
                self.steps.insert(of_lots.randrange(len(self.steps)), _in_part(of_lots))
        latency, switches = dice.choice((0.1, 1.0, 5.0)), self._switches()
        of_disk = Random(f"disk {self.seed}")  # the rest of a seed's plan is as it was
        pause, stall = self._disk(of_disk)
        if of_disk.random() < 0.5:
            self._side_by_side_lanes(of_disk)
            settings["concurrency"] = 8
        steps = tuple(self.steps)
        return Plan(
            self.seed, self.computers, self.points, latency, switches, settings, pause, stall, steps
        )  # fmt: skip

    def _disk(self, dice: Random) -> tuple[float, float]:
        """How slow the disk is, and its stalls; some of its commits fail."""
        for _ in range(dice.choice((0, 0, 1, 2))):
            trouble = self._commits_fail(dice, dice.randrange(self.computers))
            self.steps.insert(dice.randrange(len(self.steps)), trouble)
        return dice.choice((0.004, 0.3, 1.5)), dice.choice((0.0, 0.0, 600.0))

    def _commits_fail(self, dice: Random, computer: int) -> Step:
        trouble = {"after": int(2 ** dice.uniform(0, 6)), "times": dice.choice((1, 1, 2, 5))}
        return {"do": "disk", "computer": computer, **trouble, "kept": dice.random() < 0.3}

    def _side_by_side_lanes(self, dice: Random) -> None:
        """A file of many lanes, at points of sale of its own: what they write goes in groups."""
        name, first, day = "muchas", self.points + 1, sheets.FIRST_DAY - timedelta(days=2)
        self.points += 4
        rows: list[Row] = []
        for _ in range(dice.randint(10, 16)):
            self.sales += 1
            sale = sheets.sale(self.sales, dice, 1, day)
            rows.append({**sale, "punto_venta": dice.randint(first, self.points)})
        run: Step = {"do": "run", "command": "emit", "computer": 0, "file": name}
        if dice.random() < 0.4:
            run = {**run, "doom": [dice.choice(POINTS), int(2 ** dice.uniform(0, 5)), False]}
        at = dice.randrange(len(self.steps) + 1)
        begins = [self._commits_fail(dice, 0)] if dice.random() < 0.5 else []
        begins.append({"do": "write", "file": name, "rows": rows, "form": "csv"})
        self.steps[at:at] = [*begins, run, run]

    def _switches(self) -> dict[str, Any]:
        dice = self.dice
        return {
            "numeracion": dice.choice(("next", "last")),
            "nothing": dice.choice(("empty", "missing", "sentence", "words")),
            "repeats": "no",
            "bare_success": dice.random() < 0.2,
            "account_rest": dice.random() < 0.8,
            "nro_with_point": dice.random() < 0.5,
            "queue_takes": dice.choice((0.0, 0.0, 60.0, 1e6)),
        }

    # what happens

    def _happens(self) -> None:
        dice = self.dice
        what = dice.choices(
            (self._drop, self._edit, self._new_file, self._faults, self._wait, self._answer,
             self._pay, self._others, self._of_features, self._in_doubt, self._side_by_side),
            (6, 3, 1, 5, 2, 2, 3, 1, 4, 5, 3),
        )[0]  # fmt: skip
        what()

    def _new_file(self) -> None:
        dice = self.dice
        name = self._begin_file("queue" if dice.random() < 0.3 else "emit")
        for _ in range(dice.choice((1, 2, 3, 4, 6, 9))):
            self.files[name].append(self._sale())
        self._write(name)
        self._drop(name)

    def _begin_file(self, verb: str) -> str:
        name = f"ventas{len(self.files)}"
        self.files[name], self.verbs[name] = [], verb
        self.forms[name] = self.dice.choice(sheets.FORMATS)
        return name

    def _sale(self) -> Row:
        """Days go on, as sales do; seldom one is told late, and its date goes back."""
        self.sales += 1
        if self.back and self.dice.random() < 0.15:
            self.back -= 1
        back = 2 if self.dice.random() < 0.03 else self.back
        day = sheets.FIRST_DAY - timedelta(days=back)
        return sheets.sale(self.sales, self.dice, self.points, day)

    def _write(self, name: str) -> None:
        rows = [dict(one) for one in self.files[name]]
        self.steps.append({"do": "write", "file": name, "rows": rows, "form": self.forms[name]})

    def _run(self, command: str, file: str = "") -> dict[str, Any]:
        dice = self.dice
        run: dict[str, Any] = {"command": command, "computer": dice.randrange(self.computers)}
        if file:
            run["file"] = file
        if dice.random() < 0.4:
            run["doom"] = self._doom()
        return run

    def _doom(self) -> list[Any]:
        dice = self.dice
        power = dice.random() < 0.3
        if dice.random() < 0.4:
            return ["", int(2 ** dice.uniform(0, 10)), power]
        return [dice.choice(POINTS), int(2 ** dice.uniform(0, 4.5)), power]

    def _drop(self, name: str = "") -> None:
        dice = self.dice
        name = name or dice.choice(list(self.files))
        verb = self.verbs[name]
        # what one ledger has queued the other must be able to see (docs/design.md)
        alone = verb == "queue" and self.computers > 1
        if dice.random() < 0.3 and not alone:
            runs = [self._run(verb, name), self._run(verb, dice.choice([name, *self._alike(verb)]))]
            for run in runs[1:]:
                run["after"] = round(dice.uniform(0, 20), 3)
            self.steps.append({"do": "together", "runs": runs})
        else:
            self.steps.append({"do": "run", **self._run(verb, name)})
        if alone and "lag" in self.features:
            self.steps.append({"do": "wait", "seconds": LONGEST_LAG})

    def _alike(self, verb: str) -> list[str]:
        return [name for name in self.files if self.verbs[name] == verb]

    def _edit(self) -> None:
        """Rows moved, left out or put in, another format: each still is the sale that it was."""
        dice = self.dice
        name = dice.choice(list(self.files))
        rows = self.files[name]
        self.edited.add(name)
        if dice.random() < 0.5:
            dice.shuffle(rows)
        if dice.random() < 0.5:
            rows.insert(dice.randint(0, len(rows)), self._sale())
        if dice.random() < 0.3:
            self.forms[name] = dice.choice(sheets.FORMATS)
        self._write(name)
        self._drop(name)

    def _faults(self) -> None:
        dice = self.dice
        if dice.random() < 0.2:
            self.steps.append({"do": "calm"})
            return
        rules = []
        paying = dice.random() < 0.4
        for _ in range(dice.randint(1, 3)):
            kind = dice.choice(KINDS)
            rule: dict[str, Any] = {"kind": kind}
            change = PAGAR if paying else NUEVO
            rule["on"] = dice.choice((change, change, list(CHANGES), SEARCH, CONSULTA, NUMERACION))
            rule |= dice.choice(
                ({"chance": 0.2, "times": 6}, {"chance": 0.6, "times": 4}, {"times": 2}, {})
            )
            if (kind in LATE and dice.random() < 0.5) or kind == "GATEWAY":
                rule["later"] = round(dice.uniform(1, 110), 1)
            if kind == "SLOW":
                rule["delay"] = round(dice.uniform(5, 130), 1)
            rules.append(rule)
        self.steps.append({"do": "faults", "rules": rules})
        (self._pay if paying else self._drop)()

    def _wait(self) -> None:
        self.steps.append({"do": "wait", "seconds": round(2 ** self.dice.uniform(0, 12), 1)})

    def _answer(self) -> None:
        wrong = self.dice.random() < 0.15
        self.steps.append({"do": "run", **self._run("answer wrongly" if wrong else "answer")})

    def _pay(self) -> None:
        name = self._payments()
        for _ in range(self.dice.choice((1, 1, 2))):
            # of two ledgers in use none can tell the other's payments, where no figure is shown
            self.steps.append({"do": "run", **self._run("pay", name), "computer": 0})

    def _payments(self) -> str:
        dice = self.dice
        name = f"pagos{len(self.steps)}"
        rows: list[Row] = []
        for n in range(dice.randint(1, 3)):
            of_sale = dice.randint(1, self.sales)
            cents = f"{len(self.steps) % 10}{n}"
            rows.append(
                {"of_sale": of_sale, "descripcion": "Transferencia",
                 "importe": f"{dice.randint(5, 60)}.{cents}", "referencia": ""}
            )  # fmt: skip
        self.steps.append({"do": "write", "file": name, "rows": rows, "form": "csv"})
        return name

    def _others(self) -> None:
        self.steps.append(
            {"do": "run", **self._run(self.dice.choice(("retry", "refresh", "requeue")))}
        )
