"""What was held against the contract: how many requests and answers, by method, and what failed.

With `PLANILLA_CONTRACT_TALLY` naming a folder, each is written there at once, a
line of text each, so that a process that is killed is counted too.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from schemas.service.contract import contract

FOLDER = "PLANILLA_CONTRACT_TALLY"
SUFFIX = ".tally"
KEPT = 1000
REQUEST, REFUSED, ANSWER, UNDOCUMENTED = "requests", "refused", "answers", "undocumented"


@dataclass(frozen=True, slots=True)
class Refused:
    """A body that the contract does not allow, or an answer that it does not know."""

    method: str
    faults: list[str]
    body: Any


@dataclass
class Tally:
    """One place where requests and answers pass; `who` names it in what is written.

    `refused` are the latest bodies that were not allowed, `broken` the latest answers
    that no document knows.
    """

    who: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: deque[Refused] = field(default_factory=lambda: deque(maxlen=KEPT))
    broken: deque[Refused] = field(default_factory=lambda: deque(maxlen=KEPT))

    def request(self, method: str, body: Any) -> list[str]:
        """Check a whole body; what is wrong with it, nothing when it is right.

        A method that the contract does not have is wrong too.
        """
        known = contract().get(method)
        faults = known.request_faults(body) if known else [f".: there is no method {method}"]
        self._count(REQUEST, method)
        if faults:
            self._count(REFUSED, method)
            self.refused.append(Refused(method, faults, _without_credentials(body)))
        return faults

    def answer(self, method: str, answer: Any, body: Any = None) -> list[str]:
        """Check an answer to a body; what is wrong, nothing when it is a documented one."""
        faults = contract()[method].answer_faults(answer, body)
        self._count(ANSWER, method)
        if faults:
            self._count(UNDOCUMENTED, method)
            self.broken.append(Refused(method, faults, answer))
        return faults

    def by_method(self, what: str) -> Counter[str]:
        """How many of one kind (`REQUEST`, `REFUSED`, `ANSWER`, `UNDOCUMENTED`), by method."""
        return Counter({method: n for (kind, method), n in self.counts.items() if kind == what})

    def _count(self, what: str, method: str) -> None:
        self.counts[what, method] += 1
        folder = os.environ.get(FOLDER)
        if folder:
            _file(folder, os.getpid()).write(f"{self.who} {what} {method}\n".encode())


def written(folder: Path) -> Counter[tuple[str, str, str]]:
    """What all processes wrote into a folder: (who, what, method) and how often."""
    found: Counter[tuple[str, str, str]] = Counter()
    for path in folder.glob(f"*{SUFFIX}"):
        found.update(_lines(path))
    return found


def _lines(path: Path) -> Iterator[tuple[str, str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        who, _, rest = line.partition(" ")
        what, _, method = rest.partition(" ")
        if method:  # a line cut short by a kill says nothing
            yield who, what, method


@cache
def _file(folder: str, pid: int) -> BinaryIO:
    """The file of this process: unbuffered, so that a kill loses nothing."""
    path = Path(folder) / f"{pid}-{secrets.token_hex(4)}{SUFFIX}"
    return path.open("ab", buffering=0)


def _without_credentials(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    return {k: v for k, v in body.items() if k not in {"usertoken", "apikey", "apitoken"}}
