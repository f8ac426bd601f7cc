"""`planilla up`: the whole office on one machine."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from planilla.commands.work.console import one_clear_message, show_logs, stopped_by


def command(
    port: Annotated[int, typer.Option(help="Port of Prefect's pages on this machine.")] = 4200,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")] = False,
) -> None:
    """Start Prefect's server, a worker, all deployments and the inbox; Ctrl-C stops them.

    Settings come from the environment, .env or planilla.toml of this folder.
    """
    from planilla.commands.work.start_office import Office, find_prefect_yaml
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings()
        settings.every_credential()
        office = Office(
            settings.home.absolute(),
            find_prefect_yaml(),
            settings.as_variables(),
            port,
            settings.answer_seconds,
            typer.echo,
        )

        def stop(*_: Any) -> None:
            office.hurried = office.stopping
            office.stopping = True

        with stopped_by(stop):
            try:
                office.start()
                office.watch()
            finally:
                office.stop()
