"""One Alembic environment for every service: the runtime's tables are a branch, each service's another.

A database holds the runtime's tables and one service's; `service` is that service's name, or "runtime" for
a database of the runtime's tables alone. Models are found at `services.<service>.models:Base`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection

from shared.runtime.db import WRITE, Database
from shared.runtime.tables import RuntimeBase

HERE = Path(__file__).resolve().parent
RUNTIME = "runtime"
LOCK = 0x776F726B  # one number for "somebody is migrating this database"


def upgrade(service: str, url: str) -> None:
    """Bring the database at `url` to the newest tables; several processes may call it at once."""
    with _locked(url) as connection:
        command.upgrade(alembic_config(service, connection), "heads")


def is_current(service: str, url: str) -> bool:
    """Whether every migration of the service and of the runtime has run."""
    script = ScriptDirectory.from_config(alembic_config(service))
    with _connected(url) as connection:
        done = MigrationContext.configure(connection).get_current_heads()
    return {found.revision for found in script.get_all_current(done)} >= set(script.get_heads())


def differences(service: str, url: str) -> list[Any]:
    """What Alembic would change to make the tables equal the models; empty when they agree."""
    with _connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata_of(service)))  # type: ignore[arg-type]


def alembic_config(service: str, connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file; the environment takes connection and models from it."""
    folders = [HERE / "versions", versions_of(service)]
    config = Config()
    config.set_main_option("script_location", _escaped(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(_escaped(f) for f in dict.fromkeys(folders)))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata_of(service)
    return config


def versions_of(service: str) -> Path:
    """The folder of a service's own migrations."""
    if service == RUNTIME:
        return HERE / "versions"
    return HERE.parents[2] / "services" / service / "migrations" / "versions"


def metadata_of(service: str) -> list[MetaData]:
    """The runtime's tables and the service's."""
    if service == RUNTIME:
        return [RuntimeBase.metadata]
    return [RuntimeBase.metadata, import_module(f"services.{service}.models").Base.metadata]


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            yield connection
    finally:
        database.close()


@contextmanager
def _locked(url: str) -> Iterator[Connection]:
    """One transaction that no other migration of the same database can enter."""
    with _connected(url) as connection:
        connection.execution_options(**{WRITE: True})
        if connection.dialect.name == "sqlite":
            # a batch migration drops and renames tables: with foreign keys on, dropping deletes the children
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection
            _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration would leave {len(broken)} rows without their parent")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
