"""Links to PDFs: good on the day on which they were given, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from tests.double.books import Issued


class Links:
    """What was given out: `site` begins each address."""

    def __init__(self, site: str, today: Callable[[], date]) -> None:
        self.site = site
        self.downloads: list[Issued] = []
        self._today = today
        self._given: dict[str, tuple[Issued, date]] = {}

    def of(self, one: Issued, kind: str = "pdf", *, again: bool = False) -> str:
        """The link of today; `again` makes another one."""
        seed = f"{one.cuit}|{one.name}|{self._today()}|{kind}|{len(self._given) if again else ''}"
        token = sha256(seed.encode()).hexdigest()[:20]
        self._given[token] = (one, self._today())
        return f"{self.site}/comprobantes/{token}.{'pdf' if kind == 'pdf' else 'ticket.pdf'}"

    def get(self, path: str) -> bytes | None:
        """The file of a link of today; None for any other."""
        token = path.rsplit("/", 1)[-1].split(".", 1)[0]
        one, given = self._given.get(token, (None, None))
        if one is None or given != self._today():
            return None
        self.downloads.append(one)
        return small_pdf(f"{one.name} CAE {one.cae}")


def small_pdf(line: str) -> bytes:
    """A PDF of one page with one line."""
    stream = f"BT /F1 12 Tf 40 100 Td ({line}) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for place, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (place, one)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(made)
