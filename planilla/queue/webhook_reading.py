"""From the body of a webhook to what is kept of it, judged by the contract (api.md 8)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import simplejson

from planilla.common.bounded_json import parsed
from planilla.ledger.hooks import Hook
from schemas.service import contract

LONGEST_FIELD = 255
LONGEST_MESSAGE, MOST_MESSAGES = 500, 20
KEPT = ("creado", "evento", "recurso", "external_reference", "intento", "msg", "hook_id")


class NotAHook(Exception):
    """The body is not what the service sends; says why, in words."""


def read_hook(
    body: bytes, account: str = "", redact: Callable[[str], str] = lambda text: text
) -> Hook:
    """The hook of a body; raises `NotAHook`.

    Ids may be numbers, and a test may have none: then it is made of what it says.
    Further keys are allowed, and not kept; long texts are cut, and `redact` takes
    secrets out of its messages.
    """
    try:
        found = parsed(body.decode("utf-8"), use_decimal=False)
    except UnicodeDecodeError:
        raise NotAHook("it is not UTF-8") from None
    except ValueError:
        raise NotAHook("it is not JSON") from None
    if not isinstance(found, dict):
        raise NotAHook("it is not a JSON object")
    known = {name: _clean(found[name]) for name in KEPT if name in found}
    try:
        faults = contract().hook.request_faults(known)
    except (ValueError, TypeError, OverflowError):  # a number that no schema takes
        raise NotAHook("it has a value that is out of bounds") from None
    if faults:
        raise NotAHook("; ".join(faults))
    known["msg"] = [redact(one) for one in known.get("msg", [])[:MOST_MESSAGES]]
    reference = _short(known.get("external_reference", ""))
    kept = simplejson.dumps(known, ensure_ascii=False)
    return Hook(_id(known, account), known["evento"], reference, kept, account)


def _id(known: dict[str, Any], account: str) -> str:
    """The service's own id, or one made of all that it says but how often it was tried."""
    given = str(known.get("hook_id", "")).strip()
    if not given or len(given) > LONGEST_FIELD:
        told = {name: value for name, value in known.items() if name != "intento"}
        text = simplejson.dumps(told, ensure_ascii=False, sort_keys=True)
        given = "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()
    return f"{account}:{given}" if account else given  # ids may be each account's own


def _clean(value: Any) -> Any:
    """Text that any database and workbook can hold, and no longer than is useful."""
    if isinstance(value, str):
        whole = value.encode("utf-8", "replace").decode("utf-8")
        plain = "".join(c if c.isprintable() else " " for c in whole)
        return plain[:LONGEST_MESSAGE]
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return value


def _short(value: object) -> str:
    return str(value).strip()[:LONGEST_FIELD]
