"""The register on a fresh database, as the demonstration's accounts see it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.accounts import write_key_set
from services.register.app import create_app
from shared.runtime.config import Settings
from tests.integration.register.suite import Moment, Register

Start = Callable[[str], Register]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start(url)` is a register on that database, whose clock stands at 10 January 2027."""
    made: list[Register] = []

    def make(url: str) -> Register:
        jwks = tmp_path / "jwks.json"
        settings = Settings(
            service="register", database_url=url, environment="test", jwks=str(jwks), rate_limits=False
        )
        write_key_set(settings, jwks)
        clock = Moment()
        made.append(Register(create_app(settings, clock), clock, settings))
        return made[-1]

    yield make
    for register in made:
        register.db.close()


@pytest.fixture
def register(start: Start, new_database: Callable[[str], str]) -> Register:
    """With the window of December 2026 open."""
    made = start(new_database("register"))
    assert made.open_window().status_code == 201
    return made


@pytest.fixture
def on_sqlite(start: Start, new_sqlite: Callable[[str], str]) -> Register:
    """On SQLite alone, for what the database has no part in."""
    made = start(new_sqlite("register"))
    assert made.open_window().status_code == 201
    return made
