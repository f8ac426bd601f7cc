"""What one machine has seen of payments, another one of the same server knows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from planilla.ledger.ledger import Ledger

MINUTE = timedelta(minutes=1)


def test_each_line_is_kept_once_as_it_was_kept_last(database: str, tmp_path: Path) -> None:
    with (
        Ledger(database, "sandbox", tmp_path / "one", MINUTE) as one,
        Ledger(database, "sandbox", tmp_path / "two", MINUTE) as two,
    ):
        one.seen_payments.keep("", {"a": "first", "b": "first"})
        two.seen_payments.keep("", {"b": "again", "c": "new"}, gone=["a"])
        two.seen_payments.keep("norte", {"b": "another's"})
        assert one.seen_payments.of("") == {"b": "again", "c": "new"}
