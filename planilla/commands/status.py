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
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="The ledger of what was tried with --sandbox.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")] = False,
) -> None:
    """Counts and money by kind and state, open lanes, and what waits for a person.

    What was tried with --sandbox has a ledger of its own. Ends 4 while something is
    pending, unknown or for review, else 0.
    """
    import asyncio

    import simplejson

    from planilla.commands.work.service_for import service_for, tried
    from planilla.commands.work.status import TRIED, show
    from planilla.commands.work.status_counts import Standing, standing
    from planilla.settings.open_ledger import ledger_exists, open_ledger
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings()
        was_tried = tried(settings)
        hint = TRIED if was_tried and not sandbox else ""
        found, news = Standing(), None
        with service_for(settings, sandbox=sandbox and was_tried) as chosen:
            if ledger_exists(chosen) and (was_tried or not sandbox):
                with open_ledger(chosen) as ledger:
                    if refresh:
                        from planilla.queue.ask_every_point import ask_queue

                        news = asyncio.run(ask_queue(chosen, ledger, force=True))
                    found = standing(ledger)
        if as_json:
            text = simplejson.dumps(found.summary(), use_decimal=True, ensure_ascii=False)
            print(text)  # noqa: T201
        else:
            show(found, news, hint)
        code = SOME_OPEN if found.waits or (news and (news.trouble or news.busy)) else DONE
    raise typer.Exit(code)
