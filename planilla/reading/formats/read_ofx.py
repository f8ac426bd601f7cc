"""OFX, by its own specification (ofx.org, OFX 1.6 and 2.2): SGML without closing tags, or XML.

No kept library reads it under a free licence like ours: ofxtools is GPL-3.0, ofxparse is from 2021.
Of a statement a dozen tags matter, and none of an SGML's entities or declarations is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.sax.saxutils import unescape

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.read_csv import decode
from planilla.reading.formats.statement_grid import (
    CLOSING,
    MISSING,
    Line,
    one_line,
    statement_grid,
)

MARK = "FITID"
TOKEN = re.compile(
    r"<!\[CDATA\[(?P<raw>[^\]]*)\]\]>|<(?P<end>/?)(?P<tag>[\w.]+)[^<>]*>|(?P<text>[^<]+)"
)
GROUPS = {
    *("STMTRS", "CCSTMTRS", "INVSTMTRS", "BANKACCTFROM", "BANKACCTTO", "STMTTRN", "LEDGERBAL"),
    *("AVAILBAL", "PAYEE", "CURRENCY", "ORIGCURRENCY", "BANKTRANLIST"),
}
DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d|\.|\[|$)")
NO_BANK = "El OFX no es de una cuenta de banco (es de una tarjeta o de inversiones): no hay cobros."
DECLARED = "El OFX declara un tipo de documento propio: no se lee. Bájelo otra vez del banco."


@dataclass
class _Statement:
    """One account in the making; `held` are the values of the movement that is open."""

    account: str = ""
    currency: str = ""
    bank: str = ""
    closing: str = ""
    closing_line: int = 0
    lines: list[Line] = field(default_factory=list)
    held: dict[str, str] | None = None
    held_line: int = 0

    def finish(self) -> None:
        """Close the movement that is open."""
        if self.held is not None:
            self.lines.append(_line(self, self.held))
        self.held = None

    def told(self) -> Iterator[Line]:
        """The movements, and the balance that the bank states behind them."""
        self.finish()
        yield from self.lines
        if self.closing:
            words = {"account": self.account, "currency": self.currency}
            yield Line(self.closing_line, **words, words=CLOSING, balance=self.closing)


def read_ofx(path: Path) -> Grid:
    """The movements of every bank account in a file; raises `UnreadableFile`."""
    text = decode(path, path.read_bytes())
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise UnreadableFile(path, DECLARED)
    statements = list(_statements(text))
    if not statements:
        raise UnreadableFile(path, NO_BANK)
    return statement_grid(path, MARK, (line for one in statements for line in one.told()))


def _statements(text: str) -> Iterator[_Statement]:
    open_groups: list[str] = []
    current: _Statement | None = None
    tag, line, seen = "", 1, 0
    for token in TOKEN.finditer(text):
        line, seen = line + text.count("\n", seen, token.start()), token.start()
        said = token["raw"] if token["raw"] is not None else token["text"]
        if said is not None:
            if current is not None and tag and said.strip():
                value = unescape(said.strip(), {"&nbsp;": " ", "&quot;": '"', "&apos;": "'"})
                _take(current, open_groups, tag, value, line)
            continue
        tag = token["tag"].upper()
        if tag not in GROUPS:
            tag = "" if token["end"] else tag
            continue
        if token["end"]:
            if tag in open_groups:
                del open_groups[open_groups.index(tag) :]
            if tag == "STMTRS" and current is not None:
                yield current
                current = None
        else:
            open_groups.append(tag)
            current = _Statement() if tag == "STMTRS" else current
        if tag in {"STMTTRN", "BANKTRANLIST"} and current is not None:
            current.finish()
            if tag == "STMTTRN" and not token["end"]:
                current.held, current.held_line = {}, line
        tag = ""
    if current is not None:
        yield current


def _take(into: _Statement, groups: list[str], tag: str, value: str, line: int) -> None:
    """Keep a value where it belongs; what stands in a group that says nothing here is passed by."""
    group = groups[-1] if groups else ""
    if into.held is not None:
        if group in {"PAYEE", "CURRENCY"}:
            tag = f"{group}.{tag}"
        elif group != "STMTTRN":
            return
        into.held.setdefault(tag, value)
    elif group == "BANKACCTFROM" and tag in {"BANKID", "ACCTID"}:
        into.account = one_line(into.account, value)
    elif tag == "CURDEF":
        into.currency = value
    elif group == "LEDGERBAL" and tag == "BALAMT":
        into.closing, into.closing_line = value, line


def _line(statement: _Statement, held: dict[str, str]) -> Line:
    numbers = (held.get(name) for name in ("FITID", "CHECKNUM", "REFNUM"))
    name = one_line(held.get("NAME") or held.get("PAYEE.NAME"))
    return Line(
        statement.held_line,
        statement.account,
        _day(held.get("DTPOSTED", MISSING)),
        held.get("CURRENCY.CURSYM", statement.currency),
        name,
        one_line(name, held.get("MEMO")),  # many banks say in the name what it was for
        one_line(*numbers),
        held.get("TRNAMT", MISSING),
    )


def _day(text: str) -> date | str:
    """The day as the bank writes it; its hour and zone change no day that a bank prints."""
    found = DAY.match(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else text
    except ValueError:
        return text
