"""What a zipped workbook (.xlsx, .xlsm, .ods) unpacks to: refused before, read in pieces after."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from planilla.common.errors import UnreadableFile

MIB = 1 << 20
MOST_FILE = 256 * MIB
MOST_MARKUP = 64 * MIB  # web pages and XML: of a million cells
MOST_UNPACKED = 1024 * MIB
MOST_PARTS = 10_000
SUSPECT_PART = 32 * MIB  # what is smaller does no harm, however well it packs
MOST_RATIO = 250  # sheets of one value repeated pack to a hundredth; deflate ends at 1,032
PIECE = MIB
TOO_BIG = (
    "El archivo tiene {size} MiB y no se leen más de {most}. Divídalo en varios, o borre lo que "
    "no hace falta y guárdelo otra vez."
)
BOMB = (
    "El archivo ocupa {size} MiB una vez descomprimido, demasiado para una planilla: no se lee. "
    "Ábralo en Excel, borre lo que sobra y guárdelo otra vez como .xlsx."
)


def refuse_size(path: Path, size: int) -> None:
    """Refuse a file by its own bytes; raises `UnreadableFile`."""
    if size > MOST_FILE:
        words = TOO_BIG.format(size=size // MIB, most=MOST_FILE // MIB)
        raise UnreadableFile(path, words)


def refuse_markup(path: Path, size: int) -> None:
    """Refuse a web page, or an XML, by its bytes; raises `UnreadableFile`."""
    if size > MOST_MARKUP:
        words = TOO_BIG.format(size=size // MIB, most=MOST_MARKUP // MIB)
        raise UnreadableFile(path, words)


def refuse_unpacked(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse an archive by what its directory says of its parts; raises `UnreadableFile`."""
    parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    bomb = any(
        part.file_size > max(SUSPECT_PART, part.compress_size * MOST_RATIO) for part in parts
    )
    if bomb or whole > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise UnreadableFile(path, BOMB.format(size=max(whole // MIB, 1)))


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part of XML, a piece at a time, none of which ends inside of a tag.

    Reading to the end checks what the directory said of the size; raises
    `zipfile.BadZipFile` where it lied.
    """
    held: list[bytes] = []
    with archive.open(part) as file:
        while block := file.read(PIECE):
            whole, mark, rest = block.rpartition(b"<")
            if not mark:
                held.append(block)
                continue
            yield b"".join((*held, whole))
            held = [mark + rest]
    yield b"".join(held)
