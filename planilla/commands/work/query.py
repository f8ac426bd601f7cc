"""Asking from the command line: plainly, or through Prefect."""

from __future__ import annotations

import asyncio
import os
from importlib.metadata import entry_points

from planilla.batch.run_result import Outcome
from planilla.common.errors import SettingsError
from planilla.query.query import Query, ask


def run(query: Query, *, flow: bool) -> Outcome:
    """Ask, and bring what was answered."""
    if not flow and not os.environ.get("PREFECT_API_URL"):
        return asyncio.run(ask(query))
    found = list(entry_points(group="planilla.flows", name="query"))
    if not found:
        raise SettingsError("the flows are not installed: run without --flow")
    outcome: Outcome = found[0].load()(query)
    return outcome
