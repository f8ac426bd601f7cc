"""The end of a world: nothing goes wrong any more, and everything is dropped once more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from planilla.writing.report import Estado
from tests.double import Switches
from tests.simulation import invariants, sheets
from tests.simulation.books import sold
from tests.simulation.computer import Computer
from tests.simulation.invariants import Broken

if TYPE_CHECKING:
    from tests.simulation.world import World

ROUNDS = 8  # of everything again
PAUSE = 400.0  # seconds between them: longer than a request and what it takes to settle it
SETTLED = {
    Estado.EMITIDO, Estado.YA_EMITIDO, Estado.PAGADO, Estado.YA_PAGADO, Estado.ENVIADO,
    Estado.RECHAZADO, Estado.INVALIDO, Estado.A_REVISAR,
}  # fmt: skip


class Ending:
    """Brings a world to rest, or finds what does not come to it."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def come(self) -> None:
        """Faults off, clocks right, everything again until nothing moves: all is settled."""
        self._calm()
        world = self._world
        for round_ in range(ROUNDS):
            await asyncio.sleep(PAUSE)
            world.double.approve()
            world.double.settle()
            for one in world.double.books.issued:
                world.double.books.find_again(one)
            for n in range(len(world.computers)):
                for command in self._wanted(world.computers[n], last=round_ > 1):
                    await world.do_run(command=command, computer=n)
                for name, file in list(world.files.items()):
                    if file.command and (file.command != "pay" or n == 0):
                        await world.do_run(command=file.command, computer=n, file=name)
            world.judge()
            if self._is_settled(lenient=round_ >= ROUNDS // 2):
                break
        else:
            left = {name: file.told for name, file in world.files.items()}
            raise Broken(f"not settled in {ROUNDS} rounds: {left}")
        self._nothing_lost()

    def _calm(self) -> None:
        world, usual = self._world, Switches()
        world.note("the end begins")
        world.double.faults.clear()
        world.double.rejects = {}
        world.double.switches = replace(
            world.double.switches, windows=(), arca_down=False, alert="ok", queue_takes=0.0,
            cupo=usual.cupo, search_lag=0.0, consulta_lag=0.0,
        )  # fmt: skip
        for computer in world.computers:
            computer.off = 0.0
            computer.trouble.times = 0

    def _wanted(self, computer: Computer, *, last: bool) -> list[str]:
        """What there is to do beside dropping the files again."""
        found = invariants.counts(computer.ledger)
        wanted = ["answer"] if found["review"] else []
        if found["review"] and last:  # dropped again it is asked again: first what it held back
            wanted.append("retry")
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
            for file in self._world.files.values()
            if file.command
        )

    def _nothing_lost(self) -> None:
        """A row that says issued is in the books, once; whoever has none is told why."""
        world = self._world
        there = {sold(one) for one in world.double.books.issued}
        for name, file in world.files.items():
            if file.command not in ("emit", "queue"):
                continue
            report = world.reports.get(f"{file.path.stem}.resultado.xlsx")
            if report is None:
                raise Broken(f"{name} has no result")
            for row, meant in zip(sorted(report.rows), file.rows, strict=True):
                said = report.rows[row]
                sale = sheets.sale_of(meant["descripcion"])
                if said.estado in (Estado.EMITIDO, Estado.YA_EMITIDO) and sale not in there:
                    raise Broken(f"lost: {name} says {said.estado} of sale {sale}")
