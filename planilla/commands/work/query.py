"""Asking from the command line: plainly, or through Prefect."""

from __future__ import annotations

import asyncio

from planilla.batch.run_result import Outcome
from planilla.commands.work.flow import by_flow, flow_of
from planilla.query.query import Query, ask
from planilla.settings.settings import Settings


def run(query: Query, settings: Settings, *, flow: bool) -> Outcome:
    """Ask, and bring what was answered."""
    if not by_flow(asked=flow):
        return asyncio.run(ask(query, settings))
    outcome: Outcome = flow_of("query")(query, settings)
    return outcome
