"""What a program hands over on standard input, as a file like any other: `-` among the files."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from planilla.common.errors import InputRefused, UnreadableFile
from planilla.common.private_home import FOLDER, private_file, private_home
from planilla.reading.formats.what_it_is import Kind, kind_of
from planilla.settings.settings import Settings

STDIN = "-"
KEPT = "entrada"
"""The folder of the home in which it stays, since the ledger names the file."""
ENDINGS = {Kind.XLSX: ".xlsx", Kind.XLS: ".xls", Kind.ODS: ".ods", Kind.HTML: ".xls"}
ENDINGS |= {Kind.SPREADSHEETML: ".xls", Kind.TEXT: ".csv"}
RESULTS = Path("resultados")


def with_standard_input(
    files: Sequence[Path], out: Path | None, settings: Settings
) -> tuple[list[Path], Path | None]:
    """The files, `-` in place of what came, and where results go: `resultados/` here, for it.

    What it is, is told by its bytes. Raises `InputRefused` where nothing came.
    """
    asked = [str(file) for file in files].count(STDIN)
    if not asked:
        return list(files), out
    content = sys.stdin.buffer.read() if asked == 1 else b""
    if not content:
        raise InputRefused("- is standard input: give it once, and something in it")
    kept = _kept(content, settings.home)
    return [kept if str(file) == STDIN else file for file in files], out or RESULTS


def _kept(content: bytes, home: Path) -> Path:
    private_home(home)
    folder = home / KEPT
    folder.mkdir(mode=FOLDER, exist_ok=True)
    bare = folder / f"stdin-{hashlib.sha256(content).hexdigest()[:8]}"
    private_file(bare)
    bare.write_bytes(content)
    try:
        ending = ENDINGS.get(kind_of(bare, as_text=True), ".csv")
    except UnreadableFile:
        ending = ".csv"  # whoever reads it says what it is
    return bare.replace(bare.with_name(bare.name + ending))
