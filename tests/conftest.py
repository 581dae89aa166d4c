"""Fixtures every suite uses: real databases made from a migrated template, on SQLite and PostgreSQL."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from shared.runtime.migrations import upgrade

NewDatabase = Callable[[str], str]
NEEDS = {
    "postgres": "WORKFORCE_TEST_POSTGRES",
    "kafka": "KAFKA_TEST_BOOTSTRAP",
    "browser": "WORKFORCE_TEST_CHROMIUM",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that need a server are deselected, not skipped, where its address is not given; CI gives all."""
    absent = {marker for marker, variable in NEEDS.items() if not os.environ.get(variable)}
    left_out = [item for item in items if absent & {mark.name for mark in item.iter_markers()}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A migrated, empty database file of a service, made once a session."""
    folder = tmp_path_factory.mktemp("templates")

    def template(service: str) -> Path:
        path = folder / f"{service}.sqlite"
        if not path.exists():
            upgrade(service, f"sqlite:///{path}")
        return path

    return template


@pytest.fixture
def new_sqlite(tmp_path: Path, sqlite_template: Callable[[str], Path]) -> NewDatabase:
    """`new_sqlite("rates")` is the URL of a fresh, migrated SQLite database."""

    def make(service: str) -> str:
        path = tmp_path / f"{service}-{uuid.uuid4().hex[:8]}.sqlite"
        shutil.copy(sqlite_template(service), path)
        return f"sqlite:///{path}"

    return make


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[Callable[[str], tuple[str, str]]]:
    """The maintenance URL and the name of a migrated template database of a service, made once a session."""
    maintenance = os.environ.get("WORKFORCE_TEST_POSTGRES", "")
    made: dict[str, str] = {}

    def template(service: str) -> tuple[str, str]:
        if service not in made:
            name = f"template_{service}_{uuid.uuid4().hex[:10]}"
            _run(maintenance, f'CREATE DATABASE "{name}"')
            made[service] = name
            upgrade(service, _url(maintenance, name))
        return maintenance, made[service]

    yield template
    for name in made.values():
        _run(maintenance, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def new_postgres(postgres_template: Callable[[str], tuple[str, str]]) -> Iterator[NewDatabase]:
    """`new_postgres("rates")` is the URL of a fresh, migrated PostgreSQL database, dropped after the test."""
    made: list[tuple[str, str]] = []

    def make(service: str) -> str:
        maintenance, template = postgres_template(service)
        name = f"test_{service}_{uuid.uuid4().hex[:10]}"
        _run(maintenance, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        made.append((maintenance, name))
        return _url(maintenance, name)

    yield make
    for maintenance, name in made:
        _run(maintenance, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """One test, both databases: SQLite always, PostgreSQL where a server is given."""
    made: NewDatabase = request.getfixturevalue(f"new_{request.param}")
    return made


def _url(maintenance: str, name: str) -> str:
    return make_url(maintenance).set(database=name).render_as_string(hide_password=False)


def _run(maintenance: str, statement: str) -> None:
    engine = create_engine(maintenance, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
