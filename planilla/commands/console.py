"""What every command shares: how errors end, and logs. Nothing heavy: `--help` imports it."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console

from planilla.errors import PlanillaError
from planilla.exit_codes import COULD_NOT

errors = Console(stderr=True, soft_wrap=True)


@contextmanager
def one_clear_message() -> Iterator[None]:
    """Any error that planilla raises on purpose ends in one line and exit code 1."""
    try:
        yield
    except PlanillaError as error:
        errors.print(f"planilla: {error}", style="red", markup=False, highlight=False)
        raise typer.Exit(COULD_NOT) from None
    except KeyboardInterrupt:
        errors.print("planilla: interrupted; run the same command again to continue")
        raise typer.Exit(COULD_NOT) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        text = f"planilla: unexpected {type(error).__name__}; run with --verbose for the details"
        errors.print(text, style="red", markup=False, highlight=False)
        raise typer.Exit(COULD_NOT) from None


@contextmanager
def stopped_by(stop: Callable[..., Any]) -> Iterator[None]:
    """Call `stop` for Ctrl-C, and for what a system sends a process that is to end."""
    names = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last is Windows'
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {one: signal.signal(one, stop) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def show_logs(*, verbose: bool) -> None:
    """Logs on the error output: warnings, or everything that matters with --verbose."""
    level = logging.DEBUG if verbose else logging.ERROR
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
