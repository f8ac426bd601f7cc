"""The one place that reads what the service answered: an envelope, or an error.

Success or failure is in the body's `error`, not in the status (api.md 1). What
cannot be read for certain is `Unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from planilla.common.bounded_json import parsed
from planilla.common.calendar import BUENOS_AIRES, plausible
from planilla.common.errors import Blocked, Detail, Misconfigured, Refused, ServiceError, Unknown

OK = 200
PARTLY = "PARCIAL"  # of `eliminar_encolado`, where several have the reference (api.md 1)
TOO_MANY = 429
BAD_REQUEST = frozenset({400, 413, 415, 422})
"""The input is refused, with a text: no lost answer (api.md 1)."""
CREDENTIALS_REFUSED = (
    "the service refuses the credentials: check PLANILLA_USERTOKEN, PLANILLA_APIKEY and "
    "PLANILLA_APITOKEN"
)
NOT_HERE = "the service is not at this address: check PLANILLA_BASE_URL"
WRONG_VERB = (
    "the address does not take what is sent there (POST): check PLANILLA_BASE_URL, https and "
    "the path included"
)
STOPS = {
    401: CREDENTIALS_REFUSED,
    403: CREDENTIALS_REFUSED,
    404: NOT_HERE,
    405: WRONG_VERB,
    **dict.fromkeys((301, 302, 303, 307, 308), NOT_HERE),
}
# the documents give no code for this refusal; nothing but stopping follows from it
CREDENTIALS = re.compile(r"credencial|api\s*key|api\s*token|user\s*token", re.IGNORECASE)
UNTIL_FORMATS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
NO_REASON = "El servicio no dio un motivo."
LONGEST_TEXT = 300

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """An `error: N` answer and its text, credentials removed, for the journal."""

    answer: Answer
    raw: str


def read_answer(
    status: int,
    text: str,
    retry_after: str | None = None,
    *,
    lists: bool = False,
    lots: bool = False,
    partly: bool = False,
) -> Answer:
    """The body of an `error: N` answer, amounts as `Decimal`.

    With `lists`, a bare JSON list is an answer too: `{"lista": […]}`, as
    `clientes/cuenta-corriente` gives it. With `lots`, so is one that holds an
    answer a request, whatever its own `error` says of the lot (api.md 5).
    With `partly`, so is `error: PARCIAL`.

    Raises `Blocked` (429, maintenance), `Misconfigured` (401, 403, 404, 405,
    redirects, refused credentials), `Refused` (`error: S`, 400) or `Unknown`
    (anything that is not a readable answer).
    """
    body = _parse(text, lists=lists)
    if body is not None and _is_maintenance(body):
        raise Blocked("the service is in maintenance", moment(body.get("mantenimiento_hasta")))
    if status == TOO_MANY:
        raise Blocked("the service says: too many requests", _after(retry_after))
    if status in STOPS:
        raise Misconfigured(f"{STOPS[status]} (it answered {status})")
    if status != OK and status not in BAD_REQUEST:
        raise Unknown(f"the service answered {status}")
    if lots and body is not None and each_answer(body):
        return body
    if status in BAD_REQUEST:
        raise _bad_request(body, text)
    if body is None:
        raise Unknown("the service's answer is not readable JSON")
    verdict = verdict_of(body)
    if verdict == "N" or (partly and verdict == PARTLY):
        return body
    if verdict == "S":
        raise refusal(body)
    raise Unknown("the service's answer says neither success nor failure")


def verdict_of(body: Answer) -> str:
    """`N`, `S`, or whatever else `error` says; a blank when it is missing."""
    return str(body.get("error", "")).strip().upper()


def each_answer(body: Answer) -> list[Answer]:
    """The answers of a lot's `response`, which may hold another `response` (api.md 5)."""
    found = body.get("response")
    entries = found if isinstance(found, list) else [found]
    answers: list[Answer] = []
    for entry in entries:
        if isinstance(entry, dict):
            answers += each_answer(entry) if "response" in entry else [entry]
    return answers


def messages(body: Answer) -> tuple[str, ...]:
    """The texts of `errores`, blanks left out; a lone string counts as one, lists are opened."""
    return tuple(_texts(body.get("errores", [])))


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, list):
        for one in found:
            yield from _texts(one)
    elif found is not None and str(found).strip():
        yield str(found).strip()


def _bad_request(body: Answer | None, text: str) -> ServiceError:
    """HTTP 400: the text of its JSON, or the first line of whatever it is."""
    if body is not None and messages(body):
        return refusal(body, bad_request=True)
    plain = re.sub(r"<[^>]*>", " ", text)
    line = next((line.strip() for line in plain.splitlines() if line.strip()), NO_REASON)
    return Refused((line[:LONGEST_TEXT],), answer=body, bad_request=True)


def _parse(text: str, *, lists: bool) -> dict[str, Any] | None:
    try:
        body = parsed(text)
    except ValueError:
        return None
    if lists and isinstance(body, list):
        return {"error": "N", "lista": body}
    return body if isinstance(body, dict) else None


def _is_maintenance(body: Answer) -> bool:
    return str(body.get("mantenimiento", "")).strip().upper() in {"1", "S", "TRUE"}


def refusal(body: Answer, *, bad_request: bool = False) -> ServiceError:
    """The error that an `error: S` means: `Refused`, or `Misconfigured` for bad credentials."""
    texts = messages(body)
    found = body.get("error_details") or []
    details = tuple(
        Detail(str(d.get("code", "")).strip(), str(d.get("text", "")).strip())
        for d in (found if isinstance(found, list) else [])
        if isinstance(d, dict)
    )
    if not texts:
        texts = tuple(d.text for d in details if d.text) or (NO_REASON,)
    if any(CREDENTIALS.search(text) for text in texts):
        return Misconfigured(CREDENTIALS_REFUSED)
    return Refused(texts, details, body, bad_request=bad_request)


def moment(text: object) -> datetime | None:
    """A moment as the service writes it, in Buenos Aires; None for anything else."""
    for form in UNTIL_FORMATS:
        try:
            found = datetime.strptime(str(text).strip(), form).replace(tzinfo=BUENOS_AIRES)
        except ValueError:
            continue
        return found if plausible(found) else None
    return None


def _after(seconds: str | None) -> datetime | None:
    try:
        return datetime.now(UTC) + timedelta(seconds=float(seconds or ""))
    except (ValueError, OverflowError):
        return None
