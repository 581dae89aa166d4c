"""The access table: which roles may use a route, and whose data the route is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import Forbidden, NotFound, Unauthenticated
from shared.runtime.identity import ANYONE, Actor

CHALLENGE = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Access:
    """`roles` None opens the route to anyone. `tenant` names the URL variable that must be the actor's own
    tenant; roles in `across` may use the route for every tenant.
    """

    roles: frozenset[str] | None
    tenant: str | None = None
    across: frozenset[str] = frozenset()


OPEN = Access(roles=None)


def check_access(access: Access | None, actor: Actor, variables: Mapping[str, Any]) -> None:
    """Raise Forbidden (not listed, wrong role), Unauthenticated, or NotFound for another tenant's data.

    Codes: `route_not_listed`, `sign_in_first`, `role_lacks_function`, `not_found`.
    """
    if access is None:
        raise Forbidden("route_not_listed", "Nobody may use this address.")
    if access.roles is None:
        return
    if actor == ANYONE:
        raise Unauthenticated(
            "sign_in_first", "Send a bearer token of the region's issuer.", headers=CHALLENGE
        )
    if actor.role not in access.roles:
        raise Forbidden("role_lacks_function", "The role you signed in with may not do this.")
    if access.tenant is None or actor.role in access.across:
        return
    if actor.tenant is None or variables.get(access.tenant) != actor.tenant:
        raise NotFound("not_found", "There is nothing at this address that you may see.")


def compare_routes(routes: Iterable[str], table: Mapping[str, Access]) -> tuple[list[str], list[str]]:
    """(routes that no row of the table names, rows that name no route); both are empty in a sound service.

    A route is "METHOD /rule/<with>/<variables>"; HEAD is allowed where GET is.
    """
    known = set(routes)
    return sorted(known - set(table)), sorted(set(table) - known)
