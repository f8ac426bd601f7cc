"""Every error of planilla, sorted by what the caller may do next.

    PlanillaError
    ├── InputError          mend the file and drop it again
    │   ├── UnreadableFile    it cannot be read as a spreadsheet
    │   │   └── ReaderDied      it was the end of the process that read it
    │   └── MissingColumns    a required heading is not there
    ├── InputRefused        ask for something else
    ├── SettingsError       mend the settings
    ├── ReaderUnavailable   no file can be read: mend the installation; nothing is lost
    ├── OutputError         free the disk or the folder; nothing is lost
    ├── LedgerError         mend the ledger's disk or address
    │   ├── LedgerNewer       a newer planilla has used it: upgrade
    │   ├── LedgerForeign     it belongs to another service
    │   └── LeaseLost         another process has the lane: leave it
    └── ServiceError        what one request to the service ended in
        ├── NotSent           it did not arrive: wait and try again
        │   └── Blocked         maintenance, or too many requests: wait until a time
        ├── Unknown           it may have arrived: ask before anything else
        ├── Refused           `error: S`: the service's own words
        └── Misconfigured     credentials or address: stop everything of these credentials
            ├── SearchRefused   it refuses to be asked: nobody can tell what is absent
            └── NotEntitled     the account or point of sale may not, until somebody mends it

Messages for the person with the spreadsheet (`InputError`) are in Spanish;
the rest, which an operator reads, in English. None holds a credential.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


class PlanillaError(Exception):
    """The root: catching it catches all that planilla raises on purpose."""


class InputError(PlanillaError):
    """The file as a whole cannot be used; `path` says which."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path.name}: {self.message}"


class UnreadableFile(InputError):
    """Not a spreadsheet, damaged, protected, empty, or not there."""


class ReaderDied(UnreadableFile):
    """The process that reads files ended over it, or was ended at its limits."""


class MissingColumns(InputError):
    """A required heading is missing; the message names it and what was found."""


class NotDocuments(MissingColumns):
    """What looks like a list of comprobantes is a statement; the message says by what."""


class InputRefused(PlanillaError):
    """What was asked does not fit; nothing was changed.

    `told` says it to the person with the spreadsheet, where a dropped file asked for it.
    """

    def __init__(self, message: str, told: str = "") -> None:
        super().__init__(message)
        self.told = told or message


class SettingsError(PlanillaError):
    """A setting is missing or wrong."""


class ReaderUnavailable(PlanillaError):
    """The process that reads files does not begin: that is no fault of a file."""


class OutputError(PlanillaError):
    """A result cannot be written: folder, rights or disk."""


class LedgerError(PlanillaError):
    """The ledger cannot be read or written."""


class LedgerNewer(LedgerError):
    """The ledger's schema is newer than this planilla knows."""


class LedgerForeign(LedgerError):
    """The ledger holds the operations of another service."""


class LeaseLost(LedgerError):
    """A compare-and-set was refused: another process has taken the lane."""


class ServiceError(PlanillaError):
    """A request did not end in `error: N`; `raw` is the answer, credentials removed."""

    raw: str = ""


class NotSent(ServiceError):
    """The request is known not to have arrived."""


class Blocked(NotSent):
    """The service takes no requests for now; `until` says how long, when known."""

    def __init__(self, message: str, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


class Unknown(ServiceError):
    """The request may have arrived, and no readable answer came back."""


class Misconfigured(ServiceError):
    """The service refuses who we are, or is not at this address."""


class SearchRefused(Misconfigured):
    """A free question is refused in words that are not "nothing found": no look-up is possible."""


class NotEntitled(Misconfigured):
    """The account, or one of its points of sale, may not do it: the row is not to blame."""


@dataclass(frozen=True)
class Detail:
    """One entry of the answer's `error_details`."""

    code: str
    text: str


class Refused(ServiceError):
    """`error: S`, with the service's messages and codes as they came.

    `answer` is the whole body: some methods answer beside the refusal, too.
    `bad_request` says that it came as HTTP 400: it is of the input, code or no code.
    """

    def __init__(
        self,
        messages: tuple[str, ...],
        details: tuple[Detail, ...] = (),
        answer: Mapping[str, Any] | None = None,
        *,
        bad_request: bool = False,
    ) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages
        self.details = details
        self.answer: Mapping[str, Any] = answer or {}
        self.bad_request = bad_request

    def reword(self, change: Callable[[str], str]) -> None:
        """Change every text, as to take a credential out that the service repeats."""
        self.messages = tuple(change(text) for text in self.messages)
        self.details = tuple(Detail(d.code, change(d.text)) for d in self.details)
        self.args = ("; ".join(self.messages),)
