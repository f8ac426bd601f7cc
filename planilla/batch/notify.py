"""Telling somebody that rows need a person: one message to an address that the settings name."""

from __future__ import annotations

import asyncio
import logging

import httpx

from planilla.batch.run_result import Outcome
from planilla.settings.connection import tls
from planilla.settings.settings import Settings
from planilla.writing.report import Estado

NEED_SOMEBODY = (Estado.A_REVISAR, Estado.RECHAZADO, Estado.INVALIDO)
SECONDS = 10.0
log = logging.getLogger(__name__)


async def notify(settings: Settings, what: str, outcome: Outcome, seconds: float = SECONDS) -> bool:
    """POST `{"text": …}`, as chat programs take it, when rows need a person; whether it was sent.

    It is given up after `seconds`. What goes wrong with it is logged and changes nothing of
    the run.
    """
    text = message(what, outcome)
    if settings.notify_url is None or not text:
        return False
    try:
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(timeout=seconds, verify=tls()) as client,
        ):
            address = settings.notify_url.get_secret_value()
            # what it answers is not read, which might never end
            async with client.stream("POST", address, json={"text": text}) as answer:
                answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        log.error("the notification was not delivered (%s)", type(error).__name__)
        return False
    return True


def message(what: str, outcome: Outcome) -> str:
    """What to say, in Spanish; nothing when nobody is needed."""
    lines = [f"- {problem.path.name}: {problem.message}" for problem in outcome.unread]
    for file in outcome.files:
        counts = [f"{file.rows[e]} {e.value}" for e in NEED_SOMEBODY if file.rows.get(e)]
        told_before = file.questions and not file.asks_anew  # it is tried again until answered
        if counts and not told_before:
            lines.append(f"- {file.path.name}: {', '.join(counts)} ({file.result})")
    if outcome.trouble is not None:
        lines.append(f"- {outcome.trouble}")
    return "\n".join([f"planilla {what}: hace falta una persona", *lines]) if lines else ""
