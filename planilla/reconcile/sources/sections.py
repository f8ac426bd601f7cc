"""The parts of a statement that prove themselves apart: each account, and each of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from planilla.reconcile.sources import balance
from planilla.reconcile.sources.balance import Line
from schemas.faults import Fault

Ends = tuple[Decimal | None, Decimal | None]


@dataclass
class _Section:
    """Movements of one account, and the titles and footers among them."""

    lines: list[Line] = field(default_factory=list)
    titles: list[Fault] = field(default_factory=list)
    opened: bool = False

    def begins_another(self, title: Fault) -> bool:
        """Whether a title opens a further part: this one was opened before its movements."""
        return self.opened and bool(balance.OPENING.search(title.value))

    def take(self, title: Fault) -> None:
        """A title of this part."""
        self.opened |= not self.lines and bool(balance.OPENING.search(title.value))
        self.titles.append(title)


def gaps(
    lines: Sequence[Line],
    titles: Sequence[Fault],
    accounts: Mapping[int, str],
    above: Ends,
    *,
    falling: bool,
) -> list[Fault]:
    """Where a part's balances do not follow from its movements.

    `accounts` says whose a row is, `above` what a table over the movements says of the whole.
    """
    found = []
    parts = _parts(lines, titles, accounts)
    for part in parts:
        opening, closing = balance.ends(part.titles)
        if len(parts) == 1:
            opening, closing = opening or above[0], closing or above[1]
        found += balance.gaps(part.lines, opening, closing, falling=falling)
    return sorted(found, key=lambda fault: fault.row)


def _parts(
    lines: Sequence[Line], titles: Sequence[Fault], accounts: Mapping[int, str]
) -> list[_Section]:
    movements = {line[0]: line for line in lines}
    told = {title.row: title for title in titles}
    current: dict[str, _Section] = {}
    parts: list[_Section] = []
    account = next((accounts[row] for row in sorted(accounts) if accounts[row]), "")
    for row in sorted({*movements, *told}):
        account = accounts.get(row) or account
        section = current.get(account)
        if section is None or (row in told and section.begins_another(told[row])):
            section = current[account] = _Section()
            parts.append(section)
        if row in told:
            section.take(told[row])
        else:
            section.lines.append(movements[row])
    return parts
