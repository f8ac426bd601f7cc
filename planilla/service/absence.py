"""Telling a question that found nothing from one that was refused.

No document shows how a search says "nothing" (api.md 10). An empty page and the
sentence that the other methods have are believed. Other words are compared with
what the service answers to a question that nothing can answer: a reference made
up at this moment, number 99999999. Both are free. It is learnt once for a set of
credentials, when it is first needed.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from planilla.common.errors import Refused, SearchRefused, Unknown
from planilla.service.envelope import NO_REASON, Reply
from planilla.service.refusal_texts import Reach, folded, trouble_of

NOWHERE = 99_999_999
"""A number that no lane reaches."""
SENTENCE = "no se han encontrado comprobantes"
# a refusal of how it was asked is refused again however it is asked: it tells of no absence
OF_FORM = re.compile(
    r"\b(?:campos?|formato|requerid\w*|obligatori\w*|invalid\w*|no (?:es )?valid\w*|falta\w*"
    r"|json)\b"
)
EMPTY = ""
"""The shape of an `error: N` that shows nothing."""
Probe = Callable[[], Awaitable[Reply]]


class Absence:
    """How the service says "nothing" to one set of credentials."""

    def __init__(self) -> None:
        self._learnt: dict[str, str | None] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def only(
        self, refused: Refused, kind: str, probes: Mapping[str, Probe], asked: str = ""
    ) -> None:
        """Return when a refusal of a question of this kind means that there is nothing.

        `asked` is what was asked about, which the refusal may repeat. `probes` ask
        what nothing can answer, by kind; the question's own is tried first.
        Raises `Unknown` for an outage, `SearchRefused` for any other words, and
        what a probe ends in when it has no answer.
        """
        trouble = trouble_of(refused.messages)
        if trouble is not None and trouble.reach is Reach.OUTAGE:
            unreadable = Unknown(f"the service is in trouble: {refused}")
            unreadable.raw = refused.raw
            raise unreadable
        shape = _shape(refused, asked)
        if SENTENCE in shape and not refused.bad_request:
            return
        if trouble is None and _may_tell_absence(refused, shape):
            for name in (kind, *(other for other in probes if other != kind)):
                if name in probes and await self._of(name, probes[name]) == shape:
                    return
        stopped = SearchRefused(f"the service refuses to be asked ({kind}): {refused}")
        stopped.raw = refused.raw
        raise stopped from refused

    async def is_empty(self, kind: str, probe: Probe) -> bool:
        """Whether an `error: N` that shows nothing is how the service says "nothing" here."""
        return await self._of(kind, probe) == EMPTY

    async def _of(self, kind: str, probe: Probe) -> str | None:
        """The shape of the answer to a probe; None for one that tells nothing."""
        async with self._asking[kind]:
            if kind not in self._learnt:
                self._learnt[kind] = await _answered(probe)
            return self._learnt[kind]


async def _answered(probe: Probe) -> str | None:
    try:
        reply = await probe()
    except Refused as refused:
        trouble = trouble_of(refused.messages)
        if trouble is not None and trouble.reach is Reach.OUTAGE:
            raise Unknown(f"the service is in trouble: {refused}") from refused
        shape = _shape(refused)
        return shape if trouble is None and _may_tell_absence(refused, shape) else None
    return EMPTY if _shows_nothing(reply.answer) else None


def _shows_nothing(answer: Mapping[str, Any]) -> bool:
    listed = answer.get("comprobantes") or answer.get("comprobante") or answer.get("lista")
    return not listed


def _may_tell_absence(refused: Refused, shape: str) -> bool:
    """Whether its words may be learnt: not those of a validation, nor none at all."""
    coded = any(detail.code for detail in refused.details)
    worded = refused.messages != (NO_REASON,)
    return worded and not coded and not refused.bad_request and not OF_FORM.search(shape)


def _shape(refused: Refused, asked: str = "") -> str:
    """A refusal's words, without what is one question's: names and digits."""
    said = folded(" | ".join(refused.messages))
    if asked:
        said = said.replace(folded(asked), "#")
    said = re.sub(r"[\"'«“][^\"'»”]*[\"'»”]", "#", said)
    return re.sub(r"\S*\d\S*", "#", said)
