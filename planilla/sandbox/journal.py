"""The sandbox's memory on disk: one JSON a line, only ever added to.

A line without `kind` is an issued comprobante, whole. The others say what they
are: `pago` (and whose), `mail`, `queued` (the entry as it is from then on).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simplejson


@dataclass(frozen=True)
class Journal:
    """Lines in a file; without a path nothing is kept."""

    path: Path | None = None

    def read(self) -> Iterator[dict[str, Any]]:
        """Every whole line, oldest first."""
        if self.path is None or not self.path.is_file():
            return
        text = self.path.read_text(encoding="utf-8")
        for line in text.splitlines():
            try:
                yield simplejson.loads(line, use_decimal=True)
            except ValueError:
                continue  # a line cut short by a kill: its answer never left
        if text and not text.endswith("\n"):
            self._append("\n")  # or the next line would be lost with it

    def write(self, line: dict[str, Any]) -> None:
        """Add a line; on disk when this returns, as far as a kill can tell."""
        if self.path is not None:
            self._append(simplejson.dumps(line, use_decimal=True) + "\n")

    def _append(self, text: str) -> None:
        assert self.path is not None  # noqa: S101 - for the type checker
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text)
