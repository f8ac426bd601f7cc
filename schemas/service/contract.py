"""The wire, method by method, as the vendor's documents give it.

`contract/` holds a file a method (and one for the hooks): the JSON Schema of
the whole request body, an example, and each documented answer with its schema.
It was made from the vendor's public documents and from public clients, without
the client and the sandbox of this project, so that both can be held against it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

HOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Answer:
    """One documented answer: when it comes, its schema, an example."""

    when: str
    schema: Mapping[str, Any]
    example: Any


@dataclass(frozen=True)
class Method:
    """One method of the service. `path` is as in `facturacion/nuevo`."""

    path: str
    counts: str
    request_example: Mapping[str, Any]
    answers: Sequence[Answer]
    notes: Sequence[str]
    _request: Sequence[Any]
    _answers: Sequence[Any]

    def request_faults(self, body: Any) -> list[str]:
        """What the contract says against a whole body, credentials included; empty when right.

        Where a method has several bodies (a sale and a purchase), one that fits is enough.
        """
        told = [_faults(validator, body) for validator in self._request]
        return [] if any(not one for one in told) else told[0]

    def answer_faults(self, answer: Any) -> list[str]:
        """What the contract says against an answer; empty when it is a documented one."""
        told = [_faults(validator, answer) for validator in self._answers]
        if not told or any(not one for one in told):
            return []
        return min(told, key=len)


class Contract(Mapping[str, Method]):
    """The methods by path."""

    def __init__(self, methods: Mapping[str, Method], hook: Method) -> None:
        self._methods = methods
        self.hook = hook

    def __getitem__(self, path: str) -> Method:
        return self._methods[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._methods)

    def __len__(self) -> int:
        return len(self._methods)


@cache
def contract() -> Contract:
    """The contract, read and compiled once."""
    found: dict[str, list[dict[str, Any]]] = {}
    hook: list[dict[str, Any]] = []
    for file in sorted(files(__package__).joinpath("contract").iterdir(), key=lambda f: f.name):
        data = json.loads(file.read_text(encoding="utf-8"))
        if file.name.startswith(HOOK):
            hook.append(data)
        else:
            found.setdefault(data["method"].split(" ")[0], []).append(data)
    # the sale before the purchase: it is what is asked here
    methods = {
        path: _method(path, sorted(several, key=lambda d: " " in d["method"]))
        for path, several in found.items()
    }
    return Contract(methods, _method(HOOK, hook))


def _method(path: str, several: Sequence[Mapping[str, Any]]) -> Method:
    first = several[0]
    answers = tuple(
        Answer(one["when"], one["schema"], one.get("example"))
        for data in several
        for one in data["answers"]
    )
    return Method(
        path=path,
        counts=first["counts"],
        request_example=first["request_example"],
        answers=answers,
        notes=tuple(note for data in several for note in data["notes"]),
        _request=tuple(_compiled(data["request_schema"]) for data in several),
        _answers=tuple(_compiled(one.schema) for one in answers),
    )


def _compiled(schema: Mapping[str, Any]) -> Any:
    return jsonschema_rs.Draft202012Validator(dict(schema))


def _faults(validator: Any, instance: Any) -> list[str]:
    if validator.is_valid(instance):
        return []
    return sorted(
        f"{'/'.join(map(str, error.instance_path)) or '.'}: {error.message}"[:300]
        for error in validator.iter_errors(instance)
    )
