"""Tables made new, and the demonstration loaded."""

import argparse

from deploy.client import addresses
from deploy.commands.shape import SERVICES, add_command, add_data, add_url, settings_of
from deploy.demonstration.callers import Callers
from deploy.demonstration.load import Load
from deploy.installed import service_module
from deploy.preparation import prepare_database, region_of
from shared.runtime.config import Settings
from shared.runtime.migrations import is_current


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = add_command(
        commands,
        "demo",
        load_demonstration,
        "Load the demonstration region into a running suite, through its public API; again changes nothing.",
        "workforce demo --url http://127.0.0.1:8000",
    )
    add_url(demo)
    add_data(demo)
    migrate = add_command(
        commands,
        "migrate",
        migrate_databases,
        "Bring a service's database, or all three, to the newest tables.",
        "workforce migrate --service register",
    )
    migrate.add_argument("--service", choices=SERVICES, help="only this one")
    migrate.add_argument(
        "--check", action="store_true", help="change nothing; fail when migrations are missing"
    )
    add_data(migrate)


def load_demonstration(chosen: argparse.Namespace) -> None:
    settings = settings_of(chosen, "register")
    load = Load(Callers(addresses(chosen.url), settings), region_of(settings))
    try:
        done = load.run()
    finally:
        load.stop.set()
    print(
        "The demonstration is loaded."
        if done
        else "The demonstration was loaded already; nothing was changed."
    )


def migrate_databases(chosen: argparse.Namespace) -> int:
    missing = 0
    for service in [chosen.service] if chosen.service else SERVICES:
        settings = settings_of(chosen, service)
        if chosen.check:
            missing += not _tell_current(service, settings)
        else:
            prepare_database(settings)
            print(f"{service}: the tables are the newest")
    return 1 if missing else 0


def _tell_current(service: str, settings: Settings) -> bool:
    service_module(service, "models")
    current = is_current(service, settings.database_url)
    print(f"{service}: {'the tables are the newest' if current else 'migrations are missing'}")
    return current
