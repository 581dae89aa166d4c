"""Questions and deliveries over HTTP: check a rate, submit a return, publish a quarter."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from deploy.answers import check_lines, receipt_lines, refusal_lines, release_lines
from deploy.client import Client, Reply, addresses
from deploy.commands.shape import CommandFailed, add_command, add_data, add_url, client_of
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES
from shared.vocabulary.roles import HR_SUBMITTER, REGIONAL_ADMIN

TOKENS = "Signs in with WORKFORCE_TOKEN or WORKFORCE_TOKEN_FILE, else as a demonstration account."


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _add_check(commands)
    submit = add_command(
        commands,
        "submit",
        submit_return,
        f"Submit an authority's monthly return, a JSON file. {TOKENS}",
        "workforce submit return.json --dry-run",
    )
    submit.add_argument("file", type=Path, help="the return; its la_code and month say whose it is")
    submit.add_argument("--dry-run", action="store_true", help="report every problem and change nothing")
    release = add_command(
        commands,
        "release",
        publish_release,
        f"Publish a quarter. {TOKENS}",
        "workforce release 2025-26-Q2",
    )
    release.add_argument("quarter")
    for parser in (submit, release):
        add_url(parser)
        add_data(parser)
        parser.add_argument("--json", action="store_true", help="print the answer as it came")


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = add_command(
        commands,
        "check",
        check_rate,
        "Ask whether an hourly rate is within the cap; open to all, no account needed.",
        "workforce check --la-code 335 --core-job-type SW --basis umbrella --rate 36.50",
    )
    check.add_argument("--la-code", required=True)
    title = check.add_mutually_exclusive_group(required=True)
    title.add_argument("--core-job-type", choices=sorted(CORE_JOB_TYPES))
    title.add_argument("--local-title", help="the authority's own job title, looked up in its job map")
    check.add_argument(
        "--basis", choices=sorted(BASES), help="what the rate contains; never guessed when left out"
    )
    check.add_argument("--rate", required=True, metavar="POUNDS", help="pounds an hour, such as 36.50")
    check.add_argument("--start-date", default=date.today().isoformat(), help="first day (today)")  # noqa: DTZ011
    check.add_argument("--hours-per-week")
    check.add_argument("--experience-years")
    check.add_argument("--exception-reference")
    check.add_argument("--json", action="store_true", help="print the answer as it came")
    add_url(check)


def check_rate(chosen: argparse.Namespace) -> int:
    question: dict[str, Any] = {
        name: getattr(chosen, name)
        for name in (
            "la_code",
            "core_job_type",
            "local_title",
            "basis",
            "start_date",
            "hours_per_week",
            "experience_years",
            "exception_reference",
        )
        if getattr(chosen, name) is not None
    }
    question["rate_pence"] = _pence(chosen.rate)
    client = Client(addresses(chosen.url))
    reply = client.send("POST", "/rates/v1/checks", question)
    client.close()
    return show(chosen, reply, check_lines)


def submit_return(chosen: argparse.Namespace) -> int:
    document = _read(chosen.file)
    la_code, month = document.get("la_code"), document.get("month")
    if not isinstance(la_code, str) or not isinstance(month, str):
        raise CommandFailed(f"{chosen.file}: a return names its la_code and its month")
    client = client_of(chosen, HR_SUBMITTER, la_code)
    path = f"/register/v1/returns/{la_code}/{month}"
    reply = client.send("PUT", f"{path}?dry_run=true" if chosen.dry_run else path, document)
    client.close()
    return show(chosen, reply, receipt_lines)


def publish_release(chosen: argparse.Namespace) -> int:
    try:
        Quarter.parse(chosen.quarter)
    except ValueError as error:
        raise CommandFailed(str(error)) from error
    client = client_of(chosen, REGIONAL_ADMIN)
    reply = client.send("POST", "/reporting/v1/releases", {"quarter": chosen.quarter})
    client.close()
    return show(chosen, reply, release_lines)


def show(chosen: argparse.Namespace, reply: Reply, lines: Any) -> int:
    """Print the answer as `lines` words it, or as it came; raises CommandFailed with a refusal."""
    if chosen.json:
        print(json.dumps(reply.body, indent=2, ensure_ascii=False))
    elif reply.accepted:
        print("\n".join(lines(reply.body)))
    if reply.accepted:
        return 0
    raise CommandFailed("\n".join(refusal_lines(reply)))


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CommandFailed(f"{path} is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise CommandFailed(f"{path}: a return is one JSON object")
    return document


def _pence(pounds: str) -> int:
    whole, _, pence = pounds.removeprefix("£").partition(".")
    if not (whole + pence).isdecimal() or not (whole + pence).isascii() or len(pence) > 2:
        raise CommandFailed("--rate wants pounds an hour with at most two decimals, such as 36.50")
    return int(whole or "0") * 100 + int(pence.ljust(2, "0"))
