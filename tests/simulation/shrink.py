"""A failing plan made small: whatever can be left out while it still fails alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from tests.simulation.plan import Plan, Step
from tests.simulation.sheets import sale_of

MOST_TRIES = 400
Fails = Callable[[Plan], str]


def alike(broken: str) -> str:
    """What of a failure stays the same when its numbers are others."""
    return re.sub(r"\d+", "#", broken.split(":", maxsplit=1)[0])


def shrunk(plan: Plan, broken: str, run: Fails, tries: int = MOST_TRIES) -> Plan:
    """The smallest that was found; `run` says what is broken in a plan, or nothing."""
    wanted, found = alike(broken), plan
    while True:
        for smaller in _smaller(found):
            tries -= 1
            if alike(run(smaller)) == wanted:
                found = smaller
                break
            if tries <= 0:
                return found
        else:
            return found


def _smaller(plan: Plan) -> Iterator[Plan]:
    """Less and less of it, the most first."""
    steps = plan.steps
    size = len(steps) // 2
    while size:
        for start in range(0, len(steps), size):
            yield replace(plan, steps=steps[:start] + steps[start + size :])
        size //= 2
    for sale in sorted(_sales(plan)):
        yield replace(plan, steps=tuple(_without(step, sale) for step in steps))
    for n, step in enumerate(steps):
        for one in _less(step):
            yield replace(plan, steps=(*steps[:n], one, *steps[n + 1 :]))
    for name in plan.switches:
        rest = {key: value for key, value in plan.switches.items() if key != name}
        yield replace(plan, switches=rest)
    for name in plan.settings:
        rest = {key: value for key, value in plan.settings.items() if key != name}
        yield replace(plan, settings=rest)
    if plan.stall:
        yield replace(plan, stall=0.0)
    if plan.computers > 1:
        yield replace(plan, computers=plan.computers - 1)


def _less(step: Step) -> Iterator[Step]:
    if step["do"] == "together":
        for n, run in enumerate(step["runs"]):
            yield {"do": "run", **run}
            for one in _less({"do": "run", **run}):
                other = {key: value for key, value in one.items() if key != "do"}
                yield {"do": "together", "runs": [*step["runs"][:n], other, *step["runs"][n + 1 :]]}
    for name in ("doom", "after"):
        if step["do"] == "run" and name in step:
            yield {key: value for key, value in step.items() if key != name}
    if step["do"] == "run" and step.get("doom") and step["doom"][2]:
        yield {**step, "doom": [*step["doom"][:2], False]}
    if step["do"] == "faults" and len(step["rules"]) > 1:
        for n in range(len(step["rules"])):
            yield {"do": "faults", "rules": [*step["rules"][:n], *step["rules"][n + 1 :]]}
    if step.get("form", "csv") != "csv":
        yield {**step, "form": "csv"}


def _sale(row: dict[str, Any]) -> int | None:
    return row["of_sale"] if "of_sale" in row else sale_of(row.get("descripcion"))


def _sales(plan: Plan) -> set[int]:
    rows = [row for step in plan.steps if step["do"] == "write" for row in step["rows"]]
    return {sale for sale in map(_sale, rows) if sale is not None}


def _without(step: Step, sale: int) -> Step:
    if step["do"] != "write":
        return step
    return {**step, "rows": [row for row in step["rows"] if _sale(row) != sale]}
