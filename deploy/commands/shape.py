"""What every command has: its help with an example, the settings, and its way to fail."""

import argparse
from collections.abc import Callable
from pathlib import Path

from deploy.client import Client, addresses
from deploy.tokens import token_source
from shared.runtime.config import Settings

Command = Callable[[argparse.Namespace], int | None]
SERVICES = ("rates", "register", "reporting")


class CommandFailed(Exception):  # noqa: N818 (a verdict for a person, not a mistake of ours)
    """The command could not do its work; the message is one line for a person."""


def add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: Command,
    summary: str,
    example: str,
) -> argparse.ArgumentParser:
    """A sub-command whose --help ends with an example."""
    parser = commands.add_parser(name, help=summary, description=summary, epilog=f"Example: {example}")
    parser.set_defaults(command=command)
    return parser


def add_service(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--service", required=True, choices=SERVICES, help="whose database")


def add_url(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--url",
        action="append",
        default=[],
        metavar="URL",
        help="where the suite is (WORKFORCE_URL, or http://127.0.0.1:8000), or one service: "
        "register=http://127.0.0.1:8002; may be repeated",
    )


def add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder (WORKFORCE_DATA, or var)")


def settings_of(chosen: argparse.Namespace, service: str) -> Settings:
    """The service's settings; `--data` goes before WORKFORCE_DATA, and `--url` names its issuer."""
    env = dict(chosen.env)
    if getattr(chosen, "data", None):
        env["WORKFORCE_DATA"] = str(chosen.data)
    if getattr(chosen, "url", None):
        env.setdefault("WORKFORCE_ISSUER", f"{addresses(chosen.url)['rates']}/identity")
    return Settings.from_env(service, env)


def client_of(chosen: argparse.Namespace, role: str, la_code: str | None = None) -> Client:
    """A client that signs in with the given token, or as a demonstration account of that role."""
    token = token_source(settings_of(chosen, "register"), chosen.env, role, la_code)
    return Client(addresses(chosen.url), token)
