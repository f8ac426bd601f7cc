"""Between the ledger's rows and its frozen data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import simplejson
from sqlalchemy import RowMapping

from planilla.common.money import PESOS
from planilla.model.asked import Kind
from planilla.model.operation import (
    Document,
    Operation,
    Queue,
    Reason,
    Refusal,
    State,
    account_of,
)


class Written(Mapping[str, Any]):
    """A JSON object as it stands in the ledger: read once somebody looks inside.

    Thousands of operations are held at once, and few of their bodies are looked at.
    """

    __slots__ = ("_parsed", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._parsed: Mapping[str, Any] | None = None

    @property
    def _whole(self) -> Mapping[str, Any]:
        if self._parsed is None:
            self._parsed = parse(self.text)
        return self._parsed

    def __getitem__(self, name: str) -> Any:
        """One of its members."""
        return self._whole[name]

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self._whole)

    def __len__(self) -> int:
        """How many."""
        return len(self._whole)


def dump(value: Any) -> str:
    """JSON text, amounts exact; what was not changed as it was written."""
    if isinstance(value, Written):
        return value.text
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"))


def parse(text: str) -> Any:
    """What `dump` wrote, amounts as `Decimal`."""
    return simplejson.loads(text, use_decimal=True)


def operation(row: RowMapping) -> Operation:
    """An operation from its row."""
    fields = {name: row[name] for name in Operation.__dataclass_fields__}
    fields["account"] = account_of(row["scope"])
    fields["state"] = State(row["state"])
    fields["kind"] = Kind(row["kind"])
    fields["moneda"] = currency(row["kind"], row["moneda"])
    fields["queue"] = Queue(row["queue"])
    fields["reason"] = Reason(row["reason"])
    fields["evidence"] = parse(row["evidence"]) if row["evidence"] else {}
    fields["refusal"] = None if row["refusal"] is None else Refusal(row["refusal"])
    fields["total"] = Decimal(row["total"])
    fields["body"] = Written(row["body"])
    fields["errors"] = tuple(parse(row["errors"]))
    fields["observations"] = tuple(parse(row["observations"]))
    return Operation(**fields)


def currency(kind: str, moneda: str) -> str:
    """An operation's: earlier versions kept for a payment that of its comprobante."""
    return PESOS if kind == Kind.PAY else moneda


def document(row: RowMapping) -> Document:
    """A document from its row."""
    path = row["path"]
    return Document(
        operation_id=row["operation_id"],
        url=row["url"],
        url_day=row["url_day"],
        path=None if path is None else Path(path),
        problem=row["problem"],
    )
