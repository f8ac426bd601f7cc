"""A file appears whole under its name, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from uuid import uuid4

from planilla.common.errors import OutputError

MOST_NAMES = 99


def write_whole(destination: Path, render: Callable[[], bytes]) -> Path:
    """Put what `render` gives in the destination's place, by way of a temporary file.

    The folder is made if needed. While a spreadsheet program holds the
    destination open, the file goes to `<stem>.2<ending>`, `.3` and so on.
    Returns the path really written. Raises `OutputError`, with nothing left
    behind, if the folder or the disk does not take it.
    """
    temporary = destination.with_name(f".planilla-{uuid4().hex}.tmp")
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        _write_through(temporary, render())
        return _put(temporary, destination)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(f"cannot write {destination}: {reason.lower()}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put(temporary: Path, destination: Path) -> Path:
    for candidate in islice(_names(destination), MOST_NAMES):
        if _is_open(candidate):
            continue
        try:
            temporary.replace(candidate)
        except PermissionError:
            # Windows says so of a file that another program holds open
            if candidate.is_file():
                continue
            raise
        return candidate
    raise OutputError(f"cannot write {destination}: it is open, and so are its numbered copies")


def _names(destination: Path) -> Iterator[Path]:
    yield destination
    for number in count(2):
        yield destination.with_name(f"{destination.stem}.{number}{destination.suffix}")


def _is_open(path: Path) -> bool:
    """Whether Excel or LibreOffice has left its owner file beside it."""
    owners = (f"~${path.name}", f".~lock.{path.name}#")
    return any((path.parent / owner).exists() for owner in owners)
