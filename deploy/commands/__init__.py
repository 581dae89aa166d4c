"""`workforce`, the one entry point: run, feed, ask and operate the suite."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from sqlalchemy.exc import SQLAlchemyError

from deploy.client import CallFailed
from deploy.commands import accounts, asking, databases, figures, messages, suites
from deploy.commands.shape import CommandFailed
from deploy.demonstration.callers import LoadFailed
from shared.runtime.config import BadSettings
from shared.runtime.transport import CourierDown

FOLDERS = (suites, asking, figures, databases, messages, accounts)
INTERRUPTED = 130


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="workforce",
        description="Regional agency pay protocol, workforce register and KPI reporting.",
        epilog="Example: workforce run, then open http://127.0.0.1:8000/",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for folder in FOLDERS:
        folder.add_commands(commands)
    return parser


def main(arguments: Sequence[str] | None = None, env: Mapping[str, str] | None = None) -> int:
    """Run one command: 0 when it did its work, 1 with a line on standard error when not, 2 when misused."""
    chosen = build_parser().parse_args(arguments)
    chosen.env = dict(os.environ if env is None else env)
    if getattr(chosen, "url", None) == []:
        chosen.url = chosen.env.get("WORKFORCE_URL", "").split()
    try:
        return int(chosen.command(chosen) or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of a pipe has seen enough; nothing more may be written at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (CommandFailed, LoadFailed, CallFailed, BadSettings, CourierDown) as error:
        return _failed(str(error))
    except SQLAlchemyError as error:
        return _failed(f"the database does not work: {str(getattr(error, 'orig', error)).splitlines()[0]}")
    except OSError as error:
        return _failed(str(error))


def _failed(reason: str) -> int:
    print(f"workforce: {reason}", file=sys.stderr)
    return 1
