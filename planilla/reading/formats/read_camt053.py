"""camt.053, ISO 20022's statement, in any of its versions.

By expat, which comes with Python: of the message a dozen elements matter. pycamt reads the whole of
it into lxml's tree, and knows nothing of pending entries. A document type, and so every entity of
a file's own, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.parsers import expat

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.statement_grid import (
    CLOSING,
    MISSING,
    OPENING,
    Line,
    one_line,
    statement_grid,
)

MARK = "Referencia (camt.053)"
PIECE = 1 << 20
KEPT = {"Ntry", "Bal", "Acct"}  # of a statement; the rest of it is thrown away as it comes
FIGURE = re.compile(r"\d{1,18}(?:\.\d{1,5})?")
OPENINGS, CLOSINGS = {"OPBD", "PRCD"}, {"CLBD"}
NOT_PROVIDED = {"", "NOTPROVIDED"}
DECLARED = "El XML declara un tipo de documento propio: no se lee. Bájelo otra vez del banco."
BROKEN = "El XML está dañado cerca de la línea {line}. Bájelo otra vez del banco."


@dataclass
class Node:
    """An element: its name without prefix, its text and what stands in it."""

    tag: str
    line: int = 0
    text: str = ""
    currency: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, *path: str) -> list[Node]:
        """Every element at a path below."""
        found = [self]
        for tag in path:
            found = [child for node in found for child in node.children if child.tag == tag]
        return found

    def first(self, *path: str) -> str:
        """The text of the first element at a path below that has any."""
        return next((text for node in self.all(*path) if (text := node.text.strip())), "")


class _Reader:
    """Follows the elements of a file, and gives the lines of its statements."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: list[Line] = []
        self._open: list[Node] = []
        self._account = self._currency = ""
        self._opened = False
        self._closing: tuple[int, Decimal | str] | None = None
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self) -> list[Line]:
        """All lines; raises `UnreadableFile`."""
        try:
            with self.path.open("rb") as file:
                while piece := file.read(PIECE):
                    self._parser.Parse(piece, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableFile(self.path, BROKEN.format(line=error.lineno)) from error
        return self.lines

    def _refuse(self, *_: object) -> None:
        raise UnreadableFile(self.path, DECLARED)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self._open.append(
            Node(tag, self._parser.CurrentLineNumber, currency=attributes.get("Ccy", ""))
        )
        if tag == "Stmt":
            self._account = self._currency = ""
            self._opened, self._closing = False, None

    def _data(self, text: str) -> None:
        self._open[-1].text += text

    def _end(self, _: str) -> None:
        node = self._open.pop()
        inside = any(one.tag in KEPT for one in self._open)
        if inside:
            self._open[-1].children.append(node)
        elif node.tag == "Acct":
            self._account = node.first("Id", "IBAN") or node.first("Id", "Othr", "Id")
            self._currency = node.first("Ccy")
        elif node.tag == "Bal":
            self._balance(node)
        elif node.tag == "Ntry":
            self.lines += _entry(node, self._account, self._currency)
        elif node.tag == "Stmt" and self._closing is not None:
            line, amount = self._closing
            self.lines.append(self._told(max(line, node.line), CLOSING, amount))

    def _balance(self, node: Node) -> None:
        kind = node.first("Tp", "CdOrPrtry", "Cd")
        if kind in OPENINGS and not self._opened:
            self._opened = True
            self.lines.append(self._told(node.line, OPENING, _amount(node)))
        elif kind in CLOSINGS:
            self._closing = (self._parser.CurrentLineNumber, _amount(node))

    def _told(self, line: int, words: str, amount: Decimal | str) -> Line:
        return Line(line, self._account, "", self._currency, words=words, balance=amount)


def read_camt053(path: Path) -> Grid:
    """The booked entries of every statement in a file, between its balances.

    Raises `UnreadableFile`.
    """
    return statement_grid(path, MARK, _Reader(path).read())


def _entry(entry: Node, account: str, currency: str) -> Iterator[Line]:
    """An entry as a line, or its parts where each has an amount and they make up the whole."""
    parts = entry.all("NtryDtls", "TxDtls")
    whole = _amount(entry)
    each = [
        _amount(part, "AmtDtls", "TxAmt") if part.all("AmtDtls") else _amount(part)
        for part in parts
    ]
    figures = [one for one in each if isinstance(one, Decimal)]
    signed = [
        -abs(one) if isinstance(whole, Decimal) and whole < 0 else abs(one) for one in figures
    ]
    if len(parts) > 1 and len(figures) == len(parts) and sum(signed) == whole:
        for number, (part, amount) in enumerate(zip(parts, signed, strict=True), start=1):
            yield _line(entry, [part], amount, account, currency, f"{number}/{len(parts)}")
    else:
        yield _line(entry, parts, whole, account, currency)


def _line(
    entry: Node,
    parts: list[Node],
    amount: Decimal | str,
    account: str,
    currency: str,
    part: str = "",
) -> Line:
    status = entry.first("Sts", "Cd") or entry.first("Sts") or "BOOK"
    booked = status == "BOOK"
    side = "Cdtr" if isinstance(amount, Decimal) and amount < 0 else "Dbtr"
    words = [
        *(node.text for one in parts for node in one.all("RmtInf", "Ustrd")),
        *(one.first("RmtInf", "Strd", "CdtrRefInf", "Ref") for one in parts),
        *(_document(one, side) for one in parts),
        entry.first("AddtlNtryInf"),
        "" if booked else f"({status})",
    ]
    references = [entry.first("AcctSvcrRef"), entry.first("NtryRef"), part]
    references += [one.first("Refs", name) for one in parts for name in ("EndToEndId", "TxId")]
    return Line(
        entry.line,
        account,
        (_day(entry) or MISSING) if booked else "",  # what is pending is no movement yet
        next((one.currency for one in entry.all("Amt") if one.currency), currency),
        one_line(*(_name(one, side) for one in parts)),
        one_line(*words),
        one_line(*(one for one in references if one not in NOT_PROVIDED)),
        amount,
    )


def _name(part: Node, side: str) -> str:
    """Who paid, or was paid; from version 8 on inside of a `Pty`."""
    return part.first("RltdPties", side, "Nm") or part.first("RltdPties", side, "Pty", "Nm")


def _document(part: Node, side: str) -> str:
    """The number that identifies who paid: a CUIT, where a bank gives it."""
    for way in ((), ("Pty",)):
        for kind in ("OrgId", "PrvtId"):
            if found := part.first("RltdPties", side, *way, "Id", kind, "Othr", "Id"):
                return found
    return ""


def _day(entry: Node) -> date | str:
    """The day on which it was booked, else its value's."""
    for name in ("BookgDt", "ValDt"):
        text = entry.first(name, "Dt") or entry.first(name, "DtTm")
        if text:
            try:
                return date.fromisoformat(text[:10])
            except ValueError:
                return text
    return ""


def _amount(node: Node, *path: str) -> Decimal | str:
    """The amount of an element with its sign; a text where it is no figure."""
    text = node.first(*path, "Amt")
    if not FIGURE.fullmatch(text):
        return text or MISSING
    return -Decimal(text) if node.first("CdtDbtInd") == "DBIT" else Decimal(text)
