"""The suite in one process tree, one service of it, or all as separate processes."""

import argparse
from pathlib import Path

from deploy.commands.shape import SERVICES, CommandFailed, add_command, add_data, settings_of
from deploy.embedded import Embedding, run_embedded
from deploy.installed import service_module
from deploy.separate import Separation, run_separate
from deploy.serving import Server, require_free_port

DEFAULT_PORT = "8000"
LAST_PORT = 65535


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = add_command(
        commands,
        "run",
        run_suite,
        "Serve the whole suite from one process tree, with the demonstration region loaded.",
        "workforce run --port 8080",
    )
    run.add_argument("--port", type=int, help="port on 127.0.0.1 (PORT, or 8000)")
    run.add_argument("--no-demo", action="store_true", help="do not load the demonstration")
    add_data(run)
    serve = add_command(
        commands,
        "serve",
        serve_service,
        "Serve one service alone.",
        "workforce serve --service rates --port 8001",
    )
    serve.add_argument("--service", required=True, choices=SERVICES)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8001)
    serve.add_argument("--workers", type=int, default=2)
    add_data(serve)
    _add_separate(commands)


def _add_separate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    apart = add_command(
        commands,
        "separate",
        run_apart,
        "Serve the suite as separate processes on PostgreSQL and Kafka, without containers.",
        "workforce separate --postgres postgresql+psycopg://workforce@127.0.0.1:55432/postgres "
        "--kafka 127.0.0.1:59092",
    )
    apart.add_argument(
        "--postgres", required=True, metavar="URL", help="a database whose user may create others"
    )
    apart.add_argument("--kafka", required=True, metavar="HOST:PORT")
    apart.add_argument(
        "--port", type=int, default=8000, help="issuer here, services on the three ports after it"
    )
    apart.add_argument("--workers", type=int, default=2, help="gunicorn workers a service")
    apart.add_argument("--name", default="workforce", help="its databases (and topics, if other) begin so")
    add_data(apart)


def run_suite(chosen: argparse.Namespace) -> None:
    port = chosen.port if chosen.port is not None else _port_of(chosen.env.get("PORT", DEFAULT_PORT))
    run_embedded(Embedding(_folder(chosen, "var"), port, not chosen.no_demo, chosen.env))


def serve_service(chosen: argparse.Namespace) -> None:
    settings = settings_of(chosen, chosen.service)
    app = service_module(chosen.service, "app")
    require_free_port(chosen.host, chosen.port)
    options = {"bind": f"{chosen.host}:{chosen.port}", "workers": chosen.workers}
    Server(lambda: app.create_app(settings), options).run()


def run_apart(chosen: argparse.Namespace) -> None:
    data = _folder(chosen, "var/separate")
    servers = (chosen.postgres, chosen.kafka, chosen.port)
    run_separate(Separation(*servers, data, chosen.env, chosen.workers, chosen.name))


def _folder(chosen: argparse.Namespace, otherwise: str) -> Path:
    return chosen.data or Path(chosen.env.get("WORKFORCE_DATA", otherwise))


def _port_of(told: str) -> int:
    if not told.isdecimal() or not 0 < int(told) <= LAST_PORT:
        raise CommandFailed(f"PORT wants a number from 1 to {LAST_PORT}, not {told}")
    return int(told)
