"""Whether two names may be one's: how they are written is no difference, who they name is."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from planilla.service.refusal_texts import folded

ALIKE = 75.0
FORMS = re.compile(
    r"\b(?:s ?a ?s|s ?r ?l|s ?a ?c ?i ?f ?i ?a|s ?a ?i ?c|s ?a|s ?h|s ?c ?s|s ?c ?a"
    r"|sociedad anonima|sociedad de responsabilidad limitada"
    r"|sociedad por acciones simplificada|sociedad de hecho"
    r"|ltda|limitada|cia|compania|coop|cooperativa|e hijos|y cia|unipersonal)\b"
)


def alike(ours: str, theirs: str) -> bool:
    """Whether they do not clearly differ: order, accents and the company's form are nothing.

    A blank says nothing.
    """
    one, other = _bare(ours), _bare(theirs)
    if not one or not other:
        return True
    together = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    return max(fuzz.token_set_ratio(one, other), together) >= ALIKE


def _bare(name: str) -> str:
    """Its words; with the form of the company only where nothing else is left."""
    dotless = folded(name).replace(".", "")
    words = " ".join(re.sub(r"[^\w]+", " ", dotless).split())
    return " ".join(FORMS.sub(" ", words).split()) or words
