"""Whether an answer is about what was asked: a success of another comprobante is none of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planilla.common.errors import Unknown
from planilla.model.comprobante_key import Key
from planilla.service.figures import last_integer, text
from planilla.service.refusal_texts import folded


def names_of(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an answer says that it is about, each blank when it does not say.

    As `nuevo` and the lots say it (`comprobante_tipo`, `comprobante_nro`, which may
    come without its point of sale), or with a `comprobante` inside.
    """
    inner = answer.get("comprobante")
    inside: Mapping[str, Any] = inner if isinstance(inner, dict) else {}
    point, _, number = text(answer.get("comprobante_nro")).rpartition("-")
    return {
        "tipo": folded(text(answer.get("comprobante_tipo")) or text(inside.get("tipo"))),
        "punto_venta": last_integer(point or inside.get("punto_venta")),
        "number": last_integer(number or inside.get("numero")),
        "external_reference": text(
            answer.get("external_reference") or inside.get("external_reference")
        ),
    }


def astray(answer: Mapping[str, Any], key: Key, external_reference: str = "") -> list[str]:
    """What an answer says to be about, where that is not what was asked; in words.

    What it does not say, or nobody asked about, is no contradiction.
    """
    asked = {
        "tipo": folded(key.tipo),
        "punto_venta": key.punto_venta,
        "number": key.number,
        "external_reference": external_reference,
    }
    return [
        f"{name} {said}, not {asked[name]}"
        for name, said in names_of(answer).items()
        if said not in {None, ""} and asked[name] not in {None, ""} and said != asked[name]
    ]


def believe(
    answer: Mapping[str, Any], key: Key, external_reference: str = "", *, required: bool = False
) -> None:
    """Raise `Unknown` for an answer that is about another comprobante.

    With `required` it must also say so of tipo, number and reference itself.
    """
    wrong = astray(answer, key, external_reference)
    if required:
        said = names_of(answer)
        wrong += [
            f"no {name}" for name in ("tipo", "number", "external_reference") if not said[name]
        ]
    if wrong:
        raise Unknown(f"the answer is another comprobante's: {'; '.join(wrong)}")
