"""Whether an answer is a documented one, at the strictest.

Two of the contract's answers hold for any object with `error` (the purchase's
"see facturacion/nuevo", and a search that finds nothing, which no document
shows). They would let everything through, so they are left out here, and what
is left open stands in words: `OPEN`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from schemas.service import contract

_REFUSED = {
    "type": "object",
    "properties": {
        "error": {"const": "S"},
        "errores": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    },
    "required": ["error", "errores"],
}
_NO_LIST = {
    "type": "object",
    "properties": {"error": {"const": "N"}, "total": {"const": 0}},
    "required": ["error"],
    "not": {"required": ["comprobantes"]},
}
# forms that the documents leave open, beside those that they show
OPEN: Mapping[str, list[Mapping[str, Any]]] = {
    "facturacion/consulta_avanzada": [_REFUSED, _NO_LIST],
}
WRAPPED_ROWS = "clientes/cuenta-corriente"
LOTS = {
    "facturacion/lotes": "facturacion/nuevo",
    "facturacion/lotes_encola": "facturacion/nuevo_encola",
}


def answer_faults(path: str, answer: Any, *, wrapped_as: str = "") -> list[str]:
    """What is against an answer; empty when it is documented. Lots are looked into.

    `wrapped_as` is the doubtful name under which an account holds its rows.
    """
    if path == WRAPPED_ROWS and isinstance(answer, dict) and wrapped_as in answer:
        answer = answer[wrapped_as]
    found = _faults(path, answer)
    if path in LOTS and isinstance(answer, dict):
        for one in answer.get("response", []):
            for each in one.get("response", [one]):
                found += _faults(LOTS[path], each)
    return found


def _faults(path: str, answer: Any) -> list[str]:
    if any(validator.is_valid(answer) for validator in _validators(path)):
        return []
    told = [
        [error.message[:200] for error in validator.iter_errors(answer)]
        for validator in _validators(path)
    ]
    return min(told, key=len)


@cache
def _validators(path: str) -> list[Any]:
    shown = [one.schema for one in contract()[path].answers if not _holds_for_all(one.schema)]
    schemas = [*shown, *OPEN.get(path, [])]
    return [jsonschema_rs.Draft202012Validator(dict(schema)) for schema in schemas]


def _holds_for_all(schema: Mapping[str, Any]) -> bool:
    return schema["type"] == "object" and set(schema.get("properties", {})) <= {"error"}
