"""Events: relay them, consume them, send them again, look after those that could not be applied."""

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from deploy.carriers import build_consumer, build_relay, run_until_signalled
from deploy.commands.shape import CommandFailed, add_command, add_data, add_service, settings_of
from deploy.installed import service_module
from deploy.upkeep import Upkeep
from shared.runtime.config import Settings
from shared.runtime.consumer import list_parked, retry_parked
from shared.runtime.db import Database
from shared.runtime.replay import replay
from shared.runtime.transport import Transport, open_transport


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    working = [
        add_command(commands, name, work, summary, example) for name, work, summary, example in WORKERS
    ]
    for parser in working:
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")
    again = add_command(
        commands,
        "replay",
        replay_outbox,
        "Send the whole outbox again, for a wiped broker or a rebuild; consumers skip what they know.",
        "workforce replay --service register",
    )
    parked = add_command(
        commands,
        "parked",
        look_after_parked,
        "List events that could not be applied, or try them again.",
        "workforce parked list --service reporting",
    )
    parked.add_argument("action", choices=("list", "retry"))
    parked.add_argument("positions", nargs="*", type=int, help="retry only these (all)")
    for parser in (*working, again, parked):
        add_service(parser)
        add_data(parser)


def relay_events(chosen: argparse.Namespace) -> None:
    with _opened(chosen) as (settings, db, transport):
        relay = build_relay(settings, db, transport)
        if not chosen.once:
            return run_until_signalled(relay.run)
        sent = 0
        while batch := relay.run_once():
            sent += batch
        return print(f"{sent} events sent")


def keep_up(chosen: argparse.Namespace) -> None:
    with _opened(chosen) as (settings, db, _transport):
        upkeep = Upkeep(settings, db)
        if not chosen.once:
            return run_until_signalled(upkeep.run)
        return print(f"{upkeep.run_once()} changes delivered")


def consume_events(chosen: argparse.Namespace) -> None:
    with _opened(chosen) as (settings, db, transport):
        consumer = build_consumer(settings, db, transport)
        if not chosen.once:
            return run_until_signalled(consumer.run)
        done = 0
        while batch := consumer.run_once(timeout_seconds=2.0):
            done += batch
        consumer.close()
        return print(f"{done} events read")


def replay_outbox(chosen: argparse.Namespace) -> None:
    with _opened(chosen) as (settings, db, transport):
        service_module(settings.service, "models")
        sent = replay(
            db, transport, lambda done, total: print(f"  {done} of {total} events sent", flush=True)
        )
    print(f"{sent} events sent again")


def look_after_parked(chosen: argparse.Namespace) -> int:
    with _opened(chosen) as (settings, db, transport):
        consumer = build_consumer(settings, db, transport)
        if chosen.action == "list":
            waiting = list_parked(db, consumer.name)
            for event in waiting:
                print(f"{event.position}  {event.parked_at:%Y-%m-%d %H:%M}  {event.topic}  {event.reason}")
            print(f"{len(waiting)} parked")
            return 0
        tried = retry_parked(consumer, chosen.positions or None)
        consumer.close()
    for position, reason in tried.items():
        print(f"{position}  {reason or 'settled'}")
    unknown = set(chosen.positions) - set(tried)
    if unknown:
        raise CommandFailed(f"nothing is parked at {', '.join(map(str, sorted(unknown)))}")
    return 1 if any(tried.values()) else 0


@contextmanager
def _opened(chosen: argparse.Namespace) -> Iterator[tuple[Settings, Database, Transport]]:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = settings_of(chosen, chosen.service)
    db, transport = Database(settings.database_url), open_transport(settings)
    try:
        yield settings, db, transport
    finally:
        transport.close()
        db.close()


WORKERS: Final = (
    (
        "relay",
        relay_events,
        "Carry a service's outbox to the courier, until stopped.",
        "workforce relay --service register",
    ),
    (
        "consume",
        consume_events,
        "Apply other services' events to a service's database, until stopped.",
        "workforce consume --service reporting",
    ),
    (
        "upkeep",
        keep_up,
        "Tell subscribers of changes, announce coming versions and forget old checks, until stopped.",
        "workforce upkeep --service rates",
    ),
)
"""The processes that run beside the services: name, work, summary, example."""
