"""PDFs beside a result, under names that say what they are: to be sent to somebody.

    resultados/ventas.resultado.xlsx
    resultados/PDF/FACTURA B 00003-00000001 – Ana Gómez.pdf

The archive in the home stays as it is. These are hard links to it where the disk has such,
which cost no room, else copies. None is ever overwritten: another file of that name, of another
company's comprobante, say, gets a number behind its own.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from uuid import uuid4

from planilla.writing.report import Report, RowResult
from schemas.headings import match

FOLDER = "PDF"
CLIENT = "razon_social"
MOST_BYTES = 180  # of a name without its ending: a path of Windows holds 260 characters in all
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # in a name on Windows


def beside(report: Report, folder: Path) -> Report:
    """The same report, its PDFs those in `folder`/PDF, which are put there.

    Where one cannot be, the row keeps the archive's.
    """
    clients = _clients(report)
    placed: dict[Path, Path] = {}
    rows: dict[int, RowResult] = {}
    for row, result in report.rows.items():
        if result.pdf is not None:
            if result.pdf not in placed:
                name = _name(result, clients.get(row, ""))
                placed[result.pdf] = _put(result.pdf, folder / FOLDER, name)
            rows[row] = replace(result, pdf=placed[result.pdf])
        else:
            rows[row] = result
    return replace(report, rows=rows) if placed else report


def _clients(report: Report) -> Mapping[int, str]:
    """What each row of the file calls its client."""
    place = match(report.sheet.headings, report.columns).places.get(CLIENT)
    if place is None:
        return {}
    texts = report.sheet.text[f"c{place}"].to_list()
    return {row: text or "" for row, text in zip(report.sheet.rows, texts, strict=True)}


def _name(result: RowResult, client: str) -> str:
    what = f"{result.tipo} {result.numero_emitido}".strip() or "comprobante"
    return _fit(f"{what} – {client}" if client.strip() else what)


def _fit(name: str) -> str:
    """A name that every disk takes, Windows' too: no blanks or dots at its end, not too long."""
    plain = " ".join(FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name)).split())
    cut = plain.encode()[:MOST_BYTES].decode(errors="ignore")
    return cut.rstrip(" .")


def _put(pdf: Path, folder: Path, name: str) -> Path:
    """Where it then is: the first of its names that is free, or its own already."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target in _names(folder, name):
            if _linked(pdf, target) or _same(pdf, target):
                return target
    except OSError:
        pass
    return pdf


def _names(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}.pdf"
    for number in count(2):
        yield folder / f"{name} ({number}).pdf"


def _linked(pdf: Path, target: Path) -> bool:
    """Whether it is there now; False where something of that name is. Raises `OSError`."""
    try:
        os.link(pdf, target)
    except FileExistsError:
        return False
    except OSError:  # another disk, or one without hard links
        if target.exists():
            return False
        part = target.with_name(f"{uuid4().hex}.part")
        shutil.copyfile(pdf, part)
        part.replace(target)
    return True


def _same(pdf: Path, target: Path) -> bool:
    return target.samefile(pdf) or filecmp.cmp(pdf, target, shallow=False)
