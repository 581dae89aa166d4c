"""Each service running with something in it, and the tokens of everyone who may ask it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask

from deploy.accounts import Account, sign_token, write_key_set
from services.rates.app import create_app as create_rates
from services.register.app import create_app as create_register
from services.reporting.app import create_app as create_reporting
from shared.runtime.access import Access
from shared.runtime.config import Settings
from shared.vocabulary.roles import AGENCY, AUTHORITY_ROLES
from tests.contract.openapi.sound import DRAFT, EXCEPTION, JOB_MAP, QUESTION, SUBSCRIPTION, WINDOW
from tests.integration.reporting.told import Reporting
from tests.unit.rates.conftest import inputs_document, version_document
from tests.unit.register.returns import MONTH, sample

CREATE = {"rates": create_rates, "register": create_register, "reporting": create_reporting}
SERVICES = tuple(CREATE)
NOW = datetime(2027, 1, 10, 9, 30, tzinfo=UTC)
LA_CODE, QUARTER = "335", "2024-25-Q2"


@dataclass(frozen=True)
class Running:
    """`known` holds, by the name of a URL variable, values that exist."""

    name: str
    app: flask.Flask
    settings: Settings
    known: dict[str, list[str]]

    def known_or(self, variable: str, value: Any, turn: int) -> Any:
        """A known value of the variable, one after the other by turn, or the value given."""
        known = self.known.get(variable)
        return known[turn % len(known)] if known else value

    def headers(self, role: str | None) -> dict[str, str]:
        if role is None:
            return {}
        tenant = LA_CODE if role in AUTHORITY_ROLES else "agency-a" if role == AGENCY else None
        account = Account(f"{role}.{tenant}", role, tenant)
        return {"Authorization": f"Bearer {sign_token(self.settings, account, 'workforce', 900, NOW)}"}

    def roles(self, operation: str) -> list[str | None]:
        """Everybody who may call "METHOD /path/{variable}", and an agency, which mostly may not."""
        rows: dict[str, Access] = self.app.extensions["access"]
        roles = {as_path(row): access.roles for row, access in rows.items()}[operation]
        return [None, AGENCY] if roles is None else [*sorted(roles), AGENCY]

    def send(self, method: str, path: str, role: str | None, body: Any) -> Mapping[str, Any]:
        answer = self.app.test_client().open(
            f"/{self.name}/v1{path}", method=method, json=body, headers=self.headers(role)
        )
        assert answer.status_code in (200, 201), answer.text
        found: Mapping[str, Any] = answer.get_json()
        return found


def start(name: str, url: str, folder: Path) -> Running:
    """On an empty, migrated database, with the clock standing at 10 January 2027."""
    jwks = folder / "jwks.json"
    settings = Settings(
        name, url, environment="test", jwks=str(jwks), archive=folder / "archive", rate_limits=False
    )
    write_key_set(settings, jwks)
    running = Running(name, CREATE[name](settings, lambda: NOW), settings, {"la_code": [LA_CODE]})
    FILL[name](running)
    return running


def as_path(rule: str) -> str:
    """Flask's "<int:n>" as OpenAPI's "{n}"."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def _fill_rates(rates: Running) -> None:
    for year in ("2024-25", "2025-26", "2026-27"):
        rates.send("POST", "/statutory-inputs", "regional_admin", inputs_document(year))
    document = version_document()
    rates.send("POST", "/protocols", "regional_admin", document)
    rates.send("POST", f"/protocols/{document['version']}/publication", "regional_admin", {})
    answer = rates.send("POST", "/checks", None, QUESTION)
    requested = rates.send("POST", "/exceptions", "hr_submitter", EXCEPTION)
    rates.send("POST", "/protocols", "regional_admin", version_document(version=DRAFT))
    rates.send("PUT", f"/job-maps/{LA_CODE}", "hr_submitter", JOB_MAP)
    subscribed = rates.send("POST", "/subscriptions", "workstream", SUBSCRIPTION)
    rates.known.update(version=[document["version"], DRAFT], reference=[answer["reference"]])
    rates.known.update(id_=[requested["id"], subscribed["id"]])


def _fill_register(register: Running) -> None:
    register.send("PUT", f"/windows/{MONTH}", "regional_admin", WINDOW)
    taken = register.send("PUT", f"/returns/{LA_CODE}/{MONTH}", "hr_submitter", sample())
    signature = {"revision": taken["revision"], "digest": taken["digest"]}
    register.send("POST", f"/returns/{LA_CODE}/{MONTH}/certification", "hr_certifier", signature)
    register.known.update(month=[MONTH], number=["1"])


def _fill_reporting(reporting: Running) -> None:
    Reporting(reporting.app, reporting.settings).tell_quarter(QUARTER)
    released = reporting.send("POST", "/releases", "regional_admin", {"quarter": QUARTER})
    reporting.known.update(quarter=[QUARTER], release_id=[released["id"]])
    reporting.known.update(kpi=["agency_rate"], area=[LA_CODE, "E12000005"])


FILL: dict[str, Callable[[Running], None]] = {
    "rates": _fill_rates,
    "register": _fill_register,
    "reporting": _fill_reporting,
}
