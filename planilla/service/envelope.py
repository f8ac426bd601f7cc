"""The one place that reads what the service answered: an envelope, or an error.

Success or failure is in the body's `error`, not in the status (api.md 1). What
cannot be read for certain is `Unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import simplejson

from planilla.calendar import BUENOS_AIRES
from planilla.errors import Blocked, Detail, Misconfigured, Refused, ServiceError, Unknown

OK = 200
TOO_MANY = 429
WHO_ARE_YOU = frozenset({401, 403, 404, 301, 302, 303, 307, 308})
# the documents give no code for this refusal; nothing but stopping follows from it
CREDENTIALS = re.compile(r"credencial|api\s*key|api\s*token|user\s*token", re.IGNORECASE)
UNTIL_FORMATS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")

Answer = Mapping[str, Any]


def read_answer(
    status: int, text: str, retry_after: str | None = None, *, lists: bool = False
) -> Answer:
    """The body of an `error: N` answer, amounts as `Decimal`.

    With `lists`, a bare JSON list is an answer too: `{"lista": […]}`, as
    `clientes/cuenta-corriente` gives it.

    Raises `Blocked` (429, maintenance), `Misconfigured` (401, 403, 404,
    redirects, refused credentials), `Refused` (`error: S`) or `Unknown`
    (anything that is not a readable answer).
    """
    body = _parse(text, lists=lists)
    if body is not None and _is_maintenance(body):
        raise Blocked("the service is in maintenance", moment(body.get("mantenimiento_hasta")))
    if status == TOO_MANY:
        raise Blocked("the service says: too many requests", _after(retry_after))
    if status in WHO_ARE_YOU:
        raise Misconfigured(f"the service answered {status}: check PLANILLA_BASE_URL")
    if status != OK:
        raise Unknown(f"the service answered {status}")
    if body is None:
        raise Unknown("the service's answer is not readable JSON")
    verdict = str(body.get("error", "")).strip().upper()
    if verdict == "N":
        return body
    if verdict == "S":
        raise refusal(body)
    raise Unknown("the service's answer says neither success nor failure")


def messages(body: Answer) -> tuple[str, ...]:
    """The texts of `errores`, blanks left out; a lone string counts as one."""
    found = body.get("errores", [])
    texts = found if isinstance(found, list) else [found]
    return tuple(str(t).strip() for t in texts if t is not None and str(t).strip())


def _parse(text: str, *, lists: bool) -> dict[str, Any] | None:
    try:
        body = simplejson.loads(text, use_decimal=True)
    except (ValueError, RecursionError):
        return None
    if lists and isinstance(body, list):
        return {"error": "N", "lista": body}
    return body if isinstance(body, dict) else None


def _is_maintenance(body: Answer) -> bool:
    return str(body.get("mantenimiento", "")).strip().upper() in {"1", "S", "TRUE"}


def refusal(body: Answer) -> ServiceError:
    """The error that an `error: S` means: `Refused`, or `Misconfigured` for bad credentials."""
    texts = messages(body)
    found = body.get("error_details") or []
    details = tuple(
        Detail(str(d.get("code", "")).strip(), str(d.get("text", "")).strip())
        for d in (found if isinstance(found, list) else [])
        if isinstance(d, dict)
    )
    if not texts:
        texts = tuple(d.text for d in details if d.text) or ("El servicio no dio un motivo.",)
    if any(CREDENTIALS.search(text) for text in texts):
        return Misconfigured(
            "the service refuses the credentials: check PLANILLA_USERTOKEN, PLANILLA_APIKEY and "
            "PLANILLA_APITOKEN"
        )
    return Refused(texts, details, body)


def moment(text: object) -> datetime | None:
    """A moment as the service writes it, in Buenos Aires; None for anything else."""
    for form in UNTIL_FORMATS:
        try:
            return datetime.strptime(str(text).strip(), form).replace(tzinfo=BUENOS_AIRES)
        except ValueError:
            continue
    return None


def _after(seconds: str | None) -> datetime | None:
    try:
        return datetime.now(UTC) + timedelta(seconds=float(seconds or ""))
    except (ValueError, OverflowError):
        return None
