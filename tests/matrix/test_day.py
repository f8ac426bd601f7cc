"""A day at the office against every reading of what the documents leave open.

All combinations would be many thousand millions: every pair of two readings is in the days of
the suite, every three in those of the campaign.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.double import Switches, covering, pairwise
from tests.double.office import office_of
from tests.matrix.day import Day, hurried


@pytest.mark.campaign
@pytest.mark.parametrize("switches", list(pairwise()))
def test_a_day_ends_with_everything_once_whatever_the_service_is(
    switches: Switches, tmp_path: Path
) -> None:
    with office_of(tmp_path, hurried(switches)) as office:
        Day(office).run(short=True)


def test_a_whole_day_drops_every_file_again(tmp_path: Path) -> None:
    with office_of(tmp_path, hurried(Switches())) as office:
        Day(office).run()


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_a_whole_day_in_every_three_readings(tmp_path: Path) -> None:
    requests: Counter[str] = Counter()
    days = list(covering(3))
    for number, switches in enumerate(days):
        folder = tmp_path / str(number)
        folder.mkdir()
        with office_of(folder, hurried(switches)) as office:
            Day(office).run()
            requests += office.double.traffic.requests
    print(f"{len(days)} days; {requests.total()} requests: {dict(requests)}")
