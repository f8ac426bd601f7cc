"""Links from a workbook to files beside it, for Excel and LibreOffice alike."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath

# what spreadsheet programs escape themselves; letters with accents stay, since
# Excel reads their escapes as another encoding
_UNSAFE = re.compile(r'[\x00-\x20%"#?<>\[\]^`{|}:]')


def link_target(file: Path, folder: Path) -> str:
    """The link from a workbook in `folder` to `file`: relative, so that both can be moved.

    On another drive or share, where nothing is relative, a `file:` URI.
    """
    there, here = Path(os.path.abspath(file)), Path(os.path.abspath(folder))  # noqa: PTH100
    try:
        relative = os.path.relpath(there, here)
    except ValueError:
        return file_uri(there)
    return _escaped(Path(relative).as_posix())


def file_uri(path: PurePath) -> str:
    """The URI of an absolute path with a drive or a share, as Windows programs take it."""
    drive, rest = path.drive, path.as_posix()[len(path.drive) :]
    if drive.endswith(":"):
        return f"file:///{drive}{_escaped(rest)}"
    share = drive.replace("\\", "/") if drive else "//"
    return f"file:{_escaped(share)}{_escaped(rest)}"


def _escaped(path: str) -> str:
    return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", path)
