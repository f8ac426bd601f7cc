"""JSON from outside that can be kept, reckoned with and walked through, or none at all.

A parser alone takes more: a number of a million digits, a depth at which every
later walk fails, half a character that no database stores, two verdicts.
"""

from __future__ import annotations

import re
from typing import Any

import simplejson

DEEPEST = 40
"""Levels; the documents' deepest answer has 6."""
DECIDING = frozenset(
    {"error", "cae", "numero", "comprobante_nro", "punto_venta", "tipo", "comprobante_tipo"}
    | {"external_reference", "status", "total", "fecha", "documento_nro", "ctacte_status"}
)
"""What says it twice and differently says nothing; of others the last counts (the documents'
own example has such a one)."""
UNSTORABLE = re.compile("[\ud800-\udfff]")


def parsed(text: str, *, use_decimal: bool = True) -> Any:
    """The value that a text writes; raises `ValueError` for one that nobody can work with.

    Halves of characters and NUL, which may be written as escapes, become `?` and a blank.
    """
    try:
        found = simplejson.loads(text, use_decimal=use_decimal, object_pairs_hook=_said_once)
    except (ArithmeticError, RecursionError) as error:  # 1e9999999999999999999; [[[[[[…
        raise ValueError("out of range") from error
    _bounded(found)
    return _storable(found) if "\\u" in text else found


def storable(text: str) -> str:
    """A text that any database keeps."""
    return UNSTORABLE.sub("?", text.replace("\x00", " "))


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        told = [(name, value) for name, value in pairs if name in DECIDING]
        if any(found[name] != value for name, value in told):
            raise ValueError("one name has two values")
    return found


def _bounded(found: Any) -> None:
    level = [found]
    for _ in range(DEEPEST):
        inside = [one for one in level if isinstance(one, dict | list)]
        if not inside:
            return
        level = [v for one in inside for v in (one.values() if isinstance(one, dict) else one)]
    raise ValueError("nested too deeply")


def _storable(found: Any) -> Any:
    if isinstance(found, str):
        return storable(found)
    if isinstance(found, list):
        return [_storable(one) for one in found]
    if isinstance(found, dict):
        return {storable(name): _storable(value) for name, value in found.items()}
    return found
