"""A database starts empty, is brought to the newest tables by whoever comes first, and stays one region's."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from shared.runtime.claim import claim_region
from shared.runtime.config import BadSettings
from shared.runtime.db import Database
from shared.runtime.migrations import alembic_config, differences, is_current, upgrade

NewDatabase = Callable[[str], str]
START = "import sys; from shared.runtime.migrations import upgrade; upgrade('runtime', sys.argv[1])"


@pytest.fixture
def empty_url(new_database: NewDatabase) -> str:
    """A database whose tables have been taken away again."""
    url = new_database("runtime")
    if url.startswith("sqlite"):
        Path(str(make_url(url).database)).unlink()
        return url
    database = Database(url)
    with database.transaction() as session:
        session.execute(text("DROP SCHEMA public CASCADE"))
        session.execute(text("CREATE SCHEMA public"))
    database.close()
    return url


def test_an_empty_database_becomes_what_the_models_say(empty_url: str) -> None:
    assert not is_current("runtime", empty_url)
    upgrade("runtime", empty_url)
    assert is_current("runtime", empty_url)
    assert differences("runtime", empty_url) == []
    upgrade("runtime", empty_url)


def test_a_table_that_differs_from_its_model_is_reported(new_database: NewDatabase) -> None:
    url = new_database("runtime")
    database = Database(url)
    with database.transaction() as session:
        session.execute(text("ALTER TABLE audit ADD COLUMN surprise INTEGER"))
    database.close()
    assert [change[0] for change in differences("runtime", url)] == ["remove_column"]


def test_several_processes_may_start_at_once_on_an_empty_database(empty_url: str) -> None:
    starting = [subprocess.Popen([sys.executable, "-c", START, empty_url]) for _ in range(4)]
    assert [process.wait(60) for process in starting] == [0] * 4
    assert is_current("runtime", empty_url)


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    database = Database(empty_url)
    with database.transaction() as session:
        session.execute(
            text("CREATE TABLE reader_position (in_the_way INTEGER)")
        )  # made late by the migration
    with pytest.raises(Exception, match="reader_position"):
        upgrade("runtime", empty_url)
    assert inspect(database.engine).get_table_names() == ["reader_position"]
    database.close()


def test_a_database_is_claimed_once_and_another_region_is_refused(new_database: NewDatabase) -> None:
    database = Database(new_database("runtime"))
    claim_region(database, "register", "west-midlands-demonstration")
    claim_region(database, "register", "west-midlands-demonstration")
    with pytest.raises(BadSettings, match="belongs to the region west-midlands-demonstration"):
        claim_region(database, "register", "north-east")
    with pytest.raises(BadSettings, match="belongs to the service register"):
        claim_region(database, "rates", "west-midlands-demonstration")
    database.close()


def test_the_runtime_and_a_service_are_two_branches_with_one_head_each() -> None:
    config = alembic_config("runtime")
    heads: list[str] = []
    config.print_stdout = lambda line, *values: heads.append(line % values if values else line)  # type: ignore[method-assign]
    command.heads(config)
    assert len(heads) == 1
    assert heads[0].startswith("runtime_")
