"""Secrets out of whatever is written: the journal of answers, and the log of every library.

A log record is made clean before any handler sees it, so that a handler that
somebody else added (Prefect's, say) cannot show what planilla's own would not.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import Any
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "[credencial]"
LONG_ENOUGH = 8  # of a part of an address, to be a secret by itself
_factory = logging.LogRecord


def pattern(values: Iterable[str]) -> re.Pattern[str]:
    """What finds every one of these secrets, the longest first, and nothing when there is none."""
    ways = {way for value in values if value for way in (value, quote(value, safe=""))}
    escaped = sorted((re.escape(one) for one in ways), key=len, reverse=True)
    alternatives = "|".join(escaped) or "(?!)"
    # an apikey can be as short as "9991": whole words only, or amounts would suffer
    return re.compile(rf"(?<![0-9A-Za-z])(?:{alternatives})(?![0-9A-Za-z])")


def secret_parts(address: str) -> set[str]:
    """What is secret of an address: it whole, its password, and what its path and query carry."""
    parts = urlsplit(address)
    carried = re.split(r"[/?&=#;]", f"{parts.path}?{parts.query}")
    found = {one for one in carried if len(one) >= LONG_ENOUGH}
    if parts.password:
        found |= {parts.password, unquote(parts.password)}
    return found | {address}


class CleanLogs:
    """Redacts every record of every logger of this process, once it has been told secrets."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._pattern = pattern(())
        self._on = False

    def hide(self, secrets: Iterable[str]) -> None:
        """Let none of these into a log from now on, beside those told before."""
        fresh = {one for one in secrets if one} - self._known
        if fresh:
            self._known |= fresh
            self._pattern = pattern(self._known)
        if not self._on:
            logging.setLogRecordFactory(self._record)
            self._on = True

    def clean(self, text: str) -> str:
        """The text with every known secret replaced."""
        return self._pattern.sub(HIDDEN, text)

    def _record(self, *given: Any, **more: Any) -> logging.LogRecord:
        record = _factory(*given, **more)
        try:
            whole = record.getMessage()
        except Exception:  # noqa: BLE001 - a wrong call is logging's to tell
            return record
        cleaned = self.clean(whole)
        if cleaned != whole:
            record.msg, record.args = cleaned, ()
        error = record.exc_info
        if isinstance(error, tuple) and error[1] is not None:
            record.exc_text = self.clean(_told(*error))
        return record


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    return "".join(traceback.format_exception(kind, error, trace)).rstrip("\n")


logs = CleanLogs()
"""The one of this process."""
