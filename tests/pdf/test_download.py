"""A PDF is on disk whole under its name, or nothing of it is."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from planilla.pdf.download import LARGEST_BYTES, Downloader, NoDocument
from planilla.pdf.part_file import HELD_BYTES
from planilla.settings.settings import Settings
from tests.helpers import settings_for
from tests.pdf.links import LARGE, SMALL, Links, Way, chunked, sent, serving, until_closed
from tests.scripted import Scripted

PAGE = b"<html>Su enlace ha vencido %%EOF</html>"
BROKEN: dict[str, Way] = {
    "shorter than it says": sent(SMALL, 2 * len(SMALL)),
    "large and shorter than it says": sent(LARGE, 2 * len(LARGE)),
    "chunks without the last": chunked(LARGE, ends=False),
    "no length, and no end": until_closed(LARGE[:-6]),
    "its head alone": until_closed(SMALL[:7]),
    "nothing": sent(b""),
    "a page": sent(PAGE),
    "a page before a PDF": sent(PAGE + SMALL),
    "more than any PDF": sent(b"%PDF-" + bytes(LARGEST_BYTES) + b"%%EOF"),
}
GOOD: dict[str, tuple[Way, bytes]] = {
    "small": (sent(SMALL), SMALL),
    "large": (sent(LARGE), LARGE),
    "in chunks": (chunked(LARGE, ends=True), LARGE),
    "until the line ends": (until_closed(LARGE), LARGE),
}


def fetch(links: Links, names: list[str], folder: Path, **changes: object) -> list[str]:
    """Get each of some links as a file of that name, one after the other; their digests."""
    settings: Settings = settings_for(Scripted(), folder / "home", **changes)

    async def every() -> list[str]:
        downloader = Downloader(settings)
        try:
            return [
                (await downloader.get(links.url + name, folder / "pdf" / f"{n}.pdf")).finish()
                for n, name in enumerate(names)
            ]
        finally:
            await downloader.close()

    return asyncio.run(every())


@pytest.mark.parametrize("name", BROKEN)
def test_of_a_download_that_is_no_whole_pdf_nothing_is_left(name: str, tmp_path: Path) -> None:
    with serving({"a": BROKEN[name]}) as links, pytest.raises(NoDocument):
        fetch(links, ["a"], tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", GOOD)
def test_a_whole_pdf_is_there_byte_by_byte_and_alone(name: str, tmp_path: Path) -> None:
    way, content = GOOD[name]
    with serving({"a": way}) as links:
        (digest,) = fetch(links, ["a"], tmp_path)
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (path.name, path.read_bytes()) == ("0.pdf", content)
    assert digest == hashlib.sha256(content).hexdigest()


def test_a_pdf_larger_than_what_is_held_goes_to_the_disk_before_it_is_whole(
    tmp_path: Path,
) -> None:
    assert len(LARGE) > 2 * HELD_BYTES
    seen: list[tuple[bool, bool]] = []

    def way(handler: object) -> None:
        sent(LARGE)(handler)  # type: ignore[arg-type]

    async def watched(links: Links) -> None:
        downloader = Downloader(settings_for(Scripted(), tmp_path / "home"))
        try:
            part = await downloader.get(links.url + "a", tmp_path / "pdf" / "a.pdf")
            parts = list((tmp_path / "pdf").glob("*.part"))
            seen.append((part.path.exists(), bool(parts) and parts[0].stat().st_size > 0))
            part.finish()
        finally:
            await downloader.close()

    with serving({"a": way}) as links:
        asyncio.run(watched(links))
    assert seen == [(False, True)]
    assert (tmp_path / "pdf" / "a.pdf").read_bytes() == LARGE


def test_a_page_in_a_pdfs_place_is_not_fetched_to_its_end(tmp_path: Path) -> None:
    """What begins as none is told to be none, not to be too large."""
    with (
        serving({"a": sent(PAGE + bytes(2 * LARGEST_BYTES))}) as links,
        pytest.raises(NoDocument, match="no es un PDF"),
    ):
        fetch(links, ["a"], tmp_path)


def test_pdfs_one_after_the_other_come_over_one_connection(tmp_path: Path) -> None:
    with serving({name: sent(SMALL) for name in "abcdef"}) as links:
        fetch(links, list("abcdef"), tmp_path)
    assert len(links.asked) == 6
    assert links.connections == 1
