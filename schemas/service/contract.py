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
CREDENTIALS = ("usertoken", "apikey", "apitoken")
SAYS_NO_VALUE = ("required", "additionalProperties")


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
    _forms: Sequence[_Form]

    def request_faults(self, body: Any) -> list[str]:
        """What the contract says against a whole body, credentials included; empty when right.

        Where a method has several bodies (a sale and a purchase), one that fits is enough.
        """
        if any(form.request.is_valid(body) for form in self._forms):
            return []
        return _faults(self._forms[0].request, body)

    def answer_faults(self, answer: Any, body: Any = None) -> list[str]:
        """What the contract says against an answer; empty when it is a documented one.

        With the body that was asked, only the answers to that form of it count.
        """
        forms = [form for form in self._forms if body is not None and form.request.is_valid(body)]
        known = [one for form in forms or self._forms for one in form.answers]
        if not known or any(one.is_valid(answer) for one in known):
            return []
        return min((_faults(one, answer) for one in known), key=len)


@dataclass(frozen=True, slots=True)
class _Form:
    """One kind of body that a method takes, and what may be answered to it, compiled."""

    request: Any
    answers: Sequence[Any]


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
        _forms=tuple(_form(data) for data in several),
    )


def _form(data: Mapping[str, Any]) -> _Form:
    answers = tuple(_compiled(one["schema"]) for one in data["answers"])
    return _Form(_compiled(data["request_schema"]), answers)


def _compiled(schema: Mapping[str, Any]) -> Any:
    return jsonschema_rs.Draft202012Validator(dict(schema))


def _faults(validator: Any, instance: Any) -> list[str]:
    return sorted({told for error in validator.iter_errors(instance) for told in _told(error)})


def _told(error: Any) -> list[str]:
    """`path: what is wrong`, of the form that fits best where several are allowed.

    No credential is repeated: a body's fault may be shown to people.
    """
    forms = [form for form in getattr(error.kind, "context", None) or [] if form]
    if forms and not error.instance_path:
        return [one for part in min(forms, key=_distance) for one in _told(part)]
    path = "/".join(map(str, error.instance_path))
    message = error.message
    if (not path or path in CREDENTIALS) and error.kind.name not in SAYS_NO_VALUE:
        message = f"is not allowed ({error.kind.name})"
    return [f"{path or '.'}: {message}"[:300]]


def _distance(form: Sequence[Any]) -> tuple[int, int]:
    """How far a form is from what was given: another kind of body first, then how much is wrong."""
    return sum(error.kind.name == "const" for error in form), len(form)
