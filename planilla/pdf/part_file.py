"""A PDF on its way to the disk: whole under its name, or not there at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from pathlib import Path
from typing import BinaryIO

from planilla.common.private_home import private_folders

BEGINS, ENDS = b"%PDF-", b"%%EOF"
TAIL = 2048  # the end of a PDF is among so many last bytes, whatever stands behind it
HELD_BYTES = 256 * 1024
"""What is kept in memory before the disk has it: most PDFs are smaller and written once."""


class PartFile:
    """Takes a PDF piece by piece; `path` has it once `finish` has ended, and not before.

    `take` needs no disk. `flush`, `finish` and `discard` do: they are for a thread, and may be
    called from several.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held = bytearray()
        self._head, self._tail = b"", b""
        self._hash = hashlib.sha256()
        self._file: BinaryIO | None = None
        self._temporary: Path | None = None
        self._ended = False
        self._lock = threading.Lock()

    def take(self, piece: bytes) -> None:
        """The next bytes."""
        self._held += piece
        self._hash.update(piece)
        if len(self._head) < len(BEGINS):
            self._head = (self._head + piece)[: len(BEGINS)]
        self._tail = (self._tail + piece[-TAIL:])[-TAIL:]

    @property
    def no_pdf(self) -> bool:
        """Whether what has come so far cannot become one."""
        return not BEGINS.startswith(self._head)

    @property
    def whole(self) -> bool:
        """Whether what has come so far is a PDF from its beginning to its end."""
        return self._head == BEGINS and ENDS in self._tail

    @property
    def is_full(self) -> bool:
        """Whether what is held should go to the disk."""
        return len(self._held) >= HELD_BYTES

    def flush(self) -> None:
        """Write what is held beside the path; raises `OSError`."""
        with self._lock:
            if not self._ended:
                self._write()

    def finish(self) -> str:
        """Put it in its place, on disk; returns its SHA-256. Raises `OSError`, nothing left."""
        try:
            with self._lock:
                file = self._write()
                file.flush()
                os.fsync(file.fileno())
                file.close()
                assert self._temporary is not None  # noqa: S101 - it was written into
                self._temporary.replace(self.path)
                self._ended = True
        except BaseException:
            self.discard()
            raise
        return self._hash.hexdigest()

    def discard(self) -> None:
        """Nothing is left of it, unless it is finished."""
        with self._lock:
            if self._ended or self._file is None or self._temporary is None:
                self._ended = True
                return
            self._ended = True
            self._file.close()
            self._temporary.unlink(missing_ok=True)

    def _write(self) -> BinaryIO:
        if self._file is None:
            folder = self.path.parent
            if not folder.is_dir():
                private_folders(folder)
            handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
            self._temporary, self._file = Path(name), os.fdopen(handle, "wb", buffering=0)
        self._file.write(self._held)
        self._held.clear()
        return self._file
