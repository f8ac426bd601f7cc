"""The inbox on the command line: until it has settled, or until Ctrl-C."""

from __future__ import annotations

import signal
from typing import Any

from planilla.commands.console import errors
from planilla.inbox.sweep import Inbox
from planilla.inbox.work import Handled


async def run(inbox: Inbox, *, watch: bool) -> list[Handled]:
    def stop(*_: Any) -> None:
        if inbox.stopping:
            raise KeyboardInterrupt
        inbox.stopping = True  # the file at work is finished

    before = signal.signal(signal.SIGINT, stop)
    try:
        if not watch:
            return await inbox.settle()
        await inbox.watch()
        return []
    finally:
        signal.signal(signal.SIGINT, before)


def tell(done: Handled) -> None:
    kind = done.kind.value if done.kind else "?"
    line = f"{done.name} ({kind}): {done.exit_code} -> {done.stands.parent}"
    errors.print(f"{line} {done.problem}".strip(), markup=False, highlight=False)
