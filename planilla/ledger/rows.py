"""Between the ledger's rows and its frozen data."""

from __future__ import annotations

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


def dump(value: Any) -> str:
    """JSON text, amounts exact."""
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
    fields["body"] = parse(row["body"])
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
