"""A plan as it comes to pass."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Literal

from planilla.common.calendar import BUENOS_AIRES
from planilla.settings.settings import Settings
from planilla.writing.report import Estado, Report
from tests.double import Double, Fault, Kind, Point, Switches, Window
from tests.simulation import invariants, sheets
from tests.simulation.books import Intended, of_sale
from tests.simulation.clock import Clock
from tests.simulation.computer import Computer
from tests.simulation.disk import Trouble
from tests.simulation.ending import Ending
from tests.simulation.homes import CUIT, new_home, settings_of
from tests.simulation.invariants import Broken
from tests.simulation.network import Network
from tests.simulation.person import Person
from tests.simulation.plan import Plan, Row
from tests.simulation.running import Running


@dataclass
class File:
    """A file as it stands: its rows as they were meant, and what it is dropped as."""

    path: Path
    rows: Sequence[Row]
    command: str = ""
    told: Sequence[Estado] = ()


@dataclass
class World:
    """One service, some computers, and what people do."""

    plan: Plan
    folder: Path
    trace: list[str] = field(default_factory=list)
    deaths: int = 0
    strays: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = self.plan
        self.dice = Random(f"world {plan.seed}")
        self.clock = Clock(datetime.combine(sheets.FIRST_DAY, time(9), BUENOS_AIRES))
        points = [Point(cuit=CUIT, punto_venta=n + 1) for n in range(plan.points)]
        self.double = Double(points, Switches(**plan.switches), now=self.clock.now, seed=plan.seed)
        self.network: Network = Network(self.double, self.dice, plan.latency, self.note)
        self.computers = [
            Computer(f"pc{n}", self.folder / f"home{n}", self.dice) for n in range(plan.computers)
        ]
        self.intended = Intended()
        self.person = Person(self.double, self.intended, self.dice)
        self.files: dict[str, File] = {}
        self.kept: dict[int, Path] = {}
        self.running = Running(self)
        self.reports: dict[str, Report] = {}
        for computer in self.computers:
            shutil.copytree(new_home(), computer.home)

    def note(self, what: str) -> None:
        self.trace.append(f"{self.clock.elapsed:.6f} {what}")

    def reported(self, report: Report, destination: Path) -> None:
        self.reports[destination.name] = report
        states = [f"{n}:{one.estado} {one.numero_emitido}" for n, one in report.rows.items()]
        self.note(f"result {destination.name}: {states}")

    def strayed(self, where: str) -> None:
        """Somebody tried the real network."""
        self.strays.append(where)

    def settings(self, computer: Computer) -> Settings:
        own = tuple(sorted(self.plan.settings.items()))
        return settings_of(computer.home, computer.markers, tuple(self.double.points), own)

    # the whole

    async def live(self) -> None:
        """All steps, then everything again in a world in which nothing goes wrong."""
        for number, step in enumerate(self.plan.steps):
            self.note(f"step {number}: {step['do']}")
            await getattr(self, f"do_{step['do']}")(**{k: v for k, v in step.items() if k != "do"})
            self.judge()
        await Ending(self).come()

    def judge(self) -> None:
        """Raise `Broken` with the first thing that does not hold."""
        if self.strays:
            raise Broken(f"the real network: {self.strays}")
        if self.network.unwritten:
            raise Broken(f"sent without an intent on disk: {self.network.unwritten}")
        self.double.settle()
        for one in invariants.of_books(self.double, self.intended, ledgers=len(self.computers)):
            raise Broken(one)
        for one in self.network.at_once if len(self.computers) == 1 else ():
            raise Broken(f"an overlap: {one}")
        late = bool(self.double._late)
        for computer in self.computers:
            for one in invariants.of_ledger(computer.ledger, self.double, CUIT, late=late):
                raise Broken(f"{computer.name}: {one}")

    # steps

    async def do_write(self, file: str, rows: Sequence[Row], form: str = "csv") -> None:
        shown = [one for one in map(self._shown, rows) if one is not None]
        if file in self.files:
            self.files[file].path.unlink()
        path = sheets.write(self.folder / file, shown, form)
        before = self.files.get(file)
        self.files[file] = File(path, shown, before.command if before else "")
        self.intended.sales |= {n for one in shown if (n := sheets.sale_of(one.get("descripcion")))}

    def _shown(self, row: Row) -> Row | None:
        """A row as it is written: a payment by the number of its comprobante, if it has one."""
        if "of_sale" not in row:
            return row
        one = of_sale(self.double, row["of_sale"])
        if one is None:
            return None
        meant = (row["of_sale"], Decimal(row["importe"]))
        self.intended.payments[meant] = 1
        told = {name: value for name, value in row.items() if name != "of_sale"}
        number = {"tipo": one.tipo, "punto_venta": one.punto_venta, "numero": one.numero}
        return {**number, **told}

    async def do_run(self, **run: Any) -> None:
        await self.running.runs([run])

    async def do_together(self, runs: Sequence[Mapping[str, Any]]) -> None:
        await self.running.runs(runs)

    async def do_faults(self, rules: Sequence[Mapping[str, Any]]) -> None:
        for rule in rules:
            told = dict(rule)
            kind = Kind[told.pop("kind")]
            named = {n: told.pop(n) for n in ("text", "later", "delay", "status") if n in told}
            self.double.faults.add(Fault(kind, **named), **told)

    async def do_calm(self) -> None:
        self.double.faults.clear()

    async def do_service(self, **changes: Any) -> None:
        self.double.switches = replace(self.double.switches, **changes)

    async def do_window(
        self, whose: Literal["vendor", "arca"], begins: float, lasts: float, announced: bool
    ) -> None:
        first = self.clock.now() + timedelta(seconds=begins)
        window = Window(first, first + timedelta(seconds=lasts), whose, announced)
        windows = (*self.double.switches.windows, window)
        self.double.switches = replace(self.double.switches, windows=windows)

    async def do_rejects(self, rejects: Mapping[str, str]) -> None:
        self.double.rejects = dict(rejects)

    async def do_approve(self) -> None:
        self.double.approve()

    async def do_wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def do_clock(self, computer: int, off: float) -> None:
        self.computers[computer % len(self.computers)].off = off

    async def do_disk(self, computer: int, **trouble: Any) -> None:
        self.computers[computer % len(self.computers)].trouble = Trouble(**trouble)

    async def do_lose(self, computer: int, markers: bool = False) -> None:
        one = self.computers[computer % len(self.computers)]
        shutil.rmtree(one.home)
        if markers:  # a new computer
            shutil.rmtree(one.markers, ignore_errors=True)
        shutil.copytree(new_home(), one.home)
        one.acknowledged.clear()

    async def do_keep(self, computer: int) -> None:
        one = self.computers[computer % len(self.computers)]
        copy = self.folder / f"copy of {one.name}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(one.home, copy)
        self.kept[computer % len(self.computers)] = copy

    async def do_restore(self, computer: int, of: int | None = None) -> None:
        """Put a copy back; `of` another computer, so that two are in use."""
        n = computer % len(self.computers)
        copy = self.kept.get(n if of is None else of % len(self.computers))
        if copy is not None:
            shutil.rmtree(self.computers[n].home)
            shutil.copytree(copy, self.computers[n].home)
            self.computers[n].acknowledged.clear()
