"""For developers: `python -m shared.runtime.migrations <service> revision "<what changes>"`."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from shared.runtime.db import WRITE, Database
from shared.runtime.migrations import RUNTIME, alembic_config, upgrade, versions_of

FIRST_RUNTIME = "runtime_0001"


def write_revision(service: str, message: str) -> None:
    """Write the migration from the newest tables to the models, numbered after the last one."""
    folder = versions_of(service)
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.glob("[0-9]*.py"))) + 1
    first = number == 1
    with TemporaryDirectory() as scratch:
        url = f"sqlite:///{Path(scratch) / 'models.sqlite'}"
        upgrade(service, url)
        database = Database(url)
        with database.engine.connect().execution_options(**{WRITE: True}) as connection:
            config = alembic_config(service, connection)
            config.set_main_option("file_template", f"{number:04d}_%%(slug)s")
            command.revision(
                config,
                message,
                autogenerate=True,
                head="base" if first else f"{service}@head",
                version_path=str(folder),
                branch_label=service if first else None,
                depends_on=FIRST_RUNTIME if first and service != RUNTIME else None,
                rev_id=f"{service}_{number:04d}",
            )
        database.close()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m shared.runtime.migrations", description=__doc__)
    parser.add_argument("service", help="rates, register, reporting or runtime")
    parser.add_argument("action", choices=["revision"])
    parser.add_argument("message", help='what changes, in a few words: "subscriptions"')
    given = parser.parse_args(arguments)
    write_revision(given.service, given.message)


if __name__ == "__main__":
    main(sys.argv[1:])
