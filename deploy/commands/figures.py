"""Read the figures of a quarter and sign a return, from the command line."""

import argparse
from typing import Any

from deploy.answers import figure_lines, receipt_lines
from deploy.client import Client, addresses
from deploy.commands.asking import TOKENS, show
from deploy.commands.shape import CommandFailed, add_command, add_data, add_url, client_of
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.roles import HR_CERTIFIER, HR_SUBMITTER


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    figures = add_command(
        commands,
        "figures",
        read_figures,
        "Read a quarter's figures: those of the latest release, or with --la-code an authority's own, "
        "which count returns not yet certified.",
        "workforce figures 2025-26-Q3 --la-code 335 --kpi agency_rate",
    )
    figures.add_argument("quarter")
    figures.add_argument("--kpi", help="one KPI only")
    figures.add_argument("--la-code", help="an authority's own working figures, as its HR submitter")
    certify = add_command(
        commands,
        "certify",
        certify_return,
        f"Sign a named revision of a return, as its second person. {TOKENS}",
        "workforce certify 335 2025-12 --revision 1 --digest DIGEST",
    )
    certify.add_argument("la_code")
    certify.add_argument("month")
    certify.add_argument("--revision", type=int, required=True)
    certify.add_argument("--digest", required=True, help="what the receipt of the submission says")
    for parser in (figures, certify):
        add_url(parser)
        add_data(parser)
        parser.add_argument("--json", action="store_true", help="print the answer as it came")


def read_figures(chosen: argparse.Namespace) -> int:
    try:
        Quarter.parse(chosen.quarter)
    except ValueError as error:
        raise CommandFailed(str(error)) from error
    anyone = Client(addresses(chosen.url))
    client = client_of(chosen, HR_SUBMITTER, chosen.la_code) if chosen.la_code else anyone
    reply = client.get(f"/reporting/v1/quarters/{chosen.quarter}/figures")
    client.close()

    def lines(answer: dict[str, Any]) -> list[str]:
        return figure_lines(answer, chosen.kpi, chosen.la_code)

    return show(chosen, reply, lines)


def certify_return(chosen: argparse.Namespace) -> int:
    client = client_of(chosen, HR_CERTIFIER, chosen.la_code)
    named = {"revision": chosen.revision, "digest": chosen.digest}
    path = f"/register/v1/returns/{chosen.la_code}/{chosen.month}/certification"
    reply = client.send("POST", path, named)
    client.close()
    return show(chosen, reply, receipt_lines)
