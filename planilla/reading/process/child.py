"""The reading process: one path at a time comes in, grids go out, until nobody asks any more.

What is asked is a line of JSON. The answer is one byte when the reading begins, so that
a death before it is not the file's; then a header of JSON and the frames it tells of.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from planilla.common.errors import UnreadableFile
from planilla.reading.formats.open_file import read_file
from planilla.reading.process.limits import MIB, Limits, confine, peak, timed
from planilla.reading.process.pipe import BEGUN, READY, put
from planilla.reading.process.pipe_frames import packed

DEAF_TO = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # it ends when nobody asks any more
BLOATED_MIB = 512  # one that has held so much gives it back by ending
Answer = tuple[dict[str, Any], list[bytes]]


def main() -> None:
    """Answer until the pipe is closed; `sys.argv` has the limits."""
    for name in DEAF_TO:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    source, target = _pipes()
    limits = Limits(int(sys.argv[2]), int(sys.argv[3]))
    confine(limits)
    asked: queue.SimpleQueue[Path] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, asked), daemon=True).start()
    target.write(READY)
    target.flush()
    while True:
        path = asked.get()
        target.write(BEGUN)
        target.flush()
        with timed(limits):
            header, blobs = _answer(path)
        last = header.get("last", False) or peak() > BLOATED_MIB * MIB
        put(target, {**header, "last": last}, blobs)
        if last:
            os._exit(0)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, out of the reach of whatever prints."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    return source, target


def _listen(source: BinaryIO, asked: queue.SimpleQueue[Path]) -> None:
    """Take in what is asked; when the other side is gone, a reading is of no use any more."""
    for line in source:
        asked.put(Path(json.loads(line)))
    os._exit(0)


def _answer(path: Path) -> Answer:
    try:
        return packed(read_file(path))
    except UnreadableFile as error:
        return {"unreadable": error.message}, []
    except BaseException as error:  # noqa: BLE001 - a panic of Rust is no Exception
        # one that panicked or was out of memory is not to be trusted with another file
        last = isinstance(error, MemoryError) or not isinstance(error, Exception)
        return {"failed": type(error).__name__, "last": last}, []
