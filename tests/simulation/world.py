"""A plan as it comes to pass."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import shutil
import sqlite3
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from planilla.calendar import BUENOS_AIRES
from planilla.errors import PlanillaError
from planilla.office import open_ledger
from planilla.outcome import Outcome
from planilla.settings import Settings
from planilla.workbook.report import Estado, Report
from tests.double import Double, Fault, Kind, Point, Switches, Window
from tests.simulation import invariants, sheets
from tests.simulation.books import Intended, of_sale, sold
from tests.simulation.clock import Clock
from tests.simulation.commands import COMMANDS
from tests.simulation.computer import Computer
from tests.simulation.loop import Loop, Stuck
from tests.simulation.network import Network
from tests.simulation.person import Person
from tests.simulation.plan import Plan, Row
from tests.simulation.process import PROCESS, Doom, Process
from tests.simulation.seams import doubled

CUIT = "30700000148"
LONGEST_RUN = 6 * 3600.0  # of virtual time: a run ends, whatever the service does
ROUNDS = 8  # of everything again, when nothing goes wrong any more
SETTLED = {
    Estado.EMITIDO, Estado.YA_EMITIDO, Estado.PAGADO, Estado.YA_PAGADO, Estado.ENVIADO,
    Estado.RECHAZADO, Estado.INVALIDO, Estado.A_REVISAR,
}  # fmt: skip


class Broken(Exception):
    """Something that must always hold does not."""


@dataclass
class File:
    """A file as it stands: its rows as they were meant, and what it is dropped as."""

    path: Path
    rows: Sequence[Row]
    command: str = ""
    told: Sequence[Estado] = ()


@dataclass(frozen=True)
class Result:
    """What became of a world: what did not hold, and all that happened, in order."""

    plan: Plan
    broken: str
    trace: Sequence[str]
    deaths: int
    requests: int
    cause: BaseException | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()[:16]


@dataclass
class World:
    """One service, some computers, and what people do."""

    plan: Plan
    folder: Path
    trace: list[str] = field(default_factory=list)
    deaths: int = 0

    def __post_init__(self) -> None:
        plan = self.plan
        self.dice = Random(f"world {plan.seed}")
        self.clock = Clock(datetime.combine(sheets.FIRST_DAY, time(9), BUENOS_AIRES))
        points = [Point(cuit=CUIT, punto_venta=n + 1) for n in range(plan.points)]
        self.double = Double(points, Switches(**plan.switches), now=self.clock.now, seed=plan.seed)
        self.network = Network(self.double, self.dice, plan.latency, self.note)
        self.computers = [
            Computer(f"pc{n}", self.folder / f"home{n}", self.dice) for n in range(plan.computers)
        ]
        self.intended = Intended()
        self.person = Person(self.double, self.intended, self.dice)
        self.files: dict[str, File] = {}
        self.kept: dict[int, Path] = {}
        self.graves: list[Process] = []
        self.reports: dict[str, Report] = {}
        self.latest_work = 0.0  # until when the service is at work on what it answered already
        self.processes = 0
        for computer in self.computers:
            shutil.copytree(_new_home(), computer.home)

    def note(self, what: str) -> None:
        self.trace.append(f"{self.clock.elapsed:.6f} {what}")

    def reported(self, report: Report, destination: Path) -> None:
        self.reports[destination.name] = report
        states = [f"{n}:{one.estado} {one.numero_emitido}" for n, one in report.rows.items()]
        self.note(f"result {destination.name}: {states}")

    def settings(self, computer: Computer) -> Settings:
        own = tuple(sorted(self.plan.settings.items()))
        return _settings(computer.home, computer.markers, tuple(self.double.points), own)

    # the whole

    async def live(self) -> None:
        """All steps, then everything again in a world in which nothing goes wrong."""
        for number, step in enumerate(self.plan.steps):
            self.note(f"step {number}: {step['do']}")
            await getattr(self, f"do_{step['do']}")(**{k: v for k, v in step.items() if k != "do"})
            self.judge()
        await self.end()

    def judge(self) -> None:
        """Raise `Broken` with the first thing that does not hold."""
        self.double.settle()
        for one in invariants.of_books(self.double, self.intended, ledgers=len(self.computers)):
            raise Broken(one)
        for one in self.network.at_once if len(self.computers) == 1 else ():
            raise Broken(f"an overlap: {one}")
        late = self.clock.elapsed < self.latest_work or bool(self.double._late)
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
        await self._runs([run])

    async def do_together(self, runs: Sequence[Mapping[str, Any]]) -> None:
        await self._runs(runs)

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

    async def do_window(self, whose: str, begins: float, lasts: float, announced: bool) -> None:
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

    async def do_lose(self, computer: int, markers: bool = False) -> None:
        one = self.computers[computer % len(self.computers)]
        shutil.rmtree(one.home)
        if markers:  # a new computer
            shutil.rmtree(one.markers, ignore_errors=True)
        shutil.copytree(_new_home(), one.home)
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

    # processes

    async def _runs(self, runs: Sequence[Mapping[str, Any]]) -> None:
        begun = [self._begin(**run) for run in runs]
        for process, task, file in begun:
            await self._over(process, task, file)

    def _begin(
        self,
        command: str,
        computer: int = 0,
        file: str = "",
        doom: Sequence[Any] | None = None,
        after: float = 0.0,
    ) -> tuple[Process, asyncio.Task[Any], File | None]:
        where = self.computers[computer % len(self.computers)]
        found = self.files.get(file)
        if found is not None and command in ("emit", "queue", "pay"):
            found.command = command
        self.processes += 1
        death = None if doom is None else Doom(doom[1], doom[0], doom[2])
        name = f"{self.processes} {command} {file} on {where.name}"
        process = Process(where, name, death, self.note)
        where.processes.append(process)
        context = Context()
        context.run(PROCESS.set, process)
        settings, path = self.settings(where), found.path if found else None

        async def begun() -> Any:
            await asyncio.sleep(after)
            return await COMMANDS[command](settings, path, self.person)

        task = asyncio.get_running_loop().create_task(begun(), context=context)
        process.kept.append(task)
        return process, task, found

    async def _over(self, process: Process, task: asyncio.Task[Any], file: File | None) -> None:
        """Wait for its end, of one kind or another, and see what it said."""
        ended = asyncio.get_running_loop().create_task(process.ended.wait())
        done, _ = await asyncio.wait(
            {task, ended}, timeout=LONGEST_RUN, return_when=asyncio.FIRST_COMPLETED
        )
        ended.cancel()
        if not process.alive:
            self.deaths += 1
            self.graves.append(process)
            return
        if not done:
            raise Broken(f"{process.name} does not end in {LONGEST_RUN:g} s")
        process.computer.leave(process)
        error = task.exception()
        if isinstance(error, PlanillaError):
            self.note(f"{process.name} could not: {error}")
        elif error is not None:
            raise Broken(f"{process.name} ends with {error!r}") from error
        else:
            self._told(process, task.result(), file)

    def _told(self, process: Process, said: object, file: File | None) -> None:
        if not isinstance(said, Outcome):
            self.note(f"{process.name} says {said}")
            return
        rows = {str(k): v for k, v in sorted(said.rows.items())}
        self.note(f"{process.name} says {rows} {said.trouble or ''} {said.outage} {said.busy}")
        if file is not None and said.files:
            file.told = tuple(said.rows)
            if sum(said.rows.values()) != len(file.rows):
                raise Broken(f"{process.name}: {len(file.rows)} rows, and states for {rows}")

    # the end

    async def end(self) -> None:
        """Faults off, clocks right, everything again until nothing moves: all is settled."""
        self.note("the end begins")
        self.double.faults.clear()
        self.double.rejects = {}
        usual = Switches()
        self.double.switches = replace(
            self.double.switches, windows=(), arca_down=False, alert="ok", queue_takes=0.0,
            cupo=usual.cupo, search_lag=0.0, consulta_lag=0.0,
        )  # fmt: skip
        for computer in self.computers:
            computer.off = 0.0
        for round_ in range(ROUNDS):
            await asyncio.sleep(max(400.0, self.latest_work - self.clock.elapsed))
            self.double.approve()
            self.double.settle()
            for one in self.double.books.issued:
                self.double.books.find_again(one)
            for n in range(len(self.computers)):
                for command in self._wanted(self.computers[n], last=round_ > 1):
                    await self.do_run(command=command, computer=n)
                for name, file in list(self.files.items()):
                    if file.command and (file.command != "pay" or n == 0):
                        await self.do_run(command=file.command, computer=n, file=name)
            self.judge()
            if self._is_settled(lenient=round_ >= ROUNDS // 2):
                break
        else:
            left = {name: file.told for name, file in self.files.items()}
            raise Broken(f"not settled in {ROUNDS} rounds: {left}")
        self._nothing_lost()

    def _wanted(self, computer: Computer, *, last: bool) -> list[str]:
        """What there is to do beside dropping the files again."""
        found = invariants.counts(computer.ledger)
        wanted = ["answer"] if found["review"] else []
        if found["waiting"] or found["failed"]:
            wanted.append("refresh")
        if found["failed"]:
            wanted.append("drop" if last else "requeue")
        return wanted

    def _is_settled(self, *, lenient: bool) -> bool:
        """What the queue refuses again and again, for its date, say, is with whoever drops it."""
        settled = SETTLED | {Estado.ENCOLADO} if lenient else SETTLED
        return all(
            set(file.told) <= settled and (file.told or not file.rows)
            for file in self.files.values()
            if file.command
        )

    def _nothing_lost(self) -> None:
        """A row that says issued is in the books, once; whoever has none is told why."""
        there = {sold(one) for one in self.double.books.issued}
        for name, file in self.files.items():
            if file.command not in ("emit", "queue"):
                continue
            report = self.reports.get(f"{file.path.stem}.resultado.xlsx")
            if report is None:
                raise Broken(f"{name} has no result")
            for row, meant in zip(sorted(report.rows), file.rows, strict=True):
                said = report.rows[row]
                sale = sheets.sale_of(meant["descripcion"])
                if said.estado in (Estado.EMITIDO, Estado.YA_EMITIDO) and sale not in there:
                    raise Broken(f"lost: {name} says {said.estado} of sale {sale}")


@cache
def _settings(
    home: Path, markers: Path, points: Sequence[Point], own: Sequence[tuple[str, Any]]
) -> Settings:
    profiles = {
        f"punto{one.punto_venta}": {"puntos_venta": [one.punto_venta], **one.keys.body()}
        for one in points
    }
    given: dict[str, Any] = {"home": home, "markers": markers, "profiles": profiles, **dict(own)}
    return Settings(_env_file=None, issuer_cuit=CUIT, **given)


@cache
def _new_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="planilla-")) / "home"
    given: dict[str, Any] = {"home": home, "markers": home.parent / "markers"}
    settings = Settings(_env_file=None, **given)
    open_ledger(settings).close()
    with sqlite3.connect(home / "ledger.sqlite3") as connection:  # as if never used
        connection.execute("DELETE FROM epochs")
        connection.execute("DELETE FROM machines")
    connection.close()
    return home


@cache
def _room() -> Path:
    """A folder in memory, where there is one, the same for all worlds of this process."""
    memory = Path("/dev/shm")  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="planilla-", dir=memory if memory.is_dir() else None))


def _forget(world: World) -> None:
    """Give back what the dead left; what they would still say to that is not heard."""
    before, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            world.graves.clear()
            world.network.forget()
            gc.collect(2 if world.deaths else 1)
    finally:
        sys.unraisablehook = before


def simulate(plan: Plan) -> Result:
    """Let a plan come to pass."""
    _new_home()
    gc.disable()  # what is thrown away when is no chance
    folder = _room() / "world"
    folder.mkdir()
    world = World(plan, folder)
    loop = Loop(world.clock, world.dice)
    broken, cause = "", None
    with doubled(world, Random(f"chance {plan.seed}")):
        try:
            loop.run_until_complete(world.live())
        except (Broken, Stuck) as error:
            broken, cause = f"{error}", error.__cause__
        finally:
            shutil.rmtree(folder)
            loop.bury()
            _forget(world)
            loop.close()
            gc.enable()
    if not broken and loop.troubles:
        broken = f"the loop says {loop.troubles[0]}"
    requests = world.double.traffic.requests.total()
    return Result(plan, broken, world.trace, world.deaths, requests, cause)
