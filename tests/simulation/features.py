"""What only some worlds have: ledgers that go, clocks that err, outages, rows told otherwise."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.simulation import sheets
from tests.simulation.plan import Row, Step

LONGEST_LAG = 200
LAGS = ("search_lag", "consulta_lag")
LEAST_OF_A_FILE = 3  # renamed comprobantes that are a file again rather than some rows
CODES = ("El campo DocNro es invalido. Cod: 10015", "TFC-0123 dato invalido", "sin motivo")
FEATURES = ("lag", "ledgers", "clocks", "computers", "outages", "mends", "again", "rejects")


class Featured:
    """Of a maker of plans (`making.py`), what its features do."""

    dice: Random
    features: list[str]
    computers: int
    files: dict[str, list[Row]]
    edited: set[str]
    steps: list[Step]

    def _drop(self, name: str = "") -> None:
        raise NotImplementedError

    def _write(self, name: str) -> None:
        raise NotImplementedError

    def _of_features(self) -> None:
        dice = self.dice
        does = {
            "ledgers": self._ledger, "clocks": self._clock, "outages": self._outage,
            "mends": self._mend, "again": self._renumber, "rejects": self._rejects,
            "lag": self._lag,
        }  # fmt: skip
        able = [one for one in self.features if one in does]
        if able:
            does[dice.choice(able)]()

    def _ledger(self) -> None:
        dice = self.dice
        for what in dice.choice((("lose",), ("keep",), ("keep", "drop", "restore"), ("restore",))):
            if what == "drop":
                self._drop()
                continue
            step: dict[str, Any] = {"do": what, "computer": dice.randrange(self.computers)}
            if what == "lose" and dice.random() < 0.3:
                step["markers"] = True
            if what == "restore" and dice.random() < 0.3:
                step["of"] = dice.randrange(self.computers)
            self.steps.append(step)
        self._drop()

    def _clock(self) -> None:
        off = self.dice.choice((0, 1, -1)) * round(2 ** self.dice.uniform(3, 17))
        computer = self.dice.randrange(self.computers)
        self.steps.append({"do": "clock", "computer": computer, "off": off})
        self._drop()

    def _outage(self) -> None:
        dice = self.dice
        what = dice.choice(("arca", "vendor", "quota", "alert"))
        if what == "quota":
            self.steps.append({"do": "service", "cupo": dice.randint(0, 4)})
        elif what == "alert":
            self.steps.append({"do": "service", "alert": dice.choice(("afip", "refused", "ok"))})
        else:
            begins, lasts = round(dice.uniform(0, 60)), round(2 ** dice.uniform(3, 13))
            window = {"whose": what, "begins": begins, "lasts": lasts}
            self.steps.append({"do": "window", **window, "announced": dice.random() < 0.7})
        self._drop()
        if dice.random() < 0.5:
            self.steps.append({"do": "service", "cupo": 1500, "alert": "ok"})

    def _lag(self) -> None:
        lags = {name: self.dice.choice((0, 3, 15, 60, LONGEST_LAG)) for name in LAGS}
        self.steps.append({"do": "service", **lags})
        self._drop()

    def _mend(self) -> None:
        """A price that was wrong, under the same referencia."""
        name = self.dice.choice(list(self.files))
        row = self.dice.choice(self.files[name])
        if row["referencia"]:
            row["precio_unitario_sin_iva"] = f"{self.dice.randint(50, 90)}.25"
        self._write(name)
        self._drop(name)

    def _renumber(self) -> None:
        """A whole file under other names, or a row without referencia told in other words.

        One row that gets another referencia of its own is another sale (docs/design.md).
        """
        dice = self.dice
        name = dice.choice(list(self.files))
        rows = self.files[name]
        lost = self.computers > 1 or "ledgers" in self.features
        if lost or dice.random() < 0.5:  # another referencia is another sale to another ledger
            told = [row for row in rows if not row["referencia"]]
            for row in told[:1]:
                number = sheets.sale_of(row["descripcion"])
                row["descripcion"] = f"Servicio {number} {dice.choice(('mensual', ' ', 'Nº'))}"
        elif name not in self.edited and sum(map(_is_named, rows)) >= LEAST_OF_A_FILE:
            self.edited.add(name)
            for row in rows:
                row["referencia"] = row["referencia"] and f"T-{row['referencia'][2:]}"
        self._write(name)
        self._drop(name)

    def _rejects(self) -> None:
        """What ARCA does not take, for a while."""
        dice = self.dice
        named = [row["referencia"] for rows in self.files.values() for row in rows]
        named = [one for one in named if one]
        if named:
            wrong = dice.sample(named, dice.randint(1, min(3, len(named))))
            rejects = {one: dice.choice(CODES) for one in wrong}
            self.steps.append({"do": "rejects", "rejects": rejects})
        self._drop()
        if dice.random() < 0.5:
            self.steps.append({"do": "rejects", "rejects": {}})
            self._drop()


def _is_named(row: Row) -> bool:
    return bool(row["referencia"])
