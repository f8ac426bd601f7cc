"""What people said of headings that planilla does not know: that it is a column, or no matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from planilla.model.asked import Kind
from planilla.model.sheet_declaration import SheetDeclaration
from schemas.column import REOPEN

SETTINGS = "planilla.toml"
"""Who answers where the settings do."""
Name = tuple[str, str]  # a company's key, and a heading as `schemas.headings.plain` writes it


@dataclass(frozen=True, slots=True)
class HeadingQuestion:
    """A heading of a company's file of a kind that nobody has explained.

    `heading` is as `schemas.headings.plain` writes it, `written` as the file does; `seen` are
    some of its values, as a spreadsheet shows them.
    """

    kind: Kind
    account: str
    heading: str
    written: str
    seen: str


@dataclass(frozen=True, slots=True)
class WaitingHeading:
    """A question as the ledger has it, with the name of the file that asked first."""

    id: int
    about: HeadingQuestion
    file: str
    asked_at: datetime

    @property
    def name(self) -> str:
        """How a person refers to it, so that it is no operation's number."""
        return f"c{self.id}"


@dataclass(frozen=True)
class ColumnAnswers:
    """The answers for files of a kind: the settings' for all companies, the ledger's for each.

    Each is the name of a column, or `schemas.column.IGNORE`. `told` has a company's by its
    leading key, the oldest first; `leads` are the leading keys of keys that have another.
    `declared` are the sheets of other programs that may be read.
    """

    office: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[Name, tuple[str, ...]] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)
    declared: tuple[SheetDeclaration, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was ever said."""
        return bool(self.office or self.told)

    def lead(self, account: str) -> str:
        """The key under which a company's answers are kept."""
        return self.leads.get(account, account)

    def of(self, account: str, heading: str) -> str | None:
        """What holds for a heading in a company's files; None while nobody has said."""
        if heading in self.office:
            return self.office[heading]
        last = self.told.get((self.lead(account), heading), (REOPEN,))[-1]
        return None if last == REOPEN else last

    def ever(self, accounts: Iterable[str], heading: str) -> set[str]:
        """All that was ever said of a heading, by whichever of these companies."""
        leads = {self.lead(account) for account in accounts}
        return {one for lead in leads for one in self.told.get((lead, heading), ())}
