"""How far the search for sums goes: by sums tried, so that no clock decides a result."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from planilla.reconcile.matching.options import Options


@dataclass
class SearchWork:
    """What a search may still try, of one client and in all; clients come in a fixed order.

    `limited` are the clients (CUIT or name) whose search did not go to its end.
    """

    options: Options
    limited: set[str]
    spent: int = 0
    _client: str = ""
    _of_client: int = field(default=0)

    def begin(self, client: str) -> None:
        """What is tried from here on is tried of this client."""
        self._client, self._of_client = client, 0

    def may_try(self, count: int) -> bool:
        """Whether so many sums may be tried; where not, the client is among the limited."""
        within = self._of_client + count <= self.options.most_sums_a_client
        if within and self.spent + count <= self.options.most_sums:
            self._of_client += count
            self.spent += count
            return True
        self.limit()
        return False

    def limit(self) -> None:
        """Say that something of the client was not tried."""
        self.limited.add(self._client)


def sums_of(items: int, largest: int) -> int:
    """How many sets of two or more, up to `largest`, there are of so many items."""
    return sum(math.comb(items, size) for size in range(2, largest + 1))
