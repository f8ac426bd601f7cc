"""The home is nobody else's: clients, amounts and the PDFs of a company are in it.

On POSIX the folder is 0700 and what is in it 0600. On Windows a folder in a
user's profile is that user's already, and rights are inherited; one elsewhere is
for whoever administers (docs/operation.md, "Who may read what").
"""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

FOLDERS = {
    "conciliacion",
    "entrada",
    "fuentes",
    "hojas",
    "locks",
    "logs",
    "markers",
    "pdf",
    "prefect",
    "sandbox",
}
OTHERS = stat.S_IRWXG | stat.S_IRWXO
FOLDER, FILE = 0o700, 0o600
log = logging.getLogger(__name__)


def private_home(home: Path) -> None:
    """Make the home, or close one that is there, so that only its owner may enter it.

    A home that is somebody's working folder, with other things in it, stays as it
    is: only what planilla keeps there is closed. Raises `OSError` when it cannot be made.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    home.mkdir(mode=FOLDER, exist_ok=True)
    if os.name == "nt":
        return
    inside = list(home.iterdir())
    own = [path for path in inside if path.name in FOLDERS or path.name.startswith("ledger.")]
    try:
        if len(own) == len(inside) and _is_open(home):
            home.chmod(FOLDER)
        for path in own:
            if not path.is_symlink() and _is_open(path):
                _close(path)
    except OSError as error:  # somebody else's: as they share it
        log.warning("%s can be read by others: %s", home, error.strerror)


def private_folders(path: Path) -> None:
    """Make a folder inside of the home, each one on the way for its owner alone."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=FOLDER, exist_ok=True)


def private_file(path: Path) -> None:
    """Have a file exist that only its owner may read, before anything is written into it."""
    if os.name == "nt":
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE))
        if _is_open(path):
            path.chmod(FILE)
    except OSError as error:
        log.warning("%s can be read by others: %s", path, error.strerror)


def _is_open(path: Path) -> bool:
    return os.name != "nt" and bool(path.stat().st_mode & OTHERS)


def _close(path: Path) -> None:
    if not path.is_dir():
        path.chmod(FILE)
        return
    path.chmod(FOLDER)
    for place, folders, files in os.walk(path):
        for name in folders:
            (Path(place) / name).chmod(FOLDER)
        for name in files:
            found = Path(place) / name
            if not found.is_symlink():
                found.chmod(FILE)
