"""Factura de crédito electrónica MiPyME: what ARCA, not the service, says against its data.

Source: the vendor's page of FCE (ids 2101, 2102, 22 and 27 of `rg_especiales`, which it hands
on to ARCA without looking, blank ones left out) and its list of ARCA's common errors.
"""

from __future__ import annotations

import re
from typing import Any

from planilla.sandbox.tables import FCE_MARK, NOTES

CBU, ALIAS, VOIDED, TRANSFER = 2101, 2102, 22, 27
FORMS = {
    CBU: re.compile(r"\d{22}"),
    ALIAS: re.compile(r"[A-Za-z0-9.-]{6,20}"),
    VOIDED: re.compile(r"[SN]"),
    TRANSFER: re.compile(r"SCA|ADC"),
}
INVOICE = (
    "Si informa comprobante MiPyMEs (FCE) del tipo Factura, es obligatorio informar opcional"
    " 2101 o 2102 y 27 en rg_especiales."
)
NOTE = (
    "Si informa comprobante MiPyMEs (FCE) del tipo Nota, es obligatorio informar opcional"
    " 22 en rg_especiales."
)
ONLY_NOTES = "El opcional 22 (anulacion) de rg_especiales es solo para notas MiPyMEs (FCE)."
OTHER_TIPO = "Campo CbtesAsoc con tipo invalido: una nota MiPyMEs (FCE) asocia comprobantes FCE."


def refusal_of_fce(comprobante: dict[str, Any]) -> str | None:
    """ARCA's sentence; None for what is no FCE, and for a right one."""
    tipo = str(comprobante["tipo"]).upper()
    if FCE_MARK not in tipo:
        return None
    given = _given(comprobante)
    for number, form in FORMS.items():
        if number in given and not form.fullmatch(given[number]):
            return f"El opcional {number} de rg_especiales no tiene un valor valido."
    if tipo.startswith(NOTES):
        return _of_note(comprobante, given)
    if VOIDED in given:
        return ONLY_NOTES
    return None if {CBU, ALIAS} & given.keys() and TRANSFER in given else INVOICE


def _of_note(comprobante: dict[str, Any], given: dict[int, str]) -> str | None:
    if VOIDED not in given:
        return NOTE
    listed = comprobante.get("comprobantes_asociados") or []
    same_kind = all(FCE_MARK in str(one["tipo_comprobante"]).upper() for one in listed)
    return None if same_kind else OTHER_TIPO


def _given(comprobante: dict[str, Any]) -> dict[int, str]:
    """The data by id; one with a blank value is not processed."""
    listed = (comprobante.get("rg_especiales") or {}).get("datos") or []
    return {int(one["id"]): one["valor"].strip() for one in listed if one["valor"].strip()}
