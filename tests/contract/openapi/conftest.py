"""The three services, each on a database of its own that all tests of one process share."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract.openapi.running import Running, start


@pytest.fixture(scope="session")
def running(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Callable[[str], Path]
) -> Iterator[Callable[[str], Running]]:
    """`running("rates")` has a protocol in force, `register` a signed return, `reporting` a release."""
    made: dict[str, Running] = {}

    def get(name: str) -> Running:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            shutil.copy(sqlite_template(name), folder / "own.sqlite")
            made[name] = start(name, f"sqlite:///{folder / 'own.sqlite'}", folder)
        return made[name]

    yield get
    for service in made.values():
        service.app.extensions["workforce"].db.close()
