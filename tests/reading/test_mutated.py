"""Real files with bytes changed: each is read or refused in words, and the reader goes on.

Changes are made to a file's own bytes and, where it is an archive, to what is packed in
it too, since a checksum would tell nearly every other change. Each follows from its seed.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from planilla.common.errors import InputError, ReaderDied
from planilla.reading.find_headings import read_sheet
from planilla.reading.process.read_file import open_grids
from schemas.columns import BY_NAME
from tests.hostile import FORMATS

KINDS = ("xlsx", "xls", "ods", "csv")
SEEDS = 12
MANY = 2_500
EXTREMES = (b"0", b"-1", b"1048576", b"1048577", b"4294967295", b"99999999999999999999", b"1e308")
NUMBER = re.compile(rb"(?<=[\"'>])\d+(?=[\"'<])")
CELL = re.compile(rb"\br=\"[A-Z]+\d+\"")
PLACES = (b"A0", b"XFD1048576", b"ZZZ9999999", b"A1", b"AA99999", b"", b"1")


def flipped(content: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 8)):
        content[dice.randrange(len(content))] = dice.randrange(256)


def cut(content: bytearray, dice: random.Random) -> None:
    del content[dice.randrange(1, len(content)) :]


def torn(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    del content[start : start + dice.randint(1, 600)]


def doubled(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    content[start:start] = content[start : start + dice.randint(1, 600)] * dice.randint(1, 40)


def blanked(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    size = min(dice.randint(1, 64), len(content) - start)
    content[start : start + size] = dice.choice((b"\x00", b"\xff")) * size


def renumbered(content: bytearray, dice: random.Random) -> None:
    found = list(NUMBER.finditer(bytes(content)))
    if found:
        one = dice.choice(found)
        content[one.start() : one.end()] = dice.choice(EXTREMES)


def moved(content: bytearray, dice: random.Random) -> None:
    found = list(CELL.finditer(bytes(content)))
    if found:
        one = dice.choice(found)
        content[one.start() : one.end()] = b'r="' + dice.choice(PLACES) + b'"'


Change = Callable[[bytearray, random.Random], None]
RAW: tuple[Change, ...] = (flipped, cut, torn, doubled, blanked)
INSIDE: tuple[Change, ...] = (*RAW, renumbered, moved, renumbered, moved)


def mutated(kind: str, seed: int) -> bytes:
    """A file of this kind, changed."""
    dice = random.Random(f"{kind}-{seed}")
    content = bytearray((FORMATS / f"ventas.{kind}").read_bytes())
    if kind in {"xlsx", "ods"} and dice.random() < 0.8:
        return repacked(bytes(content), dice)
    dice.choice(RAW)(content, dice)
    return bytes(content)


def repacked(content: bytes, dice: random.Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as copy:
        names = [name for name in archive.namelist() if archive.getinfo(name).file_size]
        sheets = [name for name in names if "sheet" in name or name == "content.xml"]
        chosen = dice.choice(sheets if dice.random() < 0.6 else names)
        for name in archive.namelist():
            part = bytearray(archive.read(name))
            for _ in range(dice.randint(1, 3) if name == chosen else 0):
                if part:
                    dice.choice(INSIDE)(part, dice)
            copy.writestr(name, bytes(part))
    return target.getvalue()


def told(kind: str, seed: int, folder: Path) -> str:
    """What became of it; anything but an `InputError` is raised."""
    path = folder / f"m.{kind}"
    path.write_bytes(mutated(kind, seed))
    try:
        open_grids(path)
        read_sheet(path, BY_NAME)
    except ReaderDied:
        return "died"
    except InputError as error:
        return "refused" if error.message.endswith(".") else f"seed {seed}: {error.message}"
    return "read"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.slow
def test_it_is_read_or_refused_in_words(kind: str, tmp_path: Path) -> None:
    ends = {told(kind, seed, tmp_path) for seed in range(SEEDS)}
    assert ends <= {"read", "refused"}
    path = FORMATS / f"ventas.{kind}"
    assert len(open_grids(path)) == len(open_grids(path))


@pytest.mark.campaign
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS)
def test_many_are_read_or_refused_in_words(kind: str, tmp_path: Path) -> None:
    ends: Counter[str] = Counter()
    died = []
    for seed in range(MANY):
        end = told(kind, seed, tmp_path)
        ends[end] += 1
        died += [seed] if end == "died" else []
    assert set(ends) <= {"read", "refused", "died"}
    print(f"{kind}: {dict(ends)}" + (f", seeds {died}" if died else ""))
