"""What every command shares: how errors end, and logs. Nothing heavy: `--help` imports it."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from planilla.common.errors import PlanillaError
from planilla.common.exit_codes import COULD_NOT
from planilla.common.uncollected import loaded


def visible(text: str) -> str:
    """Text from outside as it may reach a terminal: what would steer one is shown instead."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)


class Screen(Console):
    """Shows text as it is: a client's `[/b]` is no markup, and an escape steers no terminal."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, soft_wrap=True, markup=False, emoji=False, highlight=False)

    def render_str(self, text: str, **options: Any) -> Text:
        """Every string that is printed, or is a cell of a table, comes through here."""
        return super().render_str(visible(text), **options)


errors = Screen(stderr=True)


@contextmanager
def one_clear_message() -> Iterator[None]:
    """Any error that planilla raises on purpose ends in one line and exit code 1.

    It begins when a command's modules are loaded.
    What a system sends a process that is to end does as Ctrl-C does.
    """
    loaded()
    with stopped_by(lambda *_: signal.raise_signal(signal.SIGINT), *TERMINATION):
        yield from _told()


def _told() -> Iterator[None]:
    try:
        yield
    except PlanillaError as error:
        errors.print(f"planilla: {error}", style="red")
        raise typer.Exit(COULD_NOT) from None
    except KeyboardInterrupt:
        errors.print("planilla: interrupted; run the same command again to continue")
        raise typer.Exit(COULD_NOT) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        text = f"planilla: unexpected {type(error).__name__}; run with --verbose for the details"
        errors.print(text, style="red")
        raise typer.Exit(COULD_NOT) from None


TERMINATION = ("SIGTERM", "SIGBREAK")  # the last is Windows'


@contextmanager
def stopped_by(stop: Callable[..., Any], *names: str) -> Iterator[None]:
    """Call `stop` for these signals: Ctrl-C and a system's own wish to end, unless told others."""
    names = names or ("SIGINT", *TERMINATION)
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {one: signal.signal(one, stop) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


STOPPING = "planilla: ending; what was sent is waited for (Ctrl-C again ends at once)"


def say_stopping() -> None:
    """Say that the first Ctrl-C was heard: from the loop, since a signal may come amid a line."""
    import asyncio

    asyncio.get_running_loop().call_soon_threadsafe(errors.print, STOPPING)


def show_logs(*, verbose: bool) -> None:
    """Logs on the error output: errors, or with --verbose all that planilla itself tells."""
    logging.basicConfig(
        level=logging.WARNING if verbose else logging.ERROR,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if verbose:
        logging.getLogger("planilla").setLevel(logging.DEBUG)
        logging.getLogger("httpx").setLevel(logging.INFO)  # a line a request
