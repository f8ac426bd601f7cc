"""Links from a workbook to files beside it, for Excel and LibreOffice alike."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path, PurePath

# what spreadsheet programs escape themselves; letters with accents stay, since
# Excel reads their escapes as another encoding
_UNSAFE = re.compile(r'[\x00-\x20%"#?<>\[\]^`{|}:]')


def link_target(file: Path, folder: Path) -> str:
    """The link from a workbook in `folder` to `file`: relative, so that both can be moved.

    On another drive or share, where nothing is relative, a `file:` URI.
    """
    there, name = os.path.split(os.path.abspath(file))  # noqa: PTH100
    return _folder_target(there, os.path.abspath(folder)) + _escaped(name)  # noqa: PTH100


@lru_cache(maxsize=1_000)
def _folder_target(there: str, here: str) -> str:
    """The link to a folder, to be followed by a name: of many files' few folders."""
    try:
        relative = os.path.relpath(there, here)
    except ValueError:
        return f"{file_uri(Path(there)).rstrip('/')}/"
    return "" if relative == os.curdir else f"{_escaped(Path(relative).as_posix())}/"


def file_uri(path: PurePath) -> str:
    """The URI of an absolute path with a drive or a share, as Windows programs take it."""
    drive, rest = path.drive, path.as_posix()[len(path.drive) :]
    if drive.endswith(":"):
        return f"file:///{drive}{_escaped(rest)}"
    share = drive.replace("\\", "/") if drive else "//"
    return f"file:{_escaped(share)}{_escaped(rest)}"


def _escaped(path: str) -> str:
    return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", path)
