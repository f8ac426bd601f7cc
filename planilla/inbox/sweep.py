"""Sweeping the inbox: what is ready is claimed and worked, once or for as long as it watches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from planilla.batch.sequence import Batch
from planilla.common.errors import OutputError
from planilla.inbox.claims import Claim, Claims
from planilla.inbox.folder import Folder
from planilla.inbox.handle_file import Handled, handle
from planilla.inbox.recognise import FileKind
from planilla.ledger.presence import Presence
from planilla.settings.settings import Settings

PAUSE_SECONDS = 1.0
log = logging.getLogger(__name__)


class Inbox:
    """One process's view of an inbox; several may share it."""

    def __init__(
        self,
        settings: Settings,
        folder: Folder,
        tell: Callable[[Handled], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._tell = tell
        self._presence = Presence(settings.home.absolute() / "locks")
        self._claims = Claims(folder, self._presence)
        self.stopping = False
        self.finished = 0
        self._batch: Batch | None = None
        try:
            folder.make()
        except OSError as error:
            raise OutputError(
                f"the inbox {folder.root} cannot be used: {error.strerror}"
            ) from error

    def stop(self) -> None:
        """Begin nothing more; what was sent is waited for, and the file goes on another time."""
        self.stopping = True
        if self._batch is not None:
            self._batch.stop()

    def close(self) -> None:
        """This process claims no more."""
        self._presence.leave()

    def waiting(self) -> list[Path]:
        """What stays in `pendientes/` and is tried again by itself."""
        return self._folder.waiting()

    def dropped(self) -> list[Path]:
        """What was dropped and nobody has taken yet."""
        return self._folder.dropped()

    def asks(self, path: Path) -> bool:
        """Whether one of those waits for somebody's answers."""
        return self._folder.asks(path)

    def due(self) -> bool:
        """Whether a sweep would find something to do."""
        return bool(self._folder.ready()) or self._claims.has_orphans()

    async def sweep(self) -> list[Handled]:
        """Take up what dead processes left, then everything that is ready.

        What has ended a process that read it goes last: it keeps no other file waiting.
        """
        handled: list[Handled] = []
        feared: list[Claim] = []
        for claim in self._claims.orphans():
            if claim.attempts.feared:
                feared.append(claim)
            else:
                handled += await self._work(claim, feared)
        while not self.stopping:
            done = await self._take_ready(feared)
            handled += done
            if not any(one.kind is FileKind.REVISION and not one.waits for one in done):
                break
            for path in self._folder.waiting():  # an answer may be what it waited for
                self._folder.hurry(path)
        for claim in feared:  # which grows, until each is done or set aside
            if not self.stopping:
                handled += await self._work(claim, feared)
        return handled

    async def _take_ready(self, feared: list[Claim]) -> list[Handled]:
        """Work what is ready by now."""
        handled: list[Handled] = []
        for path in self._folder.ready():
            if self.stopping:
                break
            taken = self._claims.take(path)
            if taken is not None:
                handled += await self._work(taken, feared)
        return handled

    async def settle(self) -> list[Handled]:
        """Sweep until nothing is on its way any more: what a scheduled run does."""
        handled = await self.sweep()
        while self._folder.coming() and not self.stopping:
            await asyncio.sleep(PAUSE_SECONDS)
            handled += await self.sweep()
        return handled

    async def watch(self) -> None:
        """Sweep for as long as it is not told to stop."""
        while not self.stopping:
            await self.sweep()
            await asyncio.sleep(PAUSE_SECONDS)

    def _see(self, batch: Batch) -> None:
        self._batch = batch
        if self.stopping:
            batch.stop()

    async def _work(self, claim: Claim, feared: list[Claim]) -> list[Handled]:
        """Work a claim; one to be tried once more, after all others, is put with the `feared`."""
        done = await handle(claim, self._folder, self._settings, self._see)
        self._batch = None
        if done is None:
            log.warning("%s: the process that read it ended; tried again later", claim.path.name)
            feared.append(claim)
            return []
        self.finished += not done.waits
        if self.stopping and done.waits:
            self._folder.hurry(done.stands)
        log.info("%s: %s, exit code %d", done.name, done.kind, done.exit_code)
        self._tell(done)
        return [done]
