"""The inbox on the command line: until it has settled, or until Ctrl-C."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from planilla.commands.work.console import errors, say_stopping, stopped_by
from planilla.commands.work.flow import by_flow, flow_of
from planilla.common.calendar import BUENOS_AIRES
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG
from planilla.inbox.folder import RETRY_SECONDS, WAITING
from planilla.inbox.handle_file import Handled
from planilla.inbox.questions_beside import QUESTIONS
from planilla.inbox.sweep import Inbox

ENDED = {
    DONE: "done",
    COULD_NOT: "could not be worked",
    SOME_WRONG: "some rows are invalid or rejected",
    SOME_OPEN: "some rows wait, or are for a person",
}


async def run(inbox: Inbox, *, watch: bool, flow: bool) -> list[Handled]:
    """Sweep; whoever watches through Prefect shows each sweep as a run there."""

    def stop(*_: Any) -> None:
        if inbox.stopping:
            raise KeyboardInterrupt
        say_stopping()
        inbox.stop()  # what was sent is waited for; a second Ctrl-C does not wait

    with stopped_by(stop):
        if not watch:
            return await inbox.settle()
        if by_flow(asked=flow):
            await flow_of("inbox")(inbox)
        else:
            await inbox.watch()
        return []


def tell(done: Handled) -> None:
    """One line for a file that was handled; why not all of it was, on a line of its own.

    That is often said to whoever has the spreadsheet, in Spanish.
    """
    kind = done.kind.value if done.kind else "?"
    errors.print(f"{done.name} ({kind}): {ENDED[done.exit_code]} -> {done.stands.parent}")
    if done.problem:
        errors.print(f"{done.name}: {done.problem}")


def tell_waiting(inbox: Inbox) -> bool:
    """Say what is not finished and when it goes on; whether anything is."""
    if inbox.stopping:
        waiting, dropped = len(inbox.waiting()), len(inbox.dropped())
        errors.print(
            f"Interrupted: {inbox.finished} file(s) finished, {waiting} waiting in {WAITING}/, "
            f"{dropped} not begun. Run the same command again to continue; what is finished is "
            "not done twice."
        )
        return bool(waiting or dropped)
    for path in inbox.waiting():
        if inbox.asks(path):
            errors.print(f"{path}: goes on once {path.name}{QUESTIONS} is answered")
            continue
        errors.print(f"{path}: not finished, goes on by itself (inbox again, from {_again(path)})")
    return bool(inbox.waiting())


def _again(path: Path) -> str:
    return f"{datetime.fromtimestamp(path.stat().st_mtime + RETRY_SECONDS, BUENOS_AIRES):%H:%M}"
