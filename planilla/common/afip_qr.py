"""AFIP's QR of a comprobante: base64 JSON behind `?p=` (api.md 5; RG 4892/2020)."""

from __future__ import annotations

import base64
import re
from urllib.parse import parse_qs, urlsplit

from planilla.common.bounded_json import parsed

CUIT_DIGITS = 11


def issuer_of(afip_qr: str) -> str:
    """The CUIT's digits of who issued it; a blank when the QR does not say."""
    try:
        coded = parse_qs(urlsplit(afip_qr.strip().replace("+", "%2B")).query).get("p", [""])[0]
        data = parsed(base64.b64decode(coded + "=" * (-len(coded) % 4)).decode())
    except ValueError:
        return ""
    digits = re.sub(r"[^0-9]", "", str(data.get("cuit", ""))) if isinstance(data, dict) else ""
    return digits if len(digits) == CUIT_DIGITS else ""
