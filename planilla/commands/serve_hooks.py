"""`planilla serve-hooks`: receive the service's webhooks."""

from __future__ import annotations

from typing import Annotated

import typer

from planilla.commands.work.console import errors, one_clear_message, show_logs
from planilla.common.errors import SettingsError


def command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8766,
    ask: Annotated[
        bool,
        typer.Option("--ask/--no-ask", help="Ask the service at once, or leave it to later runs."),
    ] = True,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")] = False,
) -> None:
    """Keep each webhook once, answer at once, and ask the service what happened.

    Put it behind your web server: any path is taken, and nothing in a hook is
    believed. PLANILLA_WEBHOOK_TOKEN says which secret each must carry. Ends with Ctrl-C.
    """
    import uvicorn

    from planilla.queue.webhooks import Receiver
    from planilla.settings.open_ledger import open_ledger
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings()
        if ask:
            settings.every_credential()
        with open_ledger(settings) as ledger:
            receiver = Receiver(settings, ledger, ask=ask)
            if receiver.warning:
                errors.print(f"planilla: {receiver.warning}", style="yellow", markup=False)
            config = uvicorn.Config(
                receiver.app(), host=host, port=port, log_level="warning", lifespan="on", http="h11"
            )
            try:
                listener = config.bind_socket()
            except SystemExit:
                raise SettingsError(f"{host}:{port} cannot be used") from None
            listener.listen(config.backlog)  # before it is told: whoever reads it may connect
            typer.echo(f"Listening on http://{host}:{listener.getsockname()[1]}/")
            uvicorn.Server(config).run(sockets=[listener])
