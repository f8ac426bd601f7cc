"""What people paste as an e-mail address, and what is sent of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.emails import MOST, ONCE, addresses, are_unclear, are_wrong, as_once, sent


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana@uno.com", ["ana@uno.com"]),
        ("mailto:ana@uno.com", ["ana@uno.com"]),
        ("MAILTO:ana@uno.com?subject=Factura%201", ["ana@uno.com"]),
        ("Ana Pérez <ana@uno.com>", ["ana@uno.com"]),
        ("<ana@uno.com>", ["ana@uno.com"]),
        ("Ana <mailto:ana@uno.com>", ["ana@uno.com"]),
        ("ana@uno.com <ana@uno.com>", ["ana@uno.com"]),
        ("'ana@uno.com' <Ana@uno.com>", ["ana@uno.com"]),
        (
            "Pérez, Ana <ana@uno.com>; Gómez, Luz <luz@dos.com.ar>",
            ["ana@uno.com", "luz@dos.com.ar"],
        ),
        ('"Pérez, Ana" <ana@uno.com>, luz@dos.com', ["ana@uno.com", "luz@dos.com"]),
        ("luz@dos.com, Ana <ana@uno.com>", ["luz@dos.com", "ana@uno.com"]),
        ("ana@uno.com;luz@dos.com", ["ana@uno.com", "luz@dos.com"]),
        ("ana@uno.com, luz@dos.com;", ["ana@uno.com", "luz@dos.com"]),
        ("ana@uno.com luz@dos.com\nleo@tres.com", ["ana@uno.com", "luz@dos.com", "leo@tres.com"]),
        ("ana@uno.com, ANA@uno.com", ["ana@uno.com"]),
        ("  ", []),
    ],
)
def test_addresses_are_taken_as_they_are_pasted(text: str, found: list[str]) -> None:
    assert addresses(text) == found
    assert not are_wrong(text)
    assert not are_unclear(text)


@pytest.mark.parametrize(
    "text",
    [
        "nobody", "a@b", "ana@uno,com", "ana@uno.com nobody", "ana@uno.com y luz@dos.com",
        "Ana <ana@uno.com> Pérez", "Ana <ana@uno.com", "luz@dos.com <ana@uno.com>", "Ana <>",
        "ana@@uno.com", "ana@uno..com", "Ana: ana@uno.com", "@uno.com",
    ],
)  # fmt: skip
def test_anything_else_beside_an_address_is_none(text: str) -> None:
    assert addresses(text) is None
    assert are_unclear(text)


def test_no_more_are_taken_than_the_service_takes() -> None:
    text = " ".join(f"c{n}@uno.com" for n in range(MOST + 1))
    assert are_wrong(text)
    assert not are_wrong(text.partition(" ")[2])


@given(st.text(alphabet="ab@.,; <>:\"'"))
def test_what_an_earlier_release_took_is_never_wrong_by_the_rule_it_knew(text: str) -> None:
    once = as_once(text)
    if len(once) <= MOST and all(ONCE.fullmatch(one) for one in once):
        assert not are_wrong(text)
    if addresses(text) is None:
        assert sent(text) == once
