"""AFIP's QR of a comprobante: base64 JSON behind `?p=` (api.md 5; RG 4892/2020)."""

from __future__ import annotations

import base64
import re
from urllib.parse import parse_qs, urlsplit

from planilla.common.bounded_json import parsed

CUIT_DIGITS = 11
CAE_DIGITS = 14


def issuer_of(afip_qr: str) -> str:
    """The CUIT's digits of who issued it; a blank when the QR does not say."""
    return _digits(afip_qr, "cuit", CUIT_DIGITS)


def cae_of(afip_qr: str) -> str:
    """The CAE's digits (`codAut`); a blank when the QR does not say."""
    return _digits(afip_qr, "codAut", CAE_DIGITS)


def _digits(afip_qr: str, name: str, many: int) -> str:
    try:
        coded = parse_qs(urlsplit(afip_qr.strip().replace("+", "%2B")).query).get("p", [""])[0]
        data = parsed(base64.b64decode(coded + "=" * (-len(coded) % 4)).decode())
    except ValueError:
        return ""
    digits = re.sub(r"[^0-9]", "", str(data.get(name, ""))) if isinstance(data, dict) else ""
    return digits if len(digits) == many else ""
