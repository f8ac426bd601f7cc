"""What a lot's answer says of each of its comprobantes, and of those that it leaves out.

The lot's own sentence is never a request's verdict. The answers come in any
order: each is found by its `external_reference` (api.md 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planilla.common.errors import Misconfigured, Refused, ServiceError, Unknown
from planilla.service.envelope import (
    NO_REASON,
    Answer,
    Reply,
    each_answer,
    messages,
    refusal,
    verdict_of,
)
from planilla.service.figures import text


def answered_one_by_one(reply: Reply, references: Sequence[str]) -> Mapping[str, Answer | Unknown]:
    """The answer to each request, `Unknown` where there is none, or more than one.

    Raises `Unknown` when the lot's answer has none at all.
    """
    answers = each_answer(reply.answer)
    if not answers:
        unreadable = Unknown("the lot's answer has no list of answers")
        unreadable.raw = reply.raw
        raise unreadable
    told: dict[str, Answer | Unknown] = {
        reference: Unknown("the lot's answer does not mention it") for reference in references
    }
    seen: set[str] = set()
    for answer in answers:
        reference = text(answer.get("external_reference"))
        if reference in seen:
            told[reference] = Unknown("the lot's answer mentions it twice")
        else:
            told[reference] = answer
        seen.add(reference)
    return told


def verdict_error(answer: Answer) -> ServiceError | None:
    """What one request of a lot was refused with; None when it was taken.

    Raises `Unknown` for an answer that says neither.
    """
    verdict = verdict_of(answer)
    if verdict == "N":
        return None
    if verdict != "S":
        raise Unknown("the answer says neither success nor failure")
    found = refusal(answer)
    if isinstance(found, Misconfigured):  # the lot was taken with these credentials
        return Refused(messages(answer) or (NO_REASON,), answer=answer)
    return found
