"""The settings that a result workbook names."""

from __future__ import annotations

from planilla.model.issuers import Issuers
from planilla.settings.settings import Settings


def settings_shown(settings: Settings) -> dict[str, str]:
    """The settings that matter to whoever reads the result; no secrets."""
    return {
        "Servicio": settings.service,
        **_who(settings.issuers),
        "Puntos de venta a la vez": str(settings.concurrency),
        "Espera máxima por respuesta": f"{settings.timeout_seconds:g} s",
    }


def _who(issuers: Issuers) -> dict[str, str]:
    if len(issuers.known) == 1:
        (only,) = issuers.known
        return {
            "Condición IVA del emisor": only.condicion_iva or "(sin indicar)",
            "CUIT del emisor": only.cuit or "(sin indicar)",
        }
    return {
        f"Perfil {one.name}": f"CUIT {one.cuit or '(sin indicar)'}, puntos de venta "
        + ", ".join(map(str, sorted(one.puntos_venta or ())))
        for one in issuers.known
    }
