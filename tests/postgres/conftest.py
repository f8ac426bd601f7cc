"""One PostgreSQL for these tests, a database for each."""

from __future__ import annotations

import random
from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres.server import plain, postgres


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


@pytest.fixture
def database(server: str) -> str:
    """A database of one test's own."""
    name = f"t{random.getrandbits(40)}"
    with psycopg.connect(plain(server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.rsplit("/", 1)[0] + f"/{name}"
