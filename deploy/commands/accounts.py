"""Tokens of demonstration accounts, and the demonstration issuer as a process of its own."""

import argparse

from deploy.accounts import LIFETIME_SECONDS, mint_token
from deploy.commands.shape import CommandFailed, add_command, add_data, add_url, settings_of
from deploy.preparation import region_of
from deploy.serving import serve_issuer
from shared.vocabulary.roles import AGENCY, ALL_ROLES, AUTHORITY_ROLES


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    token = add_command(
        commands,
        "token",
        print_token,
        "Print a bearer token of a demonstration account (refused in production).",
        "workforce token --role hr_submitter --la-code 335",
    )
    token.add_argument("--role", required=True, choices=sorted(ALL_ROLES))
    token.add_argument("--la-code", help="the authority, for a role of an authority")
    token.add_argument("--agency", help="the agency, for the role agency: agency-a or agency-b")
    token.add_argument("--minutes", type=int, default=LIFETIME_SECONDS // 60, help="how long it lasts (15)")
    add_url(token)
    add_data(token)
    identity = add_command(
        commands,
        "identity",
        run_issuer,
        "Serve the demonstration issuer as a process of its own (refused in production).",
        "workforce identity --port 8010",
    )
    identity.add_argument("--host", default="127.0.0.1")
    identity.add_argument("--port", type=int, default=8010)
    add_data(identity)


def print_token(chosen: argparse.Namespace) -> None:
    settings = settings_of(chosen, "register")
    _check_tenant(chosen, region_of(settings).la_codes)
    print(
        mint_token(settings, chosen.role, chosen.la_code, chosen.agency, lifetime_seconds=chosen.minutes * 60)
    )


def run_issuer(chosen: argparse.Namespace) -> None:
    serve_issuer(settings_of(chosen, "register"), f"{chosen.host}:{chosen.port}")


def _check_tenant(chosen: argparse.Namespace, la_codes: tuple[str, ...]) -> None:
    if chosen.role in AUTHORITY_ROLES and chosen.la_code not in la_codes:
        raise CommandFailed(f"{chosen.role} belongs to an authority: --la-code one of {', '.join(la_codes)}")
    if chosen.role == AGENCY and not chosen.agency:
        raise CommandFailed("the role agency needs --agency, such as agency-a")
    if (chosen.la_code and chosen.role not in AUTHORITY_ROLES) or (chosen.agency and chosen.role != AGENCY):
        raise CommandFailed(f"the role {chosen.role} belongs to no authority or agency")
