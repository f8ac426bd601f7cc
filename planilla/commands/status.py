"""`planilla status`: what the ledger knows."""

from __future__ import annotations

from typing import Annotated

import typer

from planilla.commands.work.console import one_clear_message, show_logs
from planilla.common.exit_codes import DONE, SOME_OPEN


def command(
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the service what its queue has done.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")] = False,
) -> None:
    """Counts and money by kind and state, open lanes, and what waits for a person.

    Ends 4 while something is pending, unknown or for review, else 0.
    """
    import asyncio

    import simplejson

    from planilla.commands.work.status import show
    from planilla.commands.work.status_counts import Standing, standing
    from planilla.settings.open_ledger import ledger_exists, open_ledger
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings()
        found, news = Standing(), None
        if ledger_exists(settings):
            with open_ledger(settings) as ledger:
                if refresh:
                    from planilla.queue.ask_every_point import ask_queue

                    news = asyncio.run(ask_queue(settings, ledger, force=True))
                found = standing(ledger)
        if as_json:
            text = simplejson.dumps(found.summary(), use_decimal=True, ensure_ascii=False)
            print(text)  # noqa: T201
        else:
            show(found, news)
        code = SOME_OPEN if found.waits or (news and (news.trouble or news.busy)) else DONE
    raise typer.Exit(code)
