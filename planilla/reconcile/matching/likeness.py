"""How alike a name is to what a bank wrote: cut short, without accents, in another order."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from rapidfuzz import fuzz

FORMS = (
    r"\b(?:s\s*r\s*l|s\s*a\s*s|s\s*a\s*u|s\s*a|s\s*h|s\s*c\s*s|srl|sas|sau|sa|sh|ltda"
    r"|sociedad (?:anonima(?: unipersonal)?|de responsabilidad limitada|por acciones simplificada"
    r"|de hecho))\b"
)
LONGER = {"hnos": "hermanos", "cia": "compania", "sta": "santa", "gral": "general"}
LINKS = frozenset(("de", "del", "la", "las", "los", "el", "y", "e"))
# what banks put beside a name
BANK_WORDS = frozenset(
    (
        *(
            "transf",
            "transferencia",
            "transferencias",
            "trf",
            "trans",
            "tran",
            "tr",
            "cr",
            "cred",
            "credito",
        ),
        *(
            "creditos",
            "inmediato",
            "recibida",
            "recibido",
            "terceros",
            "tercero",
            "interbancaria",
            "datanet",
            "debin",
            "pago",
        ),
        *("pagos", "proveedores", "online", "cuit", "cuil", "dni", "doc", "cta", "cte", "cuenta"),
        *("cbu", "cvu", "varios", "var", "fac", "fact", "factura", "fc", "orig", "dest"),
        *(
            "origen",
            "ord",
            "ordenante",
            "web",
            "deposito",
            "acreditacion",
            "acred",
            "mep",
            "snp",
            "haberes",
        ),
        *("interbanking", "banelco", "link", "concepto", "ref"),
    )
)
SLIP = 83.0  # from here a word is another with one letter wrong, in six or more
LEAST = 8  # letters that must agree where only one word does


def plain_name(column: str) -> pl.Expr:
    """A name without case, accents, company forms and marks, its words in order of the alphabet."""
    words = _plain(pl.col(column)).str.split(" ")
    return words.list.eval(pl.element().filter(pl.element() != "").sort()).list.join(" ")


def _plain(column: pl.Expr) -> pl.Expr:
    lower = column.str.to_lowercase()
    for accented, bare in zip("áéíóúüñ", "aeiouun", strict=True):
        lower = lower.str.replace_all(accented, bare, literal=True)
    words = lower.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
    return words.str.replace_all(FORMS, " ").str.strip_chars()


def told_words(column: pl.Expr) -> pl.Expr:
    """The words of a text or name that may be a name's, as a list without repeats."""
    words = _plain(column).str.split(" ")
    kept = words.list.eval(pl.element().replace(LONGER).filter(~_noise(pl.element())))
    return kept.list.unique(maintain_order=True)


def _noise(word: pl.Expr) -> pl.Expr:
    return word.str.contains(r"\d|^$") | word.is_in(list(BANK_WORDS | LINKS))


def likeness(told: Sequence[str], name: Sequence[str]) -> float:
    """0 to 100: how much of the name is told, or of what is told is in the name.

    A word is told by itself, by its beginning (three letters or more), or by nearly all of it.
    """
    both = [(one, next((w for w in told if _same(w, one)), None)) for one in name]
    agreed = {one: word for one, word in both if word is not None}
    if not agreed or (len(agreed) == 1 and len(min(agreed.values())) < LEAST):
        return 0.0
    in_name = sum(map(len, agreed)) / sum(map(len, name))
    in_told = sum(map(len, set(agreed.values()))) / sum(map(len, told))
    return 100 * max(in_name, in_told)


def _same(told: str, one: str) -> bool:
    if len(told) >= 3 and one.startswith(told):
        return True
    return len(told) > 5 and fuzz.ratio(told, one, score_cutoff=SLIP) > 0


def likenesses(frame: pl.DataFrame, told: str, name: str) -> pl.Series:
    """The likeness of two columns of words, row by row; each pair of lists is judged once."""
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
    scores = []
    for one, other in frame.select(told, name).iter_rows():
        pair = tuple(one or ()), tuple(other or ())
        if pair not in known:
            known[pair] = likeness(*pair)
        scores.append(known[pair])
    return pl.Series("score", scores, dtype=pl.Float64)
