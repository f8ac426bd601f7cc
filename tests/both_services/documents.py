"""Bodies that the service takes or refuses by its documents (`tests/data/service/bodies.json`)."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.double.values import Body, plain_word, told

DATA = Path(__file__).parents[1] / "data" / "service" / "bodies.json"
DAY = re.compile(r"@(-?\d+)")
LOTS = ("lotes", "lotes_encola")
FOR_THE_QUEUE = {"numero": 0, "external_reference": "D1"}


@dataclass(frozen=True)
class Case:
    """One body, and what becomes of it. `about` is what a refusal speaks of."""

    name: str
    method: str
    taken: bool
    about: tuple[str, ...]
    issuer: str
    _body: Body
    _before: tuple[Body, ...]

    def body(self, today: date) -> Body:
        """What is asked, without credentials."""
        body = dated(self._body, today)
        if self.method.endswith("encola"):
            body["comprobante"] |= FOR_THE_QUEUE
        return {"requests": [body]} if self.method in LOTS else body

    def before(self, today: date) -> list[Body]:
        """What has to be issued first, by `nuevo`."""
        return [dated(one, today) for one in self._before]

    def fits(self, answer: Mapping[str, Any]) -> bool:
        """Taken, or refused with a sentence about it."""
        if self.taken or answer["error"] == "N":
            return self.taken and answer["error"] == "N"
        said = plain_word(" | ".join(map(str, _texts(answer))))
        return any(plain_word(word) in said for word in self.about)


@cache
def cases() -> tuple[Case, ...]:
    """All of them."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(_case(one, data["bodies"]) for one in data["cases"])


def by_name(name: str) -> Case:
    """One of them."""
    return next(one for one in cases() if one.name == name)


def _case(one: Mapping[str, Any], bodies: Mapping[str, Body]) -> Case:
    base = bodies[one["body"]]
    body = _asked(base)
    for path, value in one.get("set", {}).items():
        *way, last = path.split("/")
        _at(body, way)[_key(last)] = copy.deepcopy(value)
    for path in one.get("without", ()):
        *way, last = path.split("/")
        del _at(body, way)[_key(last)]
    return Case(
        name=one["name"],
        method=one.get("method", "nuevo"),
        taken=one["taken"],
        about=tuple(one.get("about", "").split("|")),
        issuer=base.get("issuer", "RI"),
        _body=body,
        _before=tuple(_asked(bodies[name]) for name in one.get("after", base.get("after", ()))),
    )


def _asked(base: Body) -> Body:
    return copy.deepcopy({name: base[name] for name in ("cliente", "comprobante")})


def _at(body: Any, way: list[str]) -> Any:
    for step in way:
        body = body[_key(step)]
    return body


def _key(step: str) -> str | int:
    return int(step) if step.isdigit() else step


def dated(block: Any, today: date) -> Any:
    if isinstance(block, dict):
        return {name: dated(value, today) for name, value in block.items()}
    if isinstance(block, list):
        return [dated(value, today) for value in block]
    day = DAY.fullmatch(block) if isinstance(block, str) else None
    return told(today + timedelta(days=int(day[1]))) if day else block


def _texts(answer: Mapping[str, Any]) -> list[str]:
    inner = [text for one in answer.get("response", ()) for text in one.get("errores", ())]
    return [*answer["errores"], *inner]
