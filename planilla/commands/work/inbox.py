"""The inbox on the command line: until it has settled, or until Ctrl-C."""

from __future__ import annotations

from typing import Any

from planilla.commands.console import errors, stopped_by
from planilla.inbox.sweep import Inbox
from planilla.inbox.work import Handled


async def run(inbox: Inbox, *, watch: bool) -> list[Handled]:
    def stop(*_: Any) -> None:
        if inbox.stopping:
            raise KeyboardInterrupt
        inbox.stopping = True  # the file at work is finished

    with stopped_by(stop):
        if not watch:
            return await inbox.settle()
        await inbox.watch()
        return []


def tell(done: Handled) -> None:
    kind = done.kind.value if done.kind else "?"
    line = f"{done.name} ({kind}): {done.exit_code} -> {done.stands.parent}"
    errors.print(f"{line} {done.problem}".strip(), markup=False, highlight=False)
