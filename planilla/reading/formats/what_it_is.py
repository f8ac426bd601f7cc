"""What a file is, by what stands in it: names say little.

Accounting programs give the ending .xls to web pages, to texts with tabs and to Excel's XML
of 2003, since Excel opens all of them; and people rename an .xlsx to .xls, or the other way.
"""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from planilla.common.errors import UnreadableFile

HEAD = 64 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WIDE = (b"\xff\xfe", b"\xfe\xff")
ENCRYPTED, BOOK = ("EncryptedPackage".encode("utf-16-le"), "Workbook".encode("utf-16-le"))
LOCKED = (
    "Tiene contraseña. Ábralo en Excel, quítele la contraseña (Archivo, Información, Proteger "
    "libro) y guárdelo otra vez."
)
SAVE_AS = "Ábralo en Excel y guárdelo con «Guardar como… Libro de Excel (.xlsx)»."
IS = "Es {what}, no una planilla. " + SAVE_AS
OTHERS = {
    b"%PDF": "un PDF",
    b"{\\rtf": "un documento de texto (RTF)",
    b"\x89PNG": "una imagen",
    b"\xff\xd8\xff": "una imagen",
    b"Rar!": "un archivo comprimido",
    b"7z\xbc\xaf": "un archivo comprimido",
    b"\x1f\x8b": "un archivo comprimido",
}
OLD = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")  # how workbooks before Excel 97 begin
PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|tbody|thead|tr|div|span|p|meta|style|title|font"
    r"|center|form|section|main|article|h[1-6]|br|b)\b",
    re.IGNORECASE,
)
TABLE = re.compile(r"<table\b", re.IGNORECASE)
SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
WEB_ARCHIVE = re.compile(r"^mime-version:|^content-type:\s*multipart/related", re.I | re.M)
NAMES_OF_STATEMENTS = {".ofx", ".qfx", ".qif", ".sta", ".mt940", ".940"}
OFX = re.compile(r"OFXHEADER\s*:|<OFX>|<\?OFX\b|<\?xml[^>]*\?>\s*<(?:\?OFX\b|OFX>)", re.IGNORECASE)
QIF = re.compile(r"!(?:Type|Account|Option|Clear)\b", re.IGNORECASE)
SWIFT = re.compile(r"^:20:.*?^:(?:25|28C?|6[01][FM]?):", re.MULTILINE | re.DOTALL)
CAMT = re.compile(r"iso:20022:tech:xsd:(camt\.\d{3})")
NO_STATEMENT = "Se llama «{ending}», pero no es un extracto de ese tipo. Bájelo otra vez del banco."
OTHER_CAMT = "Es un {kind}, no un extracto. Pida al banco el extracto camt.053."
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


class Kind(StrEnum):
    """How a file is read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    SPREADSHEETML = "xml"
    TEXT = "text"
    OFX = "ofx"
    QIF = "qif"
    MT940 = "mt940"
    CAMT053 = "camt.053"


STATEMENTS = {Kind.OFX, Kind.QIF, Kind.MT940, Kind.CAMT053}


def kind_of(path: Path, *, as_text: bool) -> Kind:
    """What a file is; `as_text` says that its name is that of a text.

    Raises `UnreadableFile`, in words for its owner, for what is no spreadsheet.
    """
    with path.open("rb") as file:
        start = file.read(HEAD)
    if start.startswith(ZIP):
        return _zipped(path)
    if start.startswith(OLE):
        return _compound(path)
    for mark, what in OTHERS.items():
        if start.startswith(mark):
            raise UnreadableFile(path, IS.format(what=what))
    if start.startswith(OLD) and not as_text:
        raise UnreadableFile(path, "Es un libro de un Excel anterior a 1997. " + SAVE_AS)
    return _written(path, start, as_text=as_text)


def _zipped(path: Path) -> Kind:
    with zipfile.ZipFile(path) as archive:
        names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    if any(name.startswith("xl/") for name in names):
        if "xl/workbook.bin" in names:
            raise UnreadableFile(path, "Es un libro binario de Excel (.xlsb). " + SAVE_AS)
        return Kind.XLSX
    if "content.xml" in names:
        return Kind.ODS
    what = "un documento de Word" if any(n.startswith("word/") for n in names) else ""
    raise UnreadableFile(path, IS.format(what=what or "un archivo comprimido (.zip)"))


def _compound(path: Path) -> Kind:
    """An .xls, or the wrapping of an .xlsx with a password."""
    content = path.read_bytes()
    if ENCRYPTED in content and BOOK not in content:
        raise UnreadableFile(path, LOCKED)
    return Kind.XLS


def _statement(path: Path, text: str) -> Kind | None:
    """Which of the banks' own formats a text is; raises `UnreadableFile` for one of no account."""
    if OFX.match(text):
        return Kind.OFX
    if QIF.match(text):
        return Kind.QIF
    if SWIFT.search(text):
        return Kind.MT940
    found = CAMT.search(text) if text.startswith("<") else None
    if found and found[1] != Kind.CAMT053:
        raise UnreadableFile(path, OTHER_CAMT.format(kind=found[1]))
    return Kind.CAMT053 if found else None


def _written(path: Path, start: bytes, *, as_text: bool) -> Kind:
    wide = start.startswith(WIDE)
    text = start.decode("utf-16" if wide else "latin-1", "replace")
    text = text.removeprefix("\xef\xbb\xbf").lstrip("\ufeff \t\r\n")
    if found := _statement(path, text):
        return found
    if text.startswith("<") and SPREADSHEETML in text:
        return Kind.SPREADSHEETML
    if PAGE.match(text) or (not as_text and TABLE.search(text)):
        return Kind.HTML
    if text.startswith("<?xml"):
        if TABLE.search(text) or "<html" in text:
            return Kind.HTML
        raise UnreadableFile(path, IS.format(what="un archivo XML"))
    if WEB_ARCHIVE.match(text):
        raise UnreadableFile(path, IS.format(what="una página web en un solo archivo (MHTML)"))
    if path.suffix.lower() in NAMES_OF_STATEMENTS:
        raise UnreadableFile(path, NO_STATEMENT.format(ending=path.suffix.lower()))
    if as_text:
        return Kind.TEXT
    if CONTROLS.search(text) or not any(mark in text for mark in "\t;,"):
        raise UnreadableFile(path, IS.format(what="un archivo de otro tipo, o está dañado"))
    return Kind.TEXT
